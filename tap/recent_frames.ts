import type { Frame } from "../telemetry/mod.ts";

const NO_FLOATERS = new Float64Array(0);

/** Copies of the newest frames; when there is no more room the oldest makes it. */
export class RecentFrames {
  readonly #frames: (Frame | undefined)[];
  #count = 0;

  /** @param capacity How many are kept, at least 2. */
  constructor(capacity: number) {
    this.#frames = new Array(capacity);
  }

  /** Keeps a copy, without the floaters. */
  add(frame: Frame): Frame {
    const place = this.#count++ % this.#frames.length;
    const values = this.#frames[place]?.values ?? new Float64Array(frame.values.length);
    values.set(frame.values);
    const { frameId, timestamp, simulationTime, status } = frame;
    const rest = { floaterCount: 0, floaters: NO_FLOATERS };
    return this.#frames[place] = { frameId, timestamp, simulationTime, status, values, ...rest };
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
