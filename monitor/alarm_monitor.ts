import { type Dictionary, PLANT_DICTIONARY } from "../telemetry/mod.ts";
import type { Alarm, AlarmTransition, JournalEntry } from "./alarm.ts";
import { isActiveState, isSameAlarm } from "./alarm_board.ts";
import { AlarmColumns, type ColumnsMemory } from "./alarm_columns.ts";
import { advanceTimer } from "./alarm_delay.ts";
import { checkOperation, type Operation, refusedOperation, targetsOf } from "./alarm_operation.ts";
import type { ProgramInput, ProgramMemory } from "./alarm_program.ts";
import {
  CHATTER_COUNT,
  CHATTER_TIME,
  FLOOD_BEGINS,
  FLOOD_ENDS,
  FLOOD_TIME,
  RecentCount,
  type RecentMemory,
} from "./alarm_rates.ts";
import { ALARM_STATES, type AlarmEvent, type AlarmState, nextAlarmState } from "./alarm_state.ts";
import { AlarmTests, HOLDS, UNKNOWN } from "./alarm_tests.ts";
import type { WatchedAlarm } from "./watched_alarm.ts";

/** Conditions by number. */
const CONDITIONS = ["normal", "active", "noData", "error"] as const;
const NORMAL = 0;
const ACTIVE = 1;
const NO_DATA = 2;
const ERROR = 3;

/** What happens to an alarm that is at rest when its condition becomes another. */
const CONDITION_EVENTS = ["clear", "raise", "lose", "fail"] as const satisfies AlarmEvent[];

const SHELVED = ALARM_STATES.indexOf("shelved");

/** What a monitor is made of. */
export interface MonitorParts {
  readonly watched: readonly WatchedAlarm[];
  /** Evaluations per second of simulated time. */
  readonly rate: number;
  /** What the alarms name; that of the plant if nothing is said. */
  readonly dictionary?: Dictionary;
  /** Number of the evaluation that lies at the start of the run or before it. */
  readonly begun: number;
  /** Told of everything that happens, in order. */
  readonly tell: (entry: JournalEntry) => void;
}

/** What has become of the alarms of a monitor. */
export interface AlarmMemory {
  readonly columns: ColumnsMemory;
  readonly tests: ProgramMemory;
  readonly recent: RecentMemory;
  readonly isFlood: boolean;
  readonly now: number;
}

/** What goes with a transition that an operator caused. */
type Remark = Pick<AlarmTransition, "note" | "until">;

/**
 * Evaluates alarms at equal distances of simulated time, and does what operators ask for.
 *
 * Time is the number of the evaluation, so that delays are exact and a run repeats itself whatever
 * its pace. An evaluation in which nothing happens allocates nothing. Delays: `for` and
 * `keep_firing_for` of Prometheus, see {@linkcode advanceTimer}.
 */
export class AlarmMonitor {
  #alarms: readonly Alarm[];
  readonly #tell: (entry: JournalEntry) => void;
  readonly #rate: number;
  readonly #dictionary: Dictionary;
  readonly #tests: AlarmTests;
  readonly #columns: AlarmColumns;
  /** Number of the group of each alarm, and how many of each group are active. */
  readonly #group: Uint16Array;
  readonly #activeInGroup: Uint16Array;
  #recent: RecentCount;
  #isFlood = false;
  /** Number of the last evaluation. */
  #now: number;

