/**
 * Writes the table of docs/FAULTS.md from the kinds of faults:
 * `deno run --allow-read=docs --allow-write=docs tools/faults_table.ts`.
 *
 * @module
 */

import { FAULT_KIND_NAMES, faultRow, magnitudeText, targetText } from "../telemetry/mod.ts";

const HEAD = /(?<=\| kind \| part \|.*\n\|(?:---\|)+\n)(?:\|.*\n)*/;

/** The prose of docs/FAULTS.md with the rows of its table as the kinds are now. */
export function withFaultsTable(prose: string): string {
  const rows = FAULT_KIND_NAMES.map((kind) => {
    const row = faultRow(kind);
    const cells = [`\`${kind}\``, row.part, targetText(row), magnitudeText(row), row.description];
    return `| ${cells.join(" | ")} |\n`;
  });
  return prose.replace(HEAD, rows.join(""));
}

if (import.meta.main) {
  const path = new URL("../docs/FAULTS.md", import.meta.url);
  Deno.writeTextFileSync(path, withFaultsTable(Deno.readTextFileSync(path)));
}
