import type { MousePress } from "../kit/mod.ts";
import { isTooSmall, placedPanels, tabAt } from "../layout.ts";
import { type Model, only, type Update } from "../model.ts";
import type { PanelId } from "../panels/panel.ts";
import { PANELS } from "../panels/panels.ts";
import { CHART_ACTIONS } from "./chart.ts";
import { LIST_ACTIONS } from "./list.ts";
import { onPage } from "./page.ts";
import { PARAMETER_ACTIONS } from "./parameters.ts";

/** What the wheel does in the panels that have keys of their own: away from one, and towards. */
const WHEEL: Readonly<Record<string, readonly [up: Turn, down: Turn]>> = {
  chart: [CHART_ACTIONS.zoomIn, CHART_ACTIONS.zoomOut],
  list: [LIST_ACTIONS.listUp, LIST_ACTIONS.listDown],
  source: [LIST_ACTIONS.listUp, LIST_ACTIONS.listDown],
  parameters: [PARAMETER_ACTIONS.selectUp, PARAMETER_ACTIONS.selectDown],
};

type Turn = (model: Model) => Update;

/** A click moves the focus or shows the page of a tab; the wheel zooms and scrolls. */
export function pressMouse(model: Model, press: MousePress): Update {
  const isCovered = model.dialog !== undefined || model.overlay !== undefined;
  if (isCovered || isTooSmall(model)) return only(model);
  if (press.button === "left") {
    const page = tabAt(model, press);
    if (page !== undefined) return onPage(model, page);
  }
  const panel = panelAt(model, press);
  if (panel === undefined) return only(model);
  const focused = { ...model, focus: { ...model.focus, [model.page]: panel } };
  if (press.button === "left") return only(focused);
  const [up, down] = WHEEL[PANELS[panel].place ?? ""] ?? [only, only];
  if (press.button === "wheelup") return up(focused);
  return press.button === "wheeldown" ? down(focused) : only(model);
}

function panelAt(model: Model, { x, y }: MousePress): PanelId | undefined {
  return placedPanels(model).find(({ rect }) =>
    x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height
  )?.panel;
}
