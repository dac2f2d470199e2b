import { CHANNELS, type Frame } from "../../telemetry/mod.ts";
import { between, type FrameRoom, isBridgeable } from "./interpolation.ts";
import {
  ARRIVALS,
  LONGEST_CATCH_UP,
  LONGEST_DELAY,
  PLAYOUT_FRAMES,
  STANDSTILL,
  STRETCH,
} from "./limits.ts";

/** Intervals of the screen below which frames come as fast as they can be shown. */
const FAST = 1.3;

/** Part of the arrivals that the delay is to cover: all of the recent ones but the latest. */
const COVERED = 0.98;

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
 * Where that delay is another than before, what is shown runs a little slower or faster until it
 * is kept; it neither stops nor jumps while there is anything to show. Frames that come as fast as
 * a screen shows them are shown at once: there is nothing to smooth, and whoever pressed a key is
 * waiting.
 *
 * Source: adaptive playout by time-scale modification, Liang, Färber and Girod, IEEE Transactions
 * on Multimedia 5 (2003) 532, here of pictures instead of sound.
 */
export class Playout {
  readonly #paintInterval: number;
  readonly #frames: Frame[] = [];
  readonly #arrivals: Arrival[] = [];
  readonly #room: FrameRoom = {
    values: new Float64Array(CHANNELS.length),
    floaters: new Float64Array(0),
  };
  /** The last whole frame that was shown, and the last that came. */
  #last: Frame | undefined;
  #newest: Frame | undefined;
  /** The instant of the source that is shown, Unix time, s. */
  #instant = -Infinity;
  /** When that was, monotonic, s. */
  #shownAt = -Infinity;
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

  /** Mean time between two frames, s; NaN before the second. */
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
   * What has become due, oldest first: every frame that has not been shown, and where the next one
   * is known, the frame between it and the last one. The last of them is what there is to be seen;
   * it may be lent until the next call. Nothing when that shows already.
   *
   * @param now Monotonic time, s; never less than before.
   */
  take(now: number): Frame[] {
    const instant = this.#advance(now);
    let count = Math.max(0, this.#frames.length - PLAYOUT_FRAMES);
    while (count < this.#frames.length && this.#isDue(this.#frames[count], instant)) count++;
    const due = this.#frames.splice(0, count);
    this.#last = due.at(-1) ?? this.#last;
    const [last, next] = [this.#last, this.#frames[0]];
    if (last === undefined || next === undefined || !isBridgeable(last, next)) return due;
    const part = (instant - last.timestamp) / (next.timestamp - last.timestamp);
    return part > 0 ? [...due, between([last, next], part, this.#room)] : due;
  }

  /** Moves the instant on: with time, and towards the delay that is to be kept. */
  #advance(now: number): number {
    if (this.#newest === undefined) return -Infinity;
    const elapsed = now - this.#shownAt;
    this.#shownAt = now;
    const wanted = now - this.#quickest - this.#delay;
    const ahead = this.#instant + elapsed - wanted;
    const stretch = Math.max(-STRETCH * elapsed, Math.min(STRETCH * elapsed, ahead));
    // Written so that what is not known yet (NaN) is caught up with too.
    const moved = ahead >= -LONGEST_CATCH_UP ? this.#instant + elapsed - stretch : wanted;
    // What is not there yet cannot be shown: time stands still until it is.
    return this.#instant = Math.min(moved, this.#newest.timestamp);
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
    if (intervals.length === 0) return;
    this.#interval = intervals.reduce((sum, interval) => sum + interval) / intervals.length;
    // The frame after must be there before the one before it has been left. Some rates leave
    // frames out unevenly, so that the usual time between two is not that of any two.
    this.#delay = Math.min(LONGEST_DELAY, quantile(intervals, COVERED) + this.jitter);
  }
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
