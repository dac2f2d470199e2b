import { cellCount, glyph, type SymbolSet } from "./glyphs.ts";
import { ATTRIBUTES, DEFAULT_COLOR, PLAIN, SEE_THROUGH, type Style } from "./style.ts";

/** Part of a screen, in cells; x to the right, y down, from the top left corner. */
export interface Rect {
  /** Left column. */
  readonly x: number;
  /** Top row. */
  readonly y: number;
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
}

const SPACE = 0x20;
const ELLIPSIS = 0x2026;

/** Attributes that can be seen on a blank. */
export const BLANK_ATTRIBUTES: number = ATTRIBUTES.underline | ATTRIBUTES.inverse;

/**
 * A screen: one grid of cells, each one code point wide, in typed arrays of shape
 * [height x width], row 0 at the top. Writes outside the clip are dropped.
 */
export class Cells {
  /** What the terminal can draw; everything else is replaced on writing. */
  readonly symbols: SymbolSet;
  #width = 0;
  #height = 0;
  /** Code point of each cell. */
  codePoints: Uint32Array = new Uint32Array(0);
  /** 0xRRGGBB or -1 for the terminal's own. */
  foregrounds: Int32Array = new Int32Array(0);
  /** 0xRRGGBB or -1 for the terminal's own. */
  backgrounds: Int32Array = new Int32Array(0);
  /** Attribute bits. */
  attributes: Uint8Array = new Uint8Array(0);

  #left = 0;
  #top = 0;
  #right = 0;
  #bottom = 0;

  /**
   * Makes a blank screen.
   *
   * @throws RangeError when a side is not a whole number of at least 0.
   */
  constructor(width: number, height: number, symbols: SymbolSet = "braille") {
    this.symbols = symbols;
    this.resize(width, height);
  }

  /** Columns. */
  get width(): number {
    return this.#width;
  }

  /** Rows. */
  get height(): number {
    return this.#height;
  }

  /**
   * Changes the size and clears.
   *
   * @throws RangeError when a side is not a whole number of at least 0.
   */
  resize(width: number, height: number): void {
    for (const [side, value] of [["width", width], ["height", height]] as const) {
      if (Number.isInteger(value) && value >= 0) continue;
      throw new RangeError(
        `Cannot resize cells as ${side} must be a whole number >= 0: current value is ${value}`,
      );
    }
    const count = width * height;
    this.#width = width;
    this.#height = height;
    this.codePoints = new Uint32Array(count);
    this.foregrounds = new Int32Array(count);
    this.backgrounds = new Int32Array(count);
    this.attributes = new Uint8Array(count);
    this.clear();
  }

  /** Blanks every cell and lifts the clip. */
  clear(): void {
    this.codePoints.fill(SPACE);
    this.foregrounds.fill(DEFAULT_COLOR);
    this.backgrounds.fill(DEFAULT_COLOR);
    this.attributes.fill(0);
    this.unclip();
  }

  /** Limits writing to the part of `rect` that is on the screen. */
  clip(rect: Rect): void {
    this.#left = Math.max(0, rect.x);
    this.#top = Math.max(0, rect.y);
    this.#right = Math.min(this.#width, rect.x + rect.width);
    this.#bottom = Math.min(this.#height, rect.y + rect.height);
  }

  /** Lets writing reach the whole screen again. */
  unclip(): void {
    this.#left = 0;
    this.#top = 0;
    this.#right = this.#width;
    this.#bottom = this.#height;
  }

  /** Code point at a cell, 0 outside the clip. */
  get(x: number, y: number): number {
    return this.#inside(x, y) ? this.codePoints[y * this.#width + x] : 0;
  }