  constructor({ watched, rate, begun, tell, dictionary = PLANT_DICTIONARY }: MonitorParts) {
    this.#now = begun;
    this.#alarms = watched.map(({ alarm }) => alarm);
    this.#rate = rate;
    this.#tell = tell;
    this.#dictionary = dictionary;
    this.#tests = new AlarmTests(watched, { rate, dictionary });
    this.#columns = new AlarmColumns(watched.length);
    this.#alarms.forEach(({ limit, onDelay, offDelay }, alarm) => {
      this.#columns.limit[alarm] = limit ?? NaN;
      this.#columns.onDelay[alarm] = this.#ticks(onDelay);
      this.#columns.offDelay[alarm] = this.#ticks(offDelay);
    });
    const groups = [...new Set(this.#alarms.map(({ group }) => group))];
    this.#group = Uint16Array.from(this.#alarms, ({ group }) => groups.indexOf(group));
    this.#activeInGroup = new Uint16Array(groups.length);
    this.#recent = new RecentCount(this.#ticks(FLOOD_TIME));
  }

  /** Every alarm, with its limit as it is now. */
  get alarms(): readonly Alarm[] {
    return this.#alarms;
  }

  /** All that decides how it goes on. */
  get memory(): AlarmMemory {
    return {
      columns: this.#columns.memory,
      tests: this.#tests.memory,
      recent: this.#recent.memory,
      isFlood: this.#isFlood,
      now: this.#now,
    };
  }

  /** Goes on where a monitor of the same alarms was; nobody is told. */
  recall({ columns, tests, recent, isFlood, now }: AlarmMemory): void {
    this.#columns.recall(columns);
    this.#tests.recall(tests);
    this.#recent.recall(recent);
    this.#isFlood = isFlood;
    this.#now = now;
    this.#alarms = this.#alarms.map((alarm, index) =>
      alarm.limit === null ? alarm : { ...alarm, limit: this.#columns.limit[index] }
    );
    this.#countGroups();
  }

  /** Whether the condition of an alarm holds, delays included, whoever is told of it. */
  isActive(alarm: number): boolean {
    return this.#columns.condition[alarm] === ACTIVE;
  }

  /**
   * Evaluates every alarm.
   *
   * @param now Number of the evaluation, one more than the last; it lies at `now / rate` s.
   */
  evaluate(input: ProgramInput, now: number): void {
    this.#now = now;
    this.#tests.run(input);
    for (let alarm = 0; alarm < this.#alarms.length; alarm++) this.#evaluateOne(alarm);
    if (this.#isFlood && this.#recent.countAt(now) < FLOOD_ENDS) this.#tellFlood(false);
  }

  /**
   * Does what an operator asks for.
   *
   * @param time When, s.
   * @throws {RangeError} There is no such alarm, or it cannot be done to any; nothing is changed.
   */
  operate(operation: Operation, time: number): void {
    checkOperation(operation);
    const targets = targetsOf(this.#alarms, operation);
    const { event, note, duration } = operation;
    const until = duration === undefined ? NaN : this.#now + this.#ticks(duration);
    const remark = {
      ...(note === undefined ? {} : { note }),
      ...(duration === undefined ? {} : { until: until / this.#rate }),
    };
    const possible = targets.filter((alarm) => this.#next(alarm, event) !== null);
    if (possible.length === 0) {
      const { name } = this.#alarms[targets[0]];
      throw refusedOperation(operation, { name, state: this.#stateOf(targets[0]) });
    }
    for (const alarm of possible) {
      if (event === "shelve") this.#columns.shelvedUntil[alarm] = until;
      this.#apply(alarm, event, { time, remark });
    }
  }

  /**
   * Sets a limit.
   *
   * @param time When, s.
   * @throws {RangeError} There is no alarm with a limit of that name, or the limit is no number.
   */
  setLimit(name: string, limit: number, time: number): void {
    const [target] = targetsOf(this.#alarms, { event: "set", alarm: name });
    const alarm = this.#alarms[target];
    if (alarm.limit === null || alarm.name !== name || !Number.isFinite(limit)) {
      const wrong = Number.isFinite(limit)
        ? `the name must be that of a limit: current value is ${name}`
        : `the limit must be a number: current value is ${limit}`;
      throw new RangeError(`Cannot set "${name}" as ${wrong}`);
    }
    this.#columns.limit[target] = limit;
    this.#alarms = this.#alarms.map((each) => each === alarm ? { ...alarm, limit } : each);
    this.#tell({ kind: "limit", time, alarm: name, limit });
  }

  /** Begins a run anew, at evaluation 0: every alarm is at rest, limits stay. */
  restart(): void {
    this.#columns.reset();
    this.#tests.reset();
    this.#recent.clear();
    this.#activeInGroup.fill(0);
    this.#isFlood = false;
    this.#now = 0;
    this.#tell({ kind: "restart", time: 0 });
  }

  /**
   * A monitor of other alarms, for the evaluations that follow. Those that are the same go on from
   * where they are, with what their signals have shown; what suppresses them begins anew.
   *
   * @param time When, s.
   */
  replaced(watched: readonly WatchedAlarm[], time: number): AlarmMonitor {
    const parts = { rate: this.#rate, begun: this.#now, tell: this.#tell };
    const next = new AlarmMonitor({ ...parts, watched, dictionary: this.#dictionary });
    next.#recent = this.#recent;
    next.#isFlood = this.#isFlood;
    for (const [to, alarm] of next.#alarms.entries()) {
      const from = this.#alarms.findIndex((each) => isSameAlarm(each, alarm));
      if (from === -1) continue;
      next.#columns.adopt(this.#columns, from, to);
      next.#tests.adopt(this.#tests, from, to);
    }
    next.#countGroups();
    this.#tell({ kind: "rules", time, alarms: next.#alarms });
    return next;
  }

  #evaluateOne(alarm: number): void {
    const columns = this.#columns;
    const tests = this.#tests;
    const holds = tests.holds(alarm, columns);
    columns.holds[alarm] = holds === HOLDS ? 1 : 0;
    const before = columns.condition[alarm];
    const isActive = advanceTimer(columns, alarm, this.#now);
    const condition = isActive ? ACTIVE : this.#conditionAtRest(alarm, holds);
    columns.condition[alarm] = condition;
    if (condition === ACTIVE) {
      if (before !== ACTIVE) columns.worst[alarm] = NaN;
      tests.keepWorst(alarm, columns.worst);
    }
    if (before !== ACTIVE && condition === ACTIVE) this.#come(alarm);
    this.#suppress(alarm, tests.isSuppressed(alarm));
    if (columns.state[alarm] === SHELVED && this.#now >= columns.shelvedUntil[alarm]) {
      this.#apply(alarm, "unshelve");
    }
    if (condition !== before) this.#change(alarm, before);
    if (condition === ACTIVE) columns.active[alarm]++;
    if (columns.chattering[alarm] === 1) this.#quieten(alarm);
  }

  #conditionAtRest(alarm: number, holds: number): number {
    if (holds !== UNKNOWN) return NORMAL;
    return this.#tests.isMissing(alarm) ? NO_DATA : ERROR;
  }

  /** The condition of an alarm has come. */
  #come(alarm: number): void {
    const columns = this.#columns;
    const newest = alarm * CHATTER_COUNT + columns.count[alarm] % CHATTER_COUNT;
    columns.cameAt[newest] = this.#now;
    columns.count[alarm]++;
    // The place that is written next has the oldest of the last CHATTER_COUNT times.
    const oldest = alarm * CHATTER_COUNT + columns.count[alarm] % CHATTER_COUNT;
    const span = this.#now - columns.cameAt[oldest];
    if (columns.chattering[alarm] === 1 || span >= this.#ticks(CHATTER_TIME)) return;
    this.#tellChatter(alarm, true);
  }

  /** Ends chatter when the alarm has not come for long enough. */
  #quieten(alarm: number): void {
    const { cameAt, count } = this.#columns;
    const newest = alarm * CHATTER_COUNT + (count[alarm] - 1) % CHATTER_COUNT;
    if (this.#now - cameAt[newest] >= this.#ticks(CHATTER_TIME)) this.#tellChatter(alarm, false);
  }

  #tellChatter(alarm: number, isChattering: boolean): void {
    const { chattering, count } = this.#columns;
    chattering[alarm] = isChattering ? 1 : 0;
    const { name } = this.#alarms[alarm];
    this.#tell({
      kind: "chatter",
      time: this.#now / this.#rate,
      alarm: name,
      isChattering,
      count: count[alarm],
    });
  }

  #tellFlood(isFlood: boolean): void {
    this.#isFlood = isFlood;
    const count = this.#recent.countAt(this.#now);
    this.#tell({ kind: "flood", time: this.#now / this.#rate, isFlood, count });
  }

  #suppress(alarm: number, isSuppressed: boolean): void {
    const { suppressed } = this.#columns;
    if ((suppressed[alarm] === 1) === isSuppressed) return;
    suppressed[alarm] = isSuppressed ? 1 : 0;
    this.#apply(alarm, isSuppressed ? "suppress" : "unsuppress");
  }

  /** The condition of an alarm has become another. */
  #change(alarm: number, before: number): void {
    const condition = this.#columns.condition[alarm];
    const isLatched = before === ACTIVE && this.#alarms[alarm].latches;
    this.#apply(alarm, isLatched ? "latch" : CONDITION_EVENTS[condition]);
  }

  #next(alarm: number, event: AlarmEvent): AlarmState | null {
    return nextAlarmState(this.#stateOf(alarm), event, {
      condition: CONDITIONS[this.#columns.condition[alarm]],
      isSuppressed: this.#columns.suppressed[alarm] === 1,
    });
  }

  #stateOf(alarm: number): AlarmState {
    return ALARM_STATES[this.#columns.state[alarm]];
  }

  /** Takes an alarm to where an event leads it, and tells of it if that is another state. */
  #apply(
    alarm: number,
    event: AlarmEvent,
    { time = this.#now / this.#rate, remark = {} }: { time?: number; remark?: Remark } = {},
  ): void {
    const columns = this.#columns;
    const from = this.#stateOf(alarm);
    const to = this.#next(alarm, event);
    if (to === null || (to === from && event !== "shelve")) return;
    columns.state[alarm] = ALARM_STATES.indexOf(to);
    this.#countInGroup(alarm, from, to);
    const { name, level } = this.#alarms[alarm];
    this.#tell({
      kind: "transition",
      time,
      alarm: name,
      level,
      event,
      from,
      to,
      value: numberOrNull(this.#tests.value(alarm)),
      worst: numberOrNull(columns.worst[alarm]),
      count: columns.count[alarm],
      activeTime: columns.active[alarm] / this.#rate,
      isFirstOut: columns.firstOut[alarm] === 1,
      ...remark,
    });
    if (to === "unacknowledged") this.#annunciate();
  }

  /** Counts the active alarms of each group. */
  #countGroups(): void {
    this.#activeInGroup.fill(0);
    for (const [alarm, group] of this.#group.entries()) {
      if (isActiveState(this.#stateOf(alarm))) this.#activeInGroup[group]++;
    }
  }

  /** Keeps count of the active alarms of each group, and marks the first. */
  #countInGroup(alarm: number, from: AlarmState, to: AlarmState): void {
    if (isActiveState(from) === isActiveState(to)) return;
    const group = this.#group[alarm];
    if (isActiveState(to)) {
      if (this.#activeInGroup[group]++ > 0) this.#columns.firstOut[alarm] = 0;
      else this.#markFirst(alarm);
    } else this.#activeInGroup[group]--;
  }

  #markFirst(alarm: number): void {
    for (let other = 0; other < this.#alarms.length; other++) {
      if (this.#group[other] === this.#group[alarm]) this.#columns.firstOut[other] = 0;
    }
    this.#columns.firstOut[alarm] = 1;
  }

  /** Counts an alarm that asks for attention. */
  #annunciate(): void {
    this.#recent.add(this.#now);
    if (!this.#isFlood && this.#recent.countAt(this.#now) > FLOOD_BEGINS) this.#tellFlood(true);
  }

  /** Evaluations until so much time has passed. */
  #ticks(seconds: number): number {
    // A billionth of an evaluation keeps 0.3 s at 10 a second from being four.
    return Math.ceil(seconds * this.#rate - 1e-9 * Math.max(1, seconds));
  }
}

function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
