/**
 * The plant in words and numbers, without what computes it: whoever names parameters, channels and
 * presets does not load the machine.
 *
 * @module
 */
export { checkPlant, plantWarnings, RESTART_PARAMETERS, targetMass } from "../checks.ts";
export * from "../constants.ts";
export { hashBytes } from "../hash.ts";
export { type Impairments, SOUND } from "../impairments.ts";
export * from "../integration.ts";
export * from "../ledger.ts";
export * from "../observation.ts";
export * from "../parameters.ts";
export * from "../path.ts";
export * from "../presets.ts";
export * from "../words.ts";
