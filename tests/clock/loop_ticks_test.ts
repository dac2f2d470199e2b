import assert from "node:assert/strict";
import { loopTicks, type LoopTime } from "../../clock/mod.ts";

/** Time that moves only by sleeping, and by work that takes longer than a tick. */
class SleepyTime implements LoopTime {
  #now = 12.3;
  /** How late every sleep ends, s. */
  lateness = 0;

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#now;
  }

  sleepUntil(deadline: number, signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted) return Promise.resolve(false);
    this.#now = Math.max(this.#now, deadline + this.lateness);
    return Promise.resolve(true);
  }

  turn(): Promise<void> {
    return Promise.resolve();
  }

  work(seconds: number): void {
    this.#now += seconds;
  }
}

Deno.test("ticks keep to their grid, however late each of them comes", async () => {
  for (const rate of [30, 10, 7]) {
    const time = new SleepyTime();
    time.lateness = 0.9 / rate;
    const start = time.now();
    const over = new AbortController();
    let expected = 0;
    for await (const tick of loopTicks(time, rate, over.signal)) {
      assert.equal(tick, ++expected);
      assert.ok(Math.abs(time.now() - start - (tick + 0.9) / rate) < 1e-9, `tick ${tick}`);
      if (tick === 10_000) over.abort();
    }
    assert.equal(expected, 10_000);
  }
});

Deno.test("a tick that comes late by whole ticks stands for the last of them", async () => {
  const time = new SleepyTime();
  const over = new AbortController();
  const ticks: number[] = [];
  for await (const tick of loopTicks(time, 30, over.signal)) {
    ticks.push(tick);
    if (tick === 3) time.work(5.5 / 30);
    if (tick === 10) over.abort();
  }
  assert.deepEqual(ticks, [1, 2, 3, 8, 9, 10]);
});
