import { ROUND_TRIPS } from "./limits.ts";

/** How good a connection is, worst last. */
export const GRADES = ["good", "fair", "poor"] as const;

/** How good a connection is. */
export type Grade = (typeof GRADES)[number];

/** What a connection measures up to. Times in s; NaN is "no data". */
export interface Quality {
  readonly grade: Grade;
  /** Median of the recent round trips. */
  readonly roundTrip: number;
  /** Spread of the transits of recent frames. */
  readonly jitter: number;
  /** Part of the recent frames that did not come, from 0 to 1. */
  readonly loss: number;
}

/** What a grade takes at most; what takes more is poor. Below 0.1 s an answer feels immediate. */
const MOST: readonly { grade: Grade; roundTrip: number; jitter: number; loss: number }[] = [
  { grade: "good", roundTrip: 0.1, jitter: 0.05, loss: 0.01 },
  { grade: "fair", roundTrip: 0.4, jitter: 0.25, loss: 0.1 },
];

/** Weight of a new frame in the running mean of the loss: some 60 frames count. */
const LOSS_WEIGHT = 1 / 60;

/** Judges a connection by its round trips, and by the frames that came and did not. */
export class QualityMeter {
  readonly #roundTrips: number[] = [];
  #loss = 0;

  /** Takes a round trip in, s. */
  addRoundTrip(seconds: number): void {
    this.#roundTrips.push(seconds);
    if (this.#roundTrips.length > ROUND_TRIPS) this.#roundTrips.shift();
  }

  /** Takes in that a frame came, and how many before it did not. */
  addFrame(missing: number): void {
    const kept = (1 - LOSS_WEIGHT) ** (missing + 1);
    // Those that are missing weigh as if each had its turn, the one that came last.
    this.#loss = this.#loss * kept + (1 - LOSS_WEIGHT) - kept;
  }

  /** Forgets what another connection was like. */
  reset(): void {
    this.#roundTrips.length = 0;
    this.#loss = 0;
  }

  /** How good the connection is. */
  read(jitter: number): Quality {
    const sorted = this.#roundTrips.toSorted((a, b) => a - b);
    const roundTrip = sorted.length === 0 ? NaN : sorted[sorted.length >> 1];
    const loss = this.#loss;
    // What is not known (NaN) speaks against nothing.
    const fits = MOST.find((most) =>
      !(roundTrip > most.roundTrip) && !(jitter > most.jitter) && loss <= most.loss
    );
    return { grade: fits?.grade ?? "poor", roundTrip, jitter, loss };
  }
}
