import { CHANNELS, type Frame } from "../../telemetry/mod.ts";
import { between, isBridgeable } from "./interpolation.ts";
import { ARRIVALS, LONGEST_DELAY, PLAYOUT_FRAMES, STANDSTILL } from "./limits.ts";

/** Intervals of the screen below which frames come as fast as they can be shown. */
const FAST = 1.5;

/** Part of the arrivals that the delay is to cover. */
const COVERED = 0.95;

/** How a frame came. */
interface Arrival {
  /** How long after its timestamp, in clocks that need not agree, s. */
  readonly transit: number;
  /** Time since the frame before, by the clock of the source, s. */
  readonly interval: number;
}

/**
 * A jitter buffer. Frames are shown at the pace at which they were made, later than they came by as
 * much as makes up for the unevenness of their coming, and between two of them by interpolation.
 * Frames that come as fast as a screen shows them are shown at once: there is nothing to smooth,
 * and whoever pressed a key is waiting.
 */
export class Playout {
  readonly #paintInterval: number;
  readonly #frames: Frame[] = [];
  readonly #arrivals: Arrival[] = [];
  readonly #values = new Float64Array(CHANNELS.length);
  /** The last whole frame that was shown, and the last that came. */
  #last: Frame | undefined;
  #newest: Frame | undefined;
  /** The instant of the source that was shown last, Unix time, s. */
  #instant = -Infinity;
  #arrivedAt = NaN;
  /** Instant of the source up to which frames came late because of a standstill, Unix time, s. */
  #standstillTo = -Infinity;
  /** Delay after the quickest transit, s. */
  #delay = 0;
  #interval = NaN;

  /** @param paintInterval Time between two screens, s. */
  constructor(paintInterval: number) {
    this.#paintInterval = paintInterval;
  }

  /** Whether frames are shown as they come. */
  get isDirect(): boolean {
    return !(this.#interval > FAST * this.#paintInterval);
  }

  /** How much later than the quickest frame came a frame is shown, s. */
  get delay(): number {
    return this.isDirect ? 0 : this.#delay;
  }

  /** Usual time between two frames, s; NaN before the second. */
  get interval(): number {
    return this.#interval;
  }

  /** Spread of the transits of recent frames, s; 0 for frames that come evenly. */
  get jitter(): number {
    const transits = this.#arrivals.map(({ transit }) => transit).sort((a, b) => a - b);
    return transits.length < 2 ? 0 : quantile(transits, COVERED) - transits[0];
  }

  /**
   * Takes a frame in, which is kept.
   *
   * @param now When it came, monotonic, s.
   */
  push(frame: Frame, now: number): void {
    const newest = this.#newest;
    const isCut = newest !== undefined && !isBridgeable(newest, frame);
    const interval = newest === undefined || isCut ? NaN : frame.timestamp - newest.timestamp;
    if (isCut) {
      this.#arrivals.length = 0;
      this.#instant = -Infinity;
      this.#standstillTo = -Infinity;
    }
    if (
      now - this.#arrivedAt >
        Math.max(STANDSTILL.time, STANDSTILL.intervals * (this.#interval || 0))
    ) {
      this.#standstillTo = now - this.#quickest;
    }
    this.#arrivedAt = now;
    this.#newest = frame;
    this.#frames.push(frame);
    // What was held up, or is sent again, says nothing of how frames usually come.
    if (frame.timestamp >= this.#standstillTo) {
      this.#judge({ transit: now - frame.timestamp, interval });
    }
  }

  /**
   * What is to be shown now: every frame that is due and has not been shown, oldest first, or if
   * there is none the frame between the last one and the next. Nothing when that shows already.
   * The last may be lent until the next call.
   *
   * @param now Monotonic time, s.
   */
  take(now: number): Frame[] {
    const instant = Math.max(this.#instant, now - this.#quickest - this.#delay);
    this.#instant = instant;
    let count = Math.max(0, this.#frames.length - PLAYOUT_FRAMES);
    while (count < this.#frames.length && this.#isDue(this.#frames[count], instant)) count++;
    if (count > 0) {
      const due = this.#frames.splice(0, count);
      this.#last = due.at(-1);
      return due;
    }
    const [last, next] = [this.#last, this.#frames[0]];
    if (last === undefined || next === undefined || !isBridgeable(last, next)) return [];
    const part = (instant - last.timestamp) / (next.timestamp - last.timestamp);
    return part > 0 ? [between([last, next], part, this.#values)] : [];
  }

  #isDue(frame: Frame, instant: number): boolean {
    if (this.isDirect || frame.timestamp <= instant) return true;
    // A source whose clock was set back would otherwise wait for the old time to come again.
    return this.#last !== undefined && frame.timestamp < this.#last.timestamp;
  }

  /** Least transit of recent frames, s. */
  get #quickest(): number {
    return Math.min(...this.#arrivals.map(({ transit }) => transit));
  }

  #judge(arrival: Arrival): void {
    const arrivals = this.#arrivals;
    // What comes too late to be waited for is no jitter. But each such frame makes room, so that a
    // way that has become long for good is learnt.
    const isUsual = arrivals.length === 0 || arrival.transit - this.#quickest < LONGEST_DELAY;
    if (!isUsual || arrivals.length >= ARRIVALS) arrivals.shift();
    if (isUsual || arrivals.length === 0) arrivals.push(arrival);
    const intervals = arrivals.map(({ interval }) => interval)
      .filter((interval) => !Number.isNaN(interval)).sort((a, b) => a - b);
    if (intervals.length > 0) this.#interval = quantile(intervals, 0.5);
    // The frame after must be there before the one before it has been left.
    this.#delay = Math.min(LONGEST_DELAY, (this.#interval || 0) + this.jitter);
  }
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
