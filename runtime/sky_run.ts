/**
 * A satellite as a source of frames, advanced by the clock.
 *
 * @module
 */

import {
  emptyReading,
  type LoopTime,
  MasterClock,
  StepGrid,
  type ThreadTime,
  wholeSteps,
} from "../clock/mod.ts";
import { type JournalEntry, type RulesDocument, SKY_RULES } from "../monitor/mod.ts";
import { pace } from "./pace.ts";
import type { Reply, RunEnd } from "./plant_run_parts.ts";
import {
  type ElementSet,
  type Place,
  PropagationFault,
  Propagator,
  sight,
  Station,
} from "../sky/mod.ts";
import { SkyWatch } from "./sky_watch.ts";
import { Subscribers } from "./subscribers.ts";
import {
  type Command,
  type Frame,
  sampleSky,
  SKY_CHANNELS,
  type SkySample,
  type Status,
} from "../telemetry/mod.ts";

/** Length of a step, s: that of a plant, though between two steps nothing is integrated. */
const STEP = 1 / 240;

/** How long frames are made before signals have their turn, s. */
const TURN_TIME = 8e-3;

/** What is followed, from where, and how far. */
export interface SkyOptions {
  readonly elements: ElementSet;
  readonly place: Place;
  /** Least elevation of a pass. */
  readonly maskDeg: number;
  /** Instant at which simulated time is 0, Unix time, s. */
  readonly start: number;
  /** Simulated time at which the run ends, s; without it the run goes on until it is stopped. */
  readonly duration?: number;
  /** Frames per second. */
  readonly fps: number;
  /** Real-time factor. */
  readonly speed: number;
  /** Instead of a frame per tick, one at exactly 0, 1/rate, 2/rate ... s, as fast as it goes. */
  readonly rows?: { readonly rate: number };
  /** What alarms are raised by, without faults; the default rules when nothing is said. */
  readonly rules?: RulesDocument;
}

const NO_FLOATERS = new Float64Array(0);

/** Time of an event loop for a clock that would sleep: it says until when, and does not. */
class PolledTime implements ThreadTime {
  readonly #time: LoopTime;
  /** What was last to be slept to, s. */
  deadline = NaN;

  constructor(time: LoopTime) {
    this.#time = time;
  }

  now(): number {
    return this.#time.now();
  }

  wall(): number {
    return this.#time.wall();
  }

  sleepUntil(deadline: number): boolean {
    this.deadline = deadline;
    return this.now() >= deadline;
  }
}

/**
 * One satellite, as one station sees it. A frame takes some microseconds, so it has no thread of
 * its own. Where its elements give no position the run ends, with a frame of status `fault`.
 */
export class SkyRun implements AsyncDisposable {
  readonly #options: SkyOptions;
  readonly #time: LoopTime;
  readonly #polled: PolledTime;
  readonly #satellite: Propagator;
  readonly #station: Station;
  readonly #grid = new StepGrid(STEP);
  readonly #clock: MasterClock | undefined;
  readonly #sample: SkySample;
  readonly #watch: SkyWatch;
  /** Why there was no position where it was looked at last. */
  #fault: PropagationFault | undefined;
  readonly #stop = new AbortController();
  readonly #replies = new Subscribers<Reply>();
  readonly #journal = new Subscribers<readonly JournalEntry[]>();
  /** What happened to alarms since it was last told. */
  #entries: JournalEntry[] = [];
  #step = 0;
  #frameId = 0;
  readonly #values = new Float64Array(SKY_CHANNELS.length);

  /** What became of each command, in the order sent. */
  readonly replies = this.#replies;
  /** What happened to alarms, in order. */
  readonly journal = this.#journal;

