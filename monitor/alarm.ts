import type { QualityEntry } from "./quality_entry.ts";
import type { RecoveryEntry } from "./recovery_entry.ts";
import type { AlarmEvent, AlarmState } from "./alarm_state.ts";
import type { FaultEntry } from "./fault_schedule.ts";

/** How bad an alarm is, least first. */
export const ALARM_LEVELS = ["info", "warning", "error", "critical"] as const;

/** How bad an alarm is. */
export type AlarmLevel = (typeof ALARM_LEVELS)[number];

/**
 * What a signal can be watched for: below lo-lo or lo, above hi or hi-hi, changing faster than
 * `rate`, further than `deviation` from its setpoint, and without data for longer than `stale`.
 */
export const LIMITS = ["lolo", "lo", "hi", "hihi", "rate", "deviation", "stale"] as const;

/** What a signal can be watched for. */
export type LimitName = (typeof LIMITS)[number];

/** One alarm: one limit of a rule, or the expression of a rule. */
export interface Alarm {
  /** Name of the rule, and of the limit behind a dot: `chainSpeed.hi`. Unique. */
  readonly name: string;
  readonly rule: string;
  /** Group of the rule; the first of a group to come is its first-out. */
  readonly group: string;
  /** A few words for a screen. */
  readonly label: string;
  readonly level: AlarmLevel;
  /** Order among alarms of one level, 1 the first. */
  readonly priority: number;
  /** What is watched: the signal that is compared with the limit, or the expression. */
  readonly watches: string;
  /** Which limit of the rule it is; `null` where an expression says it. */
  readonly limitName: LimitName | null;
  /** The channel that is watched, if it is one alone. */
  readonly channel: string | null;
  /** Of value, limit and dead band. */
  readonly unit: string;
  /** What the value is compared with; `null` where an expression says it. */
  readonly limit: number | null;
  /** How far the value must go back behind the limit, in `unit`, not negative. */
  readonly deadband: number;
  /** How long the condition must hold, s of simulated time: `for`. */
  readonly onDelay: number;
  /** How long it must have ceased, s of simulated time: `keep_firing_for`. */
  readonly offDelay: number;
  /** Whether it stays until it is reset. */
  readonly latches: boolean;
  /** The expression that suppresses it by design while it holds; "" is nothing. */
  readonly suppressedWhen: string;
  /** What it means and what to do about it. */
  readonly guidance: string;
}

const WORDS: Readonly<Record<LimitName, string>> = {
  lolo: "below",
  lo: "below",
  hi: "above",
  hihi: "above",
  rate: "changing by more than",
  deviation: "away from its setpoint by more than",
  stale: "without data for more than",
};

/** When an alarm is active, in words: `chain.speed above 8 m/s for 2 s`. */
export function alarmCondition(alarm: Alarm): string {
  const { watches, limitName, limit, unit, onDelay, suppressedWhen } = alarm;
  const number = `${limit} ${unit}`.trim();
  const what = limitName === null ? watches : `${watches} ${WORDS[limitName]} ${number}`;
  const delay = onDelay === 0 ? "" : ` for ${onDelay} s`;
  const suppression = suppressedWhen === "" ? "" : `, unless ${suppressedWhen}`;
  return `${what}${delay}${suppression}`;
}

/** What is written down of an alarm that goes from state to state. Times in s, simulated. */
export interface AlarmTransition {
  readonly kind: "transition";
  readonly time: number;
  readonly alarm: string;
  readonly level: AlarmLevel;
  readonly event: AlarmEvent;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** What was compared, in the alarm's unit; `null` is no data. */
  readonly value: number | null;
  /** The same at its worst since the alarm came last. */
  readonly worst: number | null;
  /** How often it has come since the start. */
  readonly count: number;
  /** How long its condition has held since the start. */
  readonly activeTime: number;
  /** Whether it is the first of its group to come. */
  readonly isFirstOut: boolean;
  /** What the operator noted. */
  readonly note?: string;
  /** When shelving ends. */
  readonly until?: number;
}

/** What the alarms and the faults of a run have to tell, in the order in which it happened. */
export type JournalEntry =
  | AlarmTransition
  | QualityEntry
  | FaultEntry
  /** An alarm comes too often to be of use, or no longer does. */
  | {
    readonly kind: "chatter";
    readonly time: number;
    readonly alarm: string;
    readonly isChattering: boolean;
    /** How often it has come since the start. */
    readonly count: number;
  }
  /** More alarms come than anybody can look at, or no longer do. */
  | {
    readonly kind: "flood";
    readonly time: number;
    readonly isFlood: boolean;
    /** Alarms that came in the last ten minutes. */
    readonly count: number;
  }
  /** A limit was set. */
  | {
    readonly kind: "limit";
    readonly time: number;
    readonly alarm: string;
    readonly limit: number;
  }
  /** Other rules are in force: those that were there before and are the same go on. */
  | { readonly kind: "rules"; readonly time: number; readonly alarms: readonly Alarm[] }
  /** The plant was started again; every alarm begins anew. */
  | { readonly kind: "restart"; readonly time: number }
  /** Entries could not be taken for lack of room. */
  | { readonly kind: "lost"; readonly time: number; readonly count: number }
  /** A part of the run failed, and something was done about it. */
  | RecoveryEntry;
