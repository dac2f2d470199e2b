import {
  type JournalEntry,
  type RecoveryEntry,
  RecoveryTally,
  recoveryText,
  type Remedy,
  type SupervisedPart,
  Supervisor,
} from "../monitor/terms/mod.ts";
import type { ThreadSupervisor, Verdict } from "../runtime/plant_thread.ts";
import { createRecoveryBoard, RandomStream, type RecoveryBoard } from "../telemetry/mod.ts";
import type { RunningPlant, World } from "./world.ts";

/**
 * The parts of a run. Below the plant thread is its plant, which goes back by itself (see
 * plant_rollback.ts) before the thread is looked at.
 */
const PARTS = [
  { name: "plant", retries: 0, isNeeded: true },
  { name: "tap", retries: 0, isNeeded: false, revisit: 30 },
  { name: "journal", retries: 2, isNeeded: false, revisit: 30 },
  { name: "recorder", retries: 2, isNeeded: false },
  { name: "screen", retries: 1, isNeeded: false },
] as const satisfies readonly SupervisedPart<string>[];

/** A part of a run that is watched over. */
export type PartName = (typeof PARTS)[number]["name"];

/** Remedies, the mildest first. */
const RANK: readonly Remedy["kind"][] = ["retry", "restart", "degrade", "stop"];

/** Most lines that wait to be said while a screen is in the way; the oldest go first. */
const LINES = 64;

/** Seed of the chance that shortens pauses: they need not differ from run to run. */
const SEED = 1;

/** A part that does not work. */
interface Outage {
  /** Since when, s. */
  readonly since: number;
  readonly why: string;
  /** What was told of it last. */
  readonly told: Remedy["kind"];
}

/** Keeps the parts of a run: asks what is to be done when one fails, waits, and tells of it. */
export class Supervision implements Disposable {
  readonly recovery: RecoveryBoard = createRecoveryBoard();
  /** Simulated time that the run has come to, s. */
  time = 0;
  readonly #world: World;
  readonly #supervisor: Supervisor<PartName>;
  readonly #tallies: Readonly<Record<PartName, RecoveryTally>>;
  readonly #receivers = new Set<(entries: readonly JournalEntry[]) => void>();
  readonly #over = new AbortController();
  readonly #down = new Map<PartName, Outage>();
  #lines: string[] | undefined;

  /** What failed and what was done about it. */
  readonly journal: RunningPlant["journal"] = {
    subscribe: (receive) => {
      const own = (entries: readonly JournalEntry[]) => receive(entries);
      this.#receivers.add(own);
      return { [Symbol.dispose]: () => void this.#receivers.delete(own) };
    },
  };

  constructor(world: World) {
    this.#world = world;
    const chance = new RandomStream(SEED);
    this.#supervisor = new Supervisor({ parts: PARTS, chance: () => chance.next() });
    const tally = (name: PartName) => new RecoveryTally(this.recovery, name);
    this.#tallies = {
      plant: tally("plant"),
      tap: tally("tap"),
      journal: tally("journal"),
      recorder: tally("recorder"),
      screen: tally("screen"),
    };
  }

  /** The part of a thread supervisor, for the plant. */
  get plant(): ThreadSupervisor {
    return {
      recovery: this.recovery,
      failed: (why, from) => this.failed("plant", why, from),
      recovered: () => this.recovered("plant"),
    };
  }

  /**
   * A part has failed, or was tried again in vain.
   *
   * @param why One line.
   * @param from Of a plant: simulated time from which it would go on, s.
   * @returns Whether it is to be tried again, once it is time; never, when the run is over.
   */
  async failed(part: PartName, why: string, from?: number): Promise<Verdict> {
    const now = this.#world.time.now();
    if (!this.#down.has(part)) this.#tallies[part].begin();
    const remedy = this.#supervisor.fail(part, why, now);
    this.#tellRemedy(part, remedy, { why, from });
    if (remedy.kind === "stop") return { isTriedAgain: false, reason: remedy.reason };
    if (remedy.at === Infinity) return { isTriedAgain: false, reason: why };
    const isTriedAgain = await this.#world.time.sleepUntil(remedy.at, this.#over.signal);
    return isTriedAgain ? { isTriedAgain } : { isTriedAgain, reason: why };
  }

  /** A part works again. */
  recovered(part: PartName): void {
    const outage = this.#down.get(part);
    if (outage === undefined) return;
    const now = this.#world.time.now();
    this.#supervisor.recover(part, now);
    this.#tallies[part].succeed(now - outage.since);
    this.#down.delete(part);
    this.#tell({ part, step: "recovered", why: outage.why });
  }

  /** Says nothing until speak(): a screen is in the way. */
  hush(): void {
    this.#lines ??= [];
  }

  /** Says what was not said. */
  speak(): void {
    for (const line of this.#lines ?? []) this.#world.complain(line);
    this.#lines = undefined;
  }

  /** The run is over: nothing is tried again. */
  [Symbol.dispose](): void {
    this.#over.abort();
  }

  /** Tells of a remedy, unless it is no worse than what was done before in this outage. */
  #tellRemedy(
    part: PartName,
    { kind }: Remedy,
    { why, from }: { why: string; from: number | undefined },
  ): void {
    const outage = this.#down.get(part);
    if (kind === "degrade" && outage?.told !== "degrade") this.#tallies[part].giveUp();
    if (kind === "stop") this.#tallies[part].giveUp();
    const since = outage?.since ?? this.#world.time.now();
    const isWorse = outage === undefined || RANK.indexOf(kind) > RANK.indexOf(outage.told);
    this.#down.set(part, { since, why, told: isWorse ? kind : outage.told });
    // Every restart of the plant is told, as each leaves its alarms behind.
    if (!isWorse && part !== "plant") return;
    this.#tell({ part, step: kind, why, from });
  }

  #tell(
    { part, step, why, from }: {
      part: PartName;
      step: RecoveryEntry["step"];
      why: string;
      from?: number | undefined;
    },
  ): void {
    const entry: RecoveryEntry = {
      kind: "recovery",
      time: this.time,
      recovery: part,
      step,
      reason: why,
      ...(from !== undefined && { from }),
    };
    for (const receive of this.#receivers) receive([entry]);
    // The reason of a stop is what the run ends with.
    if (step !== "stop") this.#say(recoveryText(entry));
  }

  #say(line: string): void {
    if (this.#lines === undefined) return this.#world.complain(line);
    if (this.#lines.length === LINES) this.#lines.shift();
    this.#lines.push(line);
  }
}

/** A plant whose journal has what happens to the parts of its run as well. */
export function supervised(plant: RunningPlant, supervision: Supervision): RunningPlant {
  return {
    send: (command) => plant.send(command),
    replies: plant.replies,
    journal: {
      subscribe(receive) {
        const both = new DisposableStack();
        both.use(plant.journal.subscribe(receive));
        both.use(supervision.journal.subscribe(receive));
        return both;
      },
    },
    ...(plant.outages && { outages: plant.outages }),
    profile: plant.profile,
    traffic: plant.traffic,
    frames: (receive) =>
      plant.frames((frame) => {
        supervision.time = frame.simulationTime;
        return receive(frame);
      }),
    get last() {
      return plant.last;
    },
    [Symbol.asyncDispose]: () => plant[Symbol.asyncDispose](),
  };
}
