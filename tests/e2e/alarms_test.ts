import assert from "node:assert/strict";
import { bash, KPP } from "./shell.ts";

const RULES = `groups:
  - name: mine
    rules:
      - alert: fast
        signal: chain.speed
        limits: { hi: 0.2 }
        for: 1s
`;

const CASES = `tests:
  - input_series: [{ series: chain.speed, values: '0.3x9' }]
    alert_rule_test:
      - { eval_time: 1s, alertname: fast, exp_alerts: [{ exp_labels: { limit: hi } }] }
`;

/** Runs in a folder with these files in it. */
async function within<Result>(
  files: Readonly<Record<string, string>>,
  act: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix: "kpp-test-" });
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    return await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("e2e: the same run twice gives the same journal, byte by byte", async () => {
  await within({ "rules.yaml": RULES }, async (folder) => {
    const options = `--rules ${folder}/rules.yaml --alarm fast.hi=0.15 --for 100s --speed max`;
    for (const [name, rate] of [["one", 1], ["two", 0.01]]) {
      const { code } = await bash(
        `${KPP} ${options} --rate ${rate} --journal ${folder}/${name} > /dev/null`,
      );
      assert.equal(code, 0);
    }
    const one = await Deno.readTextFile(`${folder}/one`);
    assert.equal(await Deno.readTextFile(`${folder}/two`), one);
    const entries = one.trimEnd().split("\n").map((line) => JSON.parse(line));
    const came = entries.filter(({ event }) => event === "raise").map(({ alarm }) => alarm);
    assert.deepEqual(came, ["fast.hi", "efficiency.lo"]);
  });
});

Deno.test("e2e: rules are tried, and refused with the line of each fault", async () => {
  const bad = RULES.replace("chain.speed", "chain.sped").replace("1s", "soon");
  const files = { "rules.yaml": RULES, "cases.yaml": CASES, "bad.yaml": bad };
  await within(files, async (folder) => {
    const passed = await bash(`${KPP} alarms test ${folder}/rules.yaml ${folder}/cases.yaml`);
    assert.deepEqual(passed, { code: 0, stdout: "1 test passed\n", stderr: "" });
    const refused = await bash(`${KPP} --rules ${folder}/bad.yaml --for 1s`);
    assert.deepEqual([refused.code, refused.stdout], [2, ""]);
    const lines = refused.stderr.trimEnd().split("\n");
    assert.equal(lines.length, 2);
    assert.ok(lines[0].startsWith(`kpp: ${folder}/bad.yaml:5: Cannot watch "chain.sped"`));
    assert.ok(lines[1].startsWith(`kpp: ${folder}/bad.yaml:7: Cannot use for as it must be a dur`));
  });
});
