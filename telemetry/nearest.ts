import { closest, distance } from "fastest-levenshtein";

/** Largest share of a word that may be mistyped for another to be offered. */
const MISTYPED = 0.5;

/**
 * The end of an error message about an unknown word.
 *
 * @returns `; did you mean "x"?` with the nearest of `words`, or "" when none is near.
 */
export function didYouMean(word: string, words: readonly string[]): string {
  const near = nearest(word.toLowerCase(), words);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

function nearest(word: string, words: readonly string[]): string | undefined {
  if (word === "" || words.length === 0) return undefined;
  const lower = words.map((candidate) => candidate.toLowerCase());
  const part = lower.findIndex((candidate) => candidate.endsWith(`.${word}`));
  if (part >= 0) return words[part];
  const near = closest(word, lower);
  const allowed = Math.max(1, MISTYPED * Math.min(word.length, near.length));
  return distance(word, near) <= allowed ? words[lower.indexOf(near)] : undefined;
}
