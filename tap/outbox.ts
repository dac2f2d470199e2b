import type { Connection } from "./connection.ts";
import type { TapCounters } from "./counters.ts";
import { MAX_BACKLOG, MAX_BUFFERED, MAX_QUEUED } from "./limits.ts";
import type { Payload } from "./payload.ts";

/**
 * What waits to be sent to one client. Frames never wait: whoever is behind is sent the newest one
 * later. Everything else waits in a bounded queue, and none of it is left out.
 */
export class Outbox {
  readonly #connection: Connection;
  readonly #counters: TapCounters;
  readonly #queue: Payload[] = [];

  constructor(connection: Connection, counters: TapCounters) {
    this.#connection = connection;
    this.#counters = counters;
  }

  /** Whether there is no room for a frame now. */
  get isBlocked(): boolean {
    return this.#queue.length > 0 || this.#connection.buffered > MAX_BUFFERED;
  }

  /**
   * Sends a message as soon as there is room.
   *
   * @returns Whether it will be sent; false when too many wait already.
   */
  send(payload: Payload): boolean {
    this.#queue.push(payload);
    this.flush();
    return this.#queue.length <= MAX_QUEUED;
  }

  /** Sends a frame now. */
  sendFrame(payload: Payload, resumePoint: string): void {
    this.#counters.framesSent++;
    this.#pass(payload, resumePoint);
  }

  /** Sends what waits, as far as there is room. */
  flush(): void {
    while (this.#queue.length > 0 && this.#connection.buffered <= MAX_BACKLOG) {
      this.#pass(this.#queue.shift()!);
    }
  }

  #pass(payload: Payload, resumePoint?: string): void {
    this.#counters.messagesSent++;
    this.#counters.bytesSent += payload.bytes.length;
    this.#connection.send(payload, resumePoint);
  }
}
