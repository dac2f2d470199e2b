import type { Time } from "../clock/mod.ts";
import type { Connection } from "./connection.ts";
import { FrameDecoder } from "./decoder.ts";
import { FoxgloveTranslator } from "./foxglove/mod.ts";
import { MESSAGE_BURST, MESSAGE_RATE } from "./limits.ts";
import { jsonPayload, type Payload } from "./payload.ts";
import type { CloseReason } from "./protocol.ts";
import { TokenBucket } from "./token_bucket.ts";

/** What a connection to a client of Foxglove is made of. */
export interface FoxgloveParts {
  /** What carries messages to the client. */
  readonly carrier: Connection;
  readonly parameters: () => object;
  readonly time: Time;
}

/**
 * A client of Foxglove or Lichtblick as the hub sees its clients: what the hub sends is translated
 * on its way out, and what the client sends on its way in.
 */
export class FoxgloveConnection implements Connection {
  readonly transport = "websocket";
  readonly #carrier: Connection;
  readonly #decoder = new FrameDecoder();
  readonly #translator: FoxgloveTranslator;
  /** To the hub; messages that are due before there is one wait for it. */
  #ask: ((json: string) => void) | undefined;
  #waiting: string[] = [];
  readonly #time: Time;
  readonly #messages: TokenBucket;

  constructor({ carrier, parameters, time }: FoxgloveParts) {
    this.#carrier = carrier;
    this.#time = time;
    this.#messages = new TokenBucket({ rate: MESSAGE_RATE, burst: MESSAGE_BURST }, time.now());
    this.#translator = new FoxgloveTranslator({
      parameters,
      send: (message) => {
        carrier.send(
          message instanceof Uint8Array ? { bytes: message, isText: false } : jsonPayload(message),
        );
      },
      ask: (message) => {
        const json = JSON.stringify(message);
        if (this.#ask === undefined) this.#waiting.push(json);
        else this.#ask(json);
      },
    });
  }

  get remote(): string {
    return this.#carrier.remote;
  }

  get buffered(): number {
    return this.#carrier.buffered;
  }

  /** Says who is asked from now on. */
  connect(ask: (json: string) => void): void {
    this.#ask = ask;
    for (const json of this.#waiting.splice(0)) ask(json);
  }

  /** Takes in what the client sent; who sends more than any client may is sent away. */
  hear(json: string): void {
    if (this.#messages.take(this.#time.now())) this.#translator.hear(json);
    else this.close("too-many-offences");
  }

  send({ bytes, isText }: Payload): void {
    const decoded = this.#decoder.decode(isText ? new TextDecoder().decode(bytes) : bytes);
    if (decoded.kind === "frame") this.#translator.frame({ ...decoded.frame });
    else this.#translator.message(decoded.message);
  }

  ping(): void {
    this.#carrier.ping?.();
  }

  close(reason: CloseReason): void {
    this.#carrier.close(reason);
  }
}
