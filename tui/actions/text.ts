import { PARAMETERS, parseParameter } from "../../telemetry/mod.ts";
import type { Action } from "../keys/table.ts";
import { type Edit, type Model, only, refuse, type Update } from "../model.ts";
import { changeFault, changeParameter, shortFault } from "./parameters.ts";

/** Longest text that can be typed for a value, characters. */
export const EDIT_LIMIT = 40;

/** What the keys do while a value is typed. */
export const TEXT_ACTIONS = {
  accept: (model: Model): Update => {
    const text = model.edit?.text.trim() ?? "";
    const closed = { ...model, edit: undefined };
    if (text === "") return only(closed);
    const fault = editFault(model);
    if (fault !== undefined) return refuse(model, `Not set: ${fault}`);
    const { name } = PARAMETERS[model.selected];
    return changeParameter(closed, name, parseParameter(name, text));
  },
  cancel: (model: Model): Update => only({ ...model, edit: undefined }),
  eraseLeft: (model: Model): Update =>
    edited(model, ({ text, cursor }) => ({
      text: text.slice(0, Math.max(0, cursor - 1)) + text.slice(cursor),
      cursor: Math.max(0, cursor - 1),
    })),
  eraseRight: (model: Model): Update =>
    edited(model, ({ text, cursor }) => ({
      text: text.slice(0, cursor) + text.slice(cursor + 1),
      cursor,
    })),
  eraseAll: (model: Model): Update => edited(model, () => ({ text: "", cursor: 0 })),
  cursorLeft: (model: Model): Update =>
    edited(model, ({ text, cursor }) => ({ text, cursor: Math.max(0, cursor - 1) })),
  cursorRight: (model: Model): Update =>
    edited(model, ({ text, cursor }) => ({ text, cursor: Math.min(text.length, cursor + 1) })),
  cursorStart: (model: Model): Update => edited(model, ({ text }) => ({ text, cursor: 0 })),
  cursorEnd: (model: Model): Update => edited(model, ({ text }) => ({ text, cursor: text.length })),
} satisfies Partial<Record<Action, (model: Model) => Update>>;

/** Inserts text at the cursor; what would make the text longer than `EDIT_LIMIT` is refused. */
export function insertText(model: Model, typed: string): Update {
  // A unit may have ² or ³; anything else outside ASCII is part of no value.
  const text = typed.replaceAll(/[^\x20-\x7e²³·]/g, "");
  if (text.length + (model.edit?.text.length ?? 0) > EDIT_LIMIT) {
    return refuse(model, `A value has at most ${EDIT_LIMIT} characters`);
  }
  return edited(model, (edit) => ({
    text: edit.text.slice(0, edit.cursor) + text + edit.text.slice(edit.cursor),
    cursor: edit.cursor + text.length,
  }));
}

/** What is wrong with the value as typed so far; `undefined` when nothing is, or nothing typed. */
export function editFault(model: Model): string | undefined {
  const text = model.edit?.text.trim() ?? "";
  if (text === "") return undefined;
  const { name } = PARAMETERS[model.selected];
  try {
    return changeFault(model, name, parseParameter(name, text));
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) {
      return shortFault(error.message);
    }
    throw error;
  }
}

function edited(model: Model, change: (edit: Edit) => Edit): Update {
  return only(model.edit === undefined ? model : { ...model, edit: change(model.edit) });
}
