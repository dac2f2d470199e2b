/** Where a binding works: on the plant, while a value is typed, over a page, or everywhere. */
export type KeyPlace = "plant" | "edit" | "overlay" | "everywhere";

/** What a binding does. */
export type Action =
  | "hold"
  | "step"
  | "slower"
  | "faster"
  | "mode"
  | "reset"
  | "selectUp"
  | "selectDown"
  | "previousGroup"
  | "nextGroup"
  | "pageUp"
  | "pageDown"
  | "selectFirst"
  | "selectLast"
  | "raise"
  | "lower"
  | "raiseCoarse"
  | "lowerCoarse"
  | "edit"
  | "undo"
  | "verdict"
  | "help"
  | "quit"
  | "suspend"
  | "type"
  | "accept"
  | "cancel"
  | "eraseLeft"
  | "eraseRight"
  | "eraseAll"
  | "cursorLeft"
  | "cursorRight"
  | "cursorStart"
  | "cursorEnd"
  | "close"
  | "scrollUp"
  | "scrollDown"
  | "scrollPageUp"
  | "scrollPageDown";

/** Heading under which the help shows a binding. */
export type KeySection = "run" | "parameters" | "typing a value" | "help and verdict" | "program";

/** One row of the key table. */
export interface KeyBinding {
  /** Names of the keys, the first one in the footer; none means every printable character. */
  readonly keys: readonly string[];
  readonly place: KeyPlace;
  readonly action: Action;
  readonly section: KeySection;
  /** What it does, one sentence. */
  readonly help: string;
  /** One word in the footer, for those that have room there. */
  readonly footer?: string;
}

/**
 * Every key there is. Dispatch, footer, `?` help and `kpp list keys` are made from this table; the
 * footer keeps its order and drops from its end what has no room.
 */
