import assert from "node:assert/strict";
import { philox, RandomStream } from "../../telemetry/mod.ts";

/** Counter, key and what is drawn, as published with the algorithm (Random123, kat_vectors). */
const KNOWN: readonly [counter: number[], key: [number, number], drawn: number[]][] = [
  [[0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

Deno.test("philox: draws what was published with it", () => {
  for (const [counter, key, drawn] of KNOWN) {
    const block = Uint32Array.from(counter);
    philox(block, key);
    assert.deepEqual([...block], drawn);
  }
});

Deno.test("random stream: seed, stream and place say the number, and each of them matters", () => {
  const drawn = (seed: number, stream: number, place: number) =>
    new RandomStream(seed, stream).uniform(place);
  assert.equal(drawn(1, 2, 3.5), drawn(1, 2, 3.5));
  const others = [drawn(2, 2, 3.5), drawn(1, 3, 3.5), drawn(1, 2, 3.5000000000000004)];
  for (const other of others) assert.notEqual(other, drawn(1, 2, 3.5));
  const stream = new RandomStream(1, 2);
  assert.notEqual(stream.uniform(3.5, 0), stream.uniform(3.5, 1));
});

Deno.test("random stream: numbers fill their range evenly", () => {
  const stream = new RandomStream(42);
  const tens = new Array(10).fill(0);
  for (let i = 0; i < 1e5; i++) tens[stream.below(10)]++;
  // Nine degrees of freedom: chance exceeds 27.9 once in a thousand seeds.
  const chiSquared = tens.reduce((sum, count) => sum + (count - 1e4) ** 2 / 1e4, 0);
  assert.ok(chiSquared < 27.9, `chi squared is ${chiSquared}`);
});

Deno.test("random stream: normal numbers have the moments of a normal distribution", () => {
  const stream = new RandomStream(42);
  const count = 1e5;
  const moments = [0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const value = stream.normal(i);
    assert.ok(Math.abs(value) <= 6);
    moments.forEach((_, power) => moments[power] += value ** power / count);
  }
  // Four standard errors of each; the kurtosis of twelve even numbers is 2.9.
  assert.ok(Math.abs(moments[1]) < 0.013);
  assert.ok(Math.abs(moments[2] - 1) < 0.018);
  assert.ok(Math.abs(moments[3]) < 0.05);
  assert.ok(Math.abs(moments[4] - 2.9) < 0.12);
});
