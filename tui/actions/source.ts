import { NO_TEXT } from "../dialog.ts";
import type { Action } from "../keys/table.ts";
import { type Model, only, refuse, type Update } from "../model.ts";
import { shownChannels } from "../source.ts";

/** What the keys of the table of channels do. */
export const SOURCE_ACTIONS = {
  find: (model: Model): Update => only({ ...model, dialog: { kind: "find", line: NO_TEXT } }),
  keepFound: (model: Model): Update =>
    shownChannels(model).length === 0
      ? refuse(model, `No channel has "${model.find}" in it`)
      : only({ ...model, dialog: undefined }),
  endFind: (model: Model): Update =>
    model.find === "" && model.dialog === undefined
      ? refuse(model, "All channels are shown")
      : only({ ...model, dialog: undefined, find: "" }),
} satisfies Partial<Record<Action, (model: Model) => Update>>;
