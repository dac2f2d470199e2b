import assert from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import type { RunOptions } from "../../runtime/plant_thread.ts";
import { adaptive } from "../../engine/mod.ts";
import { DEFAULT_RULES } from "../../monitor/mod.ts";
import { parseFault, PRESETS } from "../../telemetry/mod.ts";
import { FakeWorld } from "./fake_world.ts";

/** The exit code, what was said and what was started with a file `run.json`. */
async function runWith(
  text: string,
  words = "--config run.json",
): Promise<{ code: number; lines: string[]; started: RunOptions[] }> {
  const world = new FakeWorld({
    files: { "run.json": text, "more.json": '{ "fps": 50 }' },
    plant: () => ({ frames: [], end: { reason: "done" } }),
  });
  const code = await kpp(words.split(" "), world);
  return { code, lines: world.lines, started: world.started };
}

const WHOLE = `{
  "$schema": "../docs/kpp.schema.json",
  "preset": "kpp-01-matched",
  "parameters": {
    "chain.coulombFriction": 200,
    "floater.thermalTime": "Infinity",
    "drivetrain.clutch": "overrunning",
    "h3.enabled": true
  },
  "fps": 25,
  "speed": "max",
  "for": "2m",
  "mode": "performance",
  "tolerance": 1e-6,
  "dt": 0.05,
  "dt-min": 1e-6,
  "dt-max": 0.02,
  "format": "csv",
  "fields": ["power", "efficiency"],
  "rate": 5,
  "headless": true,
  "plain": false,
  "colors": "never",
  "symbols": "ascii",
  "seed": 7,
  "faults": ["stuck:chain.speed:10s:5s"]
}`;

Deno.test("config: every option and parameter reaches the run", async () => {
  const { code, lines, started } = await runWith(WHOLE);
  assert.deepEqual([code, lines], [0, []]);
  assert.deepEqual(started, [{
    rules: DEFAULT_RULES,
    parameters: {
      ...PRESETS["kpp-01-matched"].parameters,
      "chain.coulombFriction": 200,
      "floater.thermalTime": Infinity,
      "drivetrain.clutch": "overrunning",
      "h3.enabled": true,
    },
    dt: 0.05,
    integration: adaptive(1e-6, { shortest: 1e-6, longest: 0.02 }),
    fps: 25,
    speed: Infinity,
    duration: 120,
    rows: { rate: 5 },
    faults: [parseFault("stuck:chain.speed:10s:5s")],
    seed: 7,
  }]);
});

Deno.test("config: the command line wins, wherever --config stands", async () => {
  for (
    const words of [
      "--fps 60 --for 1s --speed 2 --set chain.coulombFriction=300 --config run.json",
      "--config run.json --fps 60 --for 1s --speed 2 --set chain.coulombFriction=300",
    ]
  ) {
    const { started: [options] } = await runWith(WHOLE, words);
    assert.equal(options.fps, 60);
    assert.equal(options.speed, 2);
    assert.equal(options.duration, 1);
    assert.equal(options.parameters["chain.coulombFriction"], 300);
    assert.equal(options.parameters["floater.thermalTime"], Infinity);
  }
});

Deno.test("config: parameters of the file hold for the preset of the command line", async () => {
  const { started: [options] } = await runWith(WHOLE, "--preset teaching-10m --config run.json");
  assert.equal(options.parameters["chain.floaterCount"], 16);
  assert.equal(options.parameters["chain.coulombFriction"], 200);
});

Deno.test("config: a later file wins over an earlier one", async () => {
  const { started: [options] } = await runWith(WHOLE, "--config run.json --config more.json");
  assert.equal(options.fps, 50);
  assert.equal(options.duration, 120);
});

Deno.test("config: numbers stand for seconds and for a factor", async () => {
  const { started: [options] } = await runWith('{ "for": 1.5, "speed": 10 }');
  assert.equal(options.duration, 1.5);
  assert.equal(options.speed, 10);
});

