/**
 * The steady operating point of a plant, without running it there.
 *
 * @module
 */
export * from "./load.ts";
export * from "./steady_point.ts";
