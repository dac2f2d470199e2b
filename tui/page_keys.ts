import type { Action } from "./key_table.ts";
import { type Model, only, type Page, refuse, type Update } from "./model.ts";
import { lastScroll, pageHeight } from "./page.ts";

/** What opens, scrolls and closes the pages over the dashboard. */
export const PAGE_ACTIONS = {
  help: (model: Model): Update => opened(model, "help"),
  verdict: (model: Model): Update =>
    model.frame === undefined
      ? refuse(model, "No frame has come yet: nothing to judge")
      : opened(model, "verdict"),
  close: (model: Model): Update => only({ ...model, page: undefined, scroll: 0 }),
  scrollUp: (model: Model): Update => scrolled(model, -1),
  scrollDown: (model: Model): Update => scrolled(model, 1),
  scrollPageUp: (model: Model): Update => scrolled(model, 1 - pageHeight(model)),
  scrollPageDown: (model: Model): Update => scrolled(model, pageHeight(model) - 1),
} satisfies Partial<Record<Action, (model: Model) => Update>>;

function opened(model: Model, page: Page): Update {
  return only({ ...model, page, scroll: 0 });
}

function scrolled(model: Model, lines: number): Update {
  const scroll = Math.max(0, Math.min(lastScroll(model), model.scroll + lines));
  return only({ ...model, scroll });
}