export const KEYS: readonly KeyBinding[] = [
  {
    keys: ["q"],
    place: "plant",
    action: "quit",
    section: "program",
    help: "Leave kpp",
    footer: "quit",
  },
  {
    keys: ["?", "f1"],
    place: "plant",
    action: "help",
    section: "program",
    help: "Show this list of keys",
    footer: "help",
  },
  {
    keys: ["space"],
    place: "plant",
    action: "hold",
    section: "run",
    help: "Hold the run, or resume it",
    footer: "hold",
  },
  {
    keys: ["+", "="],
    place: "plant",
    action: "raise",
    section: "parameters",
    help: "Raise by a fine step, or take the next choice",
    footer: "raise",
  },
  {
    keys: ["-"],
    place: "plant",
    action: "lower",
    section: "parameters",
    help: "Lower by a fine step, or take the one before",
    footer: "lower",
  },
  {
    keys: ["enter"],
    place: "plant",
    action: "edit",
    section: "parameters",
    help: "Type a value, with or without its unit",
    footer: "type",
  },
  {
    keys: ["u"],
    place: "plant",
    action: "undo",
    section: "parameters",
    help: "Undo the last change of a parameter",
    footer: "undo",
  },
  {
    keys: ["v"],
    place: "plant",
    action: "verdict",
    section: "program",
    help: "Verdict: what the air costs and gives",
    footer: "verdict",
  },
  {
    keys: ["<", ","],
    place: "plant",
    action: "slower",
    section: "run",
    help: "Run slower",
    footer: "slower",
  },
  {
    keys: [">"],
    place: "plant",
    action: "faster",
    section: "run",
    help: "Run faster, at last as fast as it can",
    footer: "faster",
  },
  {
    keys: ["."],
    place: "plant",
    action: "step",
    section: "run",
    help: "Advance by a single step while held",
    footer: "step",
  },
  {
    keys: ["r"],
    place: "plant",
    action: "reset",
    section: "run",
    help: "Reset: start again, parameters as they are",
    footer: "reset",
  },
  {
    keys: ["m"],
    place: "plant",
    action: "mode",
    section: "run",
    help: "Take the steps of the next mode",
    footer: "mode",
  },
  {
    keys: ["up", "k"],
    place: "plant",
    action: "selectUp",
    section: "parameters",
    help: "Select the parameter above",
  },
  {
    keys: ["down", "j"],
    place: "plant",
    action: "selectDown",
    section: "parameters",
    help: "Select the parameter below",
  },
  {
    keys: ["left", "h"],
    place: "plant",
    action: "previousGroup",
    section: "parameters",
    help: "Select the group before",
  },
  {
    keys: ["right", "l"],
    place: "plant",
    action: "nextGroup",
    section: "parameters",
    help: "Select the next group",
  },
  {
    keys: ["pageup"],
    place: "plant",
    action: "pageUp",
    section: "parameters",
    help: "Select ten further up",
  },
  {
    keys: ["pagedown"],
    place: "plant",
    action: "pageDown",
    section: "parameters",
    help: "Select ten further down",
  },
  {
    keys: ["home", "g"],
    place: "plant",
    action: "selectFirst",
    section: "parameters",
    help: "Select the first parameter",
  },
  {
    keys: ["end", "G"],
    place: "plant",
    action: "selectLast",
    section: "parameters",
    help: "Select the last parameter",
  },
  {
    keys: ["shift+up", "K"],
    place: "plant",
    action: "raiseCoarse",
    section: "parameters",
    help: "Raise by a coarse step",
  },
  {
    keys: ["shift+down", "J"],
    place: "plant",
    action: "lowerCoarse",
    section: "parameters",
    help: "Lower by a coarse step",
  },
  {
    keys: ["ctrl+c"],
    place: "everywhere",
    action: "quit",
    section: "program",
    help: "Leave kpp from anywhere",
  },
  {
    keys: ["ctrl+z"],
    place: "everywhere",
    action: "suspend",
    section: "program",
    help: "Suspend kpp; fg in the shell goes on",
  },
  {
    keys: [],
    place: "edit",
    action: "type",
    section: "typing a value",
    help: "Insert it",
  },
  {
    keys: ["enter"],
    place: "edit",
    action: "accept",
    section: "typing a value",
    help: "Set the parameter to what is typed",
    footer: "set",
  },
  {
    keys: ["escape"],
    place: "edit",
    action: "cancel",
    section: "typing a value",
    help: "Leave the parameter as it is",
    footer: "cancel",
  },
  {
    keys: ["ctrl+u"],
    place: "edit",
    action: "eraseAll",
    section: "typing a value",
    help: "Erase all",
    footer: "erase all",
  },
  {
    keys: ["backspace"],
    place: "edit",
    action: "eraseLeft",
    section: "typing a value",
    help: "Erase the character to the left",
  },
  {
    keys: ["delete"],
    place: "edit",
    action: "eraseRight",
    section: "typing a value",
    help: "Erase the character under the cursor",
  },
  {
    keys: ["left"],
    place: "edit",
    action: "cursorLeft",
    section: "typing a value",
    help: "Move the cursor left",
  },
  {
    keys: ["right"],
    place: "edit",
    action: "cursorRight",
    section: "typing a value",
    help: "Move the cursor right",
  },
  {
    keys: ["home", "ctrl+a"],
    place: "edit",
    action: "cursorStart",
    section: "typing a value",
    help: "Move the cursor to the start",
  },
  {
    keys: ["end", "ctrl+e"],
    place: "edit",
    action: "cursorEnd",
    section: "typing a value",
    help: "Move the cursor to the end",
  },
  {
    keys: ["escape", "q", "enter", "?", "v", "f1"],
    place: "overlay",
    action: "close",
    section: "help and verdict",
    help: "Close; so do Enter and what opened it",
    footer: "close",
  },
  {
    keys: ["up", "k"],
    place: "overlay",
    action: "scrollUp",
    section: "help and verdict",
    help: "Scroll up",
  },
  {
    keys: ["down", "j"],
    place: "overlay",
    action: "scrollDown",
    section: "help and verdict",
    help: "Scroll down",
    footer: "scroll",
  },
  {
    keys: ["pageup"],
    place: "overlay",
    action: "scrollPageUp",
    section: "help and verdict",
    help: "Scroll up by a page",
  },
  {
    keys: ["pagedown", "space"],
    place: "overlay",
    action: "scrollPageDown",
    section: "help and verdict",
    help: "Scroll down by a page",
  },
];

/** The binding of `key` at a place, or `undefined` when the key does nothing there. */
export function bindingOf(key: string, place: KeyPlace): KeyBinding | undefined {
  return TABLE.get(`${place} ${key}`) ?? TABLE.get(`everywhere ${key}`) ??
    (isPrintable(key) ? TABLE.get(`${place} `) : undefined);
}

/** The character a key types, or "" when it types none. */
export function characterOf(key: string): string {
  return key === "space" ? " " : isPrintable(key) ? key : "";
}

const TABLE: ReadonlyMap<string, KeyBinding> = new Map(
  KEYS.flatMap((binding) =>
    (binding.keys.length === 0 ? [""] : binding.keys)
      .map((key) => [`${binding.place} ${key}`, binding] as const)
  ),
);

function isPrintable(key: string): boolean {
  return key === "space" || [...key].length === 1;
}
