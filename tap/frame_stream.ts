import type { Frame } from "../telemetry/mod.ts";
import { createFrameEncoder } from "./encoders.ts";
import type { EncoderShape, Encoding, FrameEncoder, SchemaMessage } from "./encoding.ts";
import { KEY_INTERVAL } from "./limits.ts";
import type { Payload } from "./payload.ts";
import { RecentFrames } from "./recent_frames.ts";

/** What the clients of one stream have in common. */
export interface StreamShape extends EncoderShape {
  readonly encoding: Encoding;
  /** Frames per second that are asked for. */
  readonly rate: number;
}

/** The same for streams that are the same. */
export function streamKey({ encoding, rate, selection }: StreamShape): string {
  return `${encoding} ${rate} ${selection.key}`;
}

/** Whether another period of `rate` begins with a frame; a fault is due whenever it comes. */
export class DueFrames {
  #period = -1;

  isDue({ frameId, status }: Frame, { rate, fps }: { rate: number; fps: number }): boolean {
    // A billionth of a period keeps 3 frames of 1/30 s from falling short of 1/10 s.
    const period = Math.floor(frameId * Math.min(1, rate / fps) + 1e-9);
    if (period === this.#period && status !== "fault") return false;
    this.#period = period;
    return true;
  }
}

/** Frames at one rate in one encoding: each is encoded once, however many clients are sent it. */
export class FrameStream {
  readonly shape: StreamShape;
  /** Clients that are subscribed. */
  readonly clients = new Set<unknown>();
  readonly #encoder: FrameEncoder;
  readonly #due = new DueFrames();
  /** The current frame and the one before, of which the encoder makes deltas. */
  readonly #frames: RecentFrames;
  #count = 0;
  #key: Payload | undefined;
  #delta: Payload | undefined;

  constructor(shape: StreamShape) {
    this.shape = shape;
    this.#frames = new RecentFrames({ capacity: 2, floaters: shape.selection.hasFloaters ? 2 : 0 });
    this.#encoder = createFrameEncoder(shape.encoding, shape);
  }

  /** What is sent before the first frame. */
  get schema(): SchemaMessage | undefined {
    return this.#encoder.schema;
  }

  /** The current frame; `undefined` before the first. */
  get frame(): Frame | undefined {
    return this.#frames.newest;
  }

  /** Number of the current frame in this stream, from 1; 0 before the first. */
  get position(): number {
    return this.#count;
  }

  /**
   * Makes a frame the current one if it is due.
   *
   * @param frame Is copied.
   * @param thinning Factor by which rates are lowered.
   */
  take(frame: Frame, thinning = 1): boolean {
    const { rate, fps } = this.shape;
    if (!this.#due.isDue(frame, { rate: Math.min(rate, fps) / thinning, fps })) return false;
    this.#encoder.advance(this.#frames.add(frame));
    this.#count++;
    this.#key = undefined;
    this.#delta = undefined;
    return true;
  }

  /** The current frame for a client that was sent the one at `position`, or none if that is NaN. */
  payloadAfter(position: number): Payload {
    const isKeyDue = this.#count % KEY_INTERVAL === 0;
    if (position === this.#count - 1 && !isKeyDue) {
      const delta = this.#delta ??= this.#encoder.delta();
      if (delta !== undefined) return delta;
    }
    return this.#key ??= this.#encoder.key();
  }
}