const REFUSED: readonly [string, string, string][] = [
  [
    "a typo in an option",
    '{\n  "fps": 30,\n  "heedless": true\n}',
    'run.json:3: Cannot use "heedless" as no option is called that; did you mean "headless"?',
  ],
  [
    "a typo in a parameter",
    '{\n  "parameters": {\n    "water.depth": 9,\n    "injector.freeAirVolum": 0.1\n  }\n}',
    'run.json:4: Cannot set "injector.freeAirVolum" as no parameter is called that; ' +
    'did you mean "injector.freeAirVolume"?',
  ],
  [
    "a typo in a choice",
    '{\n  "format": "cvs"\n}',
    "run.json:2: Cannot use format as it must be ndjson, csv, msgpack or plot: " +
    'current value is cvs; did you mean "csv"?',
  ],
  [
    "a syntax error",
    '{\n  "fps": 30,\n  "rate" 10\n}',
    "run.json:3: Cannot read the file as it must be JSON: colon expected",
  ],
  [
    "a comma too many",
    '{\n  "fps": 30,\n}',
    "run.json:3: Cannot read the file as it must be JSON: property name expected",
  ],
  [
    "a comment",
    '{\n  // frames\n  "fps": 30\n}',
    "run.json:2: Cannot read the file as it must be JSON: invalid comment token",
  ],
  [
    "nothing",
    "",
    "run.json:1: Cannot read the file as it must be JSON: value expected",
  ],
  [
    "no object",
    "[1]",
    "run.json:1: Cannot use the file as it must be an object: current value is [1]",
  ],
  [
    "an option of another type",
    '{\n  "fps": "30"\n}',
    'run.json:2: Cannot use fps as it must be a number: current value is "30"',
  ],
  [
    "null",
    '{\n  "headless": null\n}',
    "run.json:2: Cannot use headless as it must be true or false: current value is null",
  ],
  [
    "an array of numbers",
    '{\n  "fields": ["power",\n 3]\n}',
    "run.json:2: Cannot use fields as it must be a string or an array of strings: " +
    'current value is ["power",\n 3]',
  ],
  [
    "a parameter of another type",
    '{\n  "parameters": {\n    "water.depth": "9 m"\n  }\n}',
    "run.json:3: Cannot set water.depth as it must be above 0 to 11000 m: " +
    'current value is "9 m"',
  ],
  [
    "a parameter out of range",
    '{ "parameters": {\n    "generator.efficiency": 1.5\n  }\n}',
    "run.json:2: Cannot set generator.efficiency as it must be from 0 to 1: " +
    "current value is 1.5",
  ],
  [
    "a tolerance out of range",
    '{\n  "tolerance": 0.1\n}',
    "run.json:2: Cannot use tolerance as it must be a number from 1e-12 to 0.001: " +
    "current value is 0.1",
  ],
  [
    "a step as text",
    '{\n  "dt": "20ms"\n}',
    'run.json:2: Cannot use dt as it must be a number: current value is "20ms"',
  ],
  [
    "a sub-step without error control",
    '{\n  "dt-max": 0.01\n}',
    "Cannot use --dt-max as it must be left out without error control, which --tolerance or " +
    "--mode accuracy gives: current value is 0.01",
  ],
  [
    "parameters that are no object",
    '{\n"parameters": 3 }',
    'run.json:2: Cannot use "parameters" as it must be an object: current value is 3',
  ],
  [
    "a key twice",
    '{\n  "fps": 30,\n  "fps": 60\n}',
    'run.json:3: Cannot use "fps" as it must be there once: it is there twice',
  ],
  [
    "an option of the command line only",
    '{\n  "set": "water.depth=9"\n}',
    'run.json:2: Cannot use "set" as no option is called that',
  ],
  [
    "a value out of range",
    '{\n\n  "for": -5\n}',
    "run.json:3: Cannot use for as it must be a duration above 0 to 1000000000 s such as 60s, " +
    "500ms, 10m or 1h: current value is -5",
  ],
];

for (const [what, text, line] of REFUSED) {
  Deno.test(`config: ${what} is refused with its line`, async () => {
    const { code, lines, started } = await runWith(text);
    assert.deepEqual([code, lines, started], [2, [line.replaceAll(/\s+/g, " ")], []]);
  });
}

Deno.test("config: a byte order mark before the first brace means nothing", async () => {
  const { code, started } = await runWith('\uFEFF{ "preset": "ideal" }');
  assert.equal(code, 0);
  assert.deepEqual(started[0].parameters, PRESETS.ideal.parameters);
});

Deno.test("config: a file nested without end is refused with its name", async () => {
  const { code, lines } = await runWith("[".repeat(200_000));
  assert.equal(code, 2);
  assert.deepEqual(lines, [
    "run.json:1: Cannot read the file as it must be JSON: it is nested too deeply",
  ]);
});
