import { comparisonLines } from "../baseline.ts";
import { type KeyBinding, keyLabel, type KeySection } from "../keys/binding.ts";
import { KEYS } from "../keys/table.ts";
import type { NumeralModel } from "../still_model.ts";
import { verdictLines } from "./verdict.tsx";

/** Cells beside the text: border and a blank at either side, border above and below. */
const FRAME_COLUMNS = 4;
const FRAME_ROWS = 2;

/** Rows below it: the footer. */
const FOOTER_ROWS = 1;

/** Sections of the help: below each other, or in two columns where there is room. */
const SECTIONS: readonly (readonly KeySection[])[] = [
  ["run", "parameters", "charts", "text over a page"],
  ["screen", "alarms", "lists", "typing"],
];

/** Columns of text from which the help has two columns, and of the first one. */
const TWO_COLUMNS_FROM = 112;
const FIRST_COLUMN = 61;

/** A binding's keys as people write them, the first two: `Up  k`, `Ctrl-C`; `1 to 7` of digits. */
function keyNames({ keys }: KeyBinding): string {
  if (keys.length === 0) return "any character";
  const [first, last] = [keys[0], keys.at(-1)!];
  if (keys.length > 2 && keys.every((key) => /^\d$/.test(key))) return `${first} to ${last}`;
  return keys.slice(0, 2).map(keyLabel).join("  ");
}

/** The lines of the overlay that is open; none when none is. */
export function overlayLines(model: NumeralModel): readonly string[] {
  switch (model.overlay) {
    case "help":
      return helpLines(overlayWidth(model));
    case "verdict":
      return verdictLines(model, overlayWidth(model));
    case "comparison": {
      const { baseline, numerals } = model;
      if (baseline === undefined || numerals === undefined) return [];
      return comparisonLines(baseline, numerals);
    }
    case undefined:
      return [];
  }
}

/** Lines of an overlay that are on the screen at a time. */
export function overlayHeight(model: NumeralModel): number {
  return Math.max(1, model.rows - FRAME_ROWS - FOOTER_ROWS);
}

/** Columns that its text has. */
function overlayWidth(model: NumeralModel): number {
  return Math.max(1, model.columns - FRAME_COLUMNS);
}

/** The furthest it can be scrolled. */
export function lastScroll(model: NumeralModel): number {
  return Math.max(0, overlayLines(model).length - overlayHeight(model));
}

function helpLines(width: number): readonly string[] {
  const [first, second] = SECTIONS.map((sections) => sections.flatMap(sectionLines));
  if (width < TWO_COLUMNS_FROM) return [...first, ...second];
  return Array.from(
    { length: Math.max(first.length, second.length) },
    (_, row) => `${(first[row] ?? "").padEnd(FIRST_COLUMN)}${second[row] ?? ""}`.trimEnd(),
  );
}

function sectionLines(section: KeySection): readonly string[] {
  const width = Math.max(...KEYS.map((binding) => keyNames(binding).length)) + 2;
  const lines = KEYS
    .filter((binding) => binding.section === section)
    .map((binding) => `  ${keyNames(binding).padEnd(width)}${binding.help}`);
  return [section.toUpperCase(), ...lines, ""];
}
