import { emptyReading } from "../../clock/mod.ts";
import { Observation, Plant, type PlantParameters } from "../../engine/mod.ts";
import { type QualityEntry, QualityMonitor, type Shown } from "../../monitor/mod.ts";
import { CHANNELS, emptyRuntime, type Mode, MODES, sample } from "../../telemetry/mod.ts";

/** Steps of a mode between two evaluations: ten in a second. */
const PERIOD = 0.1;

/** A real plant whose channels are judged ten times a second of simulated time. */
export class JudgedPlant {
  readonly entries: QualityEntry[] = [];
  readonly plant: Plant;
  readonly seen = new Observation();
  /** What is shown: the last sample, after `tamper`. */
  readonly values = new Float64Array(CHANNELS.length);
  readonly quality = new QualityMonitor((entry) => this.entries.push(entry));
  /** What is done to a sample before it is judged. */
  tamper: (values: Float64Array, time: number) => void = () => {};
  readonly #dt: number;

  constructor(parameters: PlantParameters, mode: Mode = "performance") {
    this.plant = new Plant(parameters, MODES[mode].integration);
    this.#dt = MODES[mode].dt;
  }

  /** Runs for so long. */
  run(seconds: number): this {
    const evaluations = Math.round(seconds / PERIOD);
    const steps = Math.round(PERIOD / this.#dt);
    for (let i = 0; i < evaluations; i++) {
      for (let step = 0; step < steps; step++) this.plant.step(this.#dt);
      this.judge();
    }
    return this;
  }

  /** Judges what is shown of the plant now. */
  judge(): void {
    this.quality.evaluate(this.#look());
  }

  #look(): Shown {
    const { plant, seen, values } = this;
    plant.observe(seen);
    sample({ plant: seen, clock: emptyReading(), runtime: emptyRuntime() }, values);
    this.tamper(values, seen.time);
    const { time, floaterCount, floaters } = seen;
    const { parameters } = plant;
    return { time, dueAt: time, values, parameters, floaterCount, floaters };
  }

  /** Changes parameters, as a command does. */
  change(parameters: Partial<PlantParameters>): this {
    const changed = { ...this.plant.parameters, ...parameters };
    this.quality.beforeChange(this.#look());
    if (this.plant.change(changed) === "restarted") this.quality.restart();
    else this.quality.afterChange(this.#look());
    return this;
  }

  /** Starts the plant again. */
  reset(): this {
    this.plant.reset();
    this.quality.restart();
    return this;
  }
}
