/** Names of the boundaries of regimes, by their number. */
export const BOUNDARIES = [
  "place",
  "standstill",
  "breakaway",
  "release",
  "engage",
  "generatorDown",
  "generatorUp",
  "compressor",
  "header",
  "load",
  "heater",
  "h1",
  "filled",
  "flowDown",
  "flowUp",
  "spill",
  "volume",
] as const;

/** What each step of an error-controlled run is checked for, in this order. */
export const STEP_CHECKS = ["finite", "defect", "air", "capacity", "mass"] as const;
