import type { Rect } from "./kit/mod.ts";
import type { Model } from "./model.ts";
import { PAGE_IDS, type PageId, PAGES } from "./pages/pages.ts";
import type { PlacedPanel } from "./pages/page.ts";
import type { PanelId } from "./panels/panel.ts";

/** Fewest columns that the dashboard is drawn on. */
export const MIN_COLUMNS = 60;

/** Fewest rows that the dashboard is drawn on. */
export const MIN_ROWS = 16;

/** Rows from which the pages have a line of tabs; on fewer the header names the page. */
export const TABS_FROM = 20;

/** Rows below the panels: alarms, message, keys. */
export const FOOT_ROWS = 3;

/** Rows above the panels: header, headline and, where there is room, the tabs. */
export function headRows(rows: number): number {
  return rows >= TABS_FROM ? 3 : 2;
}

/** Cells of a tab that has its name. */
const namedCells = ({ key, title }: { key: string; title: string }) => ` ${key} ${title} `.length;

/** Cells of all tabs with their names, without gaps between them. */
const ALL_NAMED = PAGE_IDS.reduce((sum, page) => sum + namedCells(PAGES[page]), 0);

/** The tab of a page, and where it stands in the line of tabs. */
export interface Tab {
  readonly page: PageId;
  readonly text: string;
  readonly x: number;
}

/**
 * The line of tabs, from the left. Where not all names have room only the page shown has its own.
 */
export function tabs({ page: shown, columns }: Pick<Model, "page" | "columns">): readonly Tab[] {
  let x = 0;
  const gap = columns >= ALL_NAMED + PAGE_IDS.length - 1 || columns < ALL_NAMED ? 1 : 0;
  return PAGE_IDS.map((page) => {
    const { key, title } = PAGES[page];
    const text = page === shown || columns >= ALL_NAMED ? ` ${key} ${title} ` : ` ${key} `;
    const tab = { page, text, x };
    x += text.length + gap;
    return tab;
  });
}

/** The page whose tab is at a cell, if one is. */
export function tabAt(
  model: Pick<Model, "page" | "columns" | "rows">,
  { x, y }: { x: number; y: number },
): PageId | undefined {
  if (headRows(model.rows) < TABS_ROW + 1 || y !== TABS_ROW) return undefined;
  return tabs(model).find((tab) => x >= tab.x && x < tab.x + tab.text.length)?.page;
}

/** Row of the tabs. */
const TABS_ROW = 2;

/** Whether a terminal is too small for any page. */
export function isTooSmall({ columns, rows }: Pick<Model, "columns" | "rows">): boolean {
  return columns < MIN_COLUMNS || rows < MIN_ROWS;
}

/** Where the panels of the page are; the one that is expanded has all of the room. */
export function placedPanels(
  model: Pick<Model, "columns" | "rows" | "page" | "focus" | "isExpanded" | "charts">,
): readonly PlacedPanel[] {
  const y = headRows(model.rows);
  const body: Rect = { x: 0, y, width: model.columns, height: model.rows - y - FOOT_ROWS };
  return model.isExpanded
    ? [{ panel: focusedPanel(model), rect: body }]
    : PAGES[model.page].place(body, model);
}

/** The panel that keys go to. */
export function focusedPanel(
  { page, focus, charts }: Pick<Model, "page" | "focus" | "charts">,
): PanelId {
  const panel = focus[page] ?? PAGES[page].focus;
  // A chart that has been taken away leaves the focus to the last one.
  return /^chart/.test(panel) && Number(panel.slice(-1)) > charts.length
    ? `chart${charts.length}` as PanelId
    : panel;
}

/** Where a panel is, if the page shows it. */
export function rectOf(
  model: Parameters<typeof placedPanels>[0],
  panel: PanelId,
): Rect | undefined {
  return placedPanels(model).find((placed) => placed.panel === panel)?.rect;
}
