import assert from "node:assert/strict";
import fc from "fast-check";
import { emptyReading, ManualTime } from "../../clock/mod.ts";
import { adaptive, Observation, Plant } from "../../engine/mod.ts";
import { FloaterWatch, Stability } from "../../monitor/mod.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import type { RunOptions } from "../../runtime/plant_run_parts.ts";
import { createOwnRings } from "../../runtime/own_rings.ts";
import {
  channelIndex,
  CHANNELS,
  type Command,
  emptyRuntime,
  MODE_NAMES,
  MODES,
  sample,
  type Stepping,
} from "../../telemetry/mod.ts";
import { OPTIONS, PARAMETERS, play } from "./plant_scene.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 100 });

const STOP: Command = { kind: "stop" };

type Commands = readonly (readonly [at: number, command: Command])[];

/** The values of every frame of a run of the published plant, by simulated time. */
function run(
  { dt, integration, ...rest }: Partial<RunOptions> & Stepping,
  commands: Commands = [],
): Map<number, Float64Array> {
  const { parts, reader, sender } = createOwnRings({ maxFloaters: 40, slots: 1024 });
  const time = new ManualTime(0);
  for (const [at, command] of commands) time.schedule(at, () => sender.send(command));
  runPlant({
    options: { ...OPTIONS, ...rest, dt, integration },
    plant: new Plant(PARAMETERS, integration),
    time,
    ...parts,
    reply: ({ outcome }) => assert.equal(outcome, "applied"),
    journal: { add: () => {}, send: () => {}, flush: () => {}, waiting: 0 },
  });
  const frames = new Map<number, Float64Array>();
  for (let frame = reader.peek(); frame; frame = reader.peek()) {
    frames.set(frame.simulationTime, frame.values.slice());
    reader.release();
  }
  return frames;
}

const STEPPINGS: readonly (readonly [string, Stepping])[] = [
  ...MODE_NAMES.map((mode) => [mode, MODES[mode]] as const),
  ["a coarse grid of error control", { dt: 0.1, integration: adaptive(1e-6) }],
  ["a fixed step that divides no second", { dt: 0.013, integration: { kind: "fixed" } }],
];

for (const [what, stepping] of STEPPINGS) {
  Deno.test(`rows off the grid leave the steps of the plant as they are: ${what}`, () => {
    const rows = (rate: number) => run({ ...stepping, duration: 9, rows: { rate } });
    const coarse = rows(1);
    assert.equal(coarse.size, 10);
    for (const rate of [7, 77]) {
      const fine = rows(rate);
      assert.equal(fine.size, 9 * rate + 1);
      for (const [time, values] of coarse) assert.deepEqual(fine.get(time), values);
    }
  });
}

Deno.test("modes agree with error control a thousand times as fine", () => {
  const at = (stepping: Stepping) =>
    run({ ...stepping, duration: 20, rows: { rate: 0.05 } }).get(20)!;
  const exact = at({ dt: 1 / 60, integration: adaptive(1e-11) });
  const allowed = { performance: 1e-8, balanced: 1e-10, accuracy: 1e-8 };
  for (const mode of MODE_NAMES) {
    const values = at(MODES[mode]);
    for (const id of ["chain.speed", "air.volume"] as const) {
      const wanted = exact[channelIndex(id)];
      const error = Math.abs(values[channelIndex(id)] / wanted - 1);
      assert.ok(error < allowed[mode], `${mode}: ${id} is ${error} off`);
    }
  }
});

Deno.test("a change of mode takes effect at the step at which it is heard, nowhere else", () => {
  const frames = run({ ...MODES.balanced, duration: 4 }, [
    [1.01, { kind: "mode", mode: "accuracy" }],
    [2.01, { kind: "mode", mode: "performance" }],
    [3.01, { kind: "mode", mode: "balanced" }],
  ]);
  const plant = new Plant(PARAMETERS);
  const advance = (steps: number, { dt, integration }: Stepping) => {
    if (plant.integration !== integration) plant.integration = integration;
    for (let i = 0; i < steps; i++) plant.step(dt);
  };
  advance(240, MODES.balanced);
  advance(60, MODES.accuracy);
  advance(50, MODES.performance);
  advance(240, MODES.balanced);
  const seen = new Observation();
  plant.observe(seen);
  const values = new Float64Array(CHANNELS.length);
  const runtime = emptyRuntime();
  new Stability().assess(seen, runtime);
  new FloaterWatch().assess(seen, PARAMETERS, runtime.floaters);
  sample({ plant: seen, clock: emptyReading(), runtime }, values);
  const last = frames.get(4)!;
  for (const [index, { id }] of CHANNELS.entries()) {
    if (!/^(clock|profile|queue)\./.test(id)) assert.equal(last[index], values[index], id);
  }
});

