import { ByteSink } from "./byte_sink.ts";
import { Cells } from "./cells.ts";
import { Cursor } from "./cursor.ts";
import type { ColorDepth } from "./detect.ts";
import { Pen } from "./pen.ts";
import { DEFAULT_COLOR } from "./style.ts";

const SPACE = 0x20;

/** Synchronized update (DEC private mode 2026): the terminal shows a frame whole or not at all. */
const BEGIN = "\x1b[?2026h";
const END = "\x1b[?2026l";

/** Blanks that are cheaper to erase than to write: EL is 3 bytes; ECH is 5, and so is going on. */
const ERASE_LINE_MIN = 4;
const ERASE_CHARACTERS_MIN = 11;

/** Unchanged cells that may be cheaper to write again than to step over: a step is 3 or 4 bytes. */
const REWRITE_MAX = 4;

/**
 * Writes what turns the screen that the terminal shows into another one.
 *
 * Every result must reach the terminal whole and in order before the next call, since the next
 * difference is taken from it. The cursor is left anywhere.
 */
export class ScreenDiff {
  readonly #sink = new ByteSink();
  readonly #pen: Pen;
  #cursor: Cursor;
  #shown = new Cells(0, 0);
  #known = false;

  /** Starts not knowing what the terminal shows. */
  constructor(depth: ColorDepth) {
    this.#pen = new Pen(this.#sink, depth);
    this.#cursor = new Cursor(this.#sink, 0);
  }

  /** Forgets what the terminal shows: the next {@linkcode encode} paints everything. */
  forget(): void {
    this.#known = false;
  }

  /**
   * Bytes that make the terminal show `cells`; none when it does already. They lie in a buffer
   * that the next call overwrites.
   */
  encode(cells: Cells): Uint8Array<ArrayBuffer> {
    const sink = this.#sink;
    sink.clear();
    sink.ascii(BEGIN);
    const resized = cells.width !== this.#shown.width || cells.height !== this.#shown.height;
    if (!this.#known || resized) this.#erase(cells);
    for (let y = 0; y < cells.height; y++) this.#row(cells, y);
    if (sink.length === BEGIN.length) sink.clear();
    else sink.ascii(END);
    return sink.view();
  }

  #erase(cells: Cells): void {
    this.#pen.reset();
    this.#sink.ascii("\x1b[H\x1b[2J");
    this.#cursor = new Cursor(this.#sink, cells.width);
    this.#shown.resize(cells.width, cells.height);
    this.#known = true;
  }

  #row(cells: Cells, y: number): void {
    const start = y * cells.width;
    const end = start + cells.width;
    const first = this.#nextChange(cells, start, end);
    if (first === end) return;
    let last = end - 1;
    while (this.#same(cells, last)) last--;
    let tail = end;
    while (tail > start && isBare(cells, tail - 1)) tail--;

    for (let i = first; i <= last; i = this.#nextChange(cells, i + 1, end)) {
      if (i >= tail && last - i + 1 >= ERASE_LINE_MIN) {
        this.#eraseBlanks(i - start, y, 0);
        this.#keep(cells, i, end);
        return;
      }
      const blanks = this.#bareRun(cells, i, last);
      if (blanks >= ERASE_CHARACTERS_MIN) {
        this.#eraseBlanks(i - start, y, blanks);
        this.#keep(cells, i, i + blanks);
        i += blanks - 1;
        continue;
      }
      this.#move(cells, i - start, y);
      this.#put(cells, i);
      this.#keep(cells, i, i + 1);
    }
  }

  /** Length of the run of bare blanks from `i` up to its last change. */
  #bareRun(cells: Cells, i: number, last: number): number {
    let changed = i - 1;
    for (let j = i; j <= last && isBare(cells, j); j++) if (!this.#same(cells, j)) changed = j;
    return changed - i + 1;
  }

