/**
 * What carries messages over the network: WebSockets, and HTTP responses that do not end.
 *
 * @module
 */

import type { ServerResponse } from "node:http";
// @ts-types="./ws.d.ts"
import type { WebSocket } from "ws";
import type { LoopTime } from "../clock/mod.ts";
import type { Connection } from "./connection.ts";
import type { Payload } from "./payload.ts";
import { CLOSE_CODES, type CloseReason } from "./protocol.ts";

/** Time that a client has to take the close of its connection in, s. */
const CLOSE_TIME = 1;

/** Time between two comments that keep an idle stream of events open, s. */
const COMMENT_INTERVAL = 15;

/** Time after which an EventSource is to come back, ms. */
const RETRY_MS = 2000;

/** A client over a WebSocket. */
export class WebSocketConnection implements Connection {
  readonly transport = "websocket";
  readonly remote: string;
  readonly #socket: WebSocket;
  readonly #time: LoopTime;

  constructor(socket: WebSocket, { remote, time }: { remote: string; time: LoopTime }) {
    this.#socket = socket;
    this.remote = remote;
    this.#time = time;
  }

  get buffered(): number {
    return this.#socket.bufferedAmount;
  }

  send({ bytes, isText }: Payload): void {
    this.#socket.send(bytes, { binary: !isText });
  }

  ping(): void {
    this.#socket.ping();
  }

  close(reason: CloseReason): void {
    this.#socket.close(CLOSE_CODES[reason], reason);
    // Whoever does not read does not see the close either.
    void this.#time.sleepUntil(this.#time.now() + CLOSE_TIME).then(() => this.#socket.terminate());
  }
}

const UTF_8 = new TextEncoder();
const DATA = UTF_8.encode("data: ");
const END = UTF_8.encode("\n\n");

/** A client over Server-Sent Events: every message is the data of one event. */
export class EventStreamConnection implements Connection {
  readonly transport = "sse";
  readonly remote: string;
  readonly #response: ServerResponse;
  readonly #time: LoopTime;
  #sentAt: number;

  constructor(response: ServerResponse, { remote, time }: { remote: string; time: LoopTime }) {
    this.#response = response;
    this.remote = remote;
    this.#time = time;
    this.#sentAt = time.now();
    response.write(`retry: ${RETRY_MS}\n\n`);
  }

  get buffered(): number {
    return this.#response.writableLength;
  }

  send({ bytes }: Payload, resumePoint?: string): void {
    this.#sentAt = this.#time.now();
    const id = resumePoint === undefined ? "" : `id: ${resumePoint}\n`;
    this.#response.write(Buffer.concat([UTF_8.encode(id), DATA, bytes, END]));
  }

  /** Keeps an idle connection open through whatever lies between. */
  keepOpen(): void {
    if (this.#time.now() - this.#sentAt < COMMENT_INTERVAL) return;
    this.#sentAt = this.#time.now();
    this.#response.write(": still here\n\n");
  }

  close(reason: CloseReason): void {
    const message = JSON.stringify({ type: "closed", code: CLOSE_CODES[reason], reason });
    this.#response.end(`data: ${message}\n\n`);
    const { socket } = this.#response;
    void this.#time.sleepUntil(this.#time.now() + CLOSE_TIME).then(() => socket?.destroy());
  }
}
