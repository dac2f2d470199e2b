import assert from "node:assert/strict";
import written from "../../docs/kpp.schema.json" with { type: "json" };
import { configSchema } from "../../tools/schema.ts";

Deno.test("schema: docs/kpp.schema.json is what the dictionaries say", () => {
  // As JSON, in which the order of keys counts too.
  assert.equal(JSON.stringify(written), JSON.stringify(configSchema()), "run tools/schema.ts");
});
