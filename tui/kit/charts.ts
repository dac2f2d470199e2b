import { Canvas } from "./canvas.ts";
import type { Cells, Rect } from "./cells.ts";
import { drawing, type Element, type SizeProps } from "./element.ts";
import { type Columns, gather, type Series } from "./series.ts";
import { PLAIN, type Style } from "./style.ts";

/** Horizontal line across a chart: zero, a limit, a setpoint. */
export interface Level {
  /** Where, on the scale of the chart. */
  readonly value: number;
  /** {@linkcode PLAIN} when left out. */
  readonly style?: Style | undefined;
}

/** What charts of a series have in common. */
export interface ChartProps extends SizeProps {
  /** What is shown, newest sample at the right. */
  readonly series: Series;
  /** Samples across; the capacity of the series when left out. */
  readonly window?: number | undefined;
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
 * Line through a series, as high as it is given room. Every column of dots spans all its samples,
 * so that no spike is lost; NaN leaves a gap; what is off the scale lies on its edge.
 */
export function LineChart(props: LineChartProps): Element {
  return drawing({ grow: 1, ...props, draw: (cells, rect) => drawLine(props, cells, rect) });
}

/**
 * Series in one line of text. Each column shows the sample of its span that is farthest from the
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
  return max > min ? Math.max(0, Math.min(1, (value - min) / (max - min))) : 0.5;
}

function scaleOf(props: ChartProps): { min: number; max: number } {
  if (props.min !== undefined && props.max !== undefined) return { min: props.min, max: props.max };
  const { min, max } = props.series.extent(props.window);
  return { min: props.min ?? min, max: props.max ?? max };
}

// Columns of the chart being drawn; one is drawn at a time.
let scratch: Columns = { min: new Float64Array(0), max: new Float64Array(0) };

function gathered(props: ChartProps, count: number): Columns {
  if (scratch.min.length < count) {
    scratch = { min: new Float64Array(count), max: new Float64Array(count) };
  }
  const columns = { min: scratch.min.subarray(0, count), max: scratch.max.subarray(0, count) };
  gather(props.series, props.window ?? props.series.capacity, columns);
  return columns;
}

function drawLine(props: LineChartProps, cells: Cells, rect: Rect): void {
  const canvas = new Canvas(cells, rect);
  const scale = scaleOf(props);
  const bottom = canvas.height - 1;
  const row = (value: number) => Math.round((1 - part(value, scale)) * bottom);
  for (const { value, style } of props.levels ?? []) {
    if (!(value >= scale.min && value <= scale.max)) continue;
    for (let x = 0; x < canvas.width; x += 2) canvas.dot(x, row(value), style);
  }
  const { min, max } = gathered(props, canvas.width);
  let top = NaN;
  let low = NaN;
  for (let x = 0; x < canvas.width; x++) {
    const previousTop = top;
    const previousLow = low;
    top = row(max[x]);
    low = row(min[x]);
    if (Number.isNaN(max[x])) {
      top = low = NaN;
      continue;
    }
    // A column that lies apart from the one before reaches out to it: the line has no holes.
    const from = top > previousLow + 1 ? previousLow + 1 : top;
    const to = low < previousTop - 1 ? previousTop - 1 : low;
    for (let y = from; y <= to; y++) canvas.dot(x, y, props.style);
  }
}

const LEVELS = Array.from("▁▂▃▄▅▆▇█", (glyph) => glyph.codePointAt(0)!);
const ASCII_LEVELS = Array.from("_.-=+*%#", (glyph) => glyph.codePointAt(0)!);

function drawSparkline(props: ChartProps, cells: Cells, rect: Rect): void {
  const levels = cells.symbols === "ascii" ? ASCII_LEVELS : LEVELS;
  const scale = scaleOf(props);
  const middle = (scale.min + scale.max) / 2;
  const { min, max } = gathered(props, rect.width);
  for (let x = 0; x < rect.width; x++) {
    if (Number.isNaN(max[x])) continue;
    const value = max[x] - middle >= middle - min[x] ? max[x] : min[x];
    const level = Math.round(part(value, scale) * (levels.length - 1));
    cells.set(rect.x + x, rect.y, levels[level], props.style);
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
