import { QuantileWindow } from "./quantile_window.ts";
import { PaceWindow } from "./pace_window.ts";
import type { ClockReading } from "./reading.ts";
import { wholeSteps } from "./step_grid.ts";
import type { ThreadTime, Wake } from "./time.ts";

/** Ticks per second a clock can be asked for. */
export const MIN_FPS = 1;
/** Ticks per second a clock can be asked for. */
export const MAX_FPS = 120;

/** Real-time factors a clock can be asked for; beyond them only Infinity, "as fast as it goes". */
export const MIN_SPEED = 0.1;
/** Real-time factors a clock can be asked for; beyond them only Infinity, "as fast as it goes". */
export const MAX_SPEED = 1000;

/**
 * Part of a tick kept free of steps, s, so that sampling, handing over a frame and one chunk of
 * steps (see {@linkcode CHUNK_TIME}) do not make the next tick late.
 */
export const STEP_MARGIN = 0.5e-3;

/** Time a chunk of steps should take, s: reading the clock then costs less than 0.1 % of it. */
const CHUNK_TIME = 0.1e-3;

/** Largest chunk of steps between two looks at the clock, whatever they cost. */
const MAX_CHUNK = 256;

/** Ticks over which lateness is described: half a minute at 30 per second. */
const LATENESS_TICKS = 1024;

/** Time over which real-time factor and tick rate are measured, s. */
const PACE_TIME = 1;

/** What a clock is set to. */
export interface ClockOptions {
  /** Ticks per second, {@linkcode MIN_FPS} to {@linkcode MAX_FPS}. */
  readonly fps: number;
  /** Length of a step, s, above 0. */
  readonly dt: number;
  /** Real-time factor, {@linkcode MIN_SPEED} to {@linkcode MAX_SPEED}, or Infinity. */
  readonly speed: number;
}

/**
 * Decides which tick and which steps are due, and says when they could not be kept.
 *
 * Ticks: tick k is due at `anchor + k / fps`, computed anew from k, so that nothing drifts. A tick
 * that comes late by whole ticks stands for the last of them; the others are skipped and counted.
 *
 * Steps: k ticks after a change of speed, dt or hold exactly `floor(k speed / (fps dt))` steps have
 * become due. Those of a tick are done at its start; what is not done {@linkcode STEP_MARGIN}
 * before its end, or fell to skipped ticks, is dropped and counted, never caught up. At least one
 * chunk of steps is granted in a tick, so that a slow machine still moves on. At speed Infinity
 * steps go on until then and none are ever dropped.
 *
 * Use, once per tick: `awaitTick`, then `grant` until it grants nothing, then `endTick`.
 */
export class MasterClock {
  readonly #time: ThreadTime;
  #fps: number;
  #dt: number;
  #speed: number;
  #held = false;

  /** Monotonic time of tick 0, s. */
  #anchor = NaN;
  /** Number of the tick that goes on; -1 before the first. */
  #tick = -1;
  /** Tick from which steps are counted. */
  #paceTick = 0;
  /** Monotonic time at which the tick that goes on came, s. */
  #came = NaN;
  /** Steps of this tick not yet granted. */
  #pending = 0;
  /** Whether they are as many as can be done, so that none can be dropped. */
  #isFree = false;

  #chunk = 1;
  #chunkStart = NaN;
  #granted = 0;

  #stepsDone = 0;
  /** Simulated time that these steps add up to, s. */
  #simulated = 0;
  #droppedSteps = 0;
  #skippedTicks = 0;
  #overruns = 0;
  #lateness = NaN;
  #load = NaN;
  readonly #recentLateness = new QuantileWindow(LATENESS_TICKS);
  #pace: PaceWindow;

  /**
   * @param time Where time is read and slept in.
   * @param options What the clock is set to.
   * @throws {RangeError} When an option is outside its range.
   */
  constructor(time: ThreadTime, options: ClockOptions) {
    const { fps, dt, speed } = options;
    this.#time = time;
    this.#fps = checkedFps(fps);
    this.#dt = checkedDt(dt);
    this.#speed = checkedSpeed(speed);
    this.#pace = paceWindow(fps);
  }

