import type { LoopTime } from "../../clock/mod.ts";
import { type Frame, messageOf } from "../../telemetry/mod.ts";
import { type BinaryRow, FrameDecoder, type OtherMessage } from "../mod.ts";
import { ACKNOWLEDGE_INTERVAL, OPEN_PATIENCE, PING_INTERVAL } from "./limits.ts";
import { remoteFrame, RowReader } from "./remote_frame.ts";
import type {
  CommandMessage,
  ConnectionEnd,
  ConnectionListener,
  OpenConnection,
  ResumePoint,
  Transport,
  Wish,
} from "./transport.ts";

/** Time between two looks at what is due, s. */
const BEAT = 0.1;

/** Topics besides frames that a client follows. */
const TOPICS = ["events", "alarms"] as const;

/** Who is told of what a session brings. */
export interface SessionListener {
  frame(frame: Frame): void;
  message(message: OtherMessage): void;
  /** A round trip, s. */
  roundTrip(seconds: number): void;
}

/** What a session is made of. */
export interface SessionParts {
  readonly transport: Transport;
  readonly time: LoopTime;
  readonly wish: Wish;
  readonly resume: ResumePoint | undefined;
  readonly listener: SessionListener;
}

/**
 * One connection to a tap from its opening to its end: says what it wants, reads what comes, shows
 * signs of life and looks for them.
 */
export class Session {
  readonly #parts: SessionParts;
  readonly #decoder = new FrameDecoder();
  #rows: RowReader | undefined;
  readonly #live = Promise.withResolvers<boolean>();
  readonly #ended = Promise.withResolvers<ConnectionEnd>();
  readonly #over = new AbortController();
  readonly #connection: OpenConnection;
  #isLive = false;
  /** Whether frames are left out until those that were missed have begun to come. */
  #isResuming = false;
  #epoch: string | undefined;
  #lastId: number | undefined;
  #aliveAt: number;
  #pingedAt = -Infinity;
  #acknowledgedAt: number;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#aliveAt = parts.time.now();
    this.#acknowledgedAt = this.#aliveAt;
    const listener: ConnectionListener = {
      message: (data) => this.#receive(data),
      alive: () => this.#showedLife(),
      resumePoint: ({ epoch, after }) => {
        this.#epoch = epoch;
        this.#lastId = after;
      },
      ended: (end) => this.#end(end),
    };
    this.#connection = parts.transport.open({ ...parts.wish, resume: parts.resume }, listener);
    void this.#watch();
  }

  /** The way it takes. */
  get transport(): Transport {
    return this.#parts.transport;
  }

  /** Whether anything has come; resolves to false when it ends before. */
  get live(): Promise<boolean> {
    return this.#live.promise;
  }

  /** Why it ended. */
  get end(): Promise<ConnectionEnd> {
    return this.#ended.promise;
  }

  /** Where a client that comes back goes on; `undefined` as long as the tap has said nothing. */
  get lastPoint(): ResumePoint | undefined {
    if (this.#epoch === undefined || this.#lastId === undefined) return this.#parts.resume;
    return { epoch: this.#epoch, after: this.#lastId };
  }

  /** Sends a command; what becomes of it comes as a message with its id. */
  command(message: CommandMessage): void {
    if (!this.#over.signal.aborted) this.#connection.command(message);
  }

  /** Ends it. */
  close(): void {
    this.#end({ kind: "closed", message: "closed here" });
  }

  /** Sends a message, if the connection takes any. */
  #send(message: object): void {
    if (!this.#over.signal.aborted) this.#connection.send?.(message);
  }

  #receive(data: string | Uint8Array): void {
    if (this.#over.signal.aborted) return;
    this.#showedLife();
    try {
      const read = this.#decoder.read(data);
      if (read.kind === "row") this.#frame(this.#rowFrame(read.row));
      else if (read.kind === "frame") this.#frame(remoteFrame(read.frame));
      else this.#hear(read.message);
    } catch (error) {
      const why = messageOf(error);
      this.#end({ kind: "unreadable", message: `what came is no message of a tap (${why})` });
    }
  }

  #rowFrame(row: BinaryRow): Frame {
    if (this.#rows?.schema !== row.schema) this.#rows = new RowReader(row.schema);
    return this.#rows.read(row);
  }

  #showedLife(): void {
    this.#aliveAt = this.#parts.time.now();
  }

  #frame(frame: Frame): void {
    if (this.#isResuming) return;
    this.#begun();
    this.#lastId = frame.frameId;
    this.#parts.listener.frame(frame);
  }

  #hear(message: OtherMessage): void {
    const { listener, time, wish, resume } = this.#parts;
    if (message.type === "closed") {
      return this.#end({ kind: "closed", message: `the tap said ${String(message.reason)}` });
    }
    if (message.type === "error" && !this.#isLive) {
      return this.#end({ kind: "refused", message: String(message.message) });
    }
    this.#begun();
    if (message.type === "welcome") {
      this.#epoch = String(message.epoch);
      this.#send({ type: "subscribe", topic: "frames", ...wish });
      for (const topic of TOPICS) this.#send({ type: "subscribe", topic });
      if (this.#connection.send && resume?.epoch === this.#epoch) {
        this.#isResuming = true;
        this.#send({ type: "resume", ...resume });
      }
    }
    if (message.type === "resumed") this.#isResuming = false;
    if (message.type === "pong") listener.roundTrip(time.now() - Number(message.time));
    else listener.message(message);
  }

  #begun(): void {
    this.#isLive = true;
    this.#live.resolve(true);
  }

  async #watch(): Promise<void> {
    const { time, transport } = this.#parts;
    const openedAt = time.now();
    while (await time.sleepUntil(time.now() + BEAT, this.#over.signal)) {
      const now = time.now();
      if (!this.#isLive && now - openedAt > OPEN_PATIENCE) {
        const message = `nothing came within ${OPEN_PATIENCE} s`;
        return this.#end({ kind: "silent", message });
      }
      if (now - this.#aliveAt > transport.silence) {
        const message = `no sign of life for ${transport.silence} s`;
        return this.#end({ kind: "silent", message });
      }
      if (this.#isLive) this.#showLife(now);
    }
  }

  #showLife(now: number): void {
    if (now - this.#pingedAt >= PING_INTERVAL) {
      this.#pingedAt = now;
      this.#send({ type: "ping", time: now });
    }
    if (this.#lastId !== undefined && now - this.#acknowledgedAt >= ACKNOWLEDGE_INTERVAL) {
      this.#acknowledgedAt = now;
      this.#send({ type: "ack", frame_id: this.#lastId });
    }
  }

  #end(end: ConnectionEnd): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#connection.close();
    this.#live.resolve(false);
    this.#ended.resolve(end);
  }
}
