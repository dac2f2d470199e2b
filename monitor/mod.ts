export * from "./alarm.ts";
export * from "./alarm_board.ts";
export * from "./alarm_state.ts";
export * from "./alarms.ts";
export * from "./audit.ts";
export * from "./profiler.ts";
export * from "./stability.ts";
