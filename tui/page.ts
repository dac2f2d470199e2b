import { auditText } from "../monitor/mod.ts";
import { wrap } from "./kit/mod.ts";
import { type KeyBinding, KEYS, type KeySection } from "./key_table.ts";
import { NO_DATA } from "./format.ts";
import type { Model } from "./model.ts";

/** Cells of a page beside its text: border and a blank at either side, border above and below. */
const FRAME_COLUMNS = 4;
const FRAME_ROWS = 2;

/** Rows below a page: the footer. */
const FOOTER_ROWS = 1;

/** Sections of the help: below each other, or in two columns where there is room. */
const SECTIONS: readonly (readonly KeySection[])[] = [
  ["run", "parameters"],
  ["program", "typing a value", "help and verdict"],
];

/** Columns of text from which the help has two columns, and of the first one. */
const TWO_COLUMNS_FROM = 112;
const FIRST_COLUMN = 62;

/** The first names of a binding's keys as people write them: `Up  k`, `space`, `Ctrl-C`. */
function keyNames({ keys }: KeyBinding): string {
  return keys.length === 0 ? "any character" : keys.slice(0, 2).map(keyLabel).join("  ");
}

/** The lines of the page that is open; none when none is. */
export function pageLines(model: Model): readonly string[] {
  switch (model.page) {
    case "help":
      return helpLines(pageWidth(model));
    case "verdict": {
      const { options, numerals, parameters } = model;
      if (numerals === undefined) return [NO_DATA];
      const { name, preset } = options;
      const lines = auditText({ name, preset, parameters, frame: numerals.frame }).split("\n");
      return lines.flatMap((line) => fitted(line, pageWidth(model)));
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
function pageWidth(model: Model): number {
  return Math.max(1, model.columns - FRAME_COLUMNS);
}

/** The furthest a page can be scrolled. */
export function lastScroll(model: Model): number {
  return Math.max(0, pageLines(model).length - pageHeight(model));
}

function helpLines(width: number): readonly string[] {
  const [first, second] = SECTIONS.map((sections) => sections.flatMap(sectionLines));
  if (width < TWO_COLUMNS_FROM) return [...first, ...second];
  return Array.from(
    { length: Math.max(first.length, second.length) },
    (_, row) => `${(first[row] ?? "").padEnd(FIRST_COLUMN)}${second[row] ?? ""}`.trimEnd(),
  );
}

/** A line, or the lines into which it has to be broken; a table that fits keeps its blanks. */
function fitted(line: string, width: number): readonly string[] {
  return line.length <= width ? [line] : wrap(line, width);
}

function sectionLines(section: KeySection): readonly string[] {
  const width = Math.max(...KEYS.map((binding) => keyNames(binding).length)) + 2;
  const lines = KEYS
    .filter((binding) => binding.section === section)
    .map((binding) => `  ${keyNames(binding).padEnd(width)}${binding.help}`);
  return [section.toUpperCase(), ...lines, ""];
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
