import { type Alarm, ALARM_LEVELS, type AlarmTransition, type JournalEntry } from "./alarm.ts";
import type { AlarmState } from "./alarm_state.ts";
import type { FaultEntry } from "./fault_schedule.ts";

/** Most entries of the journal that a board remembers; the oldest is forgotten. */
export const BOARD_JOURNAL = 500;

/** One alarm as it stands. Times in s, simulated. */
export interface AlarmView extends Alarm {
  readonly state: AlarmState;
  /** When it came into this state. */
  readonly since: number;
  /** What was compared then, in its unit; `null` is no data. */
  readonly value: number | null;
  /** The same at its worst, of the last time it was active. */
  readonly worst: number | null;
  /** How often it has come. */
  readonly count: number;
  /** How long its condition had held by then, all in all. */
  readonly activeTime: number;
  /** Whether it was the first of its group to come. */
  readonly isFirstOut: boolean;
  /** Whether it comes too often to be of use. */
  readonly isChattering: boolean;
  /** What the operator noted last; "" is nothing. */
  readonly note: string;
  /** When shelving ends; `null` unless it is shelved. */
  readonly shelvedUntil: number | null;
}

/** Every alarm of a run as it stands: what a screen shows. A board is never changed. */
export interface AlarmBoard {
  /** Every alarm, in the order of the rules. */
  readonly alarms: readonly AlarmView[];
  /** Those whose condition holds, the worst first. */
  readonly active: readonly AlarmView[];
  /** Those that ask for attention: active, returned or latched, the worst first. */
  readonly annunciated: readonly AlarmView[];
  /** Whether more alarms come than anybody can look at. */
  readonly isFlood: boolean;
  /** What happened, newest last. */
  readonly journal: readonly JournalEntry[];
  /** Entries lost for lack of room. */
  readonly lost: number;
  /** The faults that were injected and are there, in the order in which they began. */
  readonly faults: readonly FaultEntry[];
}

const ACTIVE: ReadonlySet<AlarmState> = new Set(["unacknowledged", "acknowledged"]);

const ANNUNCIATED: ReadonlySet<AlarmState> = new Set([
  ...ACTIVE,
  "returnedUnacknowledged",
  "latchedUnacknowledged",
  "latchedAcknowledged",
]);

/** Whether the condition of an alarm in this state holds, and somebody is to know. */
export function isActiveState(state: AlarmState): boolean {
  return ACTIVE.has(state);
}

/** Whether an alarm in this state asks for attention. */
export function isAnnunciatedState(state: AlarmState): boolean {
  return ANNUNCIATED.has(state);
}

/** The board of a run that has not begun. */
export function initialBoard(alarms: readonly Alarm[]): AlarmBoard {
  return arranged({
    alarms: alarms.map((alarm) => viewAtRest(alarm, 0)),
    active: [],
    annunciated: [],
    isFlood: false,
    journal: [],
    lost: 0,
    faults: [],
  });
}

/** The board of alarms that stand as they do somewhere else; what happened there is not known. */
export function boardOf(
  { alarms, isFlood, lost, faults }: Pick<AlarmBoard, "alarms" | "isFlood" | "lost" | "faults">,
): AlarmBoard {
  return arranged({ alarms, active: [], annunciated: [], isFlood, journal: [], lost, faults });
}

