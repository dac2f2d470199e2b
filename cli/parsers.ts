/**
 * What options are read with, and the lines that refuse what is none of their values.
 *
 * @module
 */

import { didYouMean, readNumber, readSeconds, refusal } from "../telemetry/mod.ts";

export { refusal };

/** Longest run, s of simulated time: thirty years. */
export const LONGEST = 1e9;

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

/** A parser that takes a number from `min` to `max`, or what `or` says. */
export function numberWithin(
  min: number,
  max: number,
  or = "",
): (text: string, name: string) => number {
  return (text, name) => {
    const value = readNumber(text);
    if (value >= min && value <= max) return value;
    throw new RangeError(refusal(name, `a number from ${min} to ${max}${or}`, text));
  };
}

/** A parser that takes a whole number from `min` to `max`. */
export function wholeWithin(min: number, max: number): (text: string, name: string) => number {
  return (text, name) => {
    const value = readNumber(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new RangeError(refusal(name, `a whole number from ${min} to ${max}`, text));
  };
}

/** A parser of a time, s: `60s`, `500ms`, `10m`, `1h`, or a number of seconds. */
export function duration(text: string, name: string): number {
  const value = readSeconds(text);
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
