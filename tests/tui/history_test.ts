import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  appendSample,
  emptyHistory,
  extentOf,
  type History,
  HISTORY_CAPACITY,
  newestBuckets,
} from "../../tui/history.ts";

function filled(samples: readonly number[], samplesPerBucket: number): History {
  return samples.reduce(appendSample, emptyHistory(samplesPerBucket));
}

const SAMPLE = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(NaN));

Deno.test("a bucket holds the extremes of its own samples, aligned to the first ever", () => {
  fc.assert(
    fc.property(
      fc.array(SAMPLE, { maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      (samples, size) => {
        const buckets = newestBuckets(filled(samples, size), HISTORY_CAPACITY);
        equal(buckets.length / 2, Math.ceil(samples.length / size));
        for (let bucket = 0; bucket < buckets.length / 2; bucket++) {
          const numbers = samples.slice(bucket * size, (bucket + 1) * size)
            .filter((sample) => !Number.isNaN(sample));
          const [min, max] = buckets.subarray(2 * bucket, 2 * bucket + 2);
          if (numbers.length === 0) {
            ok(Number.isNaN(min) && Number.isNaN(max));
          } else {
            // -0 and 0 are the same place on a chart.
            ok(min === Math.min(...numbers) && max === Math.max(...numbers));
          }
        }
      },
    ),
  );
});

Deno.test("a whole bucket never changes again", () => {
  const before = filled([1, 5, 2, 2, 9], 2);
  const after = appendSample(appendSample(before, 100), -100);
  deepEqual([...newestBuckets(before, 9)], [1, 5, 2, 2, 9, 9]);
  deepEqual([...newestBuckets(after, 9)], [1, 5, 2, 2, 9, 100, -100, -100]);
});

Deno.test("a spike of one sample is in its bucket", () => {
  const samples = Array.from({ length: 30 }, (_, index) => index === 17 ? 1e6 : 1);
  equal(extentOf(newestBuckets(filled(samples, 15), 2)).max, 1e6);
});

Deno.test("at the capacity the oldest bucket is forgotten", () => {
  const samples = Array.from({ length: HISTORY_CAPACITY + 3 }, (_, index) => index);
  const history = filled(samples, 1);
  equal(history.closed.length, 2 * HISTORY_CAPACITY);
  equal(newestBuckets(history, HISTORY_CAPACITY)[0], 3);
  equal(history.samples, HISTORY_CAPACITY + 3);
});

Deno.test("only the newest buckets are given, the open one among them", () => {
  const history = filled([1, 2, 3, 4, 5], 2);
  deepEqual([...newestBuckets(history, 2)], [3, 4, 5, 5]);
  deepEqual([...newestBuckets(history, 1)], [5, 5]);
});

Deno.test("appending leaves the history before as it was", () => {
  const before = filled([1, 2, 3], 2);
  const copy = { ...before, closed: before.closed.slice() };
  appendSample(before, 4);
  deepEqual(before, copy);
});

Deno.test("nothing has no extent", () => {
  deepEqual(extentOf(new Float64Array(0)), { min: NaN, max: NaN });
  deepEqual(extentOf(Float64Array.of(NaN, NaN)), { min: NaN, max: NaN });
});

Deno.test("a bucket has a whole number of samples", () => {
  for (const size of [0, -1, 1.5, NaN]) throws(() => emptyHistory(size), RangeError);
});