/** The board after something has happened. */
export function boardAfter(board: AlarmBoard, entry: JournalEntry): AlarmBoard {
  const journal = [...board.journal.slice(1 - BOARD_JOURNAL), entry];
  const noted = { ...board, journal };
  switch (entry.kind) {
    case "transition":
      return arranged(withFirstOut(
        withView(noted, entry.alarm, (view) => transited(view, entry)),
        entry,
      ));
    case "chatter":
      return arranged(withView(noted, entry.alarm, (view) => {
        return { ...view, isChattering: entry.isChattering };
      }));
    case "limit":
      return arranged(withView(noted, entry.alarm, (view) => {
        return { ...view, limit: entry.limit };
      }));
    case "flood":
      return { ...noted, isFlood: entry.isFlood };
    case "rules":
      return arranged({ ...noted, alarms: replacedViews(board.alarms, entry) });
    case "restart": {
      const alarms = board.alarms.map((view) => viewAtRest(view, entry.time));
      return arranged({ ...noted, alarms, isFlood: false, faults: [] });
    }
    case "recovery":
    case "quality":
      return noted;
    case "lost":
      return { ...noted, lost: board.lost + entry.count };
    case "fault":
      return { ...noted, faults: faultsAfter(board.faults, entry) };
  }
}

/** A fault that is over at once, or that chance left out, was never there to be seen. */
function faultsAfter(faults: readonly FaultEntry[], entry: FaultEntry): readonly FaultEntry[] {
  const isThis = ({ fault, target, magnitude }: FaultEntry) =>
    fault === entry.fault && target === entry.target && magnitude === entry.magnitude;
  if (entry.event === "began") return [...faults, entry];
  if (entry.event === "missed") return faults;
  const over = faults.findIndex(isThis);
  return faults.filter((_, index) => index !== over);
}

function viewAtRest(alarm: Alarm, since: number): AlarmView {
  return {
    ...alarm,
    state: "normal",
    since,
    value: null,
    worst: null,
    count: 0,
    activeTime: 0,
    isFirstOut: false,
    isChattering: false,
    note: "",
    shelvedUntil: null,
  };
}

function transited(view: AlarmView, transition: AlarmTransition): AlarmView {
  const { time, to, value, worst, count, activeTime, isFirstOut, note, until } = transition;
  return {
    ...view,
    state: to,
    since: time,
    value,
    worst,
    count,
    activeTime,
    isFirstOut,
    note: note ?? view.note,
    shelvedUntil: until ?? null,
  };
}

function withView(
  board: AlarmBoard,
  name: string,
  change: (view: AlarmView) => AlarmView,
): AlarmBoard {
  return {
    ...board,
    alarms: board.alarms.map((view) => view.name === name ? change(view) : view),
  };
}

/** A group has one first-out: the next one takes the mark of the one before. */
function withFirstOut(board: AlarmBoard, { alarm, isFirstOut }: AlarmTransition): AlarmBoard {
  const group = board.alarms.find(({ name }) => name === alarm)?.group;
  if (!isFirstOut || group === undefined) return board;
  return {
    ...board,
    alarms: board.alarms.map((view) =>
      view.isFirstOut && view.group === group && view.name !== alarm
        ? { ...view, isFirstOut: false }
        : view
    ),
  };
}

function replacedViews(
  before: readonly AlarmView[],
  { time, alarms }: Extract<JournalEntry, { kind: "rules" }>,
): readonly AlarmView[] {
  return alarms.map((alarm) => {
    const known = before.find((view) => isSameAlarm(view, alarm));
    return { ...(known ?? viewAtRest(alarm, time)), ...alarm };
  });
}

/** What makes an alarm the one it is; with other limits, delays and words it goes on as it was. */
const IDENTITY = ["name", "group", "level", "watches", "limitName", "latches"] as const;

/** Whether two alarms tell of the same condition in the same way. */
export function isSameAlarm(one: Alarm, other: Alarm): boolean {
  return IDENTITY.every((key) => one[key] === other[key]);
}

function arranged(board: AlarmBoard): AlarmBoard {
  const annunciated = board.alarms
    .filter(({ state }) => isAnnunciatedState(state))
    .toSorted((one, other) =>
      ALARM_LEVELS.indexOf(other.level) - ALARM_LEVELS.indexOf(one.level) ||
      one.priority - other.priority ||
      one.since - other.since
    );
  const active = annunciated.filter(({ state }) => isActiveState(state));
  return { ...board, annunciated, active };
}
