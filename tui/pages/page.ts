import type { Rect } from "../kit/mod.ts";
import type { Model } from "../model.ts";
import type { PanelId } from "../panels/panel.ts";

/** A panel and where it is on the screen. */
export interface PlacedPanel {
  readonly panel: PanelId;
  readonly rect: Rect;
}

/** One page of the dashboard. */
export interface Page {
  /** The digit that shows it. */
  readonly key: string;
  readonly title: string;
  /** The panel that keys go to at first. */
  readonly focus: PanelId;
  /** Where its panels are, in the order in which the focus moves. */
  readonly place: (body: Rect, model: Pick<Model, "charts">) => readonly PlacedPanel[];
}

/** Blank columns between panels. */
export const PANEL_GAP = 2;

/** Two parts of a body side by side, the left one so wide. */
export function besides(body: Rect, columns: number): readonly [Rect, Rect] {
  const x = body.x + columns + PANEL_GAP;
  return [
    { ...body, width: columns },
    { ...body, x, width: Math.max(0, body.x + body.width - x) },
  ];
}

/** Two parts of a body one below the other, the upper one so high. */
export function below(body: Rect, rows: number): readonly [Rect, Rect] {
  return [
    { ...body, height: rows },
    { ...body, y: body.y + rows, height: Math.max(0, body.height - rows) },
  ];
}

/** `value`, or the end of the range that it is beyond. */
export function within(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}
