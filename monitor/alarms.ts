import { channelIndex, type Frame } from "../telemetry/mod.ts";
import { ALARM_LEVELS, type AlarmLevel } from "./alarm.ts";

/** Relative residual above which the books are no longer trusted. */
export const RESIDUAL_LIMIT = 1e-9;

/** How long an overrun stays an alarm after the last one, s of frame time. */
export const OVERRUN_MEMORY = 5;

/** One row of the alarm table. */
export interface BuiltInAlarm {
  readonly id: string;
  readonly level: AlarmLevel;
  /** A few words for a screen. */
  readonly label: string;
  /** When it is active. */
  readonly condition: string;
  /** What it means and what to do about it. */
  readonly guidance: string;
}

/** The built-in alarms. */
export const ALARMS = [
  {
    id: "energyViolation",
    level: "critical",
    label: "energy violation",
    condition: "exergy destroyed has decreased by more than 1e-9 of energy turned over",
    guidance: "The second law is broken: do not trust this run. Note the parameters, report it",
  },
  {
    id: "residual",
    level: "error",
    label: "ledger does not close",
    condition: `relative residual above ${RESIDUAL_LIMIT}`,
    guidance: "The books do not balance: do not trust this run. Note the parameters, report it",
  },
  {
    id: "starved",
    level: "error",
    label: "starved",
    condition: "valves are open and the header pressure is too low to pass air through any",
    guidance: "No air enters: raise regulator.setpoint or receiver.cutIn, or use less air",
  },
  {
    id: "cannotStart",
    level: "error",
    label: "cannot start",
    condition: "stuck, no valve passes air and the drive is below friction and brake",
    guidance: "The chain rests for good: more air, less friction or less brake",
  },
  {
    id: "overrun",
    level: "warning",
    label: "overrun",
    condition: `a tick finished after its deadline within the last ${OVERRUN_MEMORY} s`,
    guidance: "This machine is busy: if it stays, a lower speed or a lower --fps",
  },
] as const satisfies readonly BuiltInAlarm[];

/** Name of a built-in alarm. */
export type AlarmId = (typeof ALARMS)[number]["id"];

/** An alarm whose condition holds. */
export interface ActiveAlarm {
  readonly alarm: BuiltInAlarm;
  /** Simulated time at which it became active, s. */
  readonly since: number;
}

/** What the monitor remembers from frame to frame. */
export interface ActiveAlarms {
  /** Worst first, then the longest active first. */
  readonly active: readonly ActiveAlarm[];
  readonly overruns: number;
  /** Frame time of the last new overrun, s; -Infinity when there was none. */
  readonly overrunAt: number;
}

/** No alarm, nothing seen yet. */
export const NO_ALARMS: ActiveAlarms = { active: [], overruns: 0, overrunAt: -Infinity };

const VIOLATION = channelIndex("exergy.violation");
const RESIDUAL = channelIndex("ledger.relativeResidual");
const STARVED = channelIndex("injector.starved");
const CANNOT_START = channelIndex("chain.cannotStart");
const OVERRUNS = channelIndex("clock.overruns");

/** The state after one more frame; `state` itself when no alarm came or went. */
export function evaluateAlarms(state: ActiveAlarms, frame: Frame): ActiveAlarms {
  const overruns = numberOr(frame.values[OVERRUNS], state.overruns);
  // A count that falls is a new run; what it counts is new as well.
  const isNew = overruns !== state.overruns && overruns > 0;
  const overrunAt = isNew ? frame.timestamp : state.overrunAt;
  const isActive: Record<AlarmId, boolean> = {
    energyViolation: frame.values[VIOLATION] > 0,
    residual: frame.values[RESIDUAL] > RESIDUAL_LIMIT,
    starved: frame.values[STARVED] > 0,
    cannotStart: frame.values[CANNOT_START] > 0,
    overrun: frame.timestamp - overrunAt < OVERRUN_MEMORY,
  };
  const active = sameAlarms(state.active, isActive)
    ? state.active
    : activeAlarms(state.active, isActive, frame.simulationTime);
  if (active === state.active && overruns === state.overruns && overrunAt === state.overrunAt) {
    return state;
  }
  return { active, overruns, overrunAt };
}

function sameAlarms(active: readonly ActiveAlarm[], isActive: Record<AlarmId, boolean>): boolean {
  return ALARMS.every(({ id }) => isActive[id] === active.some(({ alarm }) => alarm.id === id));
}

function activeAlarms(
  before: readonly ActiveAlarm[],
  isActive: Record<AlarmId, boolean>,
  now: number,
): readonly ActiveAlarm[] {
  return ALARMS
    .filter(({ id }) => isActive[id])
    .map((alarm) => before.find((known) => known.alarm.id === alarm.id) ?? { alarm, since: now })
    .toSorted((one, other) =>
      ALARM_LEVELS.indexOf(other.alarm.level) - ALARM_LEVELS.indexOf(one.alarm.level) ||
      one.since - other.since
    );
}

function numberOr(value: number, fallback: number): number {
  return Number.isNaN(value) ? fallback : value;
}
