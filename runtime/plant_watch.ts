/**
 * The alarms of a run, evaluated with its plant.
 *
 * @module
 */

import { type ClockReading, emptyReading, type MasterClock, wholeSteps } from "../clock/mod.ts";
import { Observation, type Plant } from "../engine/mod.ts";
import type { PlantFaults } from "./plant_faults.ts";
import {
  type AlarmMemory,
  AlarmMonitor,
  DEFAULT_RULES,
  type FloatersSeen,
  FloaterWatch,
  type JournalEntry,
  obeyAlarmCommand,
  type QualityMemory,
  QualityMonitor,
  readParameters,
  readRules,
  type RulesDocument,
  type Shown,
  Stability,
  type StabilityMemory,
  type WatchedAlarm,
  watchedAlarms,
  withRules,
} from "../monitor/mod.ts";
import {
  type AlarmCommand,
  channelIndex,
  CHANNELS,
  emptyRuntime,
  PARAMETERS,
  type ProfileBoard,
  type RecoveryBoard,
  type RuntimeReading,
  type Sample,
  sample,
  type TrafficBoard,
} from "../telemetry/mod.ts";

/**
 * Evaluations of the alarms per second of simulated time. They lie on the grid of steps of every
 * mode, and an alarm is told within a few frames.
 */
export const WATCH_RATE = 10;

const STALE_CHANNELS = channelIndex("quality.stale");
const BAD_CHANNELS = channelIndex("quality.bad");

/** Alarms and qualities of a run as they stand: enough for another thread to go on with them. */
export interface WatchMemory {
  /** The rules that were set while it ran, where they are not those that it began with. */
  readonly rules?: string;
  readonly alarms: AlarmMemory;
  readonly quality: QualityMemory;
  readonly stability: StabilityMemory;
  readonly floaters: FloatersSeen;
  /** What was said of the run last. */
  readonly said: Pick<RuntimeReading, "stability" | "worstSign" | "floaters">;
  /** Number of the next evaluation. */
  readonly next: number;
}

/** What a watch is made of. */
export interface WatchParts {
  readonly rules: RulesDocument;
  readonly plant: Pick<Plant, "observe">;
  /** What was commanded, and what faulty sensors say. */
  readonly faults: Pick<PlantFaults, "commanded" | "spoil">;
  /** The clock that drives the plant, if one does. */
  readonly clock: Pick<MasterClock, "read"> | undefined;
  readonly profile: ProfileBoard;
  readonly recovery: RecoveryBoard;
  readonly traffic: TrafficBoard;
  /** Simulated time at which the run begins, s. */
  readonly start: number;
  /** Told of everything that happens to an alarm, and of channels whose quality changes. */
  readonly tell: (entry: JournalEntry) => void;
}

/**
 * Evaluates the alarms of a run {@linkcode WATCH_RATE} times a second of simulated time, whatever
 * pace, frames and holds: evaluation k at the first step not before k / rate, before the commands
 * that are heard there. The first is one period after the start.
 */
