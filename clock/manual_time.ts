import type { ThreadTime, Wake } from "./time.ts";

/** Something that happens at an instant of a {@linkcode ManualTime}. */
interface Appointment {
  readonly at: number;
  readonly happen: () => void;
}

/** Time that moves only when told to, for tests. */
export class ManualTime implements ThreadTime {
  /** Unix time at `now() = 0`, s. */
  readonly #wallOrigin: number;
  #now = 0;
  #appointments: Appointment[] = [];

  /** How late the next sleep that reaches its deadline ends, s; used up by it. */
  oversleep = 0;

  /** @param wallOrigin Unix time at the start, s. */
  constructor(wallOrigin = 1_700_000_000) {
    this.#wallOrigin = wallOrigin;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#wallOrigin + this.#now;
  }

  /** Lets `seconds` pass: work that takes this long. */
  advance(seconds: number): void {
    this.#moveTo(this.#now + seconds);
  }

  /** Lets `happen` run when time reaches `at`, s. */
  schedule(at: number, happen: () => void): void {
    this.#appointments.push({ at, happen });
    this.#appointments.sort((a, b) => a.at - b.at);
  }

  /** Sleeps through every appointment before `deadline` that does not change the wake word. */
  sleepUntil(deadline: number, wake?: Wake): boolean {
    while (this.#now < deadline) {
      if (wake && Atomics.load(wake.words, wake.index) !== wake.expected) return false;
      const next = this.#appointments[0]?.at ?? Infinity;
      if (next >= deadline) break;
      this.#moveTo(next);
    }
    this.#moveTo(Math.max(this.#now, deadline) + this.oversleep);
    this.oversleep = 0;
    return true;
  }

  #moveTo(instant: number): void {
    while (this.#appointments.length > 0 && this.#appointments[0].at <= instant) {
      const { at, happen } = this.#appointments.shift()!;
      this.#now = Math.max(this.#now, at);
      happen();
    }
    this.#now = Math.max(this.#now, instant);
  }
}
