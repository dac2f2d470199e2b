import assert from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import { MAX_FAULTS, parseFault } from "../../telemetry/mod.ts";
import { FakeWorld } from "./fake_world.ts";

const DONE = { reason: "done" } as const;

async function run(words: string, files: Record<string, string> = {}) {
  const world = new FakeWorld({ files, plant: () => ({ frames: [], end: DONE }) });
  const code = await kpp(words.split(" "), world);
  return { code, lines: world.lines, started: world.started[0] };
}

Deno.test("--fault comes after those of the configuration; --seed is its chance", async () => {
  const files = { "c.json": '{ "faults": ["nan:power.net:3s"], "seed": 5 }' };
  const words = "--fault stuck:chain.speed --fault chain-jam::1m:10s --config c.json --seed 9";
  const { code, started } = await run(words, files);
  assert.equal(code, 0);
  const faults = ["nan:power.net:3s", "stuck:chain.speed", "chain-jam::1m:10s"];
  assert.deepEqual(started.faults, faults.map((text) => parseFault(text)));
  assert.equal(started.seed, 9);
});

Deno.test("what is no fault is one line and exit code 2", async () => {
  const refused: readonly [string, string, Record<string, string>?][] = [
    [
      "--fault stuk:chain.speed",
      'Cannot use --fault as no fault is called "stuk"; did you mean "stuck"?',
    ],
    [
      "--fault",
      "Cannot use --fault <fault> as it must have a value: current value is nothing",
    ],
    [
      "--faul stuck",
      'Cannot use "--faul" as no option is called that; did you mean "--fault"?',
    ],
    [
      "--seed 1.5",
      "Cannot use --seed as it must be a whole number from 0 to 4294967295: current value is 1.5",
    ],
    [
      "--seed -1",
      "Cannot use --seed as it must be a whole number from 0 to 4294967295: current value is -1",
    ],
    [
      "--config c.json",
      'c.json:2: Cannot use the target of "faults" stuck as it must be a channel: current value ' +
      'is chain.sped; did you mean "chain.speed"?',
      { "c.json": '{ "faults": [\n  "stuck:chain.sped"\n] }' },
    ],
    [
      "--config c.json",
      'c.json:1: Cannot use "faults" as it must be an array of strings: current value is "stuck"',
      { "c.json": '{ "faults": "stuck" }' },
    ],
    [
      Array(MAX_FAULTS + 1).fill("--fault nan:power.net").join(" "),
      "Cannot use --fault as it must be given at most 256 times: current value is 257",
    ],
  ];
  for (const [words, line, files] of refused) {
    const { code, lines } = await run(words, files);
    assert.deepEqual([code, lines], [2, [line]], words);
  }
});
