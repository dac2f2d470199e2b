import type { AlarmColumns } from "./alarm_columns.ts";

const INACTIVE = 0;
const PENDING = 1;
const FIRING = 2;

/**
 * Whether an alarm is active after one more evaluation: its test, delayed.
 *
 * It begins when the test has held for `onDelay` from the first evaluation at which it did to this
 * one, without a gap; it ends when the test has ceased for `offDelay` in the same way. Source:
 * Prometheus, AlertingRule.Eval, `for` and `keep_firing_for`. Equal to it, evaluation by
 * evaluation; "no data" is what a series is there that is stale or absent: the test does not hold.
 *
 * @param now Number of the evaluation; `columns.holds` is what the test says.
 */
export function advanceTimer(columns: AlarmColumns, alarm: number, now: number): boolean {
  const { holds, phase, heldSince, ceasedAt, onDelay, offDelay } = columns;
  if (holds[alarm] === 1) {
    ceasedAt[alarm] = NaN;
    if (phase[alarm] === INACTIVE) {
      phase[alarm] = PENDING;
      heldSince[alarm] = now;
    }
    if (now - heldSince[alarm] >= onDelay[alarm]) phase[alarm] = FIRING;
  } else if (phase[alarm] === FIRING) {
    if (Number.isNaN(ceasedAt[alarm])) ceasedAt[alarm] = now;
    if (now - ceasedAt[alarm] >= offDelay[alarm]) phase[alarm] = INACTIVE;
  } else {
    phase[alarm] = INACTIVE;
  }
  return phase[alarm] === FIRING;
}
