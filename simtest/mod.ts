/** What is done to a plant by chance, and what must hold whatever is done. */
export * from "./detection.ts";
export * from "./journal_hash.ts";
export * from "./limits.ts";
export * from "./plant_detection.ts";
export * from "./reading_error.ts";
export * from "./scenario.ts";
export * from "./witness.ts";
