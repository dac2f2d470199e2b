import assert from "node:assert/strict";
import { ManualTime } from "../../clock/mod.ts";
import {
  type Beginning,
  CLOSE_CODES,
  type CloseReason,
  type Connection,
  type Control,
  FrameDecoder,
  Hub,
  type HubParts,
  type Payload,
  type Subscriber,
  type TapSource,
  type WireFrame,
} from "../../tap/mod.ts";
import { FPS } from "./fixtures.ts";

/** A source that makes 30 frames a second, all of which a client gets when it says nothing. */
export const SOURCE: TapSource = { version: "0.1.0", fps: FPS, rate: FPS };

/** A message as a client got it. */
// deno-lint-ignore no-explicit-any -- tests look into messages of every type
export type Message = any;

/** One client, over whatever carries its messages. */
export interface TestClient {
  /** Sends an object as JSON, or a text or bytes as they are. */
  send(message: object | string | Uint8Array<ArrayBuffer>): void;
  /** The oldest message not seen yet. */
  next(): Promise<Message>;
  /** Code with which the tap ended the connection. */
  readonly closed: Promise<number>;
  /** Goes away without a word. */
  vanish(): void;
}

/** A tap that tests can look into. */
export interface TestTap extends AsyncDisposable {
  readonly hub: Hub;
  /** A client that asks for a sub-protocol. */
  connect(subprotocol?: string): Promise<TestClient>;
}

/** Opens a tap. */
export type OpenTap = (parts?: Partial<HubParts>) => Promise<TestTap>;

/** Obeys every command and remembers it with its origin. */
export function recordingControl(): { control: Control; seen: [kind: string, origin: string][] } {
  const seen: [string, string][] = [];
  const control: Control = (command, origin) => {
    seen.push([command.kind, origin]);
    return Promise.resolve({ outcome: "applied", simulation_time: 1.5 });
  };
  return { control, seen };
}

/** Messages in the order in which they came, for whoever waits for the next. */
export class Inbox {
  readonly #decoder = new FrameDecoder();
  readonly #waiting: Message[] = [];
  #wake: (() => void) | undefined;

  put(data: string | Uint8Array): void {
    const decoded = this.#decoder.decode(data);
    const message = decoded.kind === "frame"
      ? { type: "frame_update", frame: decoded.frame }
      : decoded.message;
    this.#waiting.push(message);
    this.#wake?.();
  }

  /** Messages that wait, taken out. */
  take(): Message[] {
    return this.#waiting.splice(0);
  }

  async next(): Promise<Message> {
    while (this.#waiting.length === 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    return this.#waiting.shift();
  }
}

/** A connection in memory, whose kernel holds as much as a test lets it. */
export class MemoryConnection implements Connection {
  readonly transport = "websocket";
  readonly remote = "memory";
  readonly inbox = new Inbox();
  readonly payloads: Payload[] = [];
  readonly #closed = Promise.withResolvers<number>();
  readonly closed = this.#closed.promise;
  closeReason: CloseReason | undefined;
  pings = 0;
  /** Whether pings are left unanswered. */
  isMute = false;
  /** Answers a ping. */
  answer: () => void = () => {};
  /** Whether what is sent stays in the buffer. */
  isStalled = false;
  buffered = 0;

  send(payload: Payload): void {
    assert.equal(this.closeReason, undefined, "nothing is sent after the close");
    this.payloads.push(payload);
    if (this.isStalled) this.buffered += payload.bytes.length;
    const { bytes, isText } = payload;
    this.inbox.put(isText ? new TextDecoder().decode(bytes) : bytes);
  }

  ping(): void {
    this.pings++;
    if (!this.isMute) this.answer();
  }

  close(reason: CloseReason): void {
    this.closeReason = reason;
    this.#closed.resolve(CLOSE_CODES[reason]);
  }

  /** The frames that have come since the last look. */
  frames(): WireFrame[] {
    return this.inbox.take().filter(({ type }) => type === "frame_update").map(({ frame }) =>
      frame
    );
  }
}

const FRAMES = [{ type: "subscribe", topic: "frames" }] as const;

/** What a client begins with that names no sub-protocol. */
export const PLAIN: Beginning = {
  encoding: "json",
  subscriptions: FRAMES,
  isGreeted: false,
  isTrusted: true,
};

/** A hub in memory and in manual time. */
export class MemoryTap implements TestTap {
  readonly time = new ManualTime();
  readonly hub: Hub;

  constructor(parts: Partial<HubParts> = {}) {
    this.hub = new Hub({ time: this.time, source: SOURCE, ...parts });
  }

  /** Lets a client in, with what its connection looks like from inside. */
  join(begin: Partial<Beginning> = {}): { connection: MemoryConnection; subscriber: Subscriber } {
    const connection = new MemoryConnection();
    const isTrusted = !this.hub.isGuarded;
    const subscriber = this.hub.connect(connection, { ...PLAIN, isTrusted, ...begin });
    connection.answer = () => subscriber.answer();
    return { connection, subscriber };
  }

  connect(subprotocol?: string): Promise<TestClient> {
    const encoding = subprotocol?.replace("kpp.v1.", "") as Beginning["encoding"] | undefined;
    const { connection, subscriber } = this.join(
      encoding === undefined ? {} : { encoding, isGreeted: true },
    );
    return Promise.resolve({
      send: (message) => {
        if (message instanceof Uint8Array) subscriber.receiveBinary();
        else subscriber.receive(typeof message === "string" ? message : JSON.stringify(message));
      },
      next: () => connection.inbox.next(),
      closed: connection.closed,
      vanish: () => subscriber.gone(),
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.hub.close("going-away");
    return Promise.resolve();
  }
}
