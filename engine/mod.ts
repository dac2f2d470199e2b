/**
 * The plant: parameters in, states and a closed ledger out. Reads no clock, does no I/O.
 *
 * @module
 */
export * from "./terms/mod.ts";
export type { EventProbe } from "./events.ts";
export { PlantFault } from "./fault.ts";
export { Plant } from "./plant.ts";
