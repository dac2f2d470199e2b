import assert from "node:assert/strict";
import { ManualTime } from "../../clock/mod.ts";
import {
  type EventProbe,
  FIXED,
  type Impairments,
  type Integration,
  type Observation,
  PlantFault,
  type PlantParameters,
  PRESETS,
  SOUND,
} from "../../engine/mod.ts";
import type { JournalEntry } from "../../monitor/mod.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import type { Reply, RunEnd, RunningPlant, RunOptions } from "../../runtime/plant_run_parts.ts";
import { createOwnRings } from "../../runtime/own_rings.ts";
import { channelIndex, type Command, type Status } from "../../telemetry/mod.ts";

/** The plant that every run here has. */
export const PARAMETERS: PlantParameters = PRESETS["kpp-01"].parameters;
/** What a run is asked for when nothing else is said. */
export const OPTIONS: RunOptions = {
  parameters: PARAMETERS,
  dt: 1 / 240,
  integration: FIXED,
  fps: 30,
  speed: 1,
};

/** A depth of water that no plant here goes on with, m. */
export const NO_SUCH_DEPTH = 77;

/** A plant that only counts: its position is its time; each step takes `stepCost` seconds. */
export class CountingPlant implements RunningPlant {
  parameters = PARAMETERS;
  integration: Integration = FIXED;
  probe: EventProbe | undefined;
  steps = 0;
  /** When it fails, s of simulated time. */
  failsAt = Infinity;
  seen: Partial<Pick<Observation, "starved" | "cannotStart" | "stuck" | "hasMoved">> = {};
  #time = 0;
  /** Where the last run of equal steps began, of which length and how many they are. */
  #equal = { origin: 0, dt: NaN, steps: 0 };

  #marked = 0;

  get time(): number {
    return this.#time;
  }

  constructor(readonly clock: ManualTime, public stepCost: number) {}

  step(dt: number): void {
    if (this.#time >= this.failsAt) throw new PlantFault("chain.speed", this.#time);
    this.steps++;
    if (dt !== this.#equal.dt) this.#equal = { origin: this.#time, dt, steps: 0 };
    this.#time = this.#equal.origin + ++this.#equal.steps * dt;
    this.clock.advance(this.stepCost);
  }

  observe(out: Observation): void {
    this.observeAhead(0, out);
  }

  observeAhead(dt: number, out: Observation): void {
    Object.assign(out, { stuck: false, hasMoved: true }, this.seen);
    out.position = this.#time + dt;
    out.floaterCount = 2;
    out.floaters = Float64Array.from({ length: 12 }, (_, i) => i);
  }

  change(parameters: PlantParameters): "changed" | "restarted" {
    if (parameters["water.depth"] === NO_SUCH_DEPTH) throw new RangeError("no such plant");
    const changed = parameters["chain.floaterCount"] === this.parameters["chain.floaterCount"];
    this.parameters = parameters;
    if (changed) return "changed";
    this.reset();
    return "restarted";
  }

  snapshot(): Uint8Array {
    return new Uint8Array(Float64Array.of(this.#time).buffer);
  }

  check(): void {}

  mark(): void {
    this.#marked = this.#time;
  }

  goBack(): void {
    this.#time = this.#marked;
    this.#equal = { origin: this.#time, dt: NaN, steps: 0 };
  }

  impairments = SOUND;

  impair(impairments: Impairments): void {
    this.impairments = impairments;
  }

  reset(): void {
    this.#time = 0;
    this.#equal = { origin: 0, dt: NaN, steps: 0 };
  }
}

/** A frame as it was taken. */
export interface SeenFrame {
  readonly id: number;
  /** Monotonic time at which it was made, s. */
  readonly at: number;
  readonly time: number;
  readonly status: Status;
  readonly position: number;
  readonly values: number[];
  readonly floaters: number[];
}

/** What happens during a run. */
export interface Scene {
  readonly stepCost?: number;
  readonly slots?: number;
  /** Commands by the time at which they are sent, s. */
  readonly commands?: readonly (readonly [at: number, command: Command])[];
  readonly prepare?: (plant: CountingPlant) => void;
  /** When the reader closes the ring, s. */
  readonly closesAt?: number;
}

/** What became of a run. */
export interface Outcome {
  readonly end: RunEnd;
  readonly frames: SeenFrame[];
  readonly replies: (Reply & { readonly at: number })[];
  /** What happened to alarms. */
  readonly journal: readonly JournalEntry[];
  readonly dropped: number;
  readonly plant: CountingPlant;
}

/** Runs a counting plant in manual time, and takes its frames when it has ended. */
export function play(options: Partial<RunOptions>, scene: Scene = {}): Outcome {
  const time = new ManualTime(0);
  const plant = new CountingPlant(time, scene.stepCost ?? 0);
  const { parts, reader, sender } = createOwnRings({ maxFloaters: 40, slots: scene.slots ?? 2048 });
  for (const [at, command] of scene.commands ?? []) time.schedule(at, () => sender.send(command));
  scene.prepare?.(plant);
  time.schedule(scene.closesAt ?? Infinity, () => reader[Symbol.dispose]());
  const replies: Outcome["replies"] = [];
  const journal: JournalEntry[] = [];
  const end = runPlant({
    options: { ...OPTIONS, ...options },
    plant,
    time,
    ...parts,
    reply: (reply) => replies.push({ ...reply, at: time.now() }),
    // The channels of a plant that only counts do not agree with one another.
    journal: {
      add: (entry) => entry.kind === "quality" || journal.push(entry),
      send: () => {},
      flush: () => {},
      waiting: 0,
    },
  });
  const frames: SeenFrame[] = [];
  for (let frame = reader.peek(); frame; frame = reader.peek()) {
    frames.push({
      id: frame.frameId,
      at: frame.timestamp,
      time: frame.simulationTime,
      status: frame.status,
      position: frame.values[channelIndex("chain.position")],
      values: [...frame.values],
      floaters: [...frame.floaters],
    });
    reader.release();
  }
  frames.forEach(({ id }, index) => assert.equal(id, index, "frame ids have no gaps"));
  return { end, frames, replies, journal, dropped: reader.dropped, plant };
}
