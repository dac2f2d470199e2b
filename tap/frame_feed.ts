import type { Frame } from "../telemetry/mod.ts";
import type { TapCounters } from "./counters.ts";
import { FrameStream } from "./frame_stream.ts";
import type { Outbox } from "./outbox.ts";
import { jsonPayload } from "./payload.ts";
import type { RecentFrames } from "./recent_frames.ts";

/** What the feeds of one tap have in common. */
export interface FeedSource {
  /** Names one numbering of frames: a tap that is opened anew has another. */
  readonly epoch: string;
  readonly recent: RecentFrames;
  readonly counters: TapCounters;
}

/** What a client that comes back has missed for good: frames numbered `from` to `to`. */
export interface Missing {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Frames that are sent again, and the number of the last one that was. */
interface Replay {
  readonly stream: FrameStream;
  after: number;
}

/**
 * The frames of one client: those of a stream, as far as it can follow. Whoever is behind is sent
 * the newest frame when there is room again, and before it how many were left out.
 */
export class FrameFeed {
  readonly stream: FrameStream;
  readonly #source: FeedSource;
  readonly #outbox: Outbox;
  /** Position in the stream of the last frame sent; NaN when the next must be whole. */
  #base = NaN;
  /** Position in the stream up to which all is sent or told of. */
  #position: number;
  /** Drops of the tap up to which all are told of. */
  #dropped: number;
  #lastId: number | null = null;
  #replay: Replay | undefined;

  constructor(stream: FrameStream, outbox: Outbox, source: FeedSource) {
    this.stream = stream;
    this.#outbox = outbox;
    this.#source = source;
    this.#position = Math.max(0, stream.position - 1);
    this.#dropped = source.counters.framesDropped;
  }

  /** Number of the last frame sent; null before the first. */
  get lastId(): number | null {
    return this.#lastId;
  }

  /** Whether frames are being sent again. */
  get isReplaying(): boolean {
    return this.#replay !== undefined;
  }

  /** Sends what is new, unless there is no room for it. */
  offer(): void {
    if (this.#replay !== undefined) this.#sendAgain(this.#replay);
    if (this.#replay !== undefined || this.#outbox.isBlocked) return;
    const { stream } = this;
    if (stream.frame === undefined || stream.position === this.#position) return;
    this.#announce(stream.position - this.#position - 1, stream.frame.frameId);
    this.#send(stream, stream.frame);
    this.#position = stream.position;
    this.#base = stream.position;
  }

  /**
   * Sends again every frame of this stream after the one numbered `after` that is still kept, and
   * goes on from there.
   *
   * @returns What is kept no more; null when nothing is missing.
   */
  resume(after: number): Missing | null {
    this.#replay = { stream: new FrameStream(this.stream.shape), after };
    this.#lastId = after;
    const oldest = this.#source.recent.oldest?.frameId ?? after + 1;
    if (oldest <= after + 1) return null;
    this.#replay.after = oldest - 1;
    return { from: after + 1, to: oldest - 1, count: oldest - 1 - after };
  }

  /** Counts what will not be sent any more. */
  end(): void {
    this.#source.counters.framesConflated += this.stream.position - this.#position;
  }

  #sendAgain(replay: Replay): void {
    const { recent } = this.#source;
    while (!this.#outbox.isBlocked) {
      const frame = recent.after(replay.after);
      if (frame === undefined) {
        this.#replay = undefined;
        this.#position = this.stream.position;
        this.#base = NaN;
        return;
      }
      // A replay that is slower than the frames come loses what is kept no more.
      const lost = frame === recent.oldest ? frame.frameId - replay.after - 1 : 0;
      replay.after = frame.frameId;
      if (!replay.stream.take(frame)) continue;
      this.#announce(lost, frame.frameId);
      this.#base = replay.stream.position - 1 || NaN;
      this.#send(replay.stream, frame);
    }
  }

  #send(stream: FrameStream, frame: Frame): void {
    this.#lastId = frame.frameId;
    this.#outbox.sendFrame(
      stream.payloadAfter(this.#base),
      `${this.#source.epoch}:${frame.frameId}`,
    );
  }

  /** Says how many frames were left out before the one numbered `next`. */
  #announce(conflated: number, next: number): void {
    const { counters } = this.#source;
    const dropped = counters.framesDropped - this.#dropped;
    this.#dropped = counters.framesDropped;
    if (conflated === 0 && dropped === 0) return;
    counters.framesConflated += conflated;
    this.#outbox.send(
      jsonPayload({ type: "gap", after: this.#lastId, next, conflated, dropped }),
    );
  }
}
