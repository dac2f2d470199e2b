/** What a line can be completed to. */
export interface Completion {
  /** The line with as much of its last word as is certain. */
  readonly text: string;
  /** What its last word can be. */
  readonly words: readonly string[];
}

/** A line completed: its last word is one of `words`, which begin with what is typed of it. */
export function completed(text: string, words: readonly string[]): Completion {
  const typed = lastWord(text);
  const fitting = words.filter((word) => word.startsWith(typed));
  if (fitting.length === 0) return { text, words: fitting };
  const certain = fitting.length === 1 ? `${fitting[0]} ` : commonStart(fitting);
  return { text: text.slice(0, text.length - typed.length) + certain, words: fitting };
}

/** What is typed of the last word; "" behind a blank. */
export function lastWord(text: string): string {
  return /\S*$/.exec(text)![0];
}

function commonStart(words: readonly string[]): string {
  return words.reduce((start, word) => {
    let length = 0;
    while (length < start.length && start[length] === word[length]) length++;
    return start.slice(0, length);
  });
}
