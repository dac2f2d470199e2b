import type { Action } from "../keys/table.ts";
import { type Model, say, type Update } from "../model.ts";

/** What keeps something outside the program. */
export const FILE_ACTIONS = {
  screenshot: (model: Model): Update => ({
    model: say(model, "Saving the screen"),
    effects: [{ kind: "screenshot" }],
  }),
} satisfies Partial<Record<Action, (model: Model) => Update>>;