  /** Erases `count` cells from (x, y), or up to the end of the line where `count` is 0. */
  #eraseBlanks(x: number, y: number, count: number): void {
    this.#cursor.moveTo(x, y);
    // Erasing gives cells the pen's background on some terminals and none on others.
    this.#pen.takeBlank(DEFAULT_COLOR);
    this.#sink.ascii("\x1b[");
    if (count > 1) this.#sink.decimal(count);
    this.#sink.byte(count === 0 ? 0x4b : 0x58);
  }

  #move(cells: Cells, x: number, y: number): void {
    const distance = this.#cursor.distance(x, y);
    if (distance === 0) return;
    const from = y * cells.width + x - distance;
    if (distance > 0 && distance <= REWRITE_MAX && this.#canRewrite(cells, from, distance)) {
      for (let i = from; i < from + distance; i++) this.#put(cells, i);
    } else {
      this.#cursor.moveTo(x, y);
    }
  }

  /** Whether writing cells again takes no more bytes than a step over them, and no SGR. */
  #canRewrite(cells: Cells, from: number, count: number): boolean {
    let bytes = 0;
    for (let i = from; i < from + count; i++) {
      const codePoint = cells.codePoints[i];
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : 3;
      if (!this.#penFits(cells, i)) return false;
    }
    return bytes <= (count === 1 ? 3 : 4);
  }

  #penFits(cells: Cells, i: number): boolean {
    return isBlank(cells, i)
      ? this.#pen.fitsBlank(cells.backgrounds[i])
      : this.#pen.fits(cells.foregrounds[i], cells.backgrounds[i], cells.attributes[i]);
  }

  #put(cells: Cells, i: number): void {
    if (isBlank(cells, i)) this.#pen.takeBlank(cells.backgrounds[i]);
    else this.#pen.take(cells.foregrounds[i], cells.backgrounds[i], cells.attributes[i]);
    this.#sink.utf8(cells.codePoints[i]);
    this.#cursor.advance();
  }

  #same(cells: Cells, i: number): boolean {
    const shown = this.#shown;
    return shown.codePoints[i] === cells.codePoints[i] &&
      shown.foregrounds[i] === cells.foregrounds[i] &&
      shown.backgrounds[i] === cells.backgrounds[i] &&
      shown.attributes[i] === cells.attributes[i];
  }

  /** The first cell from `i` on that differs; `end` where none before it does. */
  #nextChange(cells: Cells, i: number, end: number): number {
    // Most cells of a screen are as they were: the arrays are looked up once for all of them.
    const { codePoints, foregrounds, backgrounds, attributes } = cells;
    const shown = this.#shown;
    const shownCodePoints = shown.codePoints;
    const shownForegrounds = shown.foregrounds;
    const shownBackgrounds = shown.backgrounds;
    const shownAttributes = shown.attributes;
    while (
      i < end && codePoints[i] === shownCodePoints[i] &&
      foregrounds[i] === shownForegrounds[i] && backgrounds[i] === shownBackgrounds[i] &&
      attributes[i] === shownAttributes[i]
    ) i++;
    return i;
  }

  #keep(cells: Cells, start: number, end: number): void {
    const shown = this.#shown;
    for (let i = start; i < end; i++) {
      shown.codePoints[i] = cells.codePoints[i];
      shown.foregrounds[i] = cells.foregrounds[i];
      shown.backgrounds[i] = cells.backgrounds[i];
      shown.attributes[i] = cells.attributes[i];
    }
  }
}

/** Blank of which only the background shows; {@linkcode Cells} stores it without the rest. */
function isBlank(cells: Cells, i: number): boolean {
  return cells.codePoints[i] === SPACE && cells.attributes[i] === 0;
}

/** Blank in the terminal's own background, as erasing leaves it. */
function isBare(cells: Cells, i: number): boolean {
  return isBlank(cells, i) && cells.backgrounds[i] === DEFAULT_COLOR;
}
