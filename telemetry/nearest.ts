import { closest, distance } from "fastest-levenshtein";

/** Most letters that may be mistyped, or the share of the word where that is more. */
const MISTYPED = { letters: 2, share: 0.5 };

/**
 * The end of an error message about an unknown word.
 *
 * @returns `; did you mean "x"?` with the nearest of `words`, or "" when none is near.
 */
export function didYouMean(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

function nearest(wanted: string, words: readonly string[]): string | undefined {
  const word = plain(wanted);
  if (word === "" || words.length === 0) return undefined;
  const known = words.map(plain);
  const part = known.findIndex((candidate) => candidate.endsWith(`.${word}`));
  if (part >= 0) return words[part];
  const near = closest(word, known);
  const shorter = Math.min(word.length, near.length);
  const mistyped = distance(word, near);
  const allowed = Math.max(MISTYPED.letters, MISTYPED.share * shorter);
  return mistyped <= allowed && mistyped < shorter ? words[known.indexOf(near)] : undefined;
}

/** A word without case and without the dashes of an option. */
function plain(word: string): string {
  return word.toLowerCase().replace(/^-+/, "");
}
