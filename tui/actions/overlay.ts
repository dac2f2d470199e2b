import type { Action } from "../keys/table.ts";
import { type Model, only, type Overlay, refuse, type Update } from "../model.ts";
import { lastScroll, overlayHeight } from "../panels/overlay.ts";

/** What opens, scrolls and closes the text over a page. */
export const OVERLAY_ACTIONS = {
  help: (model: Model): Update => opened(model, "help"),
  verdict: (model: Model): Update =>
    model.frame === undefined
      ? refuse(model, "No frame has come yet: nothing to judge")
      : opened(model, "verdict"),
  comparison: (model: Model): Update =>
    model.baseline === undefined
      ? refuse(model, "There is no baseline: b takes the run so far as one")
      : opened(model, "comparison"),
  close: (model: Model): Update => only({ ...model, overlay: undefined, scroll: 0 }),
  scrollUp: (model: Model): Update => scrolled(model, -1),
  scrollDown: (model: Model): Update => scrolled(model, 1),
  scrollPageUp: (model: Model): Update => scrolled(model, 1 - overlayHeight(model)),
  scrollPageDown: (model: Model): Update => scrolled(model, overlayHeight(model) - 1),
} satisfies Partial<Record<Action, (model: Model) => Update>>;

function opened(model: Model, overlay: Overlay): Update {
  return only({ ...model, overlay, scroll: 0 });
}

function scrolled(model: Model, lines: number): Update {
  const scroll = Math.max(0, Math.min(lastScroll(model), model.scroll + lines));
  return only({ ...model, scroll });
}
