export * from "./alarms.ts";
export * from "./audit.ts";
