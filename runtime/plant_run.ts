import { type GridPlace, type MasterClock, StepGrid } from "../clock/mod.ts";
import { PlantFault } from "../engine/mod.ts";
import { DEFAULT_RULES, isEffort, type JournalEntry, Optimiser, Profiler } from "../monitor/mod.ts";
import { CheckpointWriter } from "./checkpoint_writer.ts";
import type { Checkpoint } from "./plant_checkpoint.ts";
import { LostThread, PlantFaults } from "./plant_faults.ts";
import { Rollback } from "./plant_rollback.ts";
import { pace } from "./pace.ts";
import type { Reply, RunParts, RunState } from "./plant_run_parts.ts";
import { PlantSampler } from "./plant_sampler.ts";
import { PlantWatch } from "./plant_watch.ts";
import {
  beat,
  type Command,
  type FaultKind,
  type Mode,
  MODES,
  type Status,
  type WhenFull,
} from "../telemetry/mod.ts";

/** Components of the plant thread. */
const PLANT_COMPONENTS = ["engine", "events", "sampling", "monitors", "publish"] as const;

/** An instant of a run: so long after the last step. */
export interface Instant {
  /** Simulated time, s. */
  readonly time: number;
  /** Time since the last step, s. */
  readonly ahead: number;
}

/** A plant on its grid of steps, its frames and its commands. */
export class PlantRun {
  readonly parts: RunParts;
  /** Steps since the origin of the grid. */
  step = 0;
  /** How often the plant was started again. */
  restarts = 0;
  readonly profiler: Profiler | undefined;
  #grid: StepGrid;
  readonly #clock: MasterClock | undefined;
  readonly #optimiser: Optimiser | undefined;
  readonly #sampler: PlantSampler;
  readonly #watch: PlantWatch;
  readonly #rollback: Rollback;
  readonly #faults: PlantFaults;
  /** The step at which alarms are evaluated next. */
  #watchStep = 0;
  /** The step at which the next fault begins or ends. */
  #faultStep = Infinity;
  /** Simulated time of the last frame sent, s; NaN for none. */
  #shownTime: number;
  /** What another thread could go on with, where somebody watches over this one. */
  readonly #checkpoints: CheckpointWriter | undefined;

