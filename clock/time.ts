/**
 * The only door to ambient time. Everything else is given a `Time`, so that it can be tested with
 * {@linkcode ManualTime}.
 *
 * @module
 */

import { SpinMargin } from "./spin_margin.ts";

/** Where time is read. */
export interface Time {
  /** Monotonic time since an arbitrary origin, s; does not follow a wall clock that is set. */
  now(): number;
  /** Unix time, s, to the microsecond. */
  wall(): number;
}

/** A word of shared memory that ends a sleep: the sleeper wakes when it differs from `expected`. */
export interface Wake {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly index: number;
  readonly expected: number;
}

/** Time of a thread that may block: a Worker. */
export interface ThreadTime extends Time {
  /**
   * Sleeps until `now() >= deadline`.
   *
   * @param deadline Monotonic time, s.
   * @param wake What ends the sleep early.
   * @returns Whether the deadline was reached; false when woken.
   */
  sleepUntil(deadline: number, wake?: Wake): boolean;
}

/** Time of a thread with an event loop, which must never block: the main thread. */
export interface LoopTime extends Time {
  /**
   * Resolves when `now() >= deadline`, or when `signal` aborts.
   *
   * @param deadline Monotonic time, s.
   * @param signal What ends the sleep early.
   * @returns Whether the deadline was reached; false when aborted.
   */
  sleepUntil(deadline: number, signal?: AbortSignal): Promise<boolean>;
  /** Resolves after everything else that waits for the event loop has had its turn. */
  turn(): Promise<void>;
}

/**
 * Difference between the wall clock and its extrapolation that means the wall clock was set, s.
 * Date.now() is rounded down to a millisecond, so that less than 1 ms is no difference.
 */
const WALL_STEP = 5e-3;

/** Offset of the wall clock from the monotonic one, s; renewed when the wall clock is set. */
let wallOffset = performance.timeOrigin / 1e3;

function now(): number {
  return performance.now() / 1e3;
}

function wall(): number {
  const monotonic = now();
  const coarse = Date.now() / 1e3;
  if (Math.abs(coarse - (monotonic + wallOffset)) > WALL_STEP) wallOffset = coarse - monotonic;
  return Math.round((monotonic + wallOffset) * 1e6) / 1e6;
}

/** How late the kernel ends the sleeps of this thread. */
const margin = new SpinMargin();

/** Where a thread without anything to wake it sleeps. */
const NOTHING: Wake = {
  words: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  index: 0,
  expected: 0,
};

/**
 * Real time of a Worker. Sleeps in `Atomics.wait` to just before the deadline and spins the rest,
 * which is 20 times more punctual than a timer and does not drift.
 */
export const THREAD_TIME: ThreadTime = {
  now,
  wall,
  sleepUntil(deadline, wake = NOTHING) {
    for (;;) {
      const end = deadline - margin.time;
      const sleep = end - now();
      if (sleep <= 0) break;
      // Woken by a change, it comes round again and finds the word changed.
      const outcome = Atomics.wait(wake.words, wake.index, wake.expected, sleep * 1e3);
      if (outcome === "not-equal") return false;
      if (outcome === "timed-out") margin.learn(now() - end);
    }
    while (now() < deadline);
    return true;
  },
};

/**
 * Keeps a program going that does nothing but sleep, by a port that listens. It stays open from one
 * sleep to the next: opening one for every tick takes 0.5 % of a core at 30 ticks per second.
 */
class Keeper {
  #sleeps = 0;
  #port: MessagePort | undefined;

  /** A sleep begins. */
  hold(): void {
    this.#sleeps++;
    if (this.#port !== undefined) return;
    const { port1 } = new MessageChannel();
    port1.onmessage = () => {};
    this.#port = port1;
  }

  /** A sleep has ended; whoever waited for it may begin another one before the port is closed. */
  release(): void {
    this.#sleeps--;
    setImmediate(() => {
      if (this.#sleeps > 0) return;
      this.#port?.close();
      this.#port = undefined;
    });
  }
}

const keeper = new Keeper();

/**
 * Real time of the main thread. Its sleeps do without the timers of the runtime, which are those of
 * Node: their compatibility layer is 4 MB of a program that needs nothing else of it.
 */
export const LOOP_TIME: LoopTime = {
  now,
  wall,
  async sleepUntil(deadline, signal) {
    const word = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const wake = () => void Atomics.notify(word, 0);
    signal?.addEventListener("abort", wake);
    keeper.hold();
    try {
      while (!signal?.aborted) {
        const sleep = deadline - now();
        if (sleep <= 0) return true;
        await Atomics.waitAsync(word, 0, 0, sleep * 1e3).value;
      }
      return false;
    } finally {
      keeper.release();
      signal?.removeEventListener("abort", wake);
    }
  },
  // Only this comes after what the kernel has for the program: a message to oneself comes before
  // it, a sleep takes a millisecond. Whoever keeps up with its frames needs no turns.
  turn: () => new Promise((resolve) => void setImmediate(resolve)),
};

/** Chance that nobody can foresee: a number from 0 up to, but not, 1. */
export function random(): number {
  return Math.random();
}
