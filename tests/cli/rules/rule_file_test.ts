import assert from "node:assert/strict";
import { kpp } from "../../../cli/mod.ts";
import document from "../../../docs/ALARMS.md" with { type: "text" };
import { parseRules } from "../../../cli/rule_file.ts";
import { DEFAULT_RULES, watchedAlarms } from "../../../monitor/mod.ts";
import { FakeWorld } from "../fake_world.ts";

/** Lines, without the indentation of the test. */
function yaml(text: string): string {
  const lines = text.split("\n").slice(1);
  const indent = /^ */.exec(lines[0])![0].length;
  return lines.map((line) => line.slice(indent)).join("\n");
}

/** Every fault of a rules file. */
function faults(text: string): string[] {
  try {
    parseRules(text, "r.yaml");
    return [];
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
    return error.errors.map(({ message }) => message);
  }
}

const WHOLE = yaml(`
  $schema: ../docs/alarms.schema.json
  defaults: false
  groups:
    - name: mine
      rules:
        - alert: pressure
          signal: header.pressure
          setpoint: regulator.setpoint
          over: 2s
          limits:
            lo: 1.5e5
            hihi: { at: 3e5, severity: critical, priority: 7, deadband: 50, for: 0 }
            rate: 1000
            deviation: 5000
            stale: 3
          for: 1m30s
          keep_firing_for: 5
          severity: error
          deadband: 10
          latch: true
          suppress_when: chain.stuck == 1
          annotations: { summary: header, guidance: look at the regulator }
        - alert: twice
          expr: h1.power > 0 and not (clutch.locked == 1)
`);

Deno.test("rules: every member of a rule reaches the alarms", () => {
  const alarms = watchedAlarms(parseRules(WHOLE, "r.yaml")).map(({ alarm }) => alarm);
  const shared = {
    rule: "pressure",
    group: "mine",
    label: "header",
    level: "error",
    priority: 200,
    watches: "header.pressure",
    channel: "header.pressure",
    unit: "Pa",
    deadband: 10,
    onDelay: 90,
    offDelay: 5,
    latches: true,
    suppressedWhen: "chain.stuck == 1",
    guidance: "look at the regulator",
  };
  assert.deepEqual(alarms, [
    { ...shared, name: "pressure.lo", limitName: "lo", limit: 1.5e5 },
    {
      ...shared,
      name: "pressure.hihi",
      limitName: "hihi",
      limit: 3e5,
      level: "critical",
      priority: 7,
      deadband: 50,
      onDelay: 0,
    },
    { ...shared, name: "pressure.rate", limitName: "rate", limit: 1000, unit: "Pa/s" },
    { ...shared, name: "pressure.deviation", limitName: "deviation", limit: 5000 },
    { ...shared, name: "pressure.stale", limitName: "stale", limit: 3, unit: "s" },
    {
      ...shared,
      name: "twice",
      rule: "twice",
      label: "twice",
      level: "warning",
      priority: 300,
      watches: "h1.power > 0 and not (clutch.locked == 1)",
      limitName: null,
      limit: null,
      channel: null,
      unit: "",
      deadband: 0,
      onDelay: 0,
      offDelay: 0,
      latches: false,
      suppressedWhen: "",
      guidance: "",
    },
  ]);
});

Deno.test("rules: JSON is YAML too, and the default rules stay unless their name is taken", () => {
  const rule = { alert: "chainSpeed", signal: "chain.speed", limits: { hi: 3 } };
  const text = JSON.stringify({ groups: [{ name: "mine", rules: [rule] }] });
  const names = (watched: ReturnType<typeof watchedAlarms>) =>
    watched.map(({ alarm: { name, group, limit } }) => [name, group, limit]);
  const usual = names(watchedAlarms(DEFAULT_RULES));
  const found = names(watchedAlarms(parseRules(`\uFEFF${text}`, "r.json")));
  assert.equal(found.length, usual.length);
  assert.deepEqual(found.at(-1), ["chainSpeed.hi", "mine", 3]);
  assert.deepEqual(
    found.slice(0, -1),
    usual.filter(([name]) => name !== "chainSpeed.hi"),
  );
});

const FAULTY = yaml(`
  groups:
    - name: mine
      rules:
        - alert: fast
          signal: chain.sped
          limits: { hi: 0.2, hihi: 0.1, high: 3 }
          severity: bad
          for: 5 seconds
        - alert: fast
          expr: chain.speed >
        - alert: both
          expr: chain.speed > 1
          signal: chain.speed
        - 7
        - alert: no name
          expr: chain.speed
          priority: 0
          latch: "yes"
          annotations: { sumary: 3, guidance: "" }
        - expr: drivetrain.clutch == 1
          deadband: 1
          over: 3h
          setpoint: 1
        - alert: negative
          signal: change(chain.speed, 2h)
          limits: { rate: -1, deviation: { severity: info }, stale: .inf }
    - name: mine
      rule: []
  default: true
`);

