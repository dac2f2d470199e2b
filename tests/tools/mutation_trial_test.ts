import assert from "node:assert/strict";
import type { Finding, Plan } from "../../tools/mutation.ts";

const TREE = new URL("mutation", import.meta.url).pathname;
const TRIAL = new URL("../../tools/mutation_trial.ts", import.meta.url).pathname;

/** Has the small engine in mutation/ tried; says all that is found. */
async function attempt(plan: Partial<Plan>): Promise<Finding[]> {
  const args = ["run", "-q", "--no-check", `--allow-read=${TREE}`, TRIAL];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" })
    .spawn();
  const whole: Plan = {
    tree: TREE,
    file: "engine/mod.ts",
    tests: ["tests/sum.ts"],
    count: 7,
    changes: [],
    isAlone: false,
    seconds: 60,
    long: [],
    measured: {},
    ...plan,
  };
  await new Blob([JSON.stringify(whole)]).stream().pipeTo(child.stdin);
  const { stdout } = await child.output();
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
}

/** What became of every change, in the order in which it was told. */
function verdicts(found: readonly Finding[]): [number, string][] {
  return found.flatMap((one) => "verdict" in one ? [[one.change, one.verdict]] : []);
}

Deno.test("mutation: a change is noticed, or survives, or takes a process of its own", async () => {
  const found = await attempt({ changes: [0, 1, 2, 3, 6, 4, 5] });
  assert.deepEqual(verdicts(found), [
    [0, "alone"],
    [1, "noticed"],
    [2, "noticed"],
    [3, "survived"],
    [6, "survived"],
    [4, "alone"],
  ]);
  const measured = found.flatMap((one) => "test" in one ? [one.test.replace(/^.*: /, "")] : []);
  assert.deepEqual(measured, ["of several", "it counts up from 1", "as it was"]);
});

Deno.test("mutation: alone, a change is there from the beginning", async () => {
  for (const change of [0, 4]) {
    const measurement = { time: 1, asked: [] };
    const names = ["sum: of several", "count: it counts up from 1", "sum: as it was"];
    const measured = Object.fromEntries(
      names.map((name) => [`tests/sum.ts: ${name}`, measurement]),
    );
    assert.deepEqual(await attempt({ changes: [change], isAlone: true, measured }), [
      { trying: change },
      { trying: change },
      { change, verdict: "noticed" },
    ]);
  }
});

Deno.test("mutation: what ends the process was being tried", async () => {
  assert.deepEqual((await attempt({ changes: [5, 1] })).at(-1), { trying: 5 });
});

Deno.test("mutation: no test that is too long is run", async () => {
  const long = ["tests/sum.ts: sum: of several", "tests/sum.ts: sum: as it was"];
  assert.deepEqual(verdicts(await attempt({ changes: [1], long })), [[1, "survived"]]);
  assert.deepEqual(verdicts(await attempt({ changes: [1], seconds: 0 })), [[1, "survived"]]);
});
