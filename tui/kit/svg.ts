import type { Cells } from "./cells.ts";
import { ATTRIBUTES, DEFAULT_COLOR } from "./style.ts";

/** How {@linkcode toSvg} draws what a terminal would choose itself. */
export interface SvgOptions {
  /** What the picture shows, for those who cannot see it; none when left out. */
  readonly title?: string | undefined;
  /** In place of the terminal's own foreground, 0xRRGGBB. */
  readonly foreground?: number | undefined;
  /** In place of the terminal's own background, 0xRRGGBB. */
  readonly background?: number | undefined;
}

// One cell, in units of the drawing: eighths of it are whole numbers, and so are the places of
// braille dots, so that coordinates stay short.
const CELL_WIDTH = 8;
const CELL_HEIGHT = 16;
const BASELINE = 12;
const UNDERLINE = 14;
const PADDING = 12;

// Monospace fonts advance by 0.55 to 0.62 of their size: textLength makes up for the rest.
const FONT_SIZE = 13.2;
const FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";

/** Share of the foreground in a dim glyph, the rest is background. */
const DIM = 0.6;

/** Position of each braille dot in its cell by bit (Unicode, 2800 to 28FF). */
const DOTS = [[2, 2], [2, 6], [2, 10], [6, 2], [6, 6], [6, 10], [2, 14], [6, 14]] as const;

/** Box symbols by what reaches from the middle of the cell: right, down, left, up. */
const BOX = new Map([
  ["│", "M4 0v16"],
  ["┌", "M8 8h-4v8"],
  ["┐", "M0 8h4v8"],
  ["└", "M4 0v8h4"],
  ["┘", "M4 0v8h-4"],
  ["├", "M4 0v16M4 8h4"],
  ["┤", "M4 0v16M4 8h-4"],
  ["┬", "M0 8h8M4 8v8"],
  ["┴", "M0 8h8M4 8v-8"],
  ["┼", "M0 8h8M4 0v16"],
  ["╭", "M8 8q-4 0-4 4v4"],
  ["╮", "M0 8q4 0 4 4v4"],
  ["╯", "M0 8q4 0 4-4v-4"],
  ["╰", "M8 8q-4 0-4-4v-4"],
]);

/** A filled part of a cell: left, top, width, height. */
type Part = readonly [number, number, number, number];

/** Quarters of a cell by bit: the order of the quadrants below. */
const QUARTERS: readonly Part[] = [[0, 0, 4, 8], [4, 0, 4, 8], [0, 8, 4, 8], [4, 8, 4, 8]];

/** Blocks by what they fill. */
const BLOCKS = new Map<string, readonly Part[]>([
  ...Array.from(
    "▘▝▀▖▌▞▛▗▚▐▜▄▙▟",
    (block, i) => [block, QUARTERS.filter((_, bit) => (i + 1) >> bit & 1)] as const,
  ),
  ...Array.from("▁▂▃▄▅▆▇█", (block, i) => [block, [[0, 14 - 2 * i, 8, 2 + 2 * i]]] as const),
  ...Array.from("▏▎▍▌▋▊▉", (block, i) => [block, [[0, 0, 1 + i, 16]]] as const),
  ["▀", [[0, 0, 8, 8]]],
  ["▐", [[4, 0, 4, 16]]],
]);

// What is drawn as shapes meets its neighbours whatever the font; so does a run of letters in
// a cell width forced on it. Other symbols may come from a font of other widths: each is centred
// in its cell.
const LETTERS = "[!-~\u00a1-\u024f]+";
const TOKENS = new RegExp(
  [
    "(?<line>─+)",
    `(?<box>[${[...BOX.keys()].join("")}])`,
    `(?<block>[${[...BLOCKS.keys()].join("")}])`,
    "(?<dots>[\u2801-\u28ff])",
    `(?<text>${LETTERS}(?: ${LETTERS})*)`,
    "[^ \u2800]",
  ].join("|"),
  "g",
);

