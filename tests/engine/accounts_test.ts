import assert from "node:assert/strict";
import { type AccountName, ACCOUNTS } from "../../engine/mod.ts";
import { AIR_ACCOUNT_ROWS } from "./rows/air_account_rows.ts";
import { CHAIN_ACCOUNT_ROWS } from "./rows/chain_account_rows.ts";
import type { Row } from "./rows/row.ts";

// What each account of PHYSICS.md section 7 must come to, by laws of its own.

const ROWS: Readonly<Record<AccountName, readonly Row[]>> = {
  ...AIR_ACCOUNT_ROWS,
  ...CHAIN_ACCOUNT_ROWS,
};

Deno.test("accounts: every one has its consequences in the table", () => {
  assert.deepEqual(Object.keys(ROWS).sort(), ACCOUNTS.map(({ name }) => name as string).sort());
  assert.deepEqual(Object.entries(ROWS).filter(([, rows]) => rows.length === 0), []);
});

for (const [name, rows] of Object.entries(ROWS)) {
  for (const { predicts, holds } of rows) {
    Deno.test(`accounts: ${name}: ${predicts}`, holds);
  }
}