export class PlantWatch {
  readonly #parts: WatchParts;
  readonly #seen = new Observation();
  readonly #reading: ClockReading = emptyReading();
  readonly #sample: Sample;
  /** What it says of the run, renewed with every evaluation. */
  readonly runtime: RuntimeReading;
  readonly #stability = new Stability();
  readonly #floaters = new FloaterWatch();
  readonly #quality: QualityMonitor;
  readonly #input = {
    channels: new Float64Array(CHANNELS.length),
    parameters: new Float64Array(PARAMETERS.length),
  };
  #monitor: AlarmMonitor;
  /** Number of the next evaluation. */
  #next: number;
  /** The rules that were set, as they came. */
  #rules: string | undefined;

  /** @param memory What it was in the thread that went before. */
  constructor(parts: WatchParts, memory?: WatchMemory) {
    this.#parts = parts;
    this.#quality = new QualityMonitor(parts.tell);
    const { profile, recovery, traffic } = parts;
    this.runtime = emptyRuntime(profile, recovery, traffic, this.#quality.state);
    this.#sample = { plant: this.#seen, clock: this.#reading, runtime: this.runtime };
    this.#assess();
    const begun = wholeSteps(parts.start * WATCH_RATE);
    this.#next = begun + 1;
    this.#rules = memory?.rules;
    const watched = this.#rules === undefined ? watchedAlarms(parts.rules) : alarmsOf(this.#rules);
    this.#monitor = new AlarmMonitor({ watched, rate: WATCH_RATE, begun, tell: parts.tell });
    this.#readParameters();
    if (memory !== undefined) this.#recall(memory);
  }

  /** All that decides how it goes on. */
  get memory(): WatchMemory {
    const { stability, worstSign, floaters } = this.runtime;
    return {
      ...(this.#rules !== undefined && { rules: this.#rules }),
      alarms: this.#monitor.memory,
      quality: this.#quality.memory,
      stability: this.#stability.memory,
      floaters: this.#floaters.memory,
      said: { stability, worstSign, floaters },
      next: this.#next,
    };
  }

  /** Simulated time of the next evaluation, s. */
  get dueAt(): number {
    return this.#next / WATCH_RATE;
  }

  /**
   * Evaluates every alarm, of the plant as it is now.
   *
   * @param time Simulated time, s.
   */
  evaluate(time: number): void {
    this.#assess();
    this.#parts.clock?.read(this.#reading);
    const { channels } = this.#input;
    sample(this.#sample, channels);
    this.#parts.faults.spoil(channels, time);
    this.#judge(channels);
    this.#monitor.evaluate(this.#input, this.#next++);
  }

  /** Evaluates every alarm for the last time, of a plant that cannot go on; see evaluate(). */
  fail(time: number): void {
    this.runtime.hasFailed = true;
    this.evaluate(time);
  }

  /** Looks at the plant right before its parameters change. */
  beforeChange(time: number): void {
    this.#quality.beforeChange(this.#look(time));
  }

  /** Takes in the parameters of the plant, which have changed right now. */
  afterChange(time: number): void {
    this.#readParameters();
    this.#quality.afterChange(this.#look(time));
  }

  /** What is shown of the plant at an instant between two evaluations. */
  #look(time: number): Shown {
    this.#parts.plant.observe(this.#seen);
    const { channels } = this.#input;
    sample(this.#sample, channels);
    this.#parts.faults.spoil(channels, time);
    return this.#shown(channels, time);
  }

  #readParameters(): void {
    readParameters(this.#parts.faults.commanded, this.#input.parameters);
  }

  /** Begins anew with a plant that was started again. */
  restart(): void {
    this.#next = 1;
    this.#assess();
    this.#readParameters();
    this.#quality.restart();
    this.#monitor.restart();
  }

  /**
   * Does what a command asks for.
   *
   * @param time Simulated time, s.
   * @throws {RangeError} It cannot be done; nothing is changed.
   */
  obey(command: AlarmCommand, time: number): void {
    this.#monitor = obeyAlarmCommand(command, { monitor: this.#monitor, time, alarmsOf });
    if (command.kind === "rules") this.#rules = command.text;
  }

  #recall({ alarms, quality, stability, floaters, said, next }: WatchMemory): void {
    this.#monitor.recall(alarms);
    this.#quality.recall(quality);
    this.#stability.recall(stability);
    this.#floaters.recall(floaters);
    this.runtime.stability = said.stability;
    this.runtime.worstSign = said.worstSign;
    Object.assign(this.runtime.floaters, said.floaters);
    this.#next = next;
  }

  /** Judges the quality of every channel; alarms are to see how many are not good now. */
  #judge(values: Float64Array): void {
    const quality = this.#quality;
    quality.evaluate(this.#shown(values, this.dueAt));
    values[STALE_CHANNELS] = quality.state.stale;
    values[BAD_CHANNELS] = quality.state.bad;
  }

  #shown(values: Float64Array, dueAt: number): Shown {
    const { time, floaterCount, floaters } = this.#seen;
    const { commanded: parameters } = this.#parts.faults;
    return { time, dueAt, values, parameters, floaterCount, floaters };
  }

  #assess(): void {
    this.#parts.plant.observe(this.#seen);
    this.#stability.assess(this.#seen, this.runtime);
    this.#floaters.assess(this.#seen, this.#parts.faults.commanded, this.runtime.floaters);
  }
}

/**
 * The alarms of rules that were set while a run goes on.
 *
 * @throws {RangeError} They have faults.
 */
function alarmsOf(rules: string): readonly WatchedAlarm[] {
  return watchedAlarms(withRules(DEFAULT_RULES, readRules(rules)));
}
