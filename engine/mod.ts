/**
 * The plant: parameters in, states and a closed ledger out. Reads no clock, does no I/O.
 *
 * @module
 */
export { checkPlant, plantWarnings, RESTART_PARAMETERS, targetMass } from "./checks.ts";
export * from "./constants.ts";
export { BOUNDARIES, type EventProbe } from "./events.ts";
export { PlantFault } from "./fault.ts";
export { hashBytes } from "./hash.ts";
export { type Impairments, SOUND } from "./impairments.ts";
export * from "./integration.ts";
export * from "./ledger.ts";
export * from "./observation.ts";
export * from "./parameters.ts";
export * from "./path.ts";
export { Plant } from "./plant.ts";
export * from "./presets.ts";
export { STEP_CHECKS } from "./validation.ts";
