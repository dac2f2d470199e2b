import { Canvas, type Cells, type Rect, type Style } from "../kit/mod.ts";
import { columnOf, type Curve, type Picture, placeOf } from "./picture.ts";
import type { Scale } from "./scale.ts";

const SPACE = 0x20;
const VERTICAL = 0x2502;

/** Dots from one dot of a threshold line to the next. */
const DOTTED = 4;

/** Draws lines, curves and the cursor; alarms over everything else, since cells have one color. */
export function drawPlot(cells: Cells, rect: Rect, picture: Picture): void {
  if (rect.height < 2) return drawSparkline(cells, rect, picture);
  const { theme } = picture.props;
  const canvas = new Canvas(cells, rect);
  drawLevels(canvas, picture);
  for (const curve of picture.baselines) drawCurve(canvas, picture, curve, () => theme.level);
  const curves = picture.curves.map((curve, i) => ({
    curve,
    style: theme.series[i % theme.series.length],
  }));
  for (const { curve, style } of curves.toReversed()) {
    drawCurve(canvas, picture, curve, () => style);
  }
  for (const { curve } of curves.toReversed()) {
    if (curve.passed === null) continue;
    drawCurve(canvas, picture, curve, (i) => curve.passed?.[i]?.style);
  }
  drawCursor(cells, rect, picture);
}

/** Part of the scale, 0 at the bottom to 1 at the top; what is off the scale lies on its edge. */
export function part(value: number, { min, max }: Scale): number {
  if (Number.isNaN(value)) return NaN;
  return max > min ? Math.max(0, Math.min(1, (value - min) / (max - min))) : 0.5;
}

/** Zero and the thresholds, where they are on the scale. */
function drawLevels(canvas: Canvas, { curves, props }: Picture): void {
  const { level } = props.theme;
  for (const { series, scale } of curves) {
    const values = (series.thresholds ?? []).map(({ value }) => value);
    for (const value of scale.min < 0 ? [0, ...values] : values) {
      if (!(value >= scale.min && value <= scale.max)) continue;
      const y = Math.round((1 - part(value, scale)) * (canvas.height - 1));
      for (let x = 0; x < canvas.width; x += DOTTED) canvas.dot(x, y, level);
    }
  }
}

/** What was drawn last: the next column is joined to it. */
interface Drawn {
  readonly column: number;
  readonly top: number;
  readonly low: number;
}

/** Draws the columns for which there is a style, joined to what comes before them. */
function drawCurve(
  canvas: Canvas,
  picture: Picture,
  curve: Curve,
  styleOf: (column: number) => Style | undefined,
): void {
  const { columns: { count, borders }, extents, scale, lead } = curve;
  const row = (value: number) => Math.round((1 - part(value, scale)) * (canvas.height - 1));
  let before: Drawn | null = lead === null
    ? null
    : { column: lead.column, top: row(lead.extent.max), low: row(lead.extent.min) };
  for (let i = 0; i < count; i++) {
    if (borders[i] === borders[i + 1]) continue; // between two samples
    if (Number.isNaN(extents[2 * i])) {
      before = null; // no data
      continue;
    }
    const drawn = { column: i, top: row(extents[2 * i + 1]), low: row(extents[2 * i]) };
    const style = styleOf(i);
    if (style !== undefined) join(canvas, picture, { before, drawn, style });
    before = drawn;
  }
}

function join(canvas: Canvas, picture: Picture, { before, drawn, style }: {
  before: Drawn | null;
  drawn: Drawn;
  style: Style;
}): void {
  const x = placeOf(picture, drawn.column);
  if (x < 0) return;
  let { top, low } = drawn;
  const from = before === null ? -1 : x - (drawn.column - before.column);
  const isWrapped = picture.props.view.style === "sweep" && from < 0;
  if (before !== null && from === x - 1 && !isWrapped) {
    // A column that lies apart from the one before reaches out to it: the line has no holes.
    if (top > before.low + 1) top = before.low + 1;
    if (low < before.top - 1) low = before.top - 1;
  } else if (before !== null && !isWrapped) {
    const end = { x, y: Math.max(top, Math.min(low, before.top)) };
    canvas.line({ x: from, y: Math.max(before.top, Math.min(before.low, end.y)) }, end, style);
  }
  canvas.column(x, { top, bottom: low }, style);
}

function drawCursor(cells: Cells, rect: Rect, picture: Picture): void {
  const { view: { cursor }, theme } = picture.props;
  if (cursor === null) return;
  const place = placeOf(picture, columnOf(picture, cursor));
  const column = Math.floor(place / picture.step);
  if (column < 0 || column >= rect.width) return;
  const x = rect.x + column;
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const below = cells.get(x, y);
    if (below === SPACE) cells.set(x, y, VERTICAL, theme.faint);
    else cells.set(x, y, below, theme.cursor);
  }
}

const EIGHTHS = Array.from("▁▂▃▄▅▆▇█", (glyph) => glyph.codePointAt(0)!);
const ASCII_EIGHTHS = Array.from("_.-=+*%#", (glyph) => glyph.codePointAt(0)!);

/** The first curve in one line: of each column the end that is farther from the middle. */
function drawSparkline(cells: Cells, rect: Rect, picture: Picture): void {
  const { columns, extents, scale, passed } = picture.curves[0];
  const levels = cells.symbols === "ascii" ? ASCII_EIGHTHS : EIGHTHS;
  const middle = (scale.min + scale.max) / 2;
  for (let i = 0; i < columns.count; i++) {
    const [min, max] = extents.subarray(2 * i, 2 * i + 2);
    const x = placeOf(picture, i);
    if (Number.isNaN(min) || x < 0) continue;
    const farthest = max - middle >= middle - min ? max : min;
    const level = Math.round(part(farthest, scale) * (levels.length - 1));
    const style = passed?.[i]?.style ?? picture.props.theme.series[0];
    cells.set(rect.x + x, rect.y, levels[level], style);
  }
}
