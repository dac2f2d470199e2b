import assert from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import { DEFAULT_RULES, type RulesDocument } from "../../monitor/mod.ts";
import { FakeWorld } from "./fake_world.ts";

const DONE = { reason: "done" } as const;

/** The limit of an alarm by its name. */
function limitIn({ groups }: RulesDocument, name: string): unknown {
  const [alert, limit] = name.split(".");
  const rule = groups.flatMap(({ rules }) => rules).find((each) => each.alert === alert);
  return rule?.limits?.[limit as "hi"];
}

async function run(words: string, files: Record<string, string> = {}) {
  const world = new FakeWorld({ files, plant: () => ({ frames: [], end: DONE }) });
  const code = await kpp(words.split(" "), world);
  return { code, lines: world.lines, rules: world.started[0]?.rules, world };
}

Deno.test("--alarm sets limits of the default rules, and leaves the others", async () => {
  const { code, rules } = await run("--alarm chainSpeed.hi=3 --alarm efficiency.lo=-1e-2");
  assert.equal(code, 0);
  assert.equal(limitIn(rules!, "chainSpeed.hi"), 3);
  assert.equal(limitIn(rules!, "efficiency.lo"), -0.01);
  assert.equal(limitIn(rules!, "receiverLow.lo"), limitIn(DEFAULT_RULES, "receiverLow.lo"));
  assert.equal(limitIn(DEFAULT_RULES, "chainSpeed.hi"), 8, "and the table is as it was");
});

Deno.test("--alarm wins over the configuration, and the last one over those before", async () => {
  const files = { "c.json": '{ "alarms": { "chainSpeed.hi": 4, "frameRate.lo": 9 } }' };
  const both = "--alarm chainSpeed.hi=5 --config c.json --alarm chainSpeed.hi=6";
  const { rules } = await run(both, files);
  assert.equal(limitIn(rules!, "chainSpeed.hi"), 6);
  assert.equal(limitIn(rules!, "frameRate.lo"), 9);
});

Deno.test("what sets no limit is one line and exit code 2", async () => {
  const refused: readonly [string, string][] = [
    [
      "--alarm chainSpeed=3",
      "Cannot use --alarm as it must be rule.limit=number such as chainSpeed.hi=8; see kpp list " +
      "alarms: current value is chainSpeed=3",
    ],
    [
      "--alarm chainSpeed.hi",
      "Cannot use --alarm as it must be rule.limit=number such as chainSpeed.hi=8; see kpp list " +
      "alarms: current value is chainSpeed.hi",
    ],
    [
      "--alarm chainSpeed.hi=8m/s",
      "Cannot use --alarm chainSpeed.hi as it must be a number from -1000000000000000 to " +
      "1000000000000000: current value is 8m/s",
    ],
    [
      "--alarm chainSped.hi=8",
      'Cannot set "chainSped.hi" as no limit is called that; did you mean "chainSpeed.hi"?',
    ],
    [
      "--alarm starved.hi=8 --alarm chainSpeed.hi=9",
      'Cannot set "starved.hi" as no limit is called that; see kpp list alarms',
    ],
    [
      "--config c.json",
      'c.json:2: Cannot use "alarms" chainSpeed.hi as it must be a number from ' +
      "-1000000000000000 to 1000000000000000: current value is fast",
    ],
  ];
  const files = { "c.json": '{\n "alarms": { "chainSpeed.hi": "fast" } }' };
  for (const [words, line] of refused) {
    const { code, lines } = await run(words, files);
    assert.deepEqual([code, lines], [2, [line]], words);
  }
});

Deno.test("--journal gets what happens, a line each", async () => {
  const transition = { kind: "flood", time: 1.5, isFlood: true, count: 11 } as const;
  const journal = [[transition, { ...transition, time: 2 }], [{ ...transition, time: 3 }]];
  const world = new FakeWorld({ plant: () => ({ frames: [], end: DONE, journal }) });
  assert.equal(await kpp(["--journal", "j.ndjson"], world), 0);
  const written = world.texts["j.ndjson"].join("");
  assert.deepEqual(written.trimEnd().split("\n").map((line) => JSON.parse(line)), journal.flat());
  assert.ok(written.endsWith("\n"));
});

Deno.test("a journal that cannot be opened is one line, and nothing is run", async () => {
  const world = new FakeWorld({ plant: () => ({ frames: [], end: DONE }) });
  world.openText = () => {
    throw new Deno.errors.PermissionDenied("no (os error 13)");
  };
  assert.equal(await kpp(["--journal", "/j"], world), 2);
  assert.deepEqual(world.started, []);
  assert.match(world.lines[0], /^Cannot use --journal as it must be a file that can be written: /);
});