/**
 * The screen as an SVG document of its own. Runs of letters are text that can be selected;
 * braille, boxes and blocks are shapes, so that they join whatever fonts the reader has.
 *
 * The same cells give the same bytes.
 */
export function toSvg(cells: Cells, options: SvgOptions = {}): string {
  const { title, foreground = 0xe6edf3, background = 0x0d1117 } = options;
  const drawing = new Drawing();
  for (const run of runsOf(cells)) drawing.add(look(run, { foreground, background }), background);
  const width = cells.width * CELL_WIDTH + 2 * PADDING;
  const height = cells.height * CELL_HEIGHT + 2 * PADDING;
  const frame = `x="${-PADDING + 0.5}" y="${-PADDING + 0.5}" width="${width - 1}" height="${
    height - 1
  }" rx="8"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-PADDING} ${-PADDING} ${width} ${height}"` +
    ` width="${width}" height="${height}" font-family="${FONTS}" font-size="${FONT_SIZE}"` +
    (title === undefined ? ">" : ` role="img">\n<title>${escaped(title)}</title>`),
    `<rect ${frame} fill="${hex(background)}" stroke="${
      hex(mixed(foreground, background, 0.2))
    }"/>`,
    ...drawing.lines(),
    "</svg>\n",
  ].join("\n");
}

/** Cells side by side that look alike. */
interface Run {
  /** Left column and row. */
  readonly x: number;
  readonly y: number;
  /** One code unit for each cell: the kit lets no others through. */
  readonly text: string;
  readonly foreground: number;
  readonly background: number;
  readonly attributes: number;
}

/** The runs of all rows, from the top. */
function* runsOf(cells: Cells): Generator<Run> {
  const { width, height, codePoints, foregrounds, backgrounds, attributes } = cells;
  const isAlike = (i: number, k: number) =>
    foregrounds[i] === foregrounds[k] && backgrounds[i] === backgrounds[k] &&
    attributes[i] === attributes[k];
  for (let y = 0; y < height; y++) {
    for (let x = 0, end = 0; x < width; x = end) {
      const first = y * width + x;
      for (end = x + 1; end < width && isAlike(first, y * width + end);) end++;
      yield {
        x,
        y,
        text: String.fromCodePoint(...codePoints.subarray(first, y * width + end)),
        foreground: foregrounds[first],
        background: backgrounds[first],
        attributes: attributes[first],
      };
    }
  }
}

/** The run with the colors that are seen: none left to the terminal, inverse and dim done. */
function look(run: Run, own: { foreground: number; background: number }): Run {
  const { attributes } = run;
  let foreground = run.foreground === DEFAULT_COLOR ? own.foreground : run.foreground;
  let background = run.background === DEFAULT_COLOR ? own.background : run.background;
  if (attributes & ATTRIBUTES.inverse) [foreground, background] = [background, foreground];
  if (attributes & ATTRIBUTES.dim) foreground = mixed(foreground, background, DIM);
  return { ...run, foreground, background };
}

/** What is drawn, gathered by its look: a group is written once. */
class Drawing {
  readonly #rects: string[] = [];
  readonly #blocks = new Map<string, string[]>();
  readonly #strokes = new Map<string, string[]>();
  readonly #dots = new Map<string, string[]>();
  readonly #texts = new Map<string, string[]>();

