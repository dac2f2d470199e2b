import { type ElementSet, readElementSet } from "./element_set.ts";
import type { LineFault, NumberedLine } from "./line_reader.ts";

/** Most element sets of a file: more than the catalogue of everything in orbit has. */
export const MOST_ELEMENT_SETS = 50_000;

/** Most faults that are told of a file; what is no file of elements has one in every line. */
export const MOST_FAULTS = 20;

/** Longest name, characters. */
const LONGEST_NAME = 60;

/** A line that begins like the first, or the second, of an element set. */
const FIRST = /^1 [ \dA-Z][ \d]{3}\d/;
const SECOND = /^2 [ \dA-Z][ \d]{3}\d/;

/**
 * Reads a file of two-line element sets, each with a line with its name in front of it or without.
 * Blank lines and those that begin with `#` are left out.
 *
 * @returns The element sets in their order, and what is wrong with the file: at most
 * {@linkcode MOST_FAULTS} faults. A file with a fault should be refused whole.
 */
export function readElementFile(
  text: string,
): { readonly sets: readonly ElementSet[]; readonly faults: readonly LineFault[] } {
  const reader = new FileReader(linesOf(text));
  reader.read();
  return { sets: reader.sets, faults: reader.faults.slice(0, MOST_FAULTS) };
}

/** The lines of a file that say something. */
function linesOf(text: string): NumberedLine[] {
  return text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)
    .map((each, index) => ({ text: each, line: index + 1 }))
    .filter(({ text }) => text.trim() !== "" && !text.startsWith("#"));
}

class FileReader {
  readonly sets: ElementSet[] = [];
  readonly faults: LineFault[] = [];
  readonly #lines: readonly NumberedLine[];

  constructor(lines: readonly NumberedLine[]) {
    this.#lines = lines;
  }

  read(): void {
    const lines = this.#lines;
    let next = 0;
    while (next < lines.length && this.faults.length < MOST_FAULTS) {
      const named = FIRST.test(lines[next].text) ? undefined : lines[next++];
      const [first, second] = [lines[next], lines[next + 1]];
      if (first === undefined || !FIRST.test(first.text)) {
        const why = "a line must be one of an element set, or a name before line 1";
        this.#refuse(named!, why, named!.text);
      } else if (second === undefined || !SECOND.test(second.text)) {
        this.#refuse(first, "line 1 of an element set must stand before line 2", second?.text);
        next++;
      } else if (this.sets.length === MOST_ELEMENT_SETS) {
        this.#refuse(first, `there must be at most ${MOST_ELEMENT_SETS} element sets`, first.text);
        return;
      } else {
        this.#readSet(named === undefined ? "" : this.#readName(named), [first, second]);
        next += 2;
      }
    }
    if (this.sets.length === 0 && this.faults.length === 0) {
      this.faults.push({ line: 1, message: "Cannot use elements as there must be some: none are" });
    }
  }

  #readName({ text, line }: NumberedLine): string {
    // Space-Track writes a 0 in front of names.
    const name = text.replace(/^0 /, "").trim();
    if (name.length > LONGEST_NAME || /\p{Cc}/u.test(name)) {
      const message = `Cannot use a name as it must be at most ${LONGEST_NAME} characters that ` +
        `can be printed: current value has ${name.length}`;
      this.faults.push({ line, message });
    }
    return name;
  }

  #readSet(name: string, pair: readonly [NumberedLine, NumberedLine]): void {
    const set = readElementSet(name, pair);
    if ("epoch" in set) this.sets.push(set);
    else this.faults.push(...set);
  }

  #refuse({ line }: NumberedLine, why: string, current = "the end"): void {
    const message = `Cannot read elements as ${why}: current value is ${current.slice(0, 40)}`;
    this.faults.push({ line, message });
  }
}
