import { Canvas } from "./canvas.ts";
import type { Cells, Rect } from "./cells.ts";
import { drawing, type Element, type SizeProps } from "./element.ts";
import { PLAIN, type Style } from "./style.ts";

/** Horizontal line across a chart: zero, a limit, a setpoint. */
export interface Level {
  /** Where, on the scale of the chart. */
  readonly value: number;
  /** {@linkcode PLAIN} when left out. */
  readonly style?: Style | undefined;
}

/** What the charts of a course in time have in common. */
export interface ChartProps extends SizeProps {
  /**
   * Least and greatest sample of each column, oldest first; NaN is a gap. The newest column stands
   * at the right edge, and those that have no room at the left are not shown. Columns whose borders
   * lie at fixed samples only move, and a frame then costs few bytes. Shape: [columns x 2].
   */
  readonly extents: Float64Array;
  /** Bottom of the scale; the least sample shown when left out. */
  readonly min?: number | undefined;
  /** Top of the scale; the greatest sample shown when left out. */
  readonly max?: number | undefined;
  /** {@linkcode PLAIN} when left out. */
  readonly style?: Style | undefined;
}

/** Props of `LineChart`. */
export interface LineChartProps extends ChartProps {
  /** Drawn below the line. */
  readonly levels?: readonly Level[] | undefined;
}

/** Props of `Bar`. */
export interface BarProps extends SizeProps {
  /** Length of the bar on the scale; NaN shows none. */
  readonly value: number;
  /** Left end of the scale; 0. */
  readonly min?: number | undefined;
  /** Right end of the scale; 1. */
  readonly max?: number | undefined;
  /** Of the bar. */
  readonly style?: Style | undefined;
  /** Fills the whole length below the bar. */
  readonly trackStyle?: Style | undefined;
}

/**
 * Line, as high as it is given room, one column of dots for each extent: the line spans all of it,
 * so that no spike is lost. NaN leaves a gap; what is off the scale lies on its edge.
 */
export function LineChart(props: LineChartProps): Element {
  return drawing({ grow: 1, ...props, draw: (cells, rect) => drawLine(props, cells, rect) });
}

/**
 * Course in one line of text, one cell for each extent: the end of it that is farther from the
 * middle of the scale.
 */
export function Sparkline(props: ChartProps): Element {
  return drawing({
    grow: 1,
    height: 1,
    ...props,
    draw: (cells, rect) => drawSparkline(props, cells, rect),
  });
}

/** Horizontal bar in eighths of a cell, one line high. */
export function Bar(props: BarProps): Element {
  return drawing({
    grow: 1,
    height: 1,
    ...props,
    draw: (cells, rect) => drawBar(props, cells, rect),
  });
}

/** Part of the scale, 0 at the bottom to 1 at the top; half where the scale has no length. */
function part(value: number, { min, max }: { min: number; max: number }): number {
  if (Number.isNaN(value)) return NaN;
  return max > min ? Math.max(0, Math.min(1, (value - min) / (max - min))) : 0.5;
}

/** The newest columns, at most `count`. */
function newest(props: ChartProps, count: number): Float64Array {
  return props.extents.subarray(-2 * Math.min(count, props.extents.length >> 1));
}

function scaleOf(props: ChartProps, extents: Float64Array): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < extents.length; i += 2) {
    if (extents[i] < min) min = extents[i];
    if (extents[i + 1] > max) max = extents[i + 1];
  }
  return { min: props.min ?? min, max: props.max ?? max };
}

function drawLine(props: LineChartProps, cells: Cells, rect: Rect): void {
  const canvas = new Canvas(cells, rect);
  const extents = newest(props, canvas.width);
  const scale = scaleOf(props, extents);
  const bottom = canvas.height - 1;
  const row = (value: number) => Math.round((1 - part(value, scale)) * bottom);
  for (const { value, style } of props.levels ?? []) {
    if (!(value >= scale.min && value <= scale.max)) continue;
    for (let x = 0; x < canvas.width; x += 2) canvas.dot(x, row(value), style);
  }
  const start = canvas.width - extents.length / 2;
  let top = NaN;
  let low = NaN;
  for (let i = 0; i < extents.length; i += 2) {
    const previousTop = top;
    const previousLow = low;
    low = row(extents[i]);
    top = row(extents[i + 1]);
    // A column that lies apart from the one before reaches out to it: the line has no holes.
    const from = top > previousLow + 1 ? previousLow + 1 : top;
    const to = low < previousTop - 1 ? previousTop - 1 : low;
    for (let y = from; y <= to; y++) canvas.dot(start + i / 2, y, props.style);
  }
}

const LEVELS = Array.from("▁▂▃▄▅▆▇█", (glyph) => glyph.codePointAt(0)!);
const ASCII_LEVELS = Array.from("_.-=+*%#", (glyph) => glyph.codePointAt(0)!);

function drawSparkline(props: ChartProps, cells: Cells, rect: Rect): void {
  const levels = cells.symbols === "ascii" ? ASCII_LEVELS : LEVELS;
  const extents = newest(props, rect.width);
  const scale = scaleOf(props, extents);
  const middle = (scale.min + scale.max) / 2;
  const start = rect.x + rect.width - extents.length / 2;
  for (let i = 0; i < extents.length; i += 2) {
    const [min, max] = [extents[i], extents[i + 1]];
    if (Number.isNaN(min)) continue;
    const farthest = max - middle >= middle - min ? max : min;
    const level = Math.round(part(farthest, scale) * (levels.length - 1));
    cells.set(start + i / 2, rect.y, levels[level], props.style);
  }
}

const FULL = 0x2588; // █; one eighth less for each code point after it, down to ▏
const HASH = 0x23;

function drawBar(props: BarProps, cells: Cells, rect: Rect): void {
  const { value, min = 0, max = 1, style = PLAIN, trackStyle } = props;
  if (trackStyle) cells.fill(rect, undefined, trackStyle);
  if (!(max > min) || Number.isNaN(value)) return;
  const eighths = Math.round(part(value, { min, max }) * rect.width * 8);
  const ascii = cells.symbols === "ascii";
  for (let x = 0; x < rect.width; x++) {
    const filled = Math.min(8, eighths - 8 * x);
    if (filled < (ascii ? 4 : 1)) return;
    cells.set(rect.x + x, rect.y, ascii ? HASH : FULL + 8 - filled, style);
  }
}
