/** Elements, station and instant in; positions, look angles and passes out. */
export * from "./earth.ts";
export * from "./element_file.ts";
export type { ElementSet } from "./element_set.ts";
export type { LineFault } from "./line_reader.ts";
export * from "./passes.ts";
export * from "./propagator.ts";
export * from "./sighting.ts";
export * from "./station.ts";
