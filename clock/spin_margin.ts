/** Longest part of a sleep that is spun through, s. */
const LONGEST = 0.4e-3;

/** Shortest part, s: reading the time and looping take some of it. */
const SHORTEST = 0.02e-3;

/** What a sleep that was late beyond the margin makes of it, and one that was not. */
const WIDER = 1.1;
const NARROWER = 0.98;

/**
 * How long before its deadline a thread has itself woken, to spin the rest: the kernel wakes it
 * late, on most machines by 0.05 to 0.2 ms and sometimes by more.
 *
 * The margin widens a little after a sleep that was later than it, and narrows less after any
 * other, so that it comes to rest where one sleep of about six is later, by some hundredths of a
 * millisecond. Waking earlier than that would make no tick more punctual that matters, and costs
 * as much of a core as it is long: 0.3 % for 0.1 ms at 30 ticks per second.
 */
export class SpinMargin {
  #time = LONGEST;

  /** Time to wake before the deadline, s. */
  get time(): number {
    return this.#time;
  }

  /** Takes in how late the kernel ended a sleep, s. */
  learn(late: number): void {
    const factor = late > this.#time ? WIDER : NARROWER;
    this.#time = Math.max(SHORTEST, Math.min(LONGEST, this.#time * factor));
  }
}
