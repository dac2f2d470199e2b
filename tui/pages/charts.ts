import type { Rect } from "../kit/mod.ts";
import type { PanelId } from "../panels/panel.ts";
import { below, besides, type Page, PANEL_GAP, type PlacedPanel } from "./page.ts";

/** Columns from which two charts stand side by side, and three. */
const TWO_FROM = 100;
const THREE_FROM = 190;

/** Rows of a chart; with fewer another column is better. */
const CHART_ROWS = 6;

/** Charts of any channels, side by side and one below the other. */
export const CHARTS: Page = {
  key: "3",
  title: "Charts",
  focus: "chart1",
  place(body, { charts }) {
    const most = body.width >= THREE_FROM ? 3 : body.width >= TWO_FROM ? 2 : 1;
    const needed = Math.ceil(charts.length * CHART_ROWS / Math.max(1, body.height));
    const columns = Math.max(1, Math.min(most, charts.length, needed));
    const rows = Math.ceil(charts.length / columns);
    return charts.map((_, index): PlacedPanel => ({
      panel: `chart${index + 1}` as PanelId,
      rect: cellOf(body, {
        column: index % columns,
        columns,
        row: Math.floor(index / columns),
        rows,
      }),
    }));
  },
};

/** One part of a body that is divided evenly. */
function cellOf(
  body: Rect,
  { column, columns, row, rows }: { column: number; columns: number; row: number; rows: number },
): Rect {
  const room = body.width - (columns - 1) * PANEL_GAP;
  const left = Math.floor(room * column / columns) + column * PANEL_GAP;
  const right = Math.floor(room * (column + 1) / columns) + column * PANEL_GAP;
  const top = Math.floor(body.height * row / rows);
  const bottom = Math.floor(body.height * (row + 1) / rows);
  const [, beside] = besides(body, left - PANEL_GAP);
  const [, lower] = below({ ...beside, width: right - left }, top);
  return { ...lower, height: bottom - top };
}
