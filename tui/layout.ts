import type { Rect } from "./kit/mod.ts";
import type { Model } from "./model.ts";
import { PAGES } from "./pages/pages.ts";
import type { PlacedPanel } from "./pages/page.ts";
import type { PanelId } from "./panels/panel.ts";

/** Fewest columns that the dashboard is drawn on. */
export const MIN_COLUMNS = 60;

/** Fewest rows that the dashboard is drawn on. */
export const MIN_ROWS = 16;

/** Columns of a chart's scale, right of it. */
export const SCALE_COLUMNS = 7;

/** Rows from which the pages have a line of tabs; on fewer the header names the page. */
export const TABS_FROM = 20;

/** Rows below the panels: alarms, message, keys. */
export const FOOT_ROWS = 3;

/** Rows above the panels: header, headline and, where there is room, the tabs. */
export function headRows(rows: number): number {
  return rows >= TABS_FROM ? 3 : 2;
}

/** Whether a terminal is too small for any page. */
export function isTooSmall({ columns, rows }: Pick<Model, "columns" | "rows">): boolean {
  return columns < MIN_COLUMNS || rows < MIN_ROWS;
}

/** Where the panels of the page are; the one that is expanded has all of the room. */
export function placedPanels(
  model: Pick<Model, "columns" | "rows" | "page" | "focus" | "isExpanded">,
): readonly PlacedPanel[] {
  const y = headRows(model.rows);
  const body: Rect = { x: 0, y, width: model.columns, height: model.rows - y - FOOT_ROWS };
  return model.isExpanded
    ? [{ panel: focusedPanel(model), rect: body }]
    : PAGES[model.page].place(body);
}

/** The panel that keys go to. */
export function focusedPanel({ page, focus }: Pick<Model, "page" | "focus">): PanelId {
  return focus[page] ?? PAGES[page].focus;
}

/** Where a panel is, if the page shows it. */
export function rectOf(
  model: Parameters<typeof placedPanels>[0],
  panel: PanelId,
): Rect | undefined {
  return placedPanels(model).find((placed) => placed.panel === panel)?.rect;
}
