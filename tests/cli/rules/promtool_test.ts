import assert from "node:assert/strict";
import { YamlFile } from "../../../cli/yaml_file.ts";
import {
  type CasesDocument,
  casesFaults,
  type RulesDocument,
  rulesFaults,
  runCases,
  watchedAlarms,
} from "../../../monitor/mod.ts";
import casesText from "./promtool/cases.yml" with { type: "text" };
import rulesText from "./promtool/rules.yml" with { type: "text" };

// Both files pass `promtool test rules cases.yml` of Prometheus 2.42. They differ from ours in the
// name of the series, which has a point here, and in naming the file of the rules.

/** The files as Prometheus has them, with the names of this program. */
function read(text: string): Record<string, unknown> {
  const { rule_files: _, ...rest } = new YamlFile(
    text.replaceAll("chain_speed", "chain.speed"),
    "promtool",
  ).content as Record<string, unknown>;
  return rest;
}

const RULES = read(rulesText) as unknown as RulesDocument;
const CASES = read(casesText) as unknown as CasesDocument;

Deno.test("for, keep_firing_for and staleness are what Prometheus evaluates them to", () => {
  assert.deepEqual(rulesFaults(RULES), []);
  const watched = watchedAlarms(RULES);
  assert.deepEqual(casesFaults(CASES, watched.map(({ alarm }) => alarm)), []);
  const expected = CASES.tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test);
  assert.ok(expected.length > 1000);
  const firing = expected.filter(({ exp_alerts = [] }) => exp_alerts.length > 0);
  assert.ok(firing.length > 400 && firing.length < expected.length - 400);
  assert.deepEqual(runCases(watched, CASES), []);
});

Deno.test("each expectation that is turned round fails, and no other", () => {
  const watched = watchedAlarms(RULES);
  const [test] = CASES.tests;
  const turned = test.alert_rule_test!.map((expected) => ({
    ...expected,
    exp_alerts: (expected.exp_alerts ?? []).length > 0 ? [] : [{}],
  }));
  const failures = runCases(watched, { ...CASES, tests: [{ ...test, alert_rule_test: turned }] });
  assert.equal(failures.length, turned.length);
});
