import { QuantileWindow, type Time } from "../clock/mod.ts";
import { type Component, type ProfileBoard, profileRow, STATISTIC } from "../telemetry/mod.ts";

/** Most that timing may cost, of the time that is timed. */
export const OVERHEAD_LIMIT = 0.003;

/** Frames that quantiles are taken over. When there are more, the oldest makes room. */
const RECENT_FRAMES = 256;

/** Most frames left out between two that are timed: at 30 FPS two are timed in a second. */
export const MOST_LEFT_OUT = 14;

/**
 * How often the board is renewed, s, and over which time the share of a core is taken. In a run as
 * short as that it is also renewed whenever twice as many frames have been timed.
 */
const RENEWAL_TIME = 1;

/** Readings of time by which the cost of one is measured. */
const TRIAL_READINGS = 64;

/** Times of one component. */
class ComponentTimes {
  readonly #row: ProfileBoard;
  /** Sorted as they come: sorting them all once a second would cost more than the readings do. */
  readonly #recent = new QuantileWindow(RECENT_FRAMES);
  /** In the frame that goes on, s. */
  inFrame = 0;
  /** In all frames that were timed, and in those of them before the share was renewed, s. */
  #sum = 0;
  #sumBefore = 0;

  constructor(row: ProfileBoard) {
    this.#row = row;
  }

  /** Ends a frame. */
  endFrame(): void {
    this.#recent.add(this.inFrame);
    this.#sum += this.inFrame;
    this.inFrame = 0;
  }

  /** Writes down quantiles and counts. */
  renew(timed: number, frames: number): void {
    const row = this.#row;
    row[STATISTIC.p50] = this.#recent.quantile(0.5);
    row[STATISTIC.p99] = this.#recent.quantile(0.99);
    row[STATISTIC.max] = this.#recent.quantile(1);
    row[STATISTIC.frames] = frames;
    row[STATISTIC.timed] = timed;
    row[STATISTIC.time] = this.#sum / timed * frames;
  }

  /** Renews the share from the frames timed since, at so many frames per second. */
  renewShare(timed: number, frameRate: number): void {
    this.#row[STATISTIC.share] = (this.#sum - this.#sumBefore) / timed * frameRate;
    this.#sumBefore = this.#sum;
  }
}

/**
 * Measures what the components of one thread cost, from some of its frames.
 *
 * A frame is timed like laps: `begin`, then `lap` with the component that the time since then, or
 * since the last lap, went into, then `end`. So many frames are left out after one that was timed
 * that timing costs at most {@linkcode OVERHEAD_LIMIT} of the work, as long as that takes no more
 * than {@linkcode MOST_LEFT_OUT}; in frames left out a lap is one comparison.
 */
export class Profiler {
  readonly #time: Pick<Time, "now">;
  readonly #components = new Map<Component, ComponentTimes>();
  readonly #all: readonly ComponentTimes[];
  /** What one reading of time costs, s. */
  readonly #readingCost: number;
  #isTiming = false;
  /** Frames still to be left out. */
  #leftOut = 0;
  #start = NaN;
  #lap = NaN;
  #readings = 0;
  #frames = 0;
  #timed = 0;
  /** Frames timed from which the board is renewed, whatever the time. */
  #renewalAt = 1;
  /** Where the share of a core begins to be counted. */
  #since = { time: NaN, frames: 0, timed: 0 };

  /**
   * @param time Where time is read.
   * @param board Where the components' rows are kept up to date.
   * @param components Those that this thread has.
   */
  constructor(
    time: Pick<Time, "now">,
    { board, components }: { board: ProfileBoard; components: readonly Component[] },
  ) {
    this.#time = time;
    for (const component of components) {
      this.#components.set(component, new ComponentTimes(profileRow(board, component)));
    }
    this.#all = [...this.#components.values()];
    const start = time.now();
    for (let i = 1; i < TRIAL_READINGS; i++) time.now();
    this.#readingCost = (time.now() - start) / TRIAL_READINGS;
  }

  /** Begins a frame. */
  begin(): void {
    this.#frames++;
    this.#isTiming = this.#leftOut === 0;
    if (!this.#isTiming) {
      this.#leftOut--;
      return;
    }
    this.#start = this.#lap = this.#time.now();
    this.#readings = 2;
    if (Number.isNaN(this.#since.time)) this.#since.time = this.#start;
  }

  /** Books the time since the last lap to a component of this thread. */
  lap(component: Component): void {
    if (!this.#isTiming) return;
    const now = this.#time.now();
    this.#components.get(component)!.inFrame += now - this.#lap;
    this.#lap = now;
    this.#readings++;
  }

  /** Ends a frame; time since its last lap belongs to no component. */
  end(): void {
    if (!this.#isTiming) return;
    this.#isTiming = false;
    this.#timed++;
    for (const component of this.#all) component.endFrame();
    const isDue = this.#lap - this.#since.time >= RENEWAL_TIME;
    if (isDue || this.#timed >= this.#renewalAt) this.#renew(isDue);
    const overhead = this.#readings * this.#readingCost + this.#time.now() - this.#lap;
    const allowed = OVERHEAD_LIMIT * (this.#lap - this.#start);
    // Where nothing is measured to take any time, timing takes none either.
    this.#leftOut = overhead > 0 ? Math.min(MOST_LEFT_OUT, Math.floor(overhead / allowed)) : 0;
  }

  #renew(isShareDue: boolean): void {
    const { time, frames, timed } = this.#since;
    const frameRate = (this.#frames - frames) / (this.#lap - time);
    for (const component of this.#all) {
      component.renew(this.#timed, this.#frames);
      if (isShareDue) component.renewShare(this.#timed - timed, frameRate);
    }
    this.#renewalAt = 2 * this.#timed;
    if (!isShareDue) return;
    this.#since = { time: this.#lap, frames: this.#frames, timed: this.#timed };
  }
}