  constructor(parts: RunParts, clock: MasterClock | undefined) {
    this.parts = parts;
    const { plant, profile, recovery, traffic, time, options, journal } = parts;
    const { resumption } = options;
    this.#grid = new StepGrid(options.dt, resumption?.origin ?? options.from?.time);
    this.step = resumption?.step ?? 0;
    this.#shownTime = resumption?.shownTime ?? NaN;
    this.#clock = clock;
    if (resumption?.isHeld) clock?.hold();
    const tell = (entry: JournalEntry) => journal.add(entry);
    const [look, strike] = [this.#look.bind(this), this.#strike.bind(this)];
    this.#faults = new PlantFaults({ plant, options, tell, look, strike }, resumption?.faults);
    const watched = {
      rules: options.rules ?? DEFAULT_RULES,
      plant,
      faults: this.#faults,
      clock,
      profile,
      recovery,
      traffic,
      start: this.now.time,
      tell,
    };
    this.#watch = new PlantWatch(watched, resumption?.watch);
    const board = parts.lifeline?.checkpoints;
    const state = () => this.#checkpoint();
    this.#checkpoints = board && new CheckpointWriter({ board, time, journal, state });
    this.#rollback = new Rollback({ plant, recovery, tell }, resumption?.rollback);
    this.#rollback.mark();
    this.#sampler = new PlantSampler(parts, { clock, runtime: this.#watch.runtime });
    if (clock && options.adapt) {
      this.#optimiser = new Optimiser({ ...options.adapt, fps: options.fps, speed: options.speed });
    }
    this.#aimWatch();
    this.#lookAtFaults(this.now.time);
    if (clock === undefined && !options.profile) return;
    const profiler = new Profiler(time, { board: profile, components: PLANT_COMPONENTS });
    plant.probe = { begin: () => profiler.lap("engine"), end: () => profiler.lap("events") };
    this.profiler = profiler;
  }

  /** The instant of the last step. */
  get now(): Instant {
    return { time: this.#grid.timeOf(this.step), ahead: 0 };
  }

  /** Where an instant lies on the grid; beyond every step when it is Infinity. */
  place(time: number): GridPlace {
    return time === Infinity ? { step: Infinity, ahead: 0 } : this.#grid.place(time);
  }

  /** Simulated time of the last frame sent since the plant was started, s; NaN for none. */
  get shownTime(): number {
    return this.#shownTime;
  }

  /** Does again what another thread had done before it died, up to the last frame it sent. */
  catchUp(): void {
    // A thread that a fault struck at this step has not come to its alarms.
    if (this.step === this.#watchStep) this.#lookAtAlarms();
    if (this.parts.options.resumption && this.#shownTime > this.now.time) {
      this.advance(this.place(this.#shownTime).step - this.step);
    }
    this.#checkpoints?.write();
  }

  /** Does so many steps. */
  advance(steps: number): void {
    const last = this.step + steps;
    while (this.step < last) {
      try {
        this.#advanceTo(last);
      } catch (error) {
        this.#goBack(error);
      }
    }
  }

  #advanceTo(last: number): void {
    const { plant, time } = this.parts;
    const { divisions } = this.#rollback;
    const dt = this.#grid.dt / divisions;
    while (this.step < last) {
      for (let part = 0; part < divisions; part++) plant.step(dt);
      this.step++;
      this.#faults.delay(time);
      if (this.step >= this.#faultStep) this.#lookAtFaults(this.#faults.dueAt);
      if (this.step === this.#watchStep) return this.#lookAtAlarms();
    }
  }

  /** Goes back from where the plant cannot go on, if it has not done so too often. */
  #goBack(error: unknown): void {
    if (!(error instanceof PlantFault)) throw error;
    const goesOn = this.#rollback.goBack(error, this.now.time);
    this.step = Math.round((this.parts.plant.time - this.#grid.origin) / this.#grid.dt);
    if (!goesOn) throw error;
  }

  /**
   * Obeys all commands that wait.
   *
   * @returns Whether the run goes on.
   */
  hear(): boolean {
    const { commands, journal, lifeline } = this.parts;
    if (lifeline) beat(lifeline.heart);
    this.#sampler.noteCommands(commands.waiting);
    let isChanged = false;
    for (let command = commands.receive(); command; command = commands.receive()) {
      const isObeyed = this.#answer(command);
      isChanged ||= isObeyed && command.kind !== "state";
      if (isObeyed && isEffort(command)) this.#optimiser?.want(command);
      if (command.kind === "stop") return false;
    }
    if (this.#checkpoints === undefined) journal.send();
    else if (isChanged) this.#checkpoints.write();
    else if (this.#clock?.held) this.#checkpoints.writeWhenDue();
    return true;
  }

  /** Lets the optimiser judge the tick, and obeys what it decides. */
  adapt(): void {
    if (this.#optimiser === undefined) return;
    const command = this.#optimiser.tick(this.parts.time.now(), this.#sampler.reading);
    if (command) this.#answer(command, { by: "optimiser" });
    this.profiler?.lap("monitors");
  }

  /** Obeys a command and says what became of it. Returns whether it was obeyed. */
  #answer(command: Command, origin: Pick<Reply, "by"> = {}): boolean {
    const answer = { command, simulationTime: this.now.time, step: this.step, ...origin };
    try {
      const outcome = this.#obey(command);
      this.parts.reply({
        ...answer,
        outcome,
        ...(command.kind === "state" && { state: this.#state() }),
      });
      return true;
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof PlantFault)) throw error;
      this.parts.reply({ ...answer, outcome: "refused", reason: error.message });
      return false;
    }
  }

  /** Ends a run whose plant cannot go on: its alarms and its last frame say so. */
  fail(): void {
    this.#watch.fail(this.now.time);
    this.parts.journal.send();
    this.publish(this.now, "wait", "fault");
  }

  /** Leaves the plant as it was commanded to be. */
  end(): void {
    this.#faults.end();
  }

  /**
   * Samples the plant at an instant and sends the frame.
   *
   * @returns Whether it was sent; false when it was dropped or nobody takes frames any more.
   */
  publish({ time, ahead }: Instant, whenFull: WhenFull, status?: Status): boolean {
    const { frames } = this.parts;
    const slot = frames.reserve(whenFull);
    if (slot === undefined) return false;
    this.#observe(ahead);
    this.#sampler.fill(slot, status);
    this.#faults.spoil(slot.values, time);
    slot.timestamp = this.parts.time.wall();
    slot.simulationTime = time;
    this.profiler?.lap("sampling");
    frames.commit();
    this.#shownTime = time;
    this.profiler?.lap("publish");
    return true;
  }

  /** Observes the plant as it will be so long after the last step. */
  #observe(ahead: number): void {
    const { step } = this;
    for (;;) {
      try {
        return this.parts.plant.observeAhead(ahead, this.#sampler.seen);
      } catch (error) {
        this.#goBack(error);
        this.advance(step - this.step);
      }
    }
  }

  /** @throws {RangeError | PlantFault} The command cannot be obeyed; nothing is changed. */
  #obey(command: Command): "applied" | "restarted" {
    const { frames: { maxFloaters } } = this.parts;
    switch (command.kind) {
      case "set": {
        const changed = this.#faults.commandedWith(command);
        if (changed["chain.floaterCount"] > maxFloaters) {
          throw new RangeError(
            `Cannot show the plant as chain.floaterCount must be at most ${maxFloaters}: ` +
              `current value is ${changed["chain.floaterCount"]}`,
          );
        }
        const { time } = this.now;
        this.#watch.beforeChange(time);
        if (this.#faults.command(changed, time) === "restarted") return this.#restarted();
        this.#watch.afterChange(time);
        break;
      }
      case "reset":
        return this.#restarted();
      case "fault":
      case "clear":
        this.#faults.obey(command, this.now.time);
        this.#aimFaults();
        break;
      case "mode":
        this.#changeMode(command.mode);
        break;
      case "alarm":
      case "limit":
      case "rules":
        this.#watch.obey(command, this.now.time);
        break;
      case "stop":
      case "state":
        break;
      default:
        pace(this.#clock, command);
        if (command.kind === "step") this.advance(1);
    }
    return "applied";
  }

  /** Where another thread could go on. */
  #checkpoint(): Checkpoint {
    const { plant, options, frames } = this.parts;
    const clock = this.#clock;
    return {
      snapshot: plant.snapshot(),
      parameters: plant.parameters,
      dt: this.#grid.dt,
      integration: plant.integration,
      fps: clock?.fps ?? options.fps,
      speed: clock?.speed ?? options.speed,
      isHeld: clock?.held ?? false,
      time: this.now.time,
      origin: this.#grid.origin,
      step: this.step,
      rollback: this.#rollback.state,
      faults: this.#faults.state,
      watch: this.#watch.memory,
      frames: frames.nextFrameId,
      shownTime: this.#shownTime,
    };
  }

  /** Reads every channel of the plant as it is. */
  #look(values: Float64Array): void {
    this.#observe(0);
    this.#sampler.read(values);
  }

  /** Lets faults begin and end, before alarms look at what is then. */
  #lookAtFaults(time: number): void {
    this.#faults.advance(time);
    this.#aimFaults();
  }

  /** Finds the first step that is not before the next change of a fault. */
  #aimFaults(): void {
    this.#watch.runtime.activeFaults = this.#faults.count;
    this.#faultStep = this.#stepNotBefore(this.#faults.dueAt);
  }

  /** Lets this thread die of a fault, which the next one has behind it. */
  #strike(kind: FaultKind): never {
    this.#checkpoints?.write();
    if (kind === "dead-worker") throw new LostThread();
    throw new Error(`the fault ${kind}:plant was injected`);
  }

  #lookAtAlarms(): void {
    this.profiler?.lap("engine");
    this.#rollback.look();
    if (this.parts.lifeline) beat(this.parts.lifeline.heart);
    this.#watch.evaluate(this.now.time);
    this.#checkpoints?.writeWhenDue();
    this.#aimWatch();
    this.profiler?.lap("monitors");
  }

  /** Finds the first step that is not before the next evaluation. */
  #aimWatch(): void {
    this.#watchStep = this.#stepNotBefore(this.#watch.dueAt);
  }

  #stepNotBefore(time: number): number {
    const { step, ahead } = this.place(time);
    return ahead === 0 ? step : step + 1;
  }

  /** The plant as it is. It goes back there from now on, as whoever goes on from here does. */
  #state(): RunState {
    this.#rollback.mark();
    const { integration } = this.parts.plant;
    const { dt, origin } = this.#grid;
    const { state: rollback } = this.#rollback;
    return { ...this.#faults.plant, integration, dt, origin, step: this.step, rollback };
  }

  /** Puts a mode in force, as the table has it, on a grid that begins at the instant of now. */
  #changeMode(mode: Mode): void {
    this.#rollback.mark();
    const { dt, integration } = MODES[mode];
    this.parts.plant.integration = integration;
    if (this.#clock) this.#clock.dt = dt;
    this.#grid = new StepGrid(dt, this.now.time);
    this.step = 0;
    this.#aimWatch();
    this.#aimFaults();
  }

  #restarted(): "restarted" {
    this.#grid = new StepGrid(this.#grid.dt);
    this.step = 0;
    this.restarts++;
    this.#shownTime = NaN;
    this.#faults.restart();
    this.#rollback.restart();
    this.#watch.restart();
    this.#aimWatch();
    this.#lookAtFaults(0);
    return "restarted";
  }
}
