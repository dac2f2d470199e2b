import assert from "node:assert/strict";
import { count, twiceTheSum } from "../engine/mod.ts";

Deno.test("sum: of several", () => assert.equal(twiceTheSum([1, 2]), 6));

Deno.test("count: it counts up from 1", () => assert.ok(count() > 0));

Deno.test("sum: as it was", (t) => t.assertSnapshot(twiceTheSum([1])));
