import { deepEqual } from "node:assert/strict";
import xterm from "@xterm/headless";
import { toDepth } from "../../../tui/kit/color.ts";
import { ATTRIBUTES, Cells, type ColorDepth } from "../../../tui/kit/mod.ts";

const SPACE = 0x20;

/** What an independent terminal shows after the bytes it was given. */
export class Emulator {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(width: number, height: number) {
    this.#terminal = new xterm.Terminal({ cols: width, rows: height, allowProposedApi: true });
  }

  write(bytes: Uint8Array | string): Promise<void> {
    // The terminal keeps what it is given for later; the sender uses its buffer again.
    const kept = typeof bytes === "string" ? bytes : bytes.slice();
    return new Promise((resolve) => this.#terminal.write(kept, resolve));
  }

  resize(width: number, height: number): void {
    this.#terminal.resize(width, height);
  }

  /** Column and row of the cursor, from 0. */
  get cursor(): readonly [number, number] {
    const buffer = this.#terminal.buffer.active;
    return [buffer.cursorX, buffer.cursorY];
  }

  /** One line of text a cell: glyph, colors as the terminal has them, attributes. */
  screen(): string[] {
    const buffer = this.#terminal.buffer.active;
    const cells: string[] = [];
    for (let y = 0; y < this.#terminal.rows; y++) {
      for (let x = 0; x < this.#terminal.cols; x++) {
        const cell = buffer.getLine(buffer.baseY + y)!.getCell(x)!;
        let attributes = 0;
        if (cell.isBold()) attributes |= ATTRIBUTES.bold;
        if (cell.isDim()) attributes |= ATTRIBUTES.dim;
        if (cell.isItalic()) attributes |= ATTRIBUTES.italic;
        if (cell.isUnderline()) attributes |= ATTRIBUTES.underline;
        if (cell.isInverse()) attributes |= ATTRIBUTES.inverse;
        const glyph = cell.getChars() || " ";
        cells.push(describe(glyph, {
          foreground: cell.isFgDefault() ? -1 : cell.getFgColor(),
          background: cell.isBgDefault() ? -1 : cell.getBgColor(),
          attributes,
        }));
      }
    }
    return cells;
  }
}

function describe(
  glyph: string,
  { foreground, background, attributes }: {
    foreground: number;
    background: number;
    attributes: number;
  },
): string {
  const seen = attributes & (ATTRIBUTES.underline | ATTRIBUTES.inverse);
  // Of a blank only the background can be seen.
  if (glyph === " " && seen === 0) return ` on ${background}`;
  return `${glyph} ${foreground} on ${background} with ${attributes}`;
}

/** The same for the cells that the terminal should show. */
export function expectedScreen(cells: Cells, depth: ColorDepth): string[] {
  return Array.from(
    cells.codePoints,
    (codePoint, i) =>
      describe(String.fromCodePoint(codePoint || SPACE), {
        foreground: toDepth(cells.foregrounds[i], depth),
        background: toDepth(cells.backgrounds[i], depth),
        attributes: cells.attributes[i],
      }),
  );
}

/** Fails when the terminal does not show `cells`. */
export function assertShows(emulator: Emulator, cells: Cells, depth: ColorDepth): void {
  deepEqual(emulator.screen(), expectedScreen(cells, depth));
}
