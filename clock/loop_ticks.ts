import type { LoopTime } from "./time.ts";

/**
 * Ticks of an event loop: tick k is due at the start + k / rate, computed anew each time, so that
 * lateness never adds up. One that comes late by whole ticks stands for the last of them: none is
 * made up for in a burst.
 *
 * @param rate Ticks per second.
 * @returns The number of each tick, from 1, until `signal` aborts.
 */
export async function* loopTicks(
  time: LoopTime,
  rate: number,
  signal: AbortSignal,
): AsyncGenerator<number, void, void> {
  const start = time.now();
  let tick = 0;
  while (await time.sleepUntil(start + (tick + 1) / rate, signal)) {
    // A sleep that ends at the deadline to the last bit is not one that came before it.
    tick = Math.max(tick + 1, Math.floor((time.now() - start) * rate));
    yield tick;
  }
}
