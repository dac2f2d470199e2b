/** What is wrong in one line of a file. */
export interface LineFault {
  /** Number of the line in its file, from 1. */
  readonly line: number;
  readonly message: string;
}

/** A line of a file. */
export interface NumberedLine {
  /** Number of the line in its file, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Columns of a line of an element set. */
const LENGTH = 69;

/** Columns that are blank, by the number of the line: whatever is shifted shows there. */
const BLANKS: Readonly<Record<number, readonly number[]>> = {
  1: [2, 9, 18, 33, 44, 53, 62, 64],
  2: [2, 8, 17, 26, 34, 43, 52],
};

/** Reads the fields of one line by their columns, and notes what is wrong. */
export class LineReader {
  /** The line without blanks at its end. */
  readonly text: string;
  readonly #line: NumberedLine;
  readonly #number: number;
  readonly #faults: LineFault[];

  /**
   * Notes a line that is too long or too short, whose columns are shifted, or whose checksum
   * fails, and nothing else of such a line.
   *
   * @param number Which of the two lines of an element set it is.
   * @param faults Where faults are added.
   */
  constructor(line: NumberedLine, number: number, faults: LineFault[]) {
    this.#line = line;
    this.#number = number;
    this.#faults = faults;
    this.text = line.text.trimEnd();
    this.#checkForm();
  }

  /**
   * The value in some columns, counted from 1; NaN or empty where there is none, which is noted.
   *
   * @param what What an error calls it.
   */
  field<Value extends number | string>(
    what: string,
    [from, to]: readonly [from: number, to: number],
    { read, allowed }: { read: (text: string) => Value | undefined; allowed: string },
  ): Value {
    const text = this.text.slice(from - 1, to);
    const value = read(text);
    if (value === undefined) this.#refuse(what, allowed, text.trim());
    return value ?? (NaN as Value);
  }

  #checkForm(): void {
    const { text } = this;
    if (text.length !== LENGTH) {
      return this.#refuse("length", `${LENGTH} columns`, String(text.length));
    }
    const shifted = BLANKS[this.#number].find((column) => text[column - 1] !== " ");
    if (shifted !== undefined) {
      return this.#refuse(`column ${shifted}`, "blank", text[shifted - 1]);
    }
    const checksum = checksumOf(text);
    const written = text[LENGTH - 1];
    if (written !== String(checksum)) this.#refuse("checksum", String(checksum), written);
  }

  #refuse(what: string, allowed: string, current: string): void {
    const message = `Cannot read line ${this.#number} of an element set as its ${what} must be ` +
      `${allowed}: current value is ${current || "nothing"}`;
    this.#faults.push({ line: this.#line.line, message });
  }
}

/** Sum of all digits before the last column, a minus being 1, modulo 10. */
function checksumOf(text: string): number {
  let sum = 0;
  for (const character of text.slice(0, LENGTH - 1)) {
    if (character === "-") sum += 1;
    else if (character >= "0" && character <= "9") sum += Number(character);
  }
  return sum % 10;
}