  /** Writes one code point. */
  set(x: number, y: number, codePoint: number, style: Style = PLAIN): void {
    if (this.#inside(x, y)) this.#put(y * this.#width + x, glyph(codePoint, this.symbols), style);
  }

  /**
   * Writes one line of text, at most `maxWidth` cells; longer text ends in an ellipsis.
   *
   * @returns the column after the last cell.
   */
  write(x: number, y: number, text: string, options: WriteOptions = {}): number {
    const { style = PLAIN, maxWidth = Infinity } = options;
    const count = text.length <= maxWidth ? text.length : cellCount(text);
    const shown = count <= maxWidth ? Infinity : maxWidth - 1;
    let column = x;
    for (let i = 0; i < text.length && column - x < shown; i++) {
      const codePoint = text.codePointAt(i)!;
      if (codePoint > 0xffff) i++;
      this.set(column++, y, codePoint, style);
    }
    if (shown >= 0 && shown < Infinity) this.set(column++, y, ELLIPSIS, style);
    return column;
  }

  /** Fills a rectangle with one code point; a background left out is the terminal's own. */
  fill(rect: Rect, codePoint: number = SPACE, style: Style = PLAIN): void {
    const shown = glyph(codePoint, this.symbols);
    const left = Math.max(this.#left, rect.x);
    const right = Math.min(this.#right, rect.x + rect.width);
    const bottom = Math.min(this.#bottom, rect.y + rect.height);
    for (let y = Math.max(this.#top, rect.y); y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const i = y * this.#width + x;
        this.backgrounds[i] = DEFAULT_COLOR;
        this.attributes[i] = 0;
        this.#put(i, shown, style);
      }
    }
  }

  /** Puts a picture over what is there, blanks and all, with its top left corner at (x, y). */
  copy(picture: Cells, { x, y }: Pick<Rect, "x" | "y">): void {
    if (this.#isFilledBy(picture, { x, y })) return this.#copyWhole(picture);
    const left = Math.max(this.#left, x);
    const right = Math.min(this.#right, x + picture.#width);
    const bottom = Math.min(this.#bottom, y + picture.#height);
    for (let row = Math.max(this.#top, y); row < bottom; row++) {
      const shift = (row - y) * picture.#width - x;
      for (let column = left; column < right; column++) {
        const to = row * this.#width + column;
        const from = shift + column;
        this.codePoints[to] = picture.codePoints[from];
        this.foregrounds[to] = picture.foregrounds[from];
        this.backgrounds[to] = picture.backgrounds[from];
        this.attributes[to] = picture.attributes[from];
      }
    }
  }

  #isFilledBy(picture: Cells, { x, y }: Pick<Rect, "x" | "y">): boolean {
    const { width, height } = picture;
    return x === 0 && y === 0 && width === this.#width && height === this.#height &&
      this.#left === 0 && this.#top === 0 && this.#right === width && this.#bottom === height;
  }

  #copyWhole(picture: Cells): void {
    this.codePoints.set(picture.codePoints);
    this.foregrounds.set(picture.foregrounds);
    this.backgrounds.set(picture.backgrounds);
    this.attributes.set(picture.attributes);
  }

  /** The screen as lines of text without trailing blanks, for snapshots. */
  toString(): string {
    const lines: string[] = [];
    for (let y = 0; y < this.#height; y++) {
      const row = this.codePoints.subarray(y * this.#width, (y + 1) * this.#width);
      lines.push(Array.from(row, (codePoint) => String.fromCodePoint(codePoint)).join(""));
    }
    return lines.map((line) => line.trimEnd()).join("\n");
  }

  #inside(x: number, y: number): boolean {
    return x >= this.#left && x < this.#right && y >= this.#top && y < this.#bottom;
  }

  #put(i: number, codePoint: number, style: Style): void {
    let attributes = style.attributes;
    if (style.background === SEE_THROUGH) attributes |= this.attributes[i] & ATTRIBUTES.inverse;
    else this.backgrounds[i] = style.background;
    // What cannot be seen on a blank is not stored, so that it is no difference either.
    const blank = codePoint === SPACE && (attributes & BLANK_ATTRIBUTES) === 0;
    this.codePoints[i] = codePoint;
    this.foregrounds[i] = blank ? DEFAULT_COLOR : style.foreground;
    this.attributes[i] = blank ? 0 : attributes;
  }
}

/** How {@linkcode Cells.write} writes. */
export interface WriteOptions {
  /** {@linkcode PLAIN} when left out. */
  readonly style?: Style | undefined;
  /** Cells; longer text ends in an ellipsis. */
  readonly maxWidth?: number | undefined;
}
