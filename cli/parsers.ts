/**
 * What options are read with, and the lines that refuse what is none of their values.
 *
 * @module
 */

import { didYouMean } from "../telemetry/mod.ts";

/** Longest run, s of simulated time: thirty years. */
export const LONGEST = 1e9;

/** The line that refuses a value. */
export function refusal(name: string, allowed: string, text: string): string {
  return `Cannot use ${name} as it must be ${allowed}: current value is ${text || "nothing"}`;
}

/** The words as a sentence lists them: `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** A parser that takes one of `words`. */
export function oneOf<Word extends string>(
  words: readonly Word[],
): (text: string, name: string) => Word {
  return (text, name) => {
    const word = words.find((each) => each === text);
    if (word !== undefined) return word;
    throw new RangeError(refusal(name, either(words), text) + didYouMean(text, words));
  };
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A parser that takes a number from `min` to `max`, or what `or` says. */
export function numberWithin(
  min: number,
  max: number,
  or = "",
): (text: string, name: string) => number {
  return (text, name) => {
    const value = NUMBER.test(text.trim()) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new RangeError(refusal(name, `a number from ${min} to ${max}${or}`, text));
  };
}

const SECONDS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A parser of a time, s: `60s`, `500ms`, `10m`, `1h`, or a number of seconds. */
export function duration(text: string, name: string): number {
  const match = /^(.*?)\s*(ms|s|m|h)?$/.exec(text.trim());
  const [, digits, unit = "s"] = match ?? [];
  const value = NUMBER.test(digits) ? Number(digits) * SECONDS[unit] : NaN;
  if (value > 0 && value <= LONGEST) return value;
  const allowed = `a duration above 0 to ${LONGEST} s such as 60s, 500ms, 10m or 1h`;
  throw new RangeError(refusal(name, allowed, text));
}

/** A parser of the path of a file. */
export function filePath(text: string, name: string): string {
  if (text === "") throw new RangeError(refusal(name, "the path of a file", text));
  return text;
}

/** A parser of a flag. */
export function isTrue(text: string): boolean {
  return text === "true";
}
