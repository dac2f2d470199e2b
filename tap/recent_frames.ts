import { type Frame, keptQuality } from "../telemetry/mod.ts";

const NONE = { floaterCount: 0, floaters: new Float64Array(0) };

/** How much a {@linkcode RecentFrames} keeps. */
export interface RecentSize {
  /** Frames, at least 2. */
  readonly capacity: number;
  /** Of so many of the newest, what their floaters hold: it is larger than all else. */
  readonly floaters: number;
}

/** Copies of the newest frames; when there is no more room the oldest makes it. */
export class RecentFrames {
  readonly #frames: (Frame | undefined)[];
  readonly #size: RecentSize;
  #count = 0;

  constructor(size: RecentSize) {
    this.#size = size;
    this.#frames = new Array(size.capacity);
  }

  /** Keeps a copy. */
  add(frame: Frame): Frame {
    const place = this.#count % this.#frames.length;
    const values = this.#frames[place]?.values ?? new Float64Array(frame.values.length);
    values.set(frame.values);
    const { frameId, timestamp, simulationTime, status } = frame;
    const rest = { quality: keptQuality(frame.quality), ...this.#floatersOf(frame) };
    this.#count++;
    return this.#frames[place] = { frameId, timestamp, simulationTime, status, values, ...rest };
  }

  /** A copy of the floaters in the place of those of the frame that has had them longest. */
  #floatersOf({ floaterCount, floaters }: Frame): Pick<Frame, "floaterCount" | "floaters"> {
    if (this.#size.floaters === 0) return NONE;
    const oldest = (this.#count - this.#size.floaters) % this.#frames.length;
    const before = this.#frames[oldest];
    let room: Float64Array = NONE.floaters;
    if (before !== undefined) {
      room = before.floaters;
      this.#frames[oldest] = { ...before, ...NONE };
    }
    if (room.length !== floaters.length) room = new Float64Array(floaters.length);
    room.set(floaters);
    return { floaterCount, floaters: room };
  }

  /** The newest frame; `undefined` before the first. */
  get newest(): Frame | undefined {
    return this.#frames[(this.#count - 1) % this.#frames.length];
  }

  /** The oldest frame that is still kept. */
  get oldest(): Frame | undefined {
    return this.#frames[this.#count < this.#frames.length ? 0 : this.#count % this.#frames.length];
  }

  /** The oldest frame kept that comes after the one numbered `frameId`. */
  after(frameId: number): Frame | undefined {
    const length = Math.min(this.#count, this.#frames.length);
    let [low, high] = [this.#count - length, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#frames[middle % this.#frames.length]!.frameId <= frameId) low = middle + 1;
      else high = middle;
    }
    return low === this.#count ? undefined : this.#frames[low % this.#frames.length];
  }
}