  /** Monotonic time at which the tick that goes on was due, s; NaN before the first. */
  get deadline(): number {
    return this.#tick < 0 ? NaN : this.#deadlineOf(this.#tick);
  }

  /** Steps granted since the start, single ones included. */
  get stepsDone(): number {
    return this.#stepsDone;
  }

  /** Steps given up since the start. */
  get droppedSteps(): number {
    return this.#droppedSteps;
  }

  /** Ticks that never came because an earlier one was late, since the start. */
  get skippedTicks(): number {
    return this.#skippedTicks;
  }

  /** Whether simulated time is held. */
  get held(): boolean {
    return this.#held;
  }

  /** Real-time factor asked for. */
  get speed(): number {
    return this.#speed;
  }

  /**
   * Sets the real-time factor, from now on. What this tick has not done ceases to be due.
   *
   * @throws {RangeError} When it is outside its range.
   */
  set speed(speed: number) {
    this.#speed = checkedSpeed(speed);
    this.#countFromHere();
  }

  /** Ticks per second asked for. */
  get fps(): number {
    return this.#fps;
  }

  /**
   * Sets the ticks per second, from the tick that goes on. What it has not done ceases to be due.
   *
   * @throws {RangeError} When it is outside its range.
   */
  set fps(fps: number) {
    const { deadline } = this;
    this.#fps = checkedFps(fps);
    this.#pace = paceWindow(fps);
    // The deadline of this tick stays where it was.
    if (this.#tick >= 0) this.#anchor = deadline - this.#tick / fps;
    this.#countFromHere();
  }

  /** Length of a step, s. */
  get dt(): number {
    return this.#dt;
  }

  /**
   * Sets the length of steps, from now on. What this tick has not done ceases to be due.
   *
   * @throws {RangeError} When it is not above 0 and finite.
   */
  set dt(dt: number) {
    this.#dt = checkedDt(dt);
    // What a step costs is to be found out anew.
    this.#chunk = 1;
    this.#countFromHere();
  }

  /** Stops simulated time; ticks go on. What this tick has not done ceases to be due. */
  hold(): void {
    this.#held = true;
    this.#countFromHere();
  }

  /** Lets simulated time go on from where it was held. */
  resume(): void {
    this.#held = false;
    this.#countFromHere();
  }

  /** Holds, and counts one step that is done at once. */
  singleStep(): void {
    this.hold();
    this.#count(1);
  }

  /**
   * Sleeps until the next tick is due. The first is due at the first call.
   *
   * @param wake What ends the sleep early.
   * @returns Whether the tick has come; false when woken.
   */
  awaitTick(wake?: Wake): boolean {
    if (Number.isNaN(this.#anchor)) this.#anchor = this.#time.now();
    const due = this.#tick + 1;
    if (!this.#time.sleepUntil(this.#deadlineOf(due), wake)) return false;
    const now = this.#time.now();
    let tick = due;
    while (this.#deadlineOf(tick + 1) <= now) tick++;
    this.#begin(tick);
    this.#lateness = now - this.#deadlineOf(due);
    this.#recentLateness.add(this.#lateness);
    this.#came = now;
    return true;
  }

  /**
   * Grants a chunk of the steps of this tick. Counts them as done: the caller does them all before
   * it asks again.
   *
   * @param limit Most steps the caller will do in this tick from now; the others cease to be due.
   * @returns How many steps to do now; 0 when none are due any more in this tick.
   */
  grant(limit = Infinity): number {
    this.#pending = Math.min(this.#pending, limit);
    if (this.#pending === 0) return 0;
    const now = this.#time.now();
    if (this.#granted > 0) {
      if (now >= this.#deadlineOf(this.#tick + 1) - STEP_MARGIN) return 0;
      this.#adaptChunk(now - this.#chunkStart);
    }
    this.#chunkStart = now;
    this.#granted = Math.min(this.#chunk, this.#pending);
    this.#pending -= this.#granted;
    this.#count(this.#granted);
    return this.#granted;
  }

  /** Ends the tick: counts what was not done as dropped, and whether it overran its deadline. */
  endTick(): void {
    const dropped = this.#isFree ? 0 : this.#pending;
    this.#pending = 0;
    this.#droppedSteps += dropped;
    this.#pace.add(this.#came, this.#simulated);
    const now = this.#time.now();
    this.#load = (now - this.#came) * this.#fps;
    const isLate = now > this.#deadlineOf(this.#tick + 1);
    if (dropped > 0 || isLate) this.#overruns++;
  }

  /** Fills `out` in place. */
  read(out: ClockReading): void {
    out.rtf = this.#pace.rtf;
    out.target = this.#speed;
    out.fps = this.#pace.tickRate;
    out.targetFps = this.#fps;
    out.load = this.#load;
    out.lateness = this.#lateness;
    out.latenessP50 = this.#recentLateness.quantile(0.5);
    out.latenessP99 = this.#recentLateness.quantile(0.99);
    out.latenessMax = this.#recentLateness.quantile(1);
    out.overruns = this.#overruns;
    out.droppedSteps = this.#droppedSteps;
    out.held = this.#held;
  }

  #deadlineOf(tick: number): number {
    return this.#anchor + tick / this.#fps;
  }

  #count(steps: number): void {
    this.#stepsDone += steps;
    this.#simulated += steps * this.#dt;
  }

  #countFromHere(): void {
    this.#paceTick = Math.max(0, this.#tick);
    this.#pending = 0;
  }

  /** Makes `tick` the one that goes on, in place of all since the last. */
  #begin(tick: number): void {
    const skipped = tick - this.#tick - 1;
    this.#skippedTicks += skipped;
    // While time is held there is nothing to be late with: a job that is stopped, for one.
    if (!this.#held) this.#overruns += skipped;
    const before = this.#dueBy(tick - 1);
    this.#droppedSteps += before - this.#dueBy(this.#tick);
    this.#isFree = this.#speed === Infinity && !this.#held && tick > this.#paceTick;
    this.#pending = this.#isFree ? Infinity : this.#dueBy(tick) - before;
    this.#granted = 0;
    this.#tick = tick;
  }

  /** Steps that have become due from the last change up to a tick; none are at speed Infinity. */
  #dueBy(tick: number): number {
    if (this.#held || this.#speed === Infinity || tick <= this.#paceTick) return 0;
    return wholeSteps((tick - this.#paceTick) * this.#speed / (this.#fps * this.#dt));
  }

  #adaptChunk(elapsed: number): void {
    if (elapsed < CHUNK_TIME / 2) this.#chunk = Math.min(MAX_CHUNK, this.#chunk * 2);
    else if (elapsed > CHUNK_TIME) this.#chunk = Math.max(1, this.#chunk >> 1);
  }
}

function paceWindow(fps: number): PaceWindow {
  return new PaceWindow(Math.ceil(fps * PACE_TIME));
}

function checkedFps(fps: number): number {
  if (fps >= MIN_FPS && fps <= MAX_FPS) return fps;
  throw new RangeError(
    `Cannot run a clock as fps must be ${MIN_FPS} to ${MAX_FPS}: current value is ${fps}`,
  );
}

function checkedDt(dt: number): number {
  if (dt > 0 && dt < Infinity) return dt;
  throw new RangeError(
    `Cannot run a clock as dt must be above 0 and finite: current value is ${dt}`,
  );
}

function checkedSpeed(speed: number): number {
  if ((speed >= MIN_SPEED && speed <= MAX_SPEED) || speed === Infinity) return speed;
  throw new RangeError(
    `Cannot run a clock as speed must be ${MIN_SPEED} to ${MAX_SPEED}, or Infinity: ` +
      `current value is ${speed}`,
  );
}
