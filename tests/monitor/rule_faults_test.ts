import assert from "node:assert/strict";
import { MOST_LOOK_BACK, rulesFaults } from "../../monitor/mod.ts";

/** Rules that look back an hour each. */
function longRules(count: number): object {
  const rules = Array.from({ length: count }, (_, index) => ({
    alert: `long${index}`,
    expr: index % 2 === 0 ? "rate(power.net, 1h) > 1" : "power.net > 1",
    ...(index % 2 === 1 && { suppress_when: "change(power.net, 1h) > 1" }),
  }));
  return { groups: [{ name: "long", rules }] };
}

Deno.test("rules: how far they look back together has a bound", () => {
  const most = MOST_LOOK_BACK / 3600;
  assert.deepEqual(rulesFaults(longRules(most)), []);
  assert.deepEqual(rulesFaults(longRules(most + 1)), [{
    path: ["groups"],
    message: "Cannot use groups as it must be groups that look back at most 36000 s in all: " +
      "current value is 39600",
  }]);
});
