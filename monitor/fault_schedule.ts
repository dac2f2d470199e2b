import {
  type Fault,
  type FaultKind,
  type FaultSelection,
  formatFault,
  isSelected,
  MAX_FAULTS,
  RandomStream,
} from "../telemetry/mod.ts";

/** What is written down of a fault that is injected. */
export interface FaultEntry {
  readonly kind: "fault";
  /** Simulated time, s. */
  readonly time: number;
  /** `missed` is one that chance did not let happen; `cleared` one that was called off. */
  readonly event: "began" | "ended" | "cleared" | "missed";
  readonly fault: FaultKind;
  readonly target: string;
  /** In the unit of the kind; `null` where it has none. */
  readonly magnitude: number | null;
}

/** A fault that is there. */
export interface ActiveFault {
  readonly fault: Fault;
  /** Its chance; what is drawn at a time from 0 on is its own to use. */
  readonly chance: RandomStream;
}

/** Which fault it is, in words: `bias=0.5:chain.speed`. */
export function faultText({ fault, target, magnitude }: FaultEntry): string {
  return `${fault}${magnitude === null ? "" : `=${magnitude}`}:${target}`;
}

/** What a schedule is made of. */
export interface FaultScheduleParts {
  readonly faults: readonly Fault[];
  readonly seed: number;
  /** Simulated time at which the run begins, s; what was over by then is. */
  readonly start: number;
}

/** Where the chance of a fault is drawn whether it happens at all. */
const DRAW = -1;

/** A fault that is known. */
interface Entry extends ActiveFault {
  /** Which of the streams of the seed is its chance. */
  readonly stream: number;
  state: "waiting" | "active" | "over";
}

/** A schedule in the middle of a run. */
export interface FaultScheduleState {
  /** How many faults there have been. */
  readonly numbered: number;
  readonly entries: readonly Pick<Entry, "fault" | "stream" | "state">[];
}

/**
 * Which faults are there when, by simulated time alone: the same faults and seed give the same
 * schedule, whatever the pace. Fault n of a run has stream n of the seed.
 */
export class FaultSchedule {
  readonly #seed: number;
  readonly #entries: Entry[] = [];
  #numbered = 0;
  /** Faults that are there, in the order in which they were given. */
  active: readonly ActiveFault[] = [];

  /** @param state What it was in the thread that went before. */
  constructor({ faults, seed, start }: FaultScheduleParts, state?: FaultScheduleState) {
    this.#seed = seed;
    if (state !== undefined) {
      for (const entry of state.entries) this.#enter(entry);
      this.#numbered = state.numbered;
      this.#gather();
      return;
    }
    for (const fault of faults) {
      const isOver = fault.at < start && fault.at + fault.for <= start;
      this.#enter({ fault, stream: this.#numbered++, state: isOver ? "over" : "waiting" });
    }
  }

  /** What of it decides how the run goes on. */
  get state(): FaultScheduleState {
    const entries = this.#entries.map(({ fault, stream, state }) => ({ fault, stream, state }));
    return { numbered: this.#numbered, entries };
  }

  /** Every fault that is known, those that are over included. */
  get faults(): readonly Fault[] {
    return this.#entries.map(({ fault }) => fault);
  }

  /** When the next fault begins or ends, s; Infinity when none does. */
  get dueAt(): number {
    return Math.min(Infinity, ...this.#entries.map(nextChange));
  }

  /** Lets begin and end what does by `time`. Returns what is to be written down, in order. */
  advance(time: number): FaultEntry[] {
    const entries: FaultEntry[] = [];
    for (const entry of this.#entries) {
      if (entry.state === "waiting" && entry.fault.at <= time) {
        const happens = entry.chance.uniform(DRAW) < entry.fault.probability;
        entry.state = happens ? "active" : "over";
        entries.push(entryOf(entry, time, happens ? "began" : "missed"));
      }
      if (entry.state === "active" && nextChange(entry) <= time) {
        entry.state = "over";
        entries.push(entryOf(entry, time, "ended"));
      }
    }
    this.#gather();
    return entries;
  }

  /**
   * Takes in one more fault, which begins now if it should have begun before.
   *
   * @param time Simulated time, s.
   * @throws {RangeError} There are too many; nothing is changed.
   */
  add(fault: Fault, time: number): void {
    if (this.#entries.length >= MAX_FAULTS) {
      throw new RangeError(
        `Cannot inject ${formatFault(fault)} as a run must have at most ${MAX_FAULTS} faults: ` +
          `clear those that are over`,
      );
    }
    const begins = { ...fault, at: Math.max(fault.at, time) };
    this.#enter({ fault: begins, stream: this.#numbered++, state: "waiting" });
  }

  /**
   * Calls faults off, and forgets those that are over. Returns what is to be written down.
   *
   * @throws {RangeError} There are none of these.
   */
  clear(selection: FaultSelection, time: number): FaultEntry[] {
    const selected = this.#entries.filter(({ fault }) => isSelected(fault, selection));
    if (selected.length === 0) {
      const { kind = "all faults", target } = selection;
      const what = target === undefined ? kind : `${kind}:${target}`;
      throw new RangeError(`Cannot clear ${what} as there must be such a fault: there is none`);
    }
    for (const entry of selected) this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#gather();
    return selected.filter(({ state }) => state !== "over")
      .map((entry) => entryOf(entry, time, "cleared"));
  }

  /** Begins anew with a run that was started again: every fault lies ahead. */
  restart(): void {
    for (const entry of this.#entries) entry.state = "waiting";
    this.#gather();
  }

  #enter(entry: Omit<Entry, "chance">): void {
    this.#entries.push({ ...entry, chance: new RandomStream(this.#seed, entry.stream) });
  }

  #gather(): void {
    this.active = this.#entries.filter(({ state }) => state === "active");
  }
}

function nextChange({ fault, state }: Entry): number {
  if (state === "over") return Infinity;
  return state === "waiting" ? fault.at : fault.at + fault.for;
}

function entryOf({ fault }: ActiveFault, time: number, event: FaultEntry["event"]): FaultEntry {
  const { kind, target, magnitude = null } = fault;
  return { kind: "fault", time, event, fault: kind, target, magnitude };
}
