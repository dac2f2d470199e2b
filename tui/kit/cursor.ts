import type { ByteSink } from "./byte_sink.ts";

/** Column when it is not known: after the last column terminals differ in where the cursor is. */
const UNKNOWN = -1;

const digits = (value: number): number => (value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4);

/** Bytes of `CSI n X`, where 1 is left out. */
const stepCost = (n: number): number => (n === 0 ? 0 : n === 1 ? 3 : 3 + digits(n));

/** Place of the terminal's cursor, moved by the shortest sequence. Counts from 0. */
export class Cursor {
  readonly #sink: ByteSink;
  readonly #width: number;
  #x = 0;
  #y = 0;

  /** Starts at the top left corner of a screen of `width` columns. */
  constructor(sink: ByteSink, width: number) {
    this.#sink = sink;
    this.#width = width;
  }

  /** Cells from the cursor to `x` in the same row; negative to the left, NaN when not known. */
  distance(x: number, y: number): number {
    return y === this.#y && this.#x !== UNKNOWN ? x - this.#x : NaN;
  }

  /** A glyph was written. */
  advance(): void {
    this.#x = this.#x + 1 < this.#width ? this.#x + 1 : UNKNOWN;
  }

  /** Moves to a cell. */
  moveTo(x: number, y: number): void {
    const steps = this.#stepsCost(x, y);
    const back = this.#returnCost(x, y);
    const absolute = this.#absoluteCost(x, y);
    if (steps <= back && steps <= absolute) {
      this.#steps(y - this.#y, 0x42, 0x41);
      this.#steps(x - this.#x, 0x43, 0x44);
    } else if (back <= absolute) {
      // With output processing on, the driver sends a line feed as \r\n; \r makes it the same.
      this.#sink.byte(0x0d);
      for (let i = this.#y; i < y; i++) this.#sink.byte(0x0a);
      this.#steps(x, 0x43, 0x44);
    } else {
      this.#absolute(x, y);
    }
    this.#x = x;
    this.#y = y;
  }

  /** CSI y ; x H, both counted from 1, 1 left out. */
  #absoluteCost(x: number, y: number): number {
    return 3 + (y === 0 && x === 0 ? 0 : digits(y + 1)) + (x === 0 ? 0 : 1 + digits(x + 1));
  }

  #absolute(x: number, y: number): void {
    this.#sink.ascii("\x1b[");
    if (y > 0 || x > 0) this.#sink.decimal(y + 1);
    if (x > 0) {
      this.#sink.byte(0x3b);
      this.#sink.decimal(x + 1);
    }
    this.#sink.byte(0x48);
  }

  #stepsCost(x: number, y: number): number {
    if (this.#x === UNKNOWN) return Infinity;
    return stepCost(Math.abs(y - this.#y)) + stepCost(Math.abs(x - this.#x));
  }

  #returnCost(x: number, y: number): number {
    const down = y - this.#y;
    return down < 0 ? Infinity : 1 + down + stepCost(x);
  }

  #steps(n: number, forward: number, back: number): void {
    if (n === 0) return;
    this.#sink.ascii("\x1b[");
    if (Math.abs(n) > 1) this.#sink.decimal(Math.abs(n));
    this.#sink.byte(n > 0 ? forward : back);
  }
}
