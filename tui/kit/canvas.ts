import type { Cells, Rect } from "./cells.ts";
import type { SymbolSet } from "./glyphs.ts";
import { PLAIN, type Style } from "./style.ts";

/** Dot on a {@linkcode Canvas}: x to the right, y down, from the top left corner. */
export interface Dot {
  /** Column of dots. */
  readonly x: number;
  /** Row of dots. */
  readonly y: number;
}

/** Dots below each other on a {@linkcode Canvas}. */
export interface Run {
  /** First row of dots. */
  readonly top: number;
  /** Last row of dots. */
  readonly bottom: number;
}

/** How one cell is divided into dots, and its glyph for every set of dots. */
interface Pattern {
  readonly columns: number;
  readonly rows: number;
  /** Bit of each dot, row by row. */
  readonly bits: readonly number[];
  /** Glyphs by the sum of bits; braille has them in order from `first`. */
  readonly glyphs: readonly number[] | null;
}

const BRAILLE_FIRST = 0x2800;
const codes = (glyphs: string): number[] => Array.from(glyphs, (glyph) => glyph.codePointAt(0)!);

const PATTERNS: Readonly<Record<SymbolSet, Pattern>> = {
  // Dots of a braille cell are numbered 1 2 3 down, 4 5 6 down, then 7 and 8 below (Unicode 2800).
  braille: { columns: 2, rows: 4, bits: [1, 8, 2, 16, 4, 32, 64, 128], glyphs: null },
  blocks: { columns: 2, rows: 2, bits: [1, 2, 4, 8], glyphs: codes(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█") },
  ascii: { columns: 1, rows: 2, bits: [1, 2], glyphs: codes(" '.:") },
};

/** Columns of dots in a cell. */
export function dotColumns(symbols: SymbolSet): number {
  return PATTERNS[symbols].columns;
}

/**
 * Draws with dots, several to a cell: 2 x 4 in braille, 2 x 2 in blocks, 1 x 2 in ASCII. Dots that
 * share a cell are added to each other and have the style of the last. Dots outside are dropped.
 */
export class Canvas {
  /** Columns of dots. */
  readonly width: number;
  /** Rows of dots. */
  readonly height: number;
  readonly #cells: Cells;
  readonly #rect: Rect;
  readonly #pattern: Pattern;

  /** Draws on the part `rect` of `cells`, on top of what is there. */
  constructor(cells: Cells, rect: Rect) {
    this.#cells = cells;
    this.#rect = rect;
    this.#pattern = PATTERNS[cells.symbols];
    this.width = rect.width * this.#pattern.columns;
    this.height = rect.height * this.#pattern.rows;
  }

  /** Sets the dot nearest to (x, y). */
  dot(x: number, y: number, style: Style = PLAIN): void {
    const column = Math.round(x);
    const row = Math.round(y);
    if (!(column >= 0 && column < this.width && row >= 0 && row < this.height)) return;
    const { columns, rows, bits } = this.#pattern;
    const dots = bits[(row % rows) * columns + (column % columns)];
    this.#add(Math.floor(column / columns), Math.floor(row / rows), { dots, style });
  }

  /** Sets the dots of column `x` from row `top` down to row `bottom`, all of them whole numbers. */
  column(x: number, { top, bottom }: Run, style: Style = PLAIN): void {
    if (!(x >= 0 && x < this.width)) return;
    const { columns, rows, bits } = this.#pattern;
    const last = Math.min(bottom, this.height - 1);
    for (let y = Math.max(0, top); y <= last;) {
      const end = Math.min(last, y - (y % rows) + rows - 1);
      let dots = 0;
      const start = y;
      for (; y <= end; y++) dots |= bits[(y % rows) * columns + (x % columns)];
      this.#add(Math.floor(x / columns), Math.floor(start / rows), { dots, style });
    }
  }

  /** Draws a straight line, ends included. */
  line(from: Dot, to: Dot, style: Style = PLAIN): void {
    const longest = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
    // Beyond this every dot but a few would be outside; an endless line has no dots at all.
    if (!(longest < LINE_DOTS_MAX)) return;
    const steps = Math.max(1, Math.ceil(longest));
    for (let i = 0; i <= steps; i++) {
      const part = i / steps;
      this.dot(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part, style);
    }
  }

  #add(column: number, row: number, { dots, style }: Added): void {
    const { glyphs } = this.#pattern;
    const x = this.#rect.x + column;
    const y = this.#rect.y + row;
    const below = this.#cells.get(x, y);
    const all = dots | (glyphs ? Math.max(0, glyphs.indexOf(below)) : brailleDots(below));
    this.#cells.set(x, y, glyphs ? glyphs[all] : BRAILLE_FIRST + all, style);
  }
}

/** Dots to be added to a cell. */
interface Added {
  readonly dots: number;
  readonly style: Style;
}

const LINE_DOTS_MAX = 10_000;

function brailleDots(codePoint: number): number {
  return codePoint >= BRAILLE_FIRST && codePoint < BRAILLE_FIRST + 256
    ? codePoint - BRAILLE_FIRST
    : 0;
}
