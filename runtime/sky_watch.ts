/**
 * The alarms of a satellite, evaluated as it is advanced.
 *
 * @module
 */

import {
  AlarmMonitor,
  type JournalEntry,
  obeyAlarmCommand,
  readRules,
  type RulesDocument,
  SKY_RULES,
  type WatchedAlarm,
  watchedAlarms,
  withRules,
} from "../monitor/mod.ts";
import {
  type AlarmCommand,
  sampleSky,
  SKY_CHANNELS,
  SKY_DICTIONARY,
  type SkySample,
} from "../telemetry/mod.ts";

/** Evaluations of the alarms per second of simulated time. */
const WATCH_RATE = 1;

/** What a watch is made of. */
interface WatchParts {
  readonly rules: RulesDocument;
  /** The sample at an instant of simulated time, s. */
  readonly sampleAt: (time: number) => SkySample;
  /** Told of everything that happens to an alarm. */
  readonly tell: (entry: JournalEntry) => void;
}

/** Evaluates the alarms of a satellite once a second of simulated time, the start included. */
export class SkyWatch {
  readonly #parts: WatchParts;
  readonly #input = {
    channels: new Float64Array(SKY_CHANNELS.length),
    parameters: new Float64Array(0),
  };
  #monitor: AlarmMonitor;
  /** Number of the next evaluation. */
  #next = 0;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#monitor = new AlarmMonitor({
      watched: watchedAlarms(parts.rules, SKY_DICTIONARY),
      dictionary: SKY_DICTIONARY,
      rate: WATCH_RATE,
      begun: -1,
      tell: parts.tell,
    });
  }

  /** Evaluates every alarm up to an instant of simulated time, s. */
  advance(time: number): void {
    while (this.#next / WATCH_RATE <= time) this.#evaluate(this.#next / WATCH_RATE);
  }

  /** Evaluates every alarm for the last time, of a satellite that has no position any more. */
  fail(time: number): void {
    this.#evaluate(time);
  }

  /**
   * Does what a command asks for.
   *
   * @param time Simulated time, s.
   * @throws {RangeError} It cannot be done; nothing is changed.
   */
  obey(command: AlarmCommand, time: number): void {
    this.#monitor = obeyAlarmCommand(command, { monitor: this.#monitor, time, alarmsOf });
  }

  #evaluate(time: number): void {
    sampleSky(this.#parts.sampleAt(time), this.#input.channels);
    this.#monitor.evaluate(this.#input, this.#next++);
  }
}

/**
 * The alarms of rules that were set while a run goes on.
 *
 * @throws {RangeError} They have faults.
 */
function alarmsOf(rules: string): readonly WatchedAlarm[] {
  return watchedAlarms(withRules(SKY_RULES, readRules(rules, SKY_DICTIONARY)), SKY_DICTIONARY);
}
