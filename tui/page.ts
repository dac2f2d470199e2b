import { auditText } from "../monitor/mod.ts";
import { type KeyBinding, KEYS, type KeySection } from "./key_table.ts";
import { NO_DATA } from "./format.ts";
import type { Model } from "./model.ts";

/** Cells of a page beside its text: border and a blank at either side, border above and below. */
const FRAME_COLUMNS = 4;
const FRAME_ROWS = 2;

/** Rows below a page: the footer. */
const FOOTER_ROWS = 1;

const SECTIONS: readonly KeySection[] = [
  "run",
  "parameters",
  "program",
  "typing a value",
  "help and verdict",
];

/** The names of a binding's keys as people write them: `↑ k`, `space`, `Ctrl-C`. */
export function keyNames({ keys }: Pick<KeyBinding, "keys">): string {
  return keys.length === 0 ? "any character" : keys.map(keyLabel).join("  ");
}

/** The lines of the page that is open; none when none is. */
export function pageLines(model: Model): readonly string[] {
  switch (model.page) {
    case "help":
      return helpLines();
    case "verdict": {
      const { options, numerals, parameters } = model;
      if (numerals === undefined) return [NO_DATA];
      const { name, preset } = options;
      return auditText({ name, preset, parameters, frame: numerals.frame }).split("\n");
    }
    case undefined:
      return [];
  }
}

/** Lines of a page that are on the screen at a time. */
export function pageHeight(model: Model): number {
  return Math.max(1, model.rows - FRAME_ROWS - FOOTER_ROWS);
}

/** Columns that the text of a page has. */
export function pageWidth(model: Model): number {
  return Math.max(1, model.columns - FRAME_COLUMNS);
}

/** The furthest a page can be scrolled. */
export function lastScroll(model: Model): number {
  return Math.max(0, pageLines(model).length - pageHeight(model));
}

function helpLines(): readonly string[] {
  const width = Math.max(...KEYS.map((binding) => keyNames(binding).length)) + 2;
  return SECTIONS.flatMap((section, index) => [
    ...(index === 0 ? [] : [""]),
    section.toUpperCase(),
    ...KEYS.filter((binding) => binding.section === section)
      .map((binding) => `  ${keyNames(binding).padEnd(width)}${binding.help}`),
  ]);
}

const LABELS: Readonly<Record<string, string>> = {
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  pageup: "PgUp",
  pagedown: "PgDn",
  home: "Home",
  end: "End",
  enter: "Enter",
  escape: "Esc",
  backspace: "Backspace",
  delete: "Del",
  f1: "F1",
};

/** A key as people write it: `↑`, `Shift-↑`, `Ctrl-C`, `q`. */
export function keyLabel(key: string): string {
  const [, modifier, name] = /^(?:(ctrl|alt|shift)\+)?(.+)$/s.exec(key) ?? [];
  const label = LABELS[name] ?? (modifier === undefined ? name : name.toUpperCase());
  return modifier === undefined
    ? label
    : `${modifier[0].toUpperCase()}${modifier.slice(1)}-${label}`;
}
