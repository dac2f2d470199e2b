/**
 * The steady operating point of a plant, without running it there.
 *
 * @module
 */
export type { BestLoads, LoadedPoint } from "./gain_search.ts";
export * from "./load.ts";
export * from "./steady_point.ts";
