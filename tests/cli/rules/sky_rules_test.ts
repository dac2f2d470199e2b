import assert from "node:assert/strict";
import { kpp } from "../../../cli/mod.ts";
import elements from "../../truth/sky/iss_2026_tles.txt" with { type: "text" };
import { FakeWorld } from "../fake_world.ts";

const WORDS = "sky positions --elements e.txt --station 49.87,8.62,145 --at 2026-08-01T00:00:00Z " +
  "--for 10s --rate 1 --rules rules.yaml --journal j.ndjson";

async function runWith(rules: string): Promise<{ world: FakeWorld; code: number }> {
  const world = new FakeWorld({ files: { "e.txt": elements, "rules.yaml": rules } });
  return { world, code: await kpp(WORDS.split(" "), world) };
}

Deno.test("sky rules: a file names channels of the sky, beside the default rules", async () => {
  const { world, code } = await runWith(`groups:
  - name: mine
    rules:
      - alert: rises
        expr: change(sky.elevationDeg, 5s) > 0 or change(sky.elevationDeg, 5s) < 0
        for: 3s
        annotations: { summary: it moves, guidance: follow it }
`);
  assert.equal(code, 0);
  assert.deepEqual(world.lines, ["warning: it moves (rises). follow it"]);
  const raised = world.texts["j.ndjson"].join("").trim().split("\n")
    .map((line) => JSON.parse(line)).filter(({ event }) => event === "raise");
  assert.deepEqual(raised.map(({ time, alarm }) => [time, alarm]), [[4, "rises"]]);
});

Deno.test("sky rules: an alarm that comes again and again is told of once", async () => {
  const { world } = await runWith(`groups:
  - name: mine
    rules:
      - { alert: blinks, expr: sky.time % 4 < 1, annotations: { summary: it blinks } }
`);
  assert.deepEqual(world.lines, ["warning: it blinks (blinks)"]);
  assert.ok(world.texts["j.ndjson"].join("").match(/"event":"raise"/g)!.length > 1);
});

Deno.test("sky rules: one that names a channel of a plant is refused, with its line", async () => {
  const { world, code } = await runWith(`groups:
  - name: mine
    rules:
      - alert: fast
        signal: chain.speed
        limits: { hi: 1 }
      - alert: late
        expr: clock.lateness > 1
`);
  assert.equal(code, 2);
  assert.equal(world.output, "");
  assert.deepEqual(world.lines.map((line) => line.split(" as ")[0]), [
    'rules.yaml:5: Cannot watch "chain.speed"',
  ]);
});

Deno.test("kpp alarms test --sky: rules of a satellite over its series", async () => {
  const files = {
    "rules.yaml": "groups: []",
    "cases.yaml": `evaluation_interval: 1h
tests:
  - interval: 24h
    input_series:
      - { series: sky.elementAge, values: '0+86400x4' }
    alert_rule_test:
      - { eval_time: 72h, alertname: elementAge }
      - { eval_time: 96h, alertname: elementAge, exp_alerts: [{ exp_labels: { limit: hi } }] }
`,
  };
  const passed = new FakeWorld({ files });
  const words = ["alarms", "test", "rules.yaml", "cases.yaml"];
  assert.equal(await kpp([...words, "--sky"], passed), 0);
  assert.equal(passed.output, "1 test passed\n");
  const ofPlant = new FakeWorld({ files });
  assert.equal(await kpp(words, ofPlant), 2);
  assert.match(ofPlant.lines[0], /^cases\.yaml:5: Cannot use series as nothing is called "sky\.el/);
});
