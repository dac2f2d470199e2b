import assert from "node:assert/strict";
import { type ParameterName, PRESETS } from "../../engine/mod.ts";
import { AIR_SUPPLY_ROWS } from "./rows/air_supply_rows.ts";
import { CHAIN_ROWS } from "./rows/chain_rows.ts";
import { CLAIM_ROWS } from "./rows/claim_rows.ts";
import { FLOATER_ROWS } from "./rows/floater_rows.ts";
import { INITIAL_ROWS } from "./rows/initial_rows.ts";
import type { Row } from "./rows/row.ts";
import { SHAFT_ROWS } from "./rows/shaft_rows.ts";
import { WATER_ROWS } from "./rows/water_rows.ts";

// What follows from each parameter of PHYSICS.md sections 1 and 6, one by one.

const ROWS: Readonly<Record<ParameterName, readonly Row[]>> = {
  ...CHAIN_ROWS,
  ...FLOATER_ROWS,
  ...WATER_ROWS,
  ...AIR_SUPPLY_ROWS,
  ...SHAFT_ROWS,
  ...CLAIM_ROWS,
  ...INITIAL_ROWS,
};

Deno.test("parameters: every one has its consequences in the table", () => {
  assert.deepEqual(Object.keys(ROWS).sort(), Object.keys(PRESETS["kpp-01"].parameters).sort());
  assert.deepEqual(Object.entries(ROWS).filter(([, rows]) => rows.length === 0), []);
});

for (const [name, rows] of Object.entries(ROWS)) {
  for (const { predicts, holds } of rows) {
    Deno.test(`parameters: ${name}: ${predicts}`, holds);
  }
}
