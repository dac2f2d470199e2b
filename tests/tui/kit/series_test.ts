import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { Series } from "../../../tui/kit/mod.ts";
import { gather } from "../../../tui/kit/series.ts";

function seriesOf(values: readonly number[], capacity: number): Series {
  const series = new Series(capacity);
  for (const value of values) series.push(value);
  return series;
}

function columnsOf(series: Series, window: number, count: number) {
  const columns = { min: new Float64Array(count), max: new Float64Array(count) };
  gather(series, window, columns);
  return { min: Array.from(columns.min), max: Array.from(columns.max) };
}

Deno.test("a series keeps the newest samples under their first index", () => {
  const series = seriesOf([1, 2, 3, 4, 5], 3);
  deepEqual([series.first, series.end, series.last], [2, 5, 5]);
  deepEqual([1, 2, 4, 5].map((index) => series.at(index)), [NaN, 3, 5, NaN]);
  series.clear();
  deepEqual([series.first, series.end, series.last], [0, 0, NaN]);
});

Deno.test("extent leaves gaps out and is NaN without samples", () => {
  deepEqual(seriesOf([NaN, 3, -1, NaN, 2], 9).extent(), { min: -1, max: 3 });
  deepEqual(seriesOf([9, 3, -1, 2], 9).extent(3), { min: -1, max: 3 });
  deepEqual(seriesOf([NaN], 9).extent(), { min: NaN, max: NaN });
});

Deno.test("capacity must be a whole number of at least 1", () => {
  throws(() => new Series(0), {
    name: "RangeError",
    message: "Cannot make series as capacity must be a whole number >= 1: current value is 0",
  });
});

Deno.test("columns span their samples, the newest at the right", () => {
  const series = seriesOf([5, 1, 2, 8, NaN, NaN, 4], 100);
  deepEqual(columnsOf(series, 10, 5), {
    min: [NaN, 1, 2, NaN, 4],
    max: [NaN, 5, 8, NaN, 4],
  });
  deepEqual(columnsOf(series, 2, 2), { min: [NaN, 4], max: [NaN, 4] });
  deepEqual(columnsOf(new Series(3), 3, 1), { min: [NaN], max: [NaN] });
});

const samples = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constant(NaN)), {
  minLength: 1,
  maxLength: 200,
});

Deno.test("no sample of the window is lost", () => {
  fc.assert(fc.property(samples, fc.integer({ min: 1, max: 60 }), (values, count) => {
    const series = seriesOf(values, 300);
    const { min, max } = columnsOf(series, values.length, count);
    // The newest column is being filled, so the window may start one column later.
    const full = values.length <= count;
    for (const value of full ? values : values.slice(Math.ceil(values.length / count))) {
      if (Number.isNaN(value)) continue;
      equal(min.some((low, i) => low <= value && value <= max[i]), true);
    }
    if (full) deepEqual(max.slice(count - values.length), values);
  }));
});

Deno.test("a full column never changes, it only moves to the left", () => {
  const windows = fc.integer({ min: 1, max: 150 });
  fc.assert(
    fc.property(samples, windows, fc.integer({ min: 2, max: 40 }), (values, window, count) => {
      const series = new Series(300);
      let before: readonly number[] | null = null;
      for (const value of values) {
        series.push(value);
        const { max } = columnsOf(series, window, count);
        if (before) {
          const stayed: boolean = before.slice(0, -1).every((v, i) => Object.is(v, max[i]));
          const moved: boolean = before.slice(1).every((v, i) => Object.is(v, max[i]));
          equal(stayed || moved, true);
        }
        before = max;
      }
    }),
  );
});
