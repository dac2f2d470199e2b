/**
 * What a frame of a run is filled with.
 *
 * @module
 */

import { type ClockReading, emptyReading, type MasterClock } from "../clock/mod.ts";
import { Observation } from "../engine/mod.ts";
import type { RunParts } from "./plant_run_parts.ts";
import {
  copyQuality,
  type FrameSlot,
  type RuntimeReading,
  type Sample,
  sample,
  type Status,
  TRAFFIC,
} from "../telemetry/mod.ts";

/** What waits to be taken, and where that is written down. */
type Queues = Pick<RunParts, "traffic" | "frames" | "journal">;

/** What is sampled besides the plant and its queues. */
export interface Surroundings {
  /** The clock that drives the plant, if one does. */
  readonly clock: Pick<MasterClock, "read"> | undefined;
  readonly runtime: RuntimeReading;
}

/** Samples a plant that has been observed, and what drives and watches it. */
export class PlantSampler {
  /** The plant, for whoever samples it to fill in first. */
  readonly seen = new Observation();
  readonly #queues: Queues;
  readonly #clock: Surroundings["clock"];
  readonly #reading: ClockReading = emptyReading();
  readonly #sample: Sample;

  /** Most bytes of commands that waited since the last frame. */
  #commandBytes = 0;

  constructor(queues: Queues, { clock, runtime }: Surroundings) {
    this.#queues = queues;
    this.#clock = clock;
    this.#sample = { plant: this.seen, clock: this.#reading, runtime };
  }

  /** What the clock says now. */
  get reading(): ClockReading {
    this.#clock?.read(this.#reading);
    return this.#reading;
  }

  /** Reads every channel. Shape: [CHANNELS.length]. */
  read(values: Float64Array): void {
    this.#clock?.read(this.#reading);
    sample(this.#sample, values);
  }

  /** Fills a frame in, but for when it is. */
  fill(slot: FrameSlot, status?: Status): void {
    const { seen } = this;
    if (this.#clock) this.#countQueues();
    this.read(slot.values);
    copyQuality(this.#sample.runtime.quality, slot.quality);
    slot.floaters.set(seen.floaters);
    slot.floaterCount = seen.floaterCount;
    slot.status = status ?? statusOf(this.#sample);
  }

  /** Takes in how many bytes of commands wait. */
  noteCommands(bytes: number): void {
    this.#commandBytes = Math.max(this.#commandBytes, bytes);
  }

  /** Writes down what waits. Frames of a run without a clock are the same every time. */
  #countQueues(): void {
    const { traffic, frames, journal } = this.#queues;
    traffic[TRAFFIC.frames] = frames.waiting;
    traffic[TRAFFIC.commands] = this.#commandBytes;
    traffic[TRAFFIC.journal] = journal.waiting;
    this.#commandBytes = 0;
  }
}

/** The state of a plant in one word: the first of these that holds. */
function statusOf({ plant, clock }: Sample): Status {
  if (clock.held) return "held";
  if (plant.starved) return "starved";
  if (plant.cannotStart || (plant.stuck && plant.hasMoved)) return "stuck";
  return plant.hasMoved ? "running" : "starting";
}