  /** Draws a run, and what is behind it where that is not `page` already. */
  add(run: Run, page: number): void {
    const { foreground, background, attributes } = run;
    const left = run.x * CELL_WIDTH;
    const top = run.y * CELL_HEIGHT;
    const width = run.text.length * CELL_WIDTH;
    if (background !== page) {
      const size = `width="${width}" height="${CELL_HEIGHT}"`;
      this.#rects.push(`<rect x="${left}" y="${top}" ${size} fill="${hex(background)}"/>`);
    }
    const color = hex(foreground);
    if (attributes & ATTRIBUTES.underline) {
      gather(this.#strokes, color, `M${left} ${top + UNDERLINE}h${width}`);
    }
    const font = (attributes & ATTRIBUTES.bold ? ` font-weight="700"` : "") +
      (attributes & ATTRIBUTES.italic ? ` font-style="italic"` : "");
    for (const token of run.text.matchAll(TOKENS)) {
      this.#draw(token, { x: left + token.index * CELL_WIDTH, y: top, color, font });
    }
  }

  #draw(token: RegExpMatchArray, at: { x: number; y: number; color: string; font: string }): void {
    const { x, y, color, font } = at;
    const [symbols] = token;
    const { line, box, dots, block, text } = token.groups!;
    if (line) {
      gather(this.#strokes, color, `M${x} ${y + CELL_HEIGHT / 2}h${line.length * CELL_WIDTH}`);
    } else if (box) {
      gather(this.#strokes, color, moved(BOX.get(box)!, x, y));
    } else if (dots) {
      gather(this.#dots, color, dotsOf(dots.charCodeAt(0) & 0xff, x, y));
    } else if (block) {
      for (const [left, top, width, height] of BLOCKS.get(block)!) {
        gather(this.#blocks, color, `M${x + left} ${y + top}h${width}v${height}h${-width}z`);
      }
    } else if (text) {
      const place = `x="${x}" y="${y + BASELINE}" textLength="${text.length * CELL_WIDTH}"`;
      gather(this.#texts, `fill="${color}"${font}`, `<text ${place}>${escaped(text)}</text>`);
    } else {
      const place = `x="${x + CELL_WIDTH / 2}" y="${y + BASELINE}"`;
      const style = `fill="${color}"${font} text-anchor="middle"`;
      gather(this.#texts, style, `<text ${place}>${escaped(symbols)}</text>`);
    }
  }

  /** The elements, what lies below first. */
  *lines(): Generator<string> {
    if (this.#rects.length > 0) yield `<g shape-rendering="crispEdges">${this.#rects.join("")}</g>`;
    for (const [color, parts] of this.#blocks) {
      yield `<path fill="${color}" shape-rendering="crispEdges" d="${parts.join("")}"/>`;
    }
    for (const [color, parts] of this.#strokes) {
      yield `<path fill="none" stroke="${color}" d="${parts.join("")}"/>`;
    }
    for (const [color, parts] of this.#dots) {
      const pen = `stroke="${color}" stroke-width="2.4" stroke-linecap="round"`;
      yield `<path fill="none" ${pen} d="${parts.join("")}"/>`;
    }
    for (const [style, parts] of this.#texts) yield `<g ${style}>\n${parts.join("\n")}\n</g>`;
  }
}

/** Lines of no length: what the round ends of the stroke leave of them is a dot. */
function dotsOf(bits: number, x: number, y: number): string {
  return DOTS.map(([dx, dy], bit) => bits >> bit & 1 ? `M${x + dx} ${y + dy}h0` : "").join("");
}

/** A path whose places (M) are counted from a cell, at its place on the screen. */
function moved(path: string, x: number, y: number): string {
  return path.replaceAll(/M(\d+) (\d+)/g, (_, dx, dy) => `M${x + Number(dx)} ${y + Number(dy)}`);
}

function gather(groups: Map<string, string[]>, group: string, part: string): void {
  const parts = groups.get(group);
  if (parts === undefined) groups.set(group, [part]);
  else parts.push(part);
}

function mixed(color: number, other: number, share: number): number {
  const channel = (shift: number) =>
    Math.round((color >> shift & 0xff) * share + (other >> shift & 0xff) * (1 - share)) << shift;
  return channel(16) | channel(8) | channel(0);
}

function hex(color: number): string {
  return `#${color.toString(16).padStart(6, "0")}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
