/** Where a binding works: on every page, in a panel, in what is open over a page, everywhere. */
export type KeyPlace =
  | "everywhere"
  | "screen"
  | "parameters"
  | "chart"
  | "alarms"
  | "list"
  | "source"
  | "value"
  | "command"
  | "search"
  | "find"
  | "channels"
  | "confirm"
  | "text"
  | "overlay";

/** Heading under which the help shows a binding. */
export type KeySection =
  | "run"
  | "parameters"
  | "charts"
  | "alarms"
  | "lists"
  | "typing"
  | "text over a page"
  | "screen";

/** One row of the key table. */
export interface KeyBinding<Action extends string = string> {
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

/** Keys by name, with blanks between them; action; help; word in the footer. */
export type KeyRow = readonly [keys: string, action: string, help: string, footer?: string];

/** The bindings of a place, from rows. */
export function bindings<const Rows extends readonly KeyRow[]>(
  { place, section }: { readonly place: KeyPlace; readonly section: KeySection },
  rows: Rows,
): readonly KeyBinding<Rows[number][1]>[] {
  return rows.map(([keys, action, help, footer]) => ({
    keys: keys === "" ? [] : keys.split(" "),
    place,
    action,
    section,
    help,
    ...(footer === undefined ? {} : { footer }),
  }));
}

/** The character a key types, or "" when it types none. */
export function characterOf(key: string): string {
  return key === "space" ? " " : isPrintable(key) ? key : "";
}

/** Whether a key types a character. */
export function isPrintable(key: string): boolean {
  return key === "space" || [...key].length === 1;
}

const LABELS: Readonly<Record<string, string>> = {
  up: "Up",
  down: "Down",
  left: "Left",
  right: "Right",
  pageup: "PgUp",
  pagedown: "PgDn",
  home: "Home",
  end: "End",
  enter: "Enter",
  tab: "Tab",
  escape: "Esc",
  backspace: "Backspace",
  delete: "Del",
  f1: "F1",
};

/** A key as people write it: `Up`, `Shift-Up`, `Ctrl-C`, `q`. */
export function keyLabel(key: string): string {
  const [, modifier, name] = /^(?:(ctrl|alt|shift)\+)?(.+)$/s.exec(key) ?? [];
  const label = LABELS[name] ?? (modifier === undefined ? name : name.toUpperCase());
  return modifier === undefined
    ? label
    : `${modifier[0].toUpperCase()}${modifier.slice(1)}-${label}`;
}
