import { ROUND_TRIPS } from "./limits.ts";
import { type Transport, TRANSPORTS } from "./connection.ts";

/** What a tap counts, since it was opened. */
export class TapCounters {
  framesReceived = 0;
  /** Lost before they reached the tap, because it was behind. */
  framesDropped = 0;
  framesSent = 0;
  /** Left out for clients that were behind. */
  framesConflated = 0;
  messagesSent = 0;
  bytesSent = 0;
  messagesReceived = 0;
  /** Times that a client went on where it had left off. */
  resumes = 0;
  /** Clients let in, by transport. */
  readonly connected = Object.fromEntries(TRANSPORTS.map((each) => [each, 0])) as Record<
    Transport,
    number
  >;
  /** Requests turned away at the door, by reason. */
  readonly turnedAway = new Tally();
  /** Messages not obeyed, by error code. */
  readonly refused = new Tally();
  /** Clients sent away, by reason. */
  readonly closed = new Tally();
  /** Commands, by outcome. */
  readonly commands = new Tally();
  readonly roundTrips = new RoundTrips();
}

/** Counts by name. The names come from the tap, never from a client. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  get(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  toJSON(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

/** The newest round trips of pings, s. */
export class RoundTrips {
  readonly #times = new Float64Array(ROUND_TRIPS);
  #count = 0;
  #sum = 0;

  /** Round trips since the start. */
  get count(): number {
    return this.#count;
  }

  /** Their sum since the start, s. */
  get sum(): number {
    return this.#sum;
  }

  add(time: number): void {
    this.#times[this.#count++ % this.#times.length] = time;
    this.#sum += time;
  }

  /** Time that the given part of the newest ones does not exceed, s; NaN when there is none. */
  quantile(part: number): number {
    const known = this.#times.slice(0, Math.min(this.#count, this.#times.length)).sort();
    return known.length === 0 ? NaN : known[Math.max(0, Math.ceil(part * known.length) - 1)];
  }
}
