import assert from "node:assert/strict";
import { readSummary } from "../../tools/run_tests.ts";

Deno.test("readSummary: the last line of a run, coloured or not", () => {
  assert.deepEqual(readSummary("x ... ok (1ms)\n\nok | 412 passed | 0 failed (3s)\n\n"), {
    passed: 412,
    failed: 0,
    skipped: 0,
  });
  const line = "FAILED | 3 passed (8 steps) | 2 failed (1 step) | 1 ignored | 4 filtered out (9ms)";
  assert.deepEqual(readSummary(line), { passed: 3, failed: 2, skipped: 1 });
  assert.deepEqual(readSummary("\x1b[0m\x1b[32mok\x1b[0m | 1 passed | 0 failed \x1b[0m(2ms)"), {
    passed: 1,
    failed: 0,
    skipped: 0,
  });
});

Deno.test("readSummary: a run that died has none", () => {
  assert.equal(readSummary(""), null);
  assert.equal(readSummary("error: Module not found"), null);
});
