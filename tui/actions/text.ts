import type { Action } from "../keys/table.ts";
import { type Model, only, refuse, type Update } from "../model.ts";
import { lineOf, type TextLine } from "../dialog.ts";

/** Longest text that can be typed, characters. */
export const TEXT_LIMIT = 120;

/** What the keys do to a line of text that is being typed. */
export const TEXT_ACTIONS = {
  cancel: (model: Model): Update => only({ ...model, dialog: undefined }),
  eraseLeft: (model: Model): Update =>
    typed(model, ({ text, cursor }) => ({
      text: text.slice(0, Math.max(0, cursor - 1)) + text.slice(cursor),
      cursor: Math.max(0, cursor - 1),
    })),
  eraseRight: (model: Model): Update =>
    typed(model, ({ text, cursor }) => ({
      text: text.slice(0, cursor) + text.slice(cursor + 1),
      cursor,
    })),
  eraseAll: (model: Model): Update => typed(model, () => ({ text: "", cursor: 0 })),
  eraseWord: (model: Model): Update =>
    typed(model, ({ text, cursor }) => {
      const start = text.slice(0, cursor).replace(/\S*\s*$/, "");
      return { text: start + text.slice(cursor), cursor: start.length };
    }),
  cursorLeft: (model: Model): Update =>
    typed(model, ({ text, cursor }) => ({ text, cursor: Math.max(0, cursor - 1) })),
  cursorRight: (model: Model): Update =>
    typed(model, ({ text, cursor }) => ({ text, cursor: Math.min(text.length, cursor + 1) })),
  cursorStart: (model: Model): Update => typed(model, ({ text }) => ({ text, cursor: 0 })),
  cursorEnd: (model: Model): Update => typed(model, ({ text }) => ({ text, cursor: text.length })),
} satisfies Partial<Record<Action, (model: Model) => Update>>;

/** Inserts text at the cursor; what would make the line longer than `TEXT_LIMIT` is refused. */
export function insertText(model: Model, added: string): Update {
  // A unit may have ² or ³; nothing else outside ASCII is part of a value or of a command.
  const text = added.replaceAll(/[^\x20-\x7e²³·]/g, "");
  if (text.length + (lineOf(model.dialog)?.text.length ?? 0) > TEXT_LIMIT) {
    return refuse(model, `A line has at most ${TEXT_LIMIT} characters`);
  }
  return typed(model, (line) => ({
    text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor),
    cursor: line.cursor + text.length,
  }));
}

/** The model with another line in its dialog, if there is one. */
export function withLine(model: Model, line: TextLine): Model {
  const { dialog } = model;
  return dialog === undefined || dialog.kind === "confirm"
    ? model
    : { ...model, dialog: { ...dialog, line } };
}

function typed(model: Model, change: (line: TextLine) => TextLine): Update {
  const line = lineOf(model.dialog);
  if (line === undefined) return only(model);
  const next = change(line);
  const changed = withLine(model, next);
  // What is found changes with what is looked for.
  return only(
    changed.dialog?.kind === "channels" && next.text !== line.text
      ? { ...changed, dialog: { ...changed.dialog, selected: 0 } }
      : changed,
  );
}
