import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { History } from "../../../tui/charts/mod.ts";
import { BUCKET_ROWS, BUCKET_SIZES, FAN, SAMPLE_ROWS } from "../../../tui/charts/history.ts";

const PERIOD = 1 / 30;

/** A history of one channel, one sample a period. */
function filled(samples: ArrayLike<number>): History {
  const history = new History(1);
  for (let i = 0; i < samples.length; i++) history.append(i * PERIOD, [samples[i]]);
  return history;
}

/** Extremes of a stretch, by looking at every sample. */
function looked(samples: ArrayLike<number>, first: number, end: number) {
  let [min, max] = [NaN, NaN];
  for (let i = first; i < end; i++) {
    if (Number.isNaN(samples[i])) continue;
    if (!(min <= samples[i])) min = samples[i];
    if (!(max >= samples[i])) max = samples[i];
  }
  return { min, max };
}

/** Single precision, mostly quiet, with gaps and spikes. */
const SAMPLE = fc.oneof(
  { arbitrary: fc.constantFrom(0, 1, -1), weight: 20 },
  { arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }), weight: 2 },
  { arbitrary: fc.constant(NaN), weight: 1 },
);

/** Largest bucket in which a sample may be that is so many samples old. */
function bucketAt(age: number): number {
  let size = 1;
  // A level gives up to three rows to the next, so that they join.
  for (let rows = SAMPLE_ROWS - FAN; age > rows * size; rows = BUCKET_ROWS - FAN) size *= FAN;
  return size;
}

Deno.test("any columns of any past hold exactly the extremes of their samples", () => {
  fc.assert(
    fc.property(
      fc.array(SAMPLE, { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 40_000 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 }),
      (pattern, count, parts) => {
        const samples = Float32Array.from({ length: count }, (_, i) => pattern[i % pattern.length]);
        const history = filled(samples);
        const times = parts.map((part) => part * count * PERIOD).sort((a, b) => a - b);
        const borders = times.map((time) => history.sampleAt(time));
        for (const [i, time] of times.entries()) {
          const exact = samples.findIndex((_, k) => k * PERIOD >= time);
          const first = exact === -1 ? count : exact;
          ok(borders[i] >= first && borders[i] - first < bucketAt(count - first));
          if (i === 0) continue;
          const { min, max } = history.extent(0, borders[i - 1], borders[i]);
          const expected = looked(samples, borders[i - 1], borders[i]);
          ok(
            Object.is(min + 0, expected.min + 0) && Object.is(max + 0, expected.max + 0),
            `${borders[i - 1]} to ${borders[i]}: ${min} to ${max}`,
          );
        }
      },
    ),
    { seed: 11, numRuns: 60, endOnFailure: true },
  );
});

Deno.test("a spike of one sample is found from any distance", () => {
  const count = 300_000;
  const spike = 1234;
  const history = filled(Float32Array.from({ length: count }, (_, i) => i === spike ? 1e6 : 1));
  equal(history.extent(0, 0, count).max, 1e6);
  const around = history.sampleAt((spike - 2000) * PERIOD);
  equal(history.extent(0, around, history.sampleAt((spike + 2000) * PERIOD)).max, 1e6);
});

Deno.test("a bucket never changes once it is past", () => {
  const history = filled(Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i)));
  const [first, end] = [history.sampleAt(10), history.sampleAt(60)];
  const before = history.extent(0, first, end);
  for (let i = 5000; i < 9000; i++) history.append(i * PERIOD, [1e9]);
  deepEqual(history.extent(0, history.sampleAt(10), history.sampleAt(60)), before);
});

Deno.test("past the largest buckets the oldest is forgotten", () => {
  const reach = BUCKET_ROWS * FAN ** BUCKET_SIZES;
  const count = reach + 3 * FAN ** BUCKET_SIZES;
  const history = new History(1);
  const value = [0];
  for (let i = 0; i < count; i++) {
    value[0] = i;
    history.append(i, value);
  }
  equal(history.samples, count);
  equal(history.newest, count - 1);
  ok(history.oldest > 0 && history.oldest <= 2 * FAN * FAN ** BUCKET_SIZES);
  deepEqual(history.at(0, history.oldest - 1), { min: NaN, max: NaN });
  deepEqual(history.at(0, history.oldest), {
    min: history.oldest,
    max: history.oldest + FAN ** BUCKET_SIZES - 1,
  });
  ok(Number.isNaN(history.timeOf(0)));
});

Deno.test("a value is read at a time, and as the ends of a bucket where only that is left", () => {
  const history = filled(Float32Array.from({ length: 3000 }, (_, i) => i));
  deepEqual(history.at(0, 99.99), { min: 2999, max: 2999 });
  deepEqual(history.at(0, 2990 * PERIOD), { min: 2990, max: 2990 });
  deepEqual(history.at(0, 2990.5 * PERIOD), { min: 2990, max: 2990 });
  deepEqual(history.at(0, 5 * PERIOD), { min: 4, max: 7 });
  deepEqual(history.at(0, -1), { min: NaN, max: NaN });
  deepEqual(new History(1).at(0, 0), { min: NaN, max: NaN });
});

Deno.test("a sample that is no later is none; an earlier one begins a new run", () => {
  const history = new History(2);
  equal(history.runs, 0);
  history.append(0, [1, 2]);
  history.append(1, [3, 4]);
  history.append(1, [9, 9]);
  equal(history.samples, 2);
  deepEqual(history.at(1, 1), { min: 4, max: 4 });
  history.append(0.5, [5, 6]);
  deepEqual([history.runs, history.samples, history.oldest, history.newest], [2, 1, 0.5, 0.5]);
  deepEqual(history.extent(0, 0, 9), { min: 5, max: 5 });
});

Deno.test("what is no number in single precision is a gap", () => {
  const history = filled([NaN, Infinity, 1e300, 7]);
  deepEqual(history.extent(0, 0, 3), { min: NaN, max: NaN });
  deepEqual(history.extent(0, 0, 4), { min: 7, max: 7 });
});

Deno.test("a copy stays as it was", () => {
  const history = filled(Float32Array.from({ length: 5000 }, (_, i) => i));
  const copy = history.copy();
  for (let i = 5000; i < 9000; i++) history.append(i * PERIOD, [-1]);
  deepEqual([copy.samples, copy.newest, copy.oldest], [5000, 4999 * PERIOD, 0]);
  deepEqual(copy.extent(0, 0, 5000), { min: 0, max: 4999 });
  deepEqual(copy.at(0, 10 * PERIOD), { min: 0, max: 15 });
  copy.append(0, [1]);
  equal(history.samples, 9000);
});

Deno.test("a history has a whole number of channels", () => {
  for (const channels of [0, -1, 1.5, NaN]) throws(() => new History(channels), RangeError);
});
