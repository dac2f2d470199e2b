import { didYouMean } from "../telemetry/mod.ts";
import type { Alarm } from "./alarm.ts";
import type { AlarmEvent, AlarmState } from "./alarm_state.ts";

/** What an operator can do to alarms. */
export const OPERATOR_EVENTS = [
  "acknowledge",
  "reset",
  "shelve",
  "unshelve",
  "remove",
  "restore",
] as const satisfies readonly AlarmEvent[];

/** What an operator does. */
export interface Operation {
  readonly event: (typeof OPERATOR_EVENTS)[number];
  /** Name of an alarm, or of a rule for all its alarms; all alarms when there is none. */
  readonly alarm?: string;
  /** What is to be written down with it. */
  readonly note?: string;
  /** For how long to shelve, s of simulated time. */
  readonly duration?: number;
}

/** Longest time that an alarm can be shelved, s: a day. */
export const LONGEST_SHELVING = 86400;

/** Longest note, UTF-16 code units. */
export const LONGEST_NOTE = 200;

/** States that each event needs, as a message names them. */
const NEEDS: Readonly<Record<Operation["event"], string>> = {
  acknowledge: "unacknowledged, returned or latched",
  reset: "latched and acknowledged",
  shelve: "in service",
  unshelve: "shelved",
  remove: "in service",
  restore: "out of service",
};

/**
 * Checks what an operator asks for, apart from the alarms.
 *
 * @throws {RangeError} No operator can do that, the note is too long, or the duration is missing or
 * out of range.
 */
export function checkOperation({ event, note = "", duration }: Operation): void {
  if (!OPERATOR_EVENTS.includes(event)) {
    throw new RangeError(
      `Cannot operate an alarm as event must be ${OPERATOR_EVENTS.join(", ")}: ` +
        `current value is ${event}`,
    );
  }
  if (note.length > LONGEST_NOTE) {
    throw new RangeError(
      `Cannot ${event} as a note must have at most ${LONGEST_NOTE} characters: ` +
        `current value has ${note.length}`,
    );
  }
  if (event !== "shelve") return;
  if (duration !== undefined && duration > 0 && duration <= LONGEST_SHELVING) return;
  throw new RangeError(
    `Cannot shelve as the duration must be above 0 to ${LONGEST_SHELVING} s: ` +
      `current value is ${duration ?? "nothing"}`,
  );
}

/**
 * Positions of the alarms that are meant.
 *
 * @throws {RangeError} There is none; the message offers the nearest.
 */
export function targetsOf(
  alarms: readonly Alarm[],
  { event, alarm: wanted }: { event: string; alarm?: string },
): readonly number[] {
  const targets = [...alarms.keys()].filter((index) => {
    const { name, rule } = alarms[index];
    return wanted === undefined || name === wanted || rule === wanted;
  });
  if (targets.length > 0) return targets;
  const hint = didYouMean(wanted ?? "", alarms.map(({ name }) => name)) || "; see kpp list alarms";
  throw new RangeError(`Cannot ${event} "${wanted ?? ""}" as no alarm is called that${hint}`);
}

/** What to say when an event means nothing to any of the alarms that are meant. */
export function refusedOperation(
  { event, alarm }: Operation,
  { name, state }: { name: string; state: AlarmState },
): RangeError {
  const needs = NEEDS[event];
  return new RangeError(
    alarm === undefined
      ? `Cannot ${event} as an alarm must be ${needs}: none is`
      : `Cannot ${event} "${alarm}" as it must be ${needs}: current value of ${name} is ${state}`,
  );
}
