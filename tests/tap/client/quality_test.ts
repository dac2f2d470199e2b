import assert from "node:assert/strict";
import { Backoff } from "../../../clock/mod.ts";
import { FIRST_PAUSE, LONGEST_PAUSE, QualityMeter } from "../../../tap/client/mod.ts";

/** The pauses between attempts to connect again. */
const backoff = (chance: () => number) =>
  new Backoff({ first: FIRST_PAUSE, longest: LONGEST_PAUSE, chance });

Deno.test("pauses double up to the longest, between half of it and all of it", () => {
  const longest = backoff(() => 1 - 2 ** -53);
  const shortest = backoff(() => 0);
  for (let attempt = 0; attempt < 20; attempt++) {
    const whole = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt);
    assert.ok(Math.abs(longest.next() - whole) < 1e-9);
    assert.equal(shortest.next(), whole / 2);
  }
  longest.reset();
  assert.ok(longest.next() <= FIRST_PAUSE);
});

Deno.test("a thousand clients that were cut together do not come back together", () => {
  let seed = 1;
  const random = () => (seed = seed * 16807 % 2147483647) / 2147483647;
  const pauses = Array.from({ length: 1000 }, () => {
    const pause = backoff(random);
    return pause.next() + pause.next() + pause.next();
  });
  const perTenth = new Map<number, number>();
  for (const pause of pauses) {
    const slot = Math.floor(pause * 20);
    perTenth.set(slot, (perTenth.get(slot) ?? 0) + 1);
  }
  assert.ok(Math.max(...perTenth.values()) < 150, `${Math.max(...perTenth.values())} in 50 ms`);
});

Deno.test("a grade is as good as the worst of what it is judged by", () => {
  const grade = (roundTrip: number | undefined, jitter: number, missing: number) => {
    const meter = new QualityMeter();
    if (roundTrip !== undefined) meter.addRoundTrip(roundTrip);
    meter.addFrame(missing);
    return meter.read(jitter).grade;
  };
  assert.equal(grade(undefined, 0, 0), "good");
  assert.equal(grade(0.05, 0.01, 0), "good");
  assert.equal(grade(0.2, 0.01, 0), "fair");
  assert.equal(grade(0.05, 0.2, 0), "fair");
  assert.equal(grade(0.05, 0.01, 3), "fair");
  assert.equal(grade(0.5, 0.01, 0), "poor");
  assert.equal(grade(0.05, 0.3, 0), "poor");
  assert.equal(grade(0.05, 0.01, 30), "poor");
});

Deno.test("loss is the share of recent frames that did not come, and is forgotten", () => {
  const meter = new QualityMeter();
  for (let frame = 0; frame < 600; frame++) meter.addFrame(1);
  assert.ok(Math.abs(meter.read(0).loss - 0.5) < 0.02, `${meter.read(0).loss}`);
  for (let frame = 0; frame < 600; frame++) meter.addFrame(0);
  assert.ok(meter.read(0).loss < 1e-3);
});

Deno.test("what another connection was like is forgotten with it", () => {
  const meter = new QualityMeter();
  meter.addRoundTrip(3);
  meter.addFrame(100);
  meter.reset();
  assert.deepEqual(meter.read(0), { grade: "good", roundTrip: NaN, jitter: 0, loss: 0 });
});
