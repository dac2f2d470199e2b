import type { Action } from "../keys/table.ts";
import { focusedPanel, rectOf } from "../layout.ts";
import { type Model, only, refuse, type Update } from "../model.ts";
import { shownPart } from "../panels/panels.ts";

/** What the keys of a list do: another part of it is shown. */
export const LIST_ACTIONS = {
  listDown: (model: Model): Update => scrolled(model, () => 1),
  listUp: (model: Model): Update => scrolled(model, () => -1),
  listPageDown: (model: Model): Update => scrolled(model, (height) => height),
  listPageUp: (model: Model): Update => scrolled(model, (height) => -height),
  listFirst: (model: Model): Update => scrolled(model, () => -Infinity),
  listLast: (model: Model): Update => scrolled(model, () => Infinity),
} satisfies Partial<Record<Action, (model: Model) => Update>>;

function scrolled(model: Model, by: (height: number) => number): Update {
  const panel = focusedPanel(model);
  const rect = rectOf(model, panel);
  if (rect === undefined) return refuse(model, "This panel has no room here");
  const { first: now, height, last } = shownPart(model, { panel, ...rect });
  const first = Math.max(0, Math.min(last, now + by(height)));
  if (first !== now) return only({ ...model, scrolls: { ...model.scrolls, [panel]: first } });
  return refuse(
    model,
    last === 0 ? "All of it is shown" : first === 0 ? "This is its start" : "This is its end",
  );
}
