import { cellCount, type Cells } from "../kit/mod.ts";
import { type ChartLayout, columnOf, type Curve, type Picture, placeOf } from "./picture.ts";
import { part } from "./plot.ts";
import { signOf } from "./threshold.ts";

const RULE = 0x2500;
const SPACE = 0x20;

/** Ends of the first axis, its thresholds, and the number of each curve beside its last value. */
export function drawGutter(cells: Cells, { plot, gutter }: ChartLayout, picture: Picture): void {
  if (gutter === 0 || plot.height < 2) return;
  const { curves, props: { theme } } = picture;
  const { series, scale } = curves[0];
  const x = plot.x + plot.width + 1;
  const rowOf = (curve: Curve, value: number) =>
    plot.y + Math.round((1 - part(value, curve.scale)) * (plot.height - 1));
  const label = (value: number) => {
    const text = roundText(series.format(value));
    const start = x + Math.max(0, gutter - 1 - cellCount(text));
    const y = rowOf(curves[0], value);
    if (cells.get(x + gutter - 2, y) !== SPACE) return;
    cells.write(start, y, text, { style: theme.faint, maxWidth: gutter - 1 });
  };
  label(scale.max);
  label(scale.min);
  for (const { value } of series.thresholds ?? []) {
    if (value > scale.min && value < scale.max) label(value);
  }
  for (const [i, curve] of curves.entries()) {
    const value = lastOf(curve);
    if (curve.tag === "" || Number.isNaN(value)) continue;
    const y = rowOf(curve, value);
    let column = x - 1;
    while (column < x + gutter - 1 && cells.get(column, y) !== SPACE) column++;
    cells.write(column, y, curve.tag, { style: theme.series[i % theme.series.length] });
  }
}

/** The time at both ends and at the cursor, and a sign below everything beyond a threshold. */
export function drawAxis(cells: Cells, layout: ChartLayout, picture: Picture): void {
  if (!layout.hasAxis) return;
  const { plot } = layout;
  const { window, isFrozen, props } = picture;
  const { history, theme, view, formatTime, numeralsAt = Infinity } = props;
  const y = plot.y + plot.height;
  cells.fill({ x: plot.x, y, width: plot.width, height: 1 }, RULE, theme.faint);
  drawSigns(cells, layout, picture);
  if (Number.isNaN(window.end)) return;
  const decimals = view.span < 2 ? 2 : view.span < 20 ? 1 : 0;
  const time = (seconds: number) => formatTime(seconds, decimals);
  const state = isFrozen ? "■ frozen " : "";
  const end = ` ${state}${spanText(view.span)} to ${time(Math.min(window.end, numeralsAt))}`;
  const isCovered = window.start >= history.oldest;
  const start = view.style === "sweep" ? "sweep " : isCovered ? `${time(window.start)} ` : "";
  if (cellCount(start) + cellCount(end) < plot.width) {
    cells.write(plot.x, y, start, { style: theme.faint });
  }
  cells.write(plot.x + Math.max(0, plot.width - cellCount(end)), y, end, {
    style: theme.faint,
    maxWidth: plot.width,
  });
  if (view.cursor === null) return;
  const text = ` ${formatTime(view.cursor, decimals + 1)} `;
  const column = Math.floor(placeOf(picture, columnOf(picture, view.cursor)) / picture.step);
  const left = Math.max(0, Math.min(plot.width - cellCount(text), column - (text.length >> 1)));
  cells.write(plot.x + left, y, text, { style: theme.cursor, maxWidth: plot.width });
}

function drawSigns(cells: Cells, { plot }: ChartLayout, picture: Picture): void {
  for (const { passed } of picture.curves) {
    for (const [i, threshold] of passed?.entries() ?? []) {
      const place = threshold === undefined ? -1 : placeOf(picture, i);
      if (threshold === undefined || place < 0) continue;
      const x = plot.x + Math.floor(place / picture.step);
      cells.write(x, plot.y + plot.height, signOf(threshold), { style: threshold.style });
    }
  }
}

/** Middle of the newest column with a number; NaN where there is none. */
function lastOf({ extents }: Curve): number {
  for (let i = extents.length - 2; i >= 0; i -= 2) {
    if (!Number.isNaN(extents[i])) return (extents[i] + extents[i + 1]) / 2;
  }
  return NaN;
}

/** An end of an axis: round, so without further digits. */
function roundText(number: string): string {
  return /^-?\d+\.\d+$/.test(number) ? number.replace(/\.?0+$/, "") : number;
}

/** Length of a window: 30 s, 5 min, 2 h. */
function spanText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
}
