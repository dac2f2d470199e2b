/**
 * What those who look at a run know of it: alarms, their rules, journal, profile and recovery,
 * without what evaluates a plant.
 *
 * @module
 */
export * from "../alarm.ts";
export * from "../alarm_board.ts";
export * from "../alarm_state.ts";
export * from "../audit.ts";
export * from "../default_rules.ts";
export * from "../fault_schedule.ts";
export * from "../journal_outbox.ts";
export * from "../optimiser.ts";
export * from "../profile_text.ts";
export * from "../profiler.ts";
export * from "../quality_entry.ts";
export * from "../recovery_entry.ts";
export * from "../recovery_tally.ts";
export * from "../rule_document.ts";
export * from "../rule_faults.ts";
export * from "../rule_members.ts";
export * from "../supervisor.ts";
export * from "../watchdog.ts";
export * from "../watched_alarm.ts";
