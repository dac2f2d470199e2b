import { cellCount, type Cells, type Style } from "../kit/mod.ts";
import type { Series } from "./chart_props.ts";
import type { Extent, History } from "./history.ts";
import type { ChartLayout, Curve, Picture } from "./picture.ts";
import { beyond, signOf, type Threshold } from "./threshold.ts";

const RULE = 0x2500;
const NO_DATA = "no data";

/** Columns from which there is room to call least and greatest by name. */
const WORDS_FROM = 44;

/** A piece of a line in one look. */
interface Piece {
  readonly text: string;
  readonly style: Style;
}

/** One line of numerals for each curve; the last says how many have no room. */
export function drawLegend(cells: Cells, { rect, legendRows }: ChartLayout, picture: Picture) {
  const { curves, props: { theme } } = picture;
  for (let row = 0; row < legendRows; row++) {
    const left = nameAndValue(curves[row], picture, row);
    const hidden = row + 1 === legendRows ? curves.length - legendRows : 0;
    if (hidden > 0) left.push({ text: `+${hidden} more`, style: theme.faint });
    const end = write(cells, left, { x: rect.x, y: rect.y + row, room: rect.width });
    const right = leastAndGreatest(curves[row], picture, rect.width >= WORDS_FROM);
    const start = rect.x + rect.width - lengthOf(right);
    if (start <= end + 1) continue;
    if (row === 0) {
      cells.fill({ x: end + 1, y: rect.y, width: start - end - 2, height: 1 }, RULE, theme.faint);
    }
    write(cells, right, { x: start, y: rect.y + row, room: lengthOf(right) });
  }
}

/** Simulated time of the numerals, s: at the cursor, or as late as the window and the props say. */
function numeralsAt({ props: { view, numeralsAt = Infinity }, window }: Picture): number {
  return view.cursor ?? Math.min(window.end, numeralsAt);
}

function nameAndValue({ series, tag }: Curve, picture: Picture, row: number): Piece[] {
  const { theme, history } = picture.props;
  const value = history.at(series.channel, numeralsAt(picture));
  const passed = beyond(series.thresholds, value);
  const said = { text: valueText(series, value), style: passed?.style ?? theme.value };
  const pieces = [{ text: series.label, style: theme.faint }, said];
  if (tag !== "") pieces.unshift({ text: tag, style: theme.series[row % theme.series.length] });
  if (passed !== undefined) {
    const limit = `${series.format(passed.value)} ${series.unit}`.trimEnd();
    pieces.push({ text: `${signOf(passed)} ${passed.side} ${limit}`, style: passed.style });
  }
  return pieces;
}

/** What the window holds, up to the time of the numerals. */
function leastAndGreatest({ series }: Curve, picture: Picture, hasWords: boolean): Piece[] {
  const { window, props: { history, view, theme } } = picture;
  const end = view.cursor === null ? numeralsAt(picture) : window.end;
  const extent = extentBetween(history, series, { start: end - view.span, end });
  if (Number.isNaN(extent.min)) return [];
  const piece = (word: string, value: number, side: Threshold["side"]): Piece => {
    const passed = beyond(series.thresholds?.filter((each) => each.side === side), extent);
    const sign = passed === undefined ? "" : signOf(passed);
    return { text: `${sign}${word}${series.format(value)}`, style: passed?.style ?? theme.faint };
  };
  const [min, between, max] = hasWords ? ["min ", "", "max "] : ["", "to", ""];
  return [
    piece(min, extent.min, "below"),
    { text: between, style: theme.faint },
    piece(max, extent.max, "above"),
  ];
}

function extentBetween(
  history: History,
  { channel }: Series,
  { start, end }: { start: number; end: number },
): Extent {
  return history.extent(channel, history.sampleAt(start), history.sampleAfter(end));
}

/** A sample, or both ends of a bucket where only that is left. */
function valueText({ format, unit }: Series, { min, max }: Extent): string {
  if (Number.isNaN(min)) return NO_DATA;
  const least = format(min);
  const greatest = format(max);
  return `${least === greatest ? least : `${least} to ${greatest}`} ${unit}`.trimEnd();
}

/** Cells of pieces with a blank between each. */
function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + cellCount(text) + 1, -1);
}

/** Writes pieces with a blank between each. Returns the column after the last. */
function write(
  cells: Cells,
  pieces: readonly Piece[],
  { x, y, room }: { x: number; y: number; room: number },
): number {
  let column = x;
  for (const { text, style } of pieces) {
    const maxWidth = x + room - column;
    if (maxWidth <= 0) return column - 1;
    column = cells.write(column, y, text, { style, maxWidth }) + 1;
  }
  return column - 1;
}
