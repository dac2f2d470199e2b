import assert from "node:assert/strict";
import { SpinMargin } from "../../clock/spin_margin.ts";

/** Numbers from 0 up to 1, the same ones every time (mulberry32). */
function* numbers(seed: number): Generator<number, never> {
  for (;;) {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** Part of the last sleeps that were later than the margin, and the longest margin among them. */
function settled(lateOf: (chance: number) => number): { passed: number; longest: number } {
  const margin = new SpinMargin();
  const chance = numbers(7);
  let passed = 0;
  let longest = 0;
  for (let sleep = 0; sleep < 20_000; sleep++) {
    const late = lateOf(chance.next().value);
    if (sleep >= 1000) {
      if (late > margin.time) passed++;
      longest = Math.max(longest, margin.time);
    }
    margin.learn(late);
  }
  return { passed: passed / 19_000, longest };
}

Deno.test("a margin begins at its longest, as nothing is known of the kernel yet", () => {
  assert.equal(new SpinMargin().time, 0.4e-3);
});

Deno.test("one sleep of about six is later than the margin, however late they are", () => {
  for (const scale of [0.03e-3, 0.06e-3, 0.15e-3]) {
    // Exponential: most are near the scale, few are far beyond.
    const { passed } = settled((chance) => -scale / 3 * Math.log(1 - chance));
    assert.ok(passed > 0.1 && passed < 0.25, `${scale}: ${passed}`);
  }
});

Deno.test("a margin is never wider than 0.4 ms, nor narrower than 0.02 ms", () => {
  assert.equal(settled(() => 5e-3).longest, 0.4e-3);
  const margin = new SpinMargin();
  for (let sleep = 0; sleep < 1000; sleep++) margin.learn(0);
  assert.equal(margin.time, 0.02e-3);
});

Deno.test("a kernel that becomes slower is followed within a second of ticks", () => {
  const margin = new SpinMargin();
  for (let sleep = 0; sleep < 1000; sleep++) margin.learn(0.03e-3);
  assert.ok(margin.time < 0.06e-3, `${margin.time}`);
  let sleeps = 0;
  for (; margin.time < 0.2e-3; sleeps++) margin.learn(0.2e-3);
  assert.ok(sleeps <= 30, `${sleeps}`);
});
