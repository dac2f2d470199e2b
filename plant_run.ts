import { emptyReading, type GridPlace, MasterClock, StepGrid, wholeSteps } from "./clock/mod.ts";
import { Observation, PlantFault } from "./engine/mod.ts";
import { DEFAULT_RULES, isEffort, Optimiser, Profiler } from "./monitor/mod.ts";
import type { Reply, RunEnd, RunParts } from "./plant_run_parts.ts";
import { PlantWatch } from "./plant_watch.ts";
import {
  type Command,
  type Mode,
  MODES,
  type Sample,
  sample,
  type Status,
  type WhenFull,
} from "./telemetry/mod.ts";

/** Steps between two looks for commands in a run without a clock. */
const ROW_CHUNK = 256;

/** Components of the plant thread. */
const PLANT_COMPONENTS = ["engine", "events", "sampling", "monitors", "publish"] as const;

/** An instant of a run: so long after the last step. */
interface Instant {
  /** Simulated time, s. */
  readonly time: number;
  /** Time since the last step, s. */
  readonly ahead: number;
}

/**
 * Runs a plant until its end: the loop of the plant thread, apart from the thread.
 *
 * A plant that cannot go on ends the run with a frame of status `fault`. The last frame of a run
 * is never dropped.
 */
export function runPlant(parts: RunParts): RunEnd {
  const { options, time } = parts;
  const clock = options.rows ? undefined : new MasterClock(time, options);
  const run = new PlantRun(parts, clock);
  try {
    return clock ? runLive(run, clock) : runRows(run, options.rows!.rate);
  } catch (error) {
    if (!(error instanceof PlantFault)) throw error;
    run.fail();
    return { reason: "fault", message: error.message };
  }
}

/** A frame at every tick, from frame 0 at time 0. */
function runLive(run: PlantRun, clock: MasterClock): RunEnd {
  const { frames, commands, options: { duration = Infinity } } = run.parts;
  for (;;) {
    if (!run.hear() || frames.closed) return { reason: "stopped" };
    if (!clock.awaitTick(commands)) continue;
    run.profiler?.begin();
    let granted: number;
    while ((granted = clock.grant(run.place(duration).step - run.step)) > 0) {
      run.advance(granted);
      if (!run.hear()) return { reason: "stopped" };
    }
    run.profiler?.lap("engine");
    clock.endTick();
    const end = run.place(duration);
    if (run.step >= end.step) {
      run.publish({ time: duration, ahead: end.ahead }, "wait");
      return { reason: "done" };
    }
    run.publish(run.now, "drop");
    run.adapt();
    run.profiler?.end();
  }
}

/** A frame at exactly every 1 / rate seconds of simulated time, with the duration the last. */
function runRows(run: PlantRun, rate: number): RunEnd {
  const { duration = Infinity } = run.parts.options;
  const lastRow = duration === Infinity ? Infinity : wholeSteps(duration * rate);
  let row = -wholeSteps(-run.now.time * rate);
  let { restarts } = run;
  run.profiler?.begin();
  while (row <= lastRow) {
    if (!run.hear()) return { reason: "stopped" };
    if (run.restarts !== restarts) {
      restarts = run.restarts;
      row = 0;
    }
    const time = row / rate;
    const { step, ahead } = run.place(time);
    if (run.step < step) {
      run.advance(Math.min(step - run.step, ROW_CHUNK));
      continue;
    }
    run.profiler?.lap("engine");
    if (!run.publish({ time, ahead }, "wait")) return { reason: "stopped" };
    run.profiler?.end();
    run.profiler?.begin();
    row++;
  }
  return { reason: "done" };
}

/** A plant on its grid of steps, its frames and its commands. */
class PlantRun {
  readonly parts: RunParts;
  /** Steps since the origin of the grid. */
  step = 0;
  /** How often the plant was started again. */
  restarts = 0;
  readonly profiler: Profiler | undefined;
  #grid: StepGrid;
  readonly #clock: MasterClock | undefined;
  readonly #seen = new Observation();
  readonly #reading = emptyReading();
  readonly #optimiser: Optimiser | undefined;
  readonly #sample: Sample;
  readonly #watch: PlantWatch;
  /** The step at which alarms are evaluated next. */
  #watchStep = 0;

