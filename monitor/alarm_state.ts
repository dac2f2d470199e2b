/** States of an alarm after ISA-18.2 and IEC 62682, and two for a condition nobody can judge. */
export const ALARM_STATES = [
  "normal",
  "unacknowledged",
  "acknowledged",
  "returnedUnacknowledged",
  "latchedUnacknowledged",
  "latchedAcknowledged",
  "shelved",
  "suppressed",
  "outOfService",
  "noData",
  "error",
] as const;

/** State of an alarm. */
export type AlarmState = (typeof ALARM_STATES)[number];

/**
 * What can happen to an alarm. The first five are its condition: it comes (after the on-delay),
 * goes (after the off-delay; `latch` where the alarm latches), has no data, or has data from which
 * nothing can be computed. The others are operators, timers and the design.
 */
export const ALARM_EVENTS = [
  "raise",
  "clear",
  "latch",
  "lose",
  "fail",
  "acknowledge",
  "reset",
  "shelve",
  "unshelve",
  "suppress",
  "unsuppress",
  "remove",
  "restore",
] as const;

/** What can happen to an alarm. */
export type AlarmEvent = (typeof ALARM_EVENTS)[number];

/** What the condition of an alarm is, delays included. */
export type AlarmCondition = "normal" | "active" | "noData" | "error";

/** What decides where an alarm goes that begins to be looked at again. */
export interface AlarmSituation {
  readonly condition: AlarmCondition;
  /** Whether the condition that suppresses it by design holds. */
  readonly isSuppressed: boolean;
}

/** The state that the situation asks for. */
type Resume = "resume";

/** An event that means nothing in this state; an operator's is refused. */
type Refused = null;

type Row = Readonly<Record<AlarmEvent, AlarmState | Resume | Refused>>;

/** What everybody can do to an alarm that is looked at. */
const IN_SERVICE = {
  acknowledge: null,
  reset: null,
  shelve: "shelved",
  unshelve: null,
  suppress: "suppressed",
  unsuppress: null,
  remove: "outOfService",
  restore: null,
} as const;

/** An alarm whose condition does not hold goes wherever its condition goes. */
const AT_REST = {
  raise: "unacknowledged",
  clear: "normal",
  latch: "normal",
  lose: "noData",
  fail: "error",
  ...IN_SERVICE,
} as const;

/** Nobody is told of what happens to an alarm that is not looked at. */
function unseen(state: AlarmState) {
  return { raise: state, clear: state, latch: state, lose: state, fail: state } as const;
}

/** Every state by every event. */
const TABLE: Readonly<Record<AlarmState, Row>> = {
  normal: AT_REST,
  noData: AT_REST,
  error: AT_REST,
  unacknowledged: {
    ...IN_SERVICE,
    raise: "unacknowledged",
    clear: "returnedUnacknowledged",
    latch: "latchedUnacknowledged",
    lose: "returnedUnacknowledged",
    fail: "returnedUnacknowledged",
    acknowledge: "acknowledged",
  },
  acknowledged: {
    ...IN_SERVICE,
    raise: "acknowledged",
    clear: "normal",
    latch: "latchedAcknowledged",
    lose: "noData",
    fail: "error",
  },
  returnedUnacknowledged: {
    ...IN_SERVICE,
    raise: "unacknowledged",
    clear: "returnedUnacknowledged",
    latch: "returnedUnacknowledged",
    lose: "returnedUnacknowledged",
    fail: "returnedUnacknowledged",
    acknowledge: "resume",
  },
  latchedUnacknowledged: {
    ...IN_SERVICE,
    ...unseen("latchedUnacknowledged"),
    raise: "unacknowledged",
    acknowledge: "latchedAcknowledged",
  },
  latchedAcknowledged: {
    ...IN_SERVICE,
    ...unseen("latchedAcknowledged"),
    raise: "unacknowledged",
    reset: "resume",
  },
  shelved: {
    ...IN_SERVICE,
    ...unseen("shelved"),
    unshelve: "resume",
    suppress: "shelved",
  },
  suppressed: {
    ...IN_SERVICE,
    ...unseen("suppressed"),
    suppress: "suppressed",
    unsuppress: "resume",
  },
  outOfService: {
    ...IN_SERVICE,
    ...unseen("outOfService"),
    shelve: null,
    suppress: "outOfService",
    remove: null,
    restore: "resume",
  },
};

/** The state at rest of each condition; one that holds has just come. */
const STATE_OF: Readonly<Record<AlarmCondition, AlarmState>> = {
  normal: "normal",
  active: "unacknowledged",
  noData: "noData",
  error: "error",
};

/** The state that an alarm has when it begins to be looked at. */
export function resumedState({ condition, isSuppressed }: AlarmSituation): AlarmState {
  return isSuppressed ? "suppressed" : STATE_OF[condition];
}

/**
 * The state after an event.
 *
 * @param situation What decides where an alarm goes that begins to be looked at again.
 * @returns `null` when the event means nothing in this state.
 */
export function nextAlarmState(
  state: AlarmState,
  event: AlarmEvent,
  situation: AlarmSituation,
): AlarmState | null {
  const next = TABLE[state][event];
  return next === "resume" ? resumedState(situation) : next;
}
