import { type Model, refuse, type Update } from "../model.ts";
import type { StillModel } from "../still_model.ts";

/** What can be typed after `:`. */
export interface CommandRow {
  readonly name: string;
  /** The words after the name, as people write them: `PARAMETER VALUE`. */
  readonly usage: string;
  /** What it does, one sentence. */
  readonly help: string;
  /** What the word at `index` after the name can be, given those before it. */
  readonly words?: (model: StillModel, before: readonly string[]) => readonly string[];
  /** @param words The words after the name. */
  readonly run: (model: Model, words: readonly string[]) => Update;
}

/** The update that says how a command is used. */
export function misused(model: Model, { name, usage }: Pick<CommandRow, "name" | "usage">): Update {
  return refuse(model, `Cannot use :${name} like that: write :${`${name} ${usage}`.trim()}`);
}