Deno.test("time goes on over a change of mode, at any speed, and past the end by nothing", () => {
  const modes = fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 2, noNaN: true }),
      mode: fc.constantFrom(...MODE_NAMES),
    }),
    { maxLength: 8 },
  );
  const settings = fc.record({
    modes,
    speed: fc.constantFrom(0.7, 1, 2.5, 100, Infinity),
    duration: fc.integer({ min: 1, max: 3000 }).map((ms) => ms / 1000),
  });
  fc.assert(fc.property(settings, ({ modes, speed, duration }) => {
    const commands = modes.map(({ at, mode }) => [at, { kind: "mode", mode }] as const);
    const { end, frames, replies, plant } = play({ duration, speed }, { stepCost: 1e-5, commands });
    assert.deepEqual(end, { reason: "done" });
    assert.equal(frames.at(-1)!.time, duration);
    for (const [k, { time, position }] of frames.entries()) {
      assert.ok(Math.abs(position - time) < 1e-9, "the plant is where the frame says");
      assert.ok(k === 0 || time >= frames[k - 1].time, "time never goes back");
    }
    for (const { outcome } of replies) assert.equal(outcome, "applied");
    const last = replies.at(-1)?.command;
    const mode = last?.kind === "mode" ? last.mode : "balanced";
    assert.equal(plant.integration, MODES[mode].integration);
  }));
});

Deno.test("a live run keeps its pace over a change of mode", () => {
  const commands: Commands = [
    [1.01, { kind: "mode", mode: "performance" }],
    [2.01, { kind: "mode", mode: "accuracy" }],
    [3.01, STOP],
  ];
  const { frames, replies } = play({}, { commands });
  assert.deepEqual(replies.map(({ simulationTime }) => simulationTime), [1, 2, 3]);
  for (const { at, time, values } of frames) {
    assert.ok(time <= at + 1e-9 && time > at - 0.02 - 1e-9, `${time} at ${at}`);
    assert.equal(values[channelIndex("clock.droppedSteps")], 0);
  }
});

Deno.test("a restart keeps the mode, and its grid begins at 0", () => {
  const commands: Commands = [
    [0.51, { kind: "mode", mode: "performance" }],
    [0.71, { kind: "reset" }],
    [1.01, STOP],
  ];
  const { frames, plant, replies } = play({ fps: 50 }, { commands });
  assert.equal(plant.integration, MODES.performance.integration);
  assert.deepEqual(replies.map(({ simulationTime }) => simulationTime), [0.5, 0.7, 0.3]);
  const restart = frames.findIndex(({ time }, k) => k > 0 && time < frames[k - 1].time);
  const times = frames.slice(restart).map(({ time }) => time);
  assert.deepEqual(times, Array.from({ length: times.length }, (_, k) => (k + 1) / 50));
});

Deno.test("a single step while held is one of the mode in force", () => {
  const commands: Commands = [
    [0.51, { kind: "hold" }],
    [0.61, { kind: "mode", mode: "performance" }],
    [0.71, { kind: "step" }],
    [0.81, STOP],
  ];
  const { frames } = play({}, { commands });
  const held = frames.filter(({ status }) => status === "held").map(({ time }) => time);
  assert.deepEqual([...new Set(held)], [0.5, 0.52]);
});

Deno.test("rows take a change of mode too, and stay where they were asked for", () => {
  const modes = fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 0.02, noNaN: true }),
      mode: fc.constantFrom(...MODE_NAMES),
    }),
    { maxLength: 8 },
  );
  fc.assert(fc.property(modes, fc.constantFrom(0.7, 2.5, 29.97, 240), (modes, rate) => {
    const commands = modes.map(({ at, mode }) => [at, { kind: "mode", mode }] as const);
    const scene = { stepCost: 1e-5, commands };
    const { end, frames } = play({ duration: 20 / rate, rows: { rate } }, scene);
    assert.deepEqual(end, { reason: "done" });
    assert.deepEqual(
      frames.map(({ time }) => time),
      Array.from({ length: 21 }, (_, k) => k / rate),
    );
    for (const { time, position } of frames) assert.ok(Math.abs(position - time) < 1e-9);
  }));
});
