export * from "./constants.ts";
export * from "./ledger.ts";
export * from "./observation.ts";
export * from "./parameters.ts";
export * from "./presets.ts";
