import assert from "node:assert/strict";
import prose from "../../docs/FAULTS.md" with { type: "text" };
import { withFaultsTable } from "../../tools/faults_table.ts";

Deno.test("docs/FAULTS.md has every kind of fault, as the table has it", () => {
  assert.equal(prose, withFaultsTable(prose), "run tools/faults_table.ts");
  assert.match(prose, /^\| `stuck` \| sensor \| a channel \|/m);
});
