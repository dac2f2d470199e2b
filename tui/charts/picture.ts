import { dotColumns, type Rect, type SymbolSet } from "../kit/mod.ts";
import type { ChartProps, Series } from "./chart_props.ts";
import { isFrozen, type Window, windowOf } from "./chart_view.ts";
import { type Columns, columnsOf, extentsOf } from "./columns.ts";
import { type Extent, type History, NO_EXTENT } from "./history.ts";
import { joined, niceScale, type Scale } from "./scale.ts";
import { beyond, type Threshold } from "./threshold.ts";

/** Cells at the right for the ends of the axis and the numbers of the curves. */
const GUTTER = 8;

/** Columns from which there is room for them. */
const GUTTER_FROM = 40;

/** Rows of curves that matter more than a further line of numerals, or the time. */
const PLOT_ROWS = 3;

/** Columns that are blank before a sweep writes over them, in cells. */
const SWEEP_GAP = 2;

/** Where the parts of a chart lie. */
export interface ChartLayout {
  readonly rect: Rect;
  /** Lines of numerals at the top. */
  readonly legendRows: number;
  readonly plot: Rect;
  /** Cells beside the plot; 0 for no axis. */
  readonly gutter: number;
  /** Whether there is a line with the time below. */
  readonly hasAxis: boolean;
}

/** One curve of a picture. */
export interface Curve {
  readonly series: Series;
  /** What tells it from others; empty for a single one. */
  readonly tag: string;
  readonly columns: Columns;
  /** Shape: [columns x 2]. */
  readonly extents: Float64Array;
  readonly scale: Scale;
  /** Threshold that each column reaches beyond; null where none does. Shape: [columns]. */
  readonly passed: readonly (Threshold | undefined)[] | null;
  /** The last sample before the picture, where the first column has none to begin with. */
  readonly lead: { readonly column: number; readonly extent: Extent } | null;
}

/** All that is drawn, before it is. */
export interface Picture {
  readonly props: ChartProps;
  readonly window: Window;
  readonly isFrozen: boolean;
  readonly curves: readonly Curve[];
  readonly baselines: readonly Curve[];
  /** The columns that the curves share. */
  readonly columns: Columns;
  /** Columns of a cell. */
  readonly step: number;
}

/** Divides the room of a chart. */
export function layoutChart({ series, hasTime = true }: ChartProps, rect: Rect): ChartLayout {
  const spare = rect.height - PLOT_ROWS;
  const legendRows = rect.height < 2 ? 0 : Math.max(1, Math.min(series.length, spare - 1));
  const hasAxis = hasTime && spare - legendRows >= 1;
  const gutter = rect.width >= GUTTER_FROM && rect.height - legendRows > 1 ? GUTTER : 0;
  const plot = {
    x: rect.x,
    y: rect.y + legendRows,
    width: rect.width - gutter,
    height: rect.height - legendRows - (hasAxis ? 1 : 0),
  };
  return { rect, legendRows, plot, gutter, hasAxis };
}

/** Reads from the history what the chart has room for. */
export function pictureOf(props: ChartProps, symbols: SymbolSet, { plot }: ChartLayout): Picture {
  const { history, series, view, baseline, until = Infinity } = props;
  const reach = { oldest: history.oldest, newest: Math.min(until, history.newest) };
  const window = windowOf(view, reach);
  const step = plot.height < 2 ? 1 : dotColumns(symbols);
  const options = {
    end: window.end,
    span: view.span,
    count: Math.max(1, plot.width * step),
    step: view.style === "sweep" ? 1 : step,
  };
  const columns = columnsOf(history, options);
  const curves = read(series, { history, columns, shift: 0 });
  const baselines = baseline === undefined ? [] : read(series, {
    ...baseline,
    columns: columnsOf(baseline.history, { ...options, shift: baseline.shift }),
  });
  const scales = scalesOf(props, [...curves, ...baselines]);
  const scaled = (curve: Omit<Curve, "scale">): Curve => ({
    ...curve,
    scale: scales.get(curve.series.unit)!,
  });
  return {
    props,
    window,
    isFrozen: isFrozen(view, reach),
    curves: curves.map(scaled),
    baselines: baselines.map(scaled),
    columns,
    step,
  };
}

/** Column at which the picture shows column `i`, from the left; -1 where it is not shown. */
export function placeOf({ props, columns, step }: Picture, i: number): number {
  if (props.view.style === "scroll") return i;
  if (i < SWEEP_GAP * step) return -1;
  return ((columns.first + i) % columns.count + columns.count) % columns.count;
}

/** Column of a simulated time, which may lie outside the picture. */
export function columnOf({ columns }: Picture, time: number): number {
  return Math.floor(time / columns.width) - columns.first;
}

/** Where curves are read from. */
interface Source {
  readonly history: History;
  readonly columns: Columns;
  readonly shift: number;
}

function read(series: readonly Series[], source: Source): Omit<Curve, "scale">[] {
  const { history, columns } = source;
  return series.map((each, i) => {
    const extents = extentsOf(history, each.channel, columns);
    return {
      series: each,
      tag: series.length === 1 ? "" : String(i + 1),
      columns,
      extents,
      passed: passedBy(each.thresholds, extents),
      lead: leadOf(each, source),
    };
  });
}

function passedBy(thresholds: Series["thresholds"], extents: Float64Array): Curve["passed"] {
  if (beyond(thresholds, extentOf(extents)) === undefined) return null;
  return Array.from(
    { length: extents.length / 2 },
    (_, i) => beyond(thresholds, { min: extents[2 * i], max: extents[2 * i + 1] }),
  );
}

function leadOf({ channel }: Series, { history, columns, shift }: Source): Curve["lead"] {
  const { borders, width, first } = columns;
  if (borders[0] !== borders[1]) return null;
  const time = history.timeOf(borders[0] - 1);
  const extent = history.at(channel, time);
  if (Number.isNaN(extent.min)) return null;
  return { column: Math.floor((time + shift) / width) - first, extent };
}

/** An axis for each unit. */
function scalesOf(
  { view }: ChartProps,
  curves: readonly Omit<Curve, "scale">[],
): ReadonlyMap<string, Scale> {
  const ranges = new Map<string, Scale>();
  const extents = new Map<string, Extent>();
  for (const { series: { unit, range }, extents: shown } of curves) {
    ranges.set(unit, joined(range, ranges.get(unit) ?? range));
    extents.set(unit, joined(extents.get(unit) ?? NO_EXTENT, extentOf(shown)));
  }
  return new Map(
    ranges.entries().map(([unit, range]) => [
      unit,
      view.scale === "fixed" ? range : niceScale(extents.get(unit) ?? NO_EXTENT, range),
    ]),
  );
}

function extentOf(extents: Float64Array): Extent {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < extents.length; i += 2) {
    if (extents[i] < min) min = extents[i];
    if (extents[i + 1] > max) max = extents[i + 1];
  }
  return min <= max ? { min, max } : NO_EXTENT;
}