  constructor(parts: RunParts, clock: MasterClock | undefined) {
    this.parts = parts;
    this.#grid = new StepGrid(parts.options.dt, parts.options.from?.time);
    this.#clock = clock;
    const { plant, profile, time, options, journal } = parts;
    this.#watch = new PlantWatch({
      rules: options.rules ?? DEFAULT_RULES,
      plant,
      clock,
      profile,
      start: options.from?.time ?? 0,
      tell: (entry) => journal.add(entry),
    });
    this.#aimWatch();
    this.#sample = { plant: this.#seen, clock: this.#reading, runtime: this.#watch.runtime };
    if (clock && options.adapt) {
      this.#optimiser = new Optimiser({ ...options.adapt, fps: options.fps, speed: options.speed });
    }
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

  /** Does so many steps. */
  advance(steps: number): void {
    const { plant } = this.parts;
    const { dt } = this.#grid;
    for (let i = 0; i < steps; i++) {
      plant.step(dt);
      this.step++;
      if (this.step === this.#watchStep) this.#lookAtAlarms();
    }
  }

  /**
   * Obeys all commands that wait.
   *
   * @returns Whether the run goes on.
   */
  hear(): boolean {
    const { commands, journal } = this.parts;
    for (let command = commands.receive(); command; command = commands.receive()) {
      const isObeyed = this.#answer(command);
      if (isObeyed && isEffort(command)) this.#optimiser?.want(command);
      if (command.kind === "stop") return false;
    }
    journal.send();
    return true;
  }

  /** Lets the optimiser judge the tick, and obeys what it decides. */
  adapt(): void {
    if (this.#optimiser === undefined) return;
    this.#clock!.read(this.#reading);
    const command = this.#optimiser.tick(this.parts.time.now(), this.#reading);
    if (command) this.#answer(command, { by: "optimiser" });
    this.profiler?.lap("monitors");
  }

  /** Obeys a command and says what became of it. Returns whether it was obeyed. */
  #answer(command: Command, origin: Pick<Reply, "by"> = {}): boolean {
    const answer = { command, simulationTime: this.now.time, ...origin };
    try {
      this.parts.reply({ ...answer, outcome: this.#obey(command) });
      return true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.parts.reply({ ...answer, outcome: "refused", reason: error.message });
      return false;
    }
  }

  /** Ends a run whose plant cannot go on: its alarms and its last frame say so. */
  fail(): void {
    this.#watch.fail();
    this.parts.journal.send();
    this.publish(this.now, "wait", "fault");
  }

  /**
   * Samples the plant at an instant and sends the frame.
   *
   * @returns Whether it was sent; false when it was dropped or nobody takes frames any more.
   */
  publish({ time, ahead }: Instant, whenFull: WhenFull, status?: Status): boolean {
    const { plant, frames } = this.parts;
    const slot = frames.reserve(whenFull);
    if (slot === undefined) return false;
    const seen = this.#seen;
    plant.observeAhead(ahead, seen);
    this.#clock?.read(this.#reading);
    sample(this.#sample, slot.values);
    slot.floaters.set(seen.floaters);
    slot.floaterCount = seen.floaterCount;
    slot.timestamp = this.parts.time.wall();
    slot.simulationTime = time;
    slot.status = status ?? statusOf(this.#sample);
    this.profiler?.lap("sampling");
    frames.commit();
    this.profiler?.lap("publish");
    return true;
  }

  /** @throws {RangeError} The command cannot be obeyed; nothing is changed. */
  #obey(command: Command): "applied" | "restarted" {
    const { plant, frames: { maxFloaters } } = this.parts;
    switch (command.kind) {
      case "set": {
        const changed = { ...plant.parameters, [command.parameter]: command.value };
        if (changed["chain.floaterCount"] > maxFloaters) {
          throw new RangeError(
            `Cannot show the plant as chain.floaterCount must be at most ${maxFloaters}: ` +
              `current value is ${changed["chain.floaterCount"]}`,
          );
        }
        if (plant.change(changed) === "restarted") return this.#restarted();
        this.#watch.readParameters();
        break;
      }
      case "reset":
        plant.reset();
        return this.#restarted();
      case "mode":
        this.#changeMode(command.mode);
        break;
      case "alarm":
      case "limit":
      case "rules":
        this.#watch.obey(command, this.now.time);
        break;
      case "stop":
        break;
      default:
        this.#pace(command);
    }
    return "applied";
  }

  #lookAtAlarms(): void {
    this.profiler?.lap("engine");
    this.#watch.evaluate();
    this.#aimWatch();
    this.profiler?.lap("monitors");
  }

  /** Finds the first step that is not before the next evaluation. */
  #aimWatch(): void {
    const { step, ahead } = this.#grid.place(this.#watch.dueAt);
    this.#watchStep = ahead === 0 ? step : step + 1;
  }

  #pace(command: Command): void {
    const clock = this.#clock;
    if (clock === undefined) {
      throw new RangeError(
        `Cannot ${command.kind} as the run must have a clock: this one goes as fast as its rows ` +
          `are taken`,
      );
    }
    if (command.kind === "hold") clock.hold();
    if (command.kind === "resume") clock.resume();
    if (command.kind === "speed") clock.speed = command.speed;
    if (command.kind === "fps") clock.fps = command.fps;
    if (command.kind === "step") {
      clock.singleStep();
      this.advance(1);
    }
  }

  /** Puts a mode in force, as the table has it, on a grid that begins at the instant of now. */
  #changeMode(mode: Mode): void {
    const { dt, integration } = MODES[mode];
    this.parts.plant.integration = integration;
    if (this.#clock) this.#clock.dt = dt;
    this.#grid = new StepGrid(dt, this.now.time);
    this.step = 0;
    this.#aimWatch();
  }

  #restarted(): "restarted" {
    this.#grid = new StepGrid(this.#grid.dt);
    this.step = 0;
    this.restarts++;
    this.#watch.restart();
    this.#aimWatch();
    return "restarted";
  }
}

/** The state of a plant in one word: the first of these that holds. */
function statusOf({ plant, clock }: Sample): Status {
  if (clock.held) return "held";
  if (plant.starved) return "starved";
  if (plant.cannotStart || (plant.stuck && plant.hasMoved)) return "stuck";
  return plant.hasMoved ? "running" : "starting";
}
