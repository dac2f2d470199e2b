import type { Model, Update } from "./model.ts";

/** A line of text being typed. */
export interface TextLine {
  readonly text: string;
  /** Characters to the left of the cursor. */
  readonly cursor: number;
}

/** A line with nothing typed. */
export const NO_TEXT: TextLine = { text: "", cursor: 0 };

/** What is asked of whoever is at the keyboard; keys go there until it is answered. */
export type Dialog =
  /** The value of the selected parameter. */
  | { readonly kind: "value"; readonly line: TextLine }
  | {
    readonly kind: "command";
    readonly line: TextLine;
    /** How many commands back the line comes from; 0 is typed. */
    readonly recalled: number;
  }
  /** Words that channels are searched by. */
  | { readonly kind: "find"; readonly line: TextLine }
  /** Words that parameters are searched by. */
  | { readonly kind: "search"; readonly line: TextLine }
  | {
    readonly kind: "channels";
    readonly line: TextLine;
    /** Position among the channels that are found. */
    readonly selected: number;
  }
  /** Whether to do what cannot be undone. */
  | {
    readonly kind: "confirm";
    readonly question: string;
    readonly yes: (model: Model) => Update;
  };

/** The line that is being typed, if one is. */
export function lineOf(dialog: Dialog | undefined): TextLine | undefined {
  return dialog === undefined || dialog.kind === "confirm" ? undefined : dialog.line;
}

/** The update that asks before something is done that cannot be undone. */
export function confirming(
  model: Model,
  question: string,
  yes: (model: Model) => Update,
): Update {
  return { model: { ...model, dialog: { kind: "confirm", question, yes } }, effects: [] };
}
