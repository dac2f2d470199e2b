import { equal, ok } from "node:assert/strict";
import { Cells, paint } from "../../tui/kit/mod.ts";
import { rectOf } from "../../tui/layout.ts";
import { type Model, view } from "../../tui/mod.ts";
import { dashboard, running, withFrame } from "./fixtures.ts";

/** Lines of the ledger panel, in two columns: in and stored, out. */
function columnsOf(model: Model): readonly [string[], string[]] {
  const cells = new Cells(model.columns, model.rows);
  paint(view(model), cells);
  const lines = cells.toString().split("\n");
  const start = lines.findIndex((line) => line.startsWith("IN "));
  const end = lines.findIndex((line) => line.startsWith("residual"));
  const middle = lines[start].indexOf("OUT");
  ok(start > 0 && end > start && middle > 0);
  const { width } = rectOf(model, "ledger")!;
  const between = (from: number, to: number) =>
    lines.slice(start, end).map((line) => line.slice(from, to).trim());
  return [between(0, middle), between(middle, width)];
}

function numberOf(line: string): number {
  return Number(/-?[\d.]+$/.exec(line)?.[0] ?? 0);
}

function sumOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + numberOf(line), 0);
}

Deno.test("what is listed adds up, in both columns, at every size", () => {
  for (const [columns, rows] of [[120, 40], [160, 45], [200, 60]]) {
    const model = running(dashboard({ columns, rows }), 60);
    const [left, out] = columnsOf(model);
    const stored = left.findIndex((line) => line.startsWith("STORED"));
    // Every line is rounded to 0.1 kJ.
    ok(Math.abs(numberOf(left[0]) - sumOf(left.slice(1, stored))) < 0.05 * stored);
    ok(Math.abs(numberOf(out[0]) - sumOf(out.slice(1))) < 0.05 * out.length);
    ok(Math.abs(numberOf(left[0]) - numberOf(out[0]) - numberOf(left[stored])) < 0.2);
  }
});

Deno.test("accounts that have no room are summed up in a line of their own", () => {
  const [, low] = columnsOf(running(dashboard({ columns: 120, rows: 40 }), 60));
  ok(low.some((line) => /^4 smaller ones/.test(line)), low.join("\n"));
  const [, high] = columnsOf(running(dashboard({ columns: 120, rows: 55 }), 60));
  equal(high.filter((line) => line !== "").length, 15);
  ok(!high.some((line) => /smaller/.test(line)));
});

Deno.test("an account that is 0 has no line, and one that is not has", () => {
  const model = running(dashboard(), 60);
  const [, out] = columnsOf(withFrame({ ...model, isStale: true }, { "ledger.drag": 0 }));
  ok(!out.some((line) => line.startsWith("drag")));
  ok(columnsOf(model)[1].some((line) => line.startsWith("drag")));
});
