import { type ClockReading, MIN_SPEED } from "../clock/mod.ts";
import { type Command, type Mode, MODE_NAMES } from "../telemetry/mod.ts";

/** Frames per second below which the rate is not taken: fewer do not look like motion. */
export const LEAST_FPS = 5;

/** Time over which ticks are judged together, s. */
export const JUDGED_TIME = 1;

/** Part of the ticks that must overrun in that time for a step down. */
const OVERRUN_SHARE = 0.2;

/** Part of a tick's time that steps may take for things to be quiet: a step up may double it. */
const QUIET_LOAD = 0.4;

/** How long it must be quiet before a step up, s: at first, and after it has failed repeatedly. */
export const PATIENCE = { least: 10, most: 320 } as const;

/** What a run can be eased by. */
export interface Effort {
  /** `undefined` for steps that are those of no mode: they are left alone. */
  readonly mode: Mode | undefined;
  /** Frames per second. */
  readonly fps: number;
  /** Real-time factor asked for; at Infinity no tick can overrun. */
  readonly speed: number;
}

/** A command that changes an effort. */
export type EffortCommand = Extract<Command, { kind: "mode" | "fps" | "speed" }>;

/** What is judged of a clock after a tick. */
export type TickReading = Readonly<Pick<ClockReading, "overruns" | "load" | "held">>;

/**
 * The next step down: a cheaper mode as long as there is one, then half the frames, then half the
 * speed; `undefined` at the bottom.
 */
export function stepDown({ mode, fps, speed }: Effort): EffortCommand | undefined {
  const place = mode === undefined ? 0 : MODE_NAMES.indexOf(mode);
  if (place > 0) return { kind: "mode", mode: MODE_NAMES[place - 1] };
  if (fps > LEAST_FPS) return { kind: "fps", fps: Math.max(LEAST_FPS, fps / 2) };
  if (speed > MIN_SPEED) return { kind: "speed", speed: Math.max(MIN_SPEED, speed / 2) };
  return undefined;
}

/** The next step up towards `wanted`, in the opposite order; `undefined` when that is reached. */
export function stepUp(now: Effort, wanted: Effort): EffortCommand | undefined {
  if (now.speed < wanted.speed) {
    return { kind: "speed", speed: Math.min(wanted.speed, now.speed * 2) };
  }
  if (now.fps < wanted.fps) return { kind: "fps", fps: Math.min(wanted.fps, now.fps * 2) };
  if (now.mode === undefined || wanted.mode === undefined) return undefined;
  const place = MODE_NAMES.indexOf(now.mode);
  if (place >= MODE_NAMES.indexOf(wanted.mode)) return undefined;
  return { kind: "mode", mode: MODE_NAMES[place + 1] };
}

/** Whether a command changes an effort. */
export function isEffort(command: Command): command is EffortCommand {
  return command.kind === "mode" || command.kind === "fps" || command.kind === "speed";
}

/** What a command changes an effort to, in a few words. */
export function effortText(command: EffortCommand): string {
  if (command.kind === "mode") return `mode ${command.mode}`;
  if (command.kind === "fps") return `${command.fps} frames per second`;
  return `speed ${command.speed}`;
}

function after(effort: Effort, command: EffortCommand): Effort {
  switch (command.kind) {
    case "mode":
      return { ...effort, mode: command.mode };
    case "fps":
      return { ...effort, fps: command.fps };
    case "speed":
      return { ...effort, speed: command.speed };
  }
}

/**
 * Keeps a run in time with the clock by asking less of the machine, and more again once it can.
 *
 * Ticks are judged every {@linkcode JUDGED_TIME}. When a fifth of them overran it takes a step
 * down. When none did and their steps left most of the time free for as long as its patience, it
 * takes a step up; each one that has to be taken back before as long again doubles the patience.
 *
 * It decides about commands only: how long a step is says the mode's row in the table, never the
 * clock. Time is the caller's.
 */
export class Optimiser {
  /** What was asked for, and what is in force. */
  #wanted: Effort;
  #now: Effort;
  /** When the ticks judged together begin, s; how many came, and what they said. */
  #since = NaN;
  #ticks = 0;
  #overrunsBefore = 0;
  #largestLoad = 0;
  /** How long it has been quiet, s. */
  #quiet = 0;
  #patience: number = PATIENCE.least;
  /** Until when the last step up is on trial, s. */
  #trialEnds = -Infinity;

  /** @param wanted What was asked for, and is in force. */
  constructor(wanted: Effort) {
    this.#wanted = wanted;
    this.#now = wanted;
  }

  /** Takes in that somebody else has changed the run: that is wanted now. */
  want(command: EffortCommand): void {
    this.#wanted = after(this.#wanted, command);
    this.#now = after(this.#now, command);
    this.#patience = PATIENCE.least;
    this.#trialEnds = -Infinity;
    this.#quiet = 0;
    this.#since = NaN;
  }

  /**
   * Judges a tick that ends at `time`, s.
   *
   * @returns The command to be obeyed now, which counts as obeyed.
   */
  tick(time: number, { overruns: overrunsSoFar, load, held }: TickReading):
    | EffortCommand
    | undefined {
    if (held || this.#now.speed === Infinity || Number.isNaN(this.#since)) {
      this.#begin(time, overrunsSoFar);
      return undefined;
    }
    this.#ticks++;
    this.#largestLoad = Math.max(this.#largestLoad, load);
    const span = time - this.#since;
    if (span < JUDGED_TIME) return undefined;
    const overruns = overrunsSoFar - this.#overrunsBefore;
    const isLate = overruns >= OVERRUN_SHARE * this.#ticks;
    const isQuiet = overruns === 0 && this.#largestLoad <= QUIET_LOAD;
    this.#begin(time, overrunsSoFar);
    this.#quiet = isQuiet ? this.#quiet + span : 0;
    if (isLate) return this.#stepDown(time);
    return this.#quiet < this.#patience ? undefined : this.#stepUp(time);
  }

  #stepDown(time: number): EffortCommand | undefined {
    const hasFailed = time < this.#trialEnds;
    this.#patience = hasFailed ? Math.min(PATIENCE.most, this.#patience * 2) : PATIENCE.least;
    this.#trialEnds = -Infinity;
    return this.#take(stepDown(this.#now));
  }

  #stepUp(time: number): EffortCommand | undefined {
    const command = stepUp(this.#now, this.#wanted);
    if (command) this.#trialEnds = time + this.#patience;
    return this.#take(command);
  }

  #take(command: EffortCommand | undefined): EffortCommand | undefined {
    this.#quiet = 0;
    if (command) this.#now = after(this.#now, command);
    return command;
  }

  #begin(time: number, overruns: number): void {
    this.#since = time;
    this.#ticks = 0;
    this.#overrunsBefore = overruns;
    this.#largestLoad = 0;
  }
}
