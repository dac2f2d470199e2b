import assert from "node:assert/strict";
import written from "../../docs/kpp.schema.json" with { type: "json" };
import alarms from "../../docs/alarms.schema.json" with { type: "json" };
import { rulesSchema } from "../../tools/rules_schema.ts";
import { configSchema } from "../../tools/schema.ts";

Deno.test("schema: docs/alarms.schema.json is what the members of a rules file are", () => {
  assert.equal(JSON.stringify(alarms), JSON.stringify(rulesSchema()), "run tools/rules_schema.ts");
});

Deno.test("schema: docs/kpp.schema.json is what the dictionaries say", () => {
  // As JSON, in which the order of keys counts too.
  assert.equal(JSON.stringify(written), JSON.stringify(configSchema()), "run tools/schema.ts");
});
