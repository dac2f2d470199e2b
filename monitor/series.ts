/** A sample of a test series: a value, none at all, or word that the series has ended. */
export type SeriesSample = number | "none" | "stale";

/** Longest series, samples. */
export const LONGEST_SERIES = 100_000;

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|Inf|NaN)`;
const VALUE = new RegExp(`^(${NUMBER})$`);
const REPEATED = new RegExp(`^(${NUMBER})x(\\d+)$`);
const GROWING = new RegExp(`^(${NUMBER})([+-])(${NUMBER.replace("[+-]?", "")})x(\\d+)$`);
const MISSING = /^_(?:x(\d+))?$/;

/**
 * The samples written in the notation of promtool: `1 2 3`, `1x4` for five ones, `0+10x3` for
 * 0 10 20 30, `5-1x2` for 5 4 3, `_` and `_x3` for samples that are not there, and `stale`.
 *
 * @throws {SyntaxError} A part of it means nothing, or it is too long.
 */
export function parseSeries(text: string): readonly SeriesSample[] {
  const samples: SeriesSample[] = [];
  for (const part of text.trim().split(/\s+/)) {
    const { first, step, more } = readPart(part);
    if (samples.length + more + 1 > LONGEST_SERIES) {
      throw new SyntaxError(
        `Cannot read a series as it must have at most ${LONGEST_SERIES} samples: it has more`,
      );
    }
    for (let index = 0; index <= more; index++) {
      samples.push(typeof first === "number" ? first + index * step : first);
    }
  }
  return samples;
}

/** The first sample of a part, how it grows, and how many samples follow the first. */
function readPart(part: string): { first: SeriesSample; step: number; more: number } {
  const plain = { step: 0, more: 0 };
  if (part === "stale") return { ...plain, first: "stale" };
  const missing = MISSING.exec(part);
  if (missing) return { ...plain, first: "none", more: Number(missing[1] ?? 1) - 1 };
  const value = VALUE.exec(part);
  if (value) return { ...plain, first: numberOf(value[1]) };
  const repeated = REPEATED.exec(part);
  if (repeated) return { ...plain, first: numberOf(repeated[1]), more: Number(repeated[2]) };
  const growing = GROWING.exec(part);
  if (growing) {
    const [, first, sign, step, more] = growing;
    const size = numberOf(step);
    return { first: numberOf(first), step: sign === "-" ? -size : size, more: Number(more) };
  }
  throw new SyntaxError(
    `Cannot read a series as each part must be such as 1, 1x4, 0+10x3, _, _x3 or stale: ` +
      `current value is ${part || "nothing"}`,
  );
}

function numberOf(text: string): number {
  return Number(text.replace("Inf", "Infinity"));
}