  constructor(options: SkyOptions, time: LoopTime) {
    this.#options = options;
    this.#time = time;
    this.#polled = new PolledTime(time);
    const { elements, place, maskDeg, start, rows, rules = SKY_RULES } = options;
    this.#satellite = new Propagator(elements);
    this.#station = new Station(place);
    if (rows === undefined) this.#clock = new MasterClock(this.#polled, { ...options, dt: STEP });
    this.#sample = { time: start, sighting: undefined, elements, maskDeg, clock: emptyReading() };
    this.#watch = new SkyWatch({
      rules,
      sampleAt: (at) => this.#look(at),
      tell: (entry) => this.#entries.push(entry),
    });
  }

  /** Obeys a command, between two steps. */
  send(command: Command): void {
    const answer = { command, simulationTime: this.#now };
    try {
      this.#obey(command);
      this.#replies.tell({ ...answer, outcome: "applied" });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#replies.tell({ ...answer, outcome: "refused", reason: error.message });
    }
    this.#tellJournal();
  }

  /**
   * Gives every frame until the run ends. To be called once.
   *
   * @param receive Told of each frame, which is lent until it returns or what it returns resolves.
   * @returns Why the run ended.
   * @throws What `receive` throws.
   */
  async frames(receive: (frame: Frame) => void | Promise<void>): Promise<RunEnd> {
    const instants = this.#clock ? this.#ticks(this.#clock) : this.#rows();
    let turn = this.#time.now();
    for await (const time of instants) {
      const fault = this.#advance(time);
      await receive(this.#frame(time, fault));
      if (fault !== undefined) return { reason: "fault", message: fault.message };
      if (this.#time.now() - turn < TURN_TIME) continue;
      await this.#time.turn();
      turn = this.#time.now();
    }
    return { reason: this.#stop.signal.aborted ? "stopped" : "done" };
  }

  /** Stops the run. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    return Promise.resolve();
  }

  /** Simulated time of the last step, s. */
  get #now(): number {
    return this.#grid.timeOf(this.#step);
  }

  /** Simulated time of each frame of a run without a clock, s. */
  *#rows(): Generator<number> {
    const { duration = Infinity, rows } = this.#options;
    const { rate } = rows!;
    const last = duration === Infinity ? Infinity : wholeSteps(duration * rate);
    for (let row = 0; row <= last && !this.#stop.signal.aborted; row++) {
      this.#step = this.#grid.place(row / rate).step;
      yield row / rate;
    }
  }

  /** Simulated time of each tick, s, and at last that of the end. */
  async *#ticks(clock: MasterClock): AsyncGenerator<number> {
    const { duration = Infinity } = this.#options;
    const last = duration === Infinity ? Infinity : this.#grid.place(duration).step;
    while (!this.#stop.signal.aborted) {
      if (!clock.awaitTick()) {
        await this.#time.sleepUntil(this.#polled.deadline, this.#stop.signal);
        continue;
      }
      for (let granted; (granted = clock.grant(last - this.#step)) > 0;) this.#step += granted;
      clock.endTick();
      if (this.#step >= last) return yield duration;
      yield this.#now;
    }
  }

  /** Goes to an instant of simulated time, s. Returns why there is no position there, if so. */
  #advance(time: number): PropagationFault | undefined {
    this.#clock?.read(this.#sample.clock);
    this.#watch.advance(time);
    this.#look(time);
    if (this.#fault !== undefined) this.#watch.fail(time);
    this.#tellJournal();
    return this.#fault;
  }

  #frame(time: number, fault: PropagationFault | undefined): Frame {
    sampleSky(this.#sample, this.#values);
    const running: Status = this.#sample.clock.held ? "held" : "running";
    return {
      frameId: this.#frameId++,
      timestamp: this.#time.wall(),
      simulationTime: time,
      status: fault === undefined ? running : "fault",
      values: this.#values,
      floaterCount: 0,
      floaters: NO_FLOATERS,
    };
  }

  /** Looks at the satellite at an instant of simulated time, s. */
  #look(time: number): SkySample {
    const sample = this.#sample;
    sample.time = this.#options.start + time;
    sample.sighting = this.#fault = undefined;
    try {
      sample.sighting = sight(this.#satellite, this.#station, sample.time);
    } catch (error) {
      if (!(error instanceof PropagationFault)) throw error;
      this.#fault = error;
    }
    return sample;
  }

  #tellJournal(): void {
    if (this.#entries.length === 0) return;
    const entries = this.#entries;
    this.#entries = [];
    this.#journal.tell(entries);
  }

  /** @throws {RangeError} The command cannot be obeyed; nothing is changed. */
  #obey(command: Command): void {
    switch (command.kind) {
      case "alarm":
      case "limit":
      case "rules":
        return this.#watch.obey(command, this.#now);
      case "stop":
        return this.#stop.abort();
      case "set":
      case "reset":
      case "mode":
      case "fault":
      case "clear":
      case "state":
        throw new RangeError(
          `Cannot ${command.kind} as there must be a plant: this is a satellite`,
        );
      default:
        pace(this.#clock, command);
        if (command.kind === "step") this.#step++;
    }
  }
}
