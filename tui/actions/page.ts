import { focusedPanel, placedPanels } from "../layout.ts";
import type { Action } from "../keys/table.ts";
import { type Model, only, refuse, type Update } from "../model.ts";
import { PAGE_IDS, type PageId, PAGES } from "../pages/pages.ts";

/** What shows pages, moves the focus and expands panels. */
export const PAGE_ACTIONS = {
  page: (model: Model, key: string): Update => {
    const page = PAGE_IDS.find((id) => PAGES[id].key === key);
    return page === undefined ? refuse(model, `There is no page ${key}`) : onPage(model, page);
  },
  nextPage: (model: Model): Update => turned(model, 1),
  previousPage: (model: Model): Update => turned(model, -1),
  focusNext: (model: Model): Update => focusMoved(model, 1),
  focusPrevious: (model: Model): Update => focusMoved(model, -1),
  expand: (model: Model): Update => only({ ...model, isExpanded: !model.isExpanded }),
} satisfies Partial<Record<Action, (model: Model, key: string) => Update>>;

/** The model on another page, as that page is usually seen. */
export function onPage(model: Model, page: PageId): Update {
  return only({ ...model, page, isExpanded: page === model.page && model.isExpanded });
}

function turned(model: Model, by: 1 | -1): Update {
  const index = PAGE_IDS.indexOf(model.page) + by + PAGE_IDS.length;
  return onPage(model, PAGE_IDS[index % PAGE_IDS.length]);
}

function focusMoved(model: Model, by: 1 | -1): Update {
  const panels = placedPanels({ ...model, isExpanded: false }).map(({ panel }) => panel);
  if (panels.length === 1) return refuse(model, "This page has a single panel here");
  // A panel that has no room any more is in no list: then the first one is next.
  const index = panels.indexOf(focusedPanel(model));
  const next = panels[(index + by + panels.length) % panels.length];
  return only({ ...model, focus: { ...model.focus, [model.page]: next } });
}
