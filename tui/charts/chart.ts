import { type Cells, Draw, type Element, type Rect, type SizeProps } from "../kit/mod.ts";
import { drawAxis, drawGutter } from "./axes.ts";
import type { ChartProps } from "./chart_props.ts";
import { drawLegend } from "./legend.ts";
import { layoutChart, pictureOf } from "./picture.ts";
import { drawPlot } from "./plot.ts";

/**
 * Courses of channels over simulated time: a line of numerals for each, the curves, their axis and
 * the time below. It makes do with the room it is given: without room for an axis there is none,
 * and in a single line the first series is drawn as a sparkline.
 *
 * A column of dots spans all of its samples, so that no spike is lost. Samples that are not a
 * number leave a gap. Stretches beyond a threshold have its look, and a sign below them.
 */
export function Chart(props: ChartProps & SizeProps): Element {
  return Draw({ grow: 1, ...props, draw: (cells, rect) => drawChart(props, cells, rect) });
}

function drawChart(props: ChartProps, cells: Cells, rect: Rect): void {
  const layout = layoutChart(props, rect);
  const picture = pictureOf(props, cells.symbols, layout);
  drawLegend(cells, layout, picture);
  drawPlot(cells, layout.plot, picture);
  drawGutter(cells, layout, picture);
  drawAxis(cells, layout, picture);
}