/** What is wrong with it, line by line. */
const FAULTS: readonly (readonly [line: number, message: RegExp])[] = [
  [5, /^Cannot watch "chain\.sped" as no channel is called that; did you mean "chain\.speed"\?$/],
  [6, /^Cannot use hihi as it must be at least hi, which is 0\.2: current value is 0\.1$/],
  [6, /^Cannot use "high" as nothing is called that here: it must be one of lolo, lo, hi, /],
  [7, /^Cannot use severity as it must be info, warning, error, critical: .* is "bad"$/],
  [8, /^Cannot use for as it must be a duration such as 500ms, .*: current value is "5 seconds"$/],
  [9, /^Cannot use alert as it must be a name that is there once: current value is "fast"$/],
  [10, /^Cannot read "chain\.speed >" as character 14 must be a name, .* is the end$/],
  [11, /^Cannot use a rule as it must have expr or signal: it has both$/],
  [11, /^Cannot use a rule as limits must be there with signal, and only then$/],
  [14, /^Cannot use a rule as it must be an object: current value is 7$/],
  [15, /^Cannot use alert as it must be a name: .*: current value is "no name"$/],
  [16, /^Cannot use "chain\.speed" as it must be true or false: it is a number$/],
  [17, /^Cannot use priority as it must be a whole number from 1 to 1000: current value is 0$/],
  [18, /^Cannot use latch as it must be true or false: current value is "yes"$/],
  [19, /^Cannot use "sumary" as nothing is called that here; did you mean "summary"\?$/],
  [19, /^Cannot use guidance as it must be a text of 1 to 500 characters: current value is ""$/],
  [20, /^Cannot watch "drivetrain\.clutch" as it must be a number: it is a word$/],
  [20, /^Cannot use alert as it must be a name: .*: current value is nothing$/],
  [21, /^Cannot use deadband as it must be there only with signal$/],
  [22, /^Cannot use over as it must be a duration .* above 0 to 3600 s: .* "3h"$/],
  [22, /^Cannot use over as it must be there only with the limit rate$/],
  [23, /^Cannot use a rule as setpoint must be there with the limit deviation, and only then$/],
  [24, /^Cannot use a rule as setpoint must be there with the limit deviation, and only then$/],
  [25, /^Cannot watch a change as its duration must be at most 3600 s: current value is 7200 s$/],
  [26, /^Cannot use rate as it must be a number not below 0: current value is -1$/],
  [26, /^Cannot use deviation as it must be an object with at: .*"severity":"info"}$/],
  [26, /^Cannot use stale as it must be a number, or an object with at: .* Infinity$/],
  [27, /^Cannot use name as it must be a name that is there once: current value is "mine"$/],
  [27, /^Cannot use rules as it must be a list: current value is nothing$/],
  [28, /^Cannot use "rule" as nothing is called that here; did you mean "rules"\?$/],
  [29, /^Cannot use "default" as nothing is called that here; did you mean "defaults"\?$/],
];

Deno.test("rules: each fault is told with its line, in the order of the file", () => {
  const found = faults(FAULTY);
  assert.equal(found.length, FAULTS.length, found.join("\n"));
  for (const [index, [line, message]] of FAULTS.entries()) {
    const [, at, text] = /^r\.yaml:(\d+): (.*)$/.exec(found[index])!;
    assert.equal(Number(at), line, found[index]);
    assert.match(text, message);
  }
});

Deno.test("rules: a file that is no YAML, no object, or too much of one, is refused", () => {
  const bomb = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" +
    [..."bcdefgh"].map((name, index) =>
      `${name}: &${name} [${new Array(10).fill(`*${"abcdefg"[index]}`).join(",")}]\n`
    ).join("");
  const many = { groups: [{ name: "g", rules: [] as unknown[] }] };
  for (let n = 0; n <= 500; n++) {
    many.groups[0].rules.push({ alert: `a${n}`, expr: "power.net > 0" });
  }
  const refused: readonly [string, RegExp][] = [
    ["groups: [\n", /^r\.yaml:2: Cannot read the file as it must be YAML: flow sequence/],
    ["groups: []\ngroups: []", /^r\.yaml:2: Cannot read the file as it must be YAML: map keys/],
    ["\tgroups: []", /^r\.yaml:1: Cannot read the file as it must be YAML: .*tab/i],
    ["groups: *none", /^r\.yaml:1: Cannot read the file as it must be YAML: unresolved alias/i],
    ["groups: !odd []", /^r\.yaml:1: Cannot read the file as it must be YAML: unresolved tag/],
    ["", /^r\.yaml:1: Cannot use the file as it must be an object: current value is null$/],
    ["- 1", /^r\.yaml:1: Cannot use the file as it must be an object: current value is \[1\]$/],
    ["defaults: false", /^r\.yaml:1: Cannot use groups as it must be a list: .* nothing$/],
    [bomb, /^r\.yaml:1: Cannot read the file as it must be YAML: excessive alias/],
    [JSON.stringify(many), /^r\.yaml:1: Cannot use groups as .* at most 500 rules .* is 501$/],
  ];
  for (const [text, message] of refused) assert.match(faults(text)[0], message);
});

