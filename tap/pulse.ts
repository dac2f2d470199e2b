import type { Connection } from "./connection.ts";
import { PING_INTERVAL, PING_PATIENCE } from "./limits.ts";

/**
 * Signs of life of one client. The answer to a ping comes when all that was sent before it has been
 * read, so a late one means a client that is behind, which what the kernel holds does not show.
 */
export class Pulse {
  readonly #connection: Connection;
  #sentAt: number;
  #isAwaited = false;

  /** @param now Monotonic time, s. */
  constructor(connection: Connection, now: number) {
    this.#connection = connection;
    this.#sentAt = now;
  }

  /** Pings when it is time to. */
  beat(now: number): void {
    if (this.#isAwaited || now - this.#sentAt < PING_INTERVAL) return;
    if (this.#connection.ping === undefined) return;
    this.#sentAt = now;
    this.#isAwaited = true;
    this.#connection.ping();
  }

  /**
   * Takes in the answer to a ping.
   *
   * @returns The round trip, s; `undefined` for an answer to nothing.
   */
  answer(now: number): number | undefined {
    if (!this.#isAwaited) return undefined;
    this.#isAwaited = false;
    return now - this.#sentAt;
  }

  /** Whether an answer is overdue. */
  isLate(now: number): boolean {
    return this.#isAwaited && now - this.#sentAt > PING_PATIENCE;
  }
}