const CASES = yaml(`
  tests:
    - name: rises
      input_series:
        - { series: header.pressure, values: '1e5x99 4e5x100 stale' }
      alert_rule_test:
        - { eval_time: 99s, alertname: pressure, exp_alerts: [] }
        - eval_time: 100s
          alertname: pressure
          exp_alerts: [{ exp_labels: { limit: lo } }, { exp_labels: { limit: hihi } }]
      alarm_state_test:
        - { eval_time: 3s, alarm: twice, exp_state: noData }
`);

async function test(rules: string, cases: string) {
  const world = new FakeWorld({ files: { "r.yaml": rules, "c.yaml": cases } });
  const code = await kpp(["alarms", "test", "r.yaml", "c.yaml"], world);
  return { code, lines: world.lines, output: world.output };
}

Deno.test("kpp alarms test: what is not as expected is told with its line", async () => {
  const { code, lines, output } = await test(WHOLE.replace("latch: true", ""), CASES);
  assert.deepEqual([code, output], [1, ""]);
  assert.deepEqual(lines, [
    "c.yaml:6: rises: at 99s pressure must fire as nothing: it is " +
    "alarm=pressure.lo severity=error limit=lo, " +
    "alarm=pressure.deviation severity=error limit=deviation",
    "c.yaml:7: rises: at 100s pressure must fire as limit=lo, limit=hihi: it is " +
    "alarm=pressure.lo severity=error limit=lo, " +
    "alarm=pressure.hihi severity=critical limit=hihi, " +
    "alarm=pressure.deviation severity=error limit=deviation",
  ]);
});

Deno.test("kpp alarms test: what is as expected passes", async () => {
  const cases = CASES.replace("99s", "89s").replaceAll("exp_alerts: [{", "exp_alerts: [{}, {");
  assert.deepEqual(await test(WHOLE, cases), { code: 0, lines: [], output: "1 test passed\n" });
});

Deno.test("kpp alarms test: each fault of a file of tests is told with its line", async () => {
  const { code, lines } = await test(
    WHOLE,
    yaml(`
      evaluation_interval: -1s
      tests:
        - nome: x
          interval: 0
          input_series:
            - { series: chain.sped, values: '1 2' }
            - { series: chain.speed, values: '1 2y' }
          alert_rule_test:
            - { eval_time: soon, alertname: presure }
            - { eval_time: 1s, alertname: twice, exp_alerts: [{ exp_labels: { level: x } }] }
          alarm_state_test:
            - { eval_time: 1s, alarm: pressure, exp_state: normal }
            - { eval_time: 1s, alarm: twice, exp_state: on }
        - 3
    `),
  );
  assert.equal(code, 2);
  const numbers = lines.map((line) => Number(/^c\.yaml:(\d+): Cannot /.exec(line)?.[1]));
  assert.deepEqual(numbers, [1, 3, 4, 6, 7, 9, 9, 10, 12, 13, 14], lines.join("\n"));
  assert.match(lines[3], /nothing is called "chain\.sped"; did you mean "chain\.speed"\?/);
  assert.match(lines[4], /each part must be such as 1, 1x4, .*: current value is 2y$/);
});

Deno.test("rules: a file that cannot be read, and none that is named, are one line", async () => {
  const world = new FakeWorld();
  assert.equal(await kpp(["--rules", "no.yaml"], world), 2);
  assert.equal(await kpp(["--rules", ""], world), 2);
  assert.match(world.lines[0], /^Cannot use --rules as it must be a file that can be read: .*no\./);
  assert.match(world.lines[1], /^Cannot use --rules as it must be the path of a file: .* nothing$/);
});

/** The block of docs/ALARMS.md that begins with these words. */
function block(start: string): string {
  const lines = document.split("\n");
  const first = lines.findIndex((line) => line.startsWith(`    ${start}`));
  const rest = lines.slice(first);
  const length = rest.findIndex((line) => line !== "" && !line.startsWith("    "));
  return rest.slice(0, length).map((line) => line.slice(4)).join("\n");
}

Deno.test("docs/ALARMS.md: the rules and the tests that it shows are such, and pass", async () => {
  const outcome = await test(block("groups:"), block("evaluation_interval:"));
  assert.deepEqual(outcome, { code: 0, lines: [], output: "1 test passed\n" });
});
