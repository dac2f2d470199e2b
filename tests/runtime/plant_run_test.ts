import assert from "node:assert/strict";
import fc from "fast-check";
import type { RunEnd } from "../../runtime/plant_run_parts.ts";
import { channelIndex, type Command, type Status } from "../../telemetry/mod.ts";
import {
  CountingPlant,
  NO_SUCH_DEPTH,
  OPTIONS,
  PARAMETERS,
  play,
  type Scene,
} from "./plant_scene.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 100 });

const DONE: RunEnd = { reason: "done" };
const STOP: Command = { kind: "stop" };

Deno.test("a live run makes a frame at each tick, from frame 0 at time 0 to the duration", () => {
  const { end, frames, plant, dropped } = play({ duration: 2 });
  assert.deepEqual(end, DONE);
  assert.deepEqual(frames.map(({ time }) => time), Array.from({ length: 61 }, (_, k) => k / 30));
  assert.equal(plant.steps, 480);
  assert.equal(dropped, 0);
  for (const { time, at, position } of frames) {
    assert.ok(Math.abs(at - time) < 1e-9);
    assert.ok(Math.abs(position - time) < 1e-9);
  }
  assert.deepEqual(frames[7].floaters, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

Deno.test("a live run ends at exactly its duration at any speed, on the grid or off it", () => {
  const settings = fc.record({
    duration: fc.integer({ min: 0, max: 3000 }).map((ms) => ms / 1000),
    speed: fc.constantFrom(0.1, 0.7, 1, 2.5, 60, 1000, Infinity),
    dt: fc.constantFrom(0.001, 1 / 240, 0.013, 1 / 30, 0.2),
  });
  fc.assert(fc.property(settings, ({ duration, speed, dt }) => {
    const { end, frames, plant } = play({ duration, speed, dt }, { stepCost: 1e-5 });
    const last = frames.at(-1)!;
    assert.deepEqual(end, DONE);
    assert.equal(last.time, duration);
    assert.ok(Math.abs(last.position - duration) < 1e-9, "the plant is seen then");
    assert.ok(plant.steps * dt < duration + 1e-9, "and has not been taken beyond");
    for (const { time, position } of frames) assert.ok(Math.abs(position - time) < 1e-9);
    const before = frames.at(-2);
    if (before) assert.ok(before.time <= duration);
  }));
});

Deno.test("a clock that keeps up says so in every frame", () => {
  const { frames } = play({ duration: 3, speed: 2 });
  for (const { values } of frames) {
    assert.equal(values[channelIndex("clock.overruns")], 0);
    assert.equal(values[channelIndex("clock.droppedSteps")], 0);
    assert.equal(values[channelIndex("clock.held")], 0);
  }
  for (const { values } of frames.slice(1)) {
    assert.ok(Math.abs(values[channelIndex("clock.rtf")] - 2) < 1e-9);
    assert.ok(Math.abs(values[channelIndex("clock.fps")] - 30) < 1e-9);
  }
});

Deno.test("rows lie at exactly k / rate, up to and including the duration, none twice", () => {
  const settings = fc.record({
    rate: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0.7, 2.5, 29.97)),
    dt: fc.constantFrom(0.001, 0.002, 1 / 240, 1 / 60, 0.013, 0.2),
    rows: fc.integer({ min: 0, max: 700 }),
    beyond: fc.constantFrom(0, 0, 0.001, 0.5, 0.999),
  });
  fc.assert(fc.property(settings, ({ rate, dt, rows, beyond }) => {
    const duration = (rows + beyond) / rate;
    const { end, frames, plant } = play({ duration, dt, rows: { rate } });
    assert.deepEqual(end, DONE);
    assert.equal(frames.length, rows + 1);
    for (const [k, { time, position }] of frames.entries()) {
      assert.equal(time, k / rate);
      assert.ok(Math.abs(position - time) < 1e-9, "the plant is seen then");
    }
    assert.ok(plant.steps * dt <= duration + 1e-9, "no step beyond the last row");
  }));
});

Deno.test("a run that goes on from a moment has its grid, frames and rows from there", () => {
  const settings = fc.record({
    time: fc.integer({ min: 0, max: 1e6 }).map((steps) => steps / 240),
    rate: fc.constantFrom(0.7, 1, 7, 30),
    dt: fc.constantFrom(0.001, 1 / 240, 0.013),
    seconds: fc.integer({ min: 0, max: 40 }).map((tenths) => tenths / 10),
  });
  fc.assert(fc.property(settings, ({ time, rate, dt, seconds }) => {
    const from = { time, snapshot: new Uint8Array(0) };
    const duration = time + seconds;
    const live = play({ from, dt, duration });
    assert.equal(live.frames[0].time, time);
    assert.equal(live.frames.at(-1)!.time, duration);
    const { frames } = play({ from, dt, duration, rows: { rate } });
    for (const [i, row] of frames.entries()) {
      assert.equal(row.time, (Math.round(frames[0].time * rate) + i) / rate);
      assert.ok(Math.abs(row.position - (row.time - time)) < 1e-9, "the plant is seen then");
    }
    const rows = Math.floor(duration * rate + 1e-9) - Math.ceil(time * rate - 1e-9) + 1;
    assert.equal(frames.length, rows);
    if (rows > 0) assert.ok(frames[0].time >= time - 1e-9 && frames[0].time - time < 1 / rate);
  }));
});

Deno.test("rows have no clock, and its channels no data", () => {
  const { frames } = play({ duration: 1, rows: { rate: 2 } });
  for (const id of ["clock.rtf", "clock.fps", "clock.lateness", "clock.overruns"] as const) {
    for (const { values } of frames) assert.equal(values[channelIndex(id)], NaN);
  }
});

Deno.test("a command is heard within a frame at any speed, and answered with its time", () => {
  const set: Command = { kind: "set", parameter: "floater.volume", value: 0.2 };
  for (const speed of [0.1, 1, 1000, Infinity]) {
    for (const sentAt of [0.5, 0.517, 0.533]) {
      const commands = [[sentAt, set], [1, STOP]] as const;
      const { end, replies, plant } = play({ speed }, { stepCost: 2e-5, commands });
      assert.deepEqual(end, { reason: "stopped" });
      const [{ at, simulationTime, step = NaN, ...answer }] = replies;
      assert.deepEqual(answer, { command: set, outcome: "applied" });
      assert.ok(at >= sentAt && at < sentAt + 1 / 30, `heard at ${at}`);
      assert.equal(plant.parameters["floater.volume"], 0.2);
      assert.ok(simulationTime > 0);
      assert.ok(Math.abs(step * OPTIONS.dt - simulationTime) < 1e-9, `${step}`);
    }
  }
});

Deno.test("a change that restarts the plant starts simulated time again", () => {
  const commands = [
    [0.51, { kind: "set", parameter: "chain.floaterCount", value: 30 }],
    [0.71, { kind: "reset" }],
    [0.91, STOP],
  ] as const;
  const { frames, replies } = play({}, { commands });
  const answers = replies.map(({ outcome, simulationTime }) => [outcome, simulationTime]);
  assert.deepEqual(answers, [["restarted", 0.5], ["restarted", 0.2], ["applied", 0.2]]);
  const starts = frames.filter(({ time }, k) => k > 0 && time < frames[k - 1].time);
  assert.deepEqual(starts.map(({ time }) => time), [1 / 30, 1 / 30]);
  for (const { time, position } of frames) assert.ok(Math.abs(time - position) < 1e-9);
});

Deno.test("a restart starts the rows again", () => {
  const commands = [[5e-3, { kind: "reset" }]] as const;
  const { frames } = play({ duration: 4, rows: { rate: 1 } }, { stepCost: 1e-5, commands });
  assert.deepEqual(frames.map(({ time }) => time), [0, 1, 2, 0, 1, 2, 3, 4]);
});

Deno.test("a command that cannot be obeyed is refused with why, and nothing changes", () => {
  const refused: [Command, RegExp][] = [
    [{ kind: "set", parameter: "water.depth", value: NO_SUCH_DEPTH }, /^no such plant$/],
    [
      { kind: "set", parameter: "floater.volume", value: -1 },
      /^Cannot set floater.volume as it must be above 0 to 10000 m3: current value is -1$/,
    ],
    [
      { kind: "set", parameter: "generator.efficiency", value: "1" as unknown as number },
      /^Cannot set generator.efficiency as it must be .* to 1: current value is "1"$/,
    ],
    [
      { kind: "set", parameter: "chain.floaterCount", value: 41 },
      /chain.floaterCount must be at most 40: current value is 41/,
    ],
    [{ kind: "fps", fps: 0.5 }, /fps must be 1 to 120: current value is 0.5/],
    [{ kind: "speed", speed: 0 }, /speed must be 0.1 to 1000, or Infinity: current value is 0/],
  ];
  for (const [command, why] of refused) {
    const { replies, plant, frames } = play({}, { commands: [[0.2, command], [0.4, STOP]] });
    assert.equal(replies[0].outcome, "refused");
    assert.match(replies[0].reason!, why);
    assert.equal(plant.parameters, PARAMETERS);
    assert.equal(frames.at(-1)!.time, 11 / 30, "and the run goes on");
  }
});

Deno.test("what sets the pace is refused where there is no clock", () => {
  const kinds = ["hold", "resume", "step"] as const;
  const paces: Command[] = [
    ...kinds.map((kind) => ({ kind })),
    { kind: "speed", speed: 2 },
    { kind: "fps", fps: 10 },
  ];
  for (const command of paces) {
    const { replies, frames } = play({ duration: 2, rows: { rate: 1 } }, {
      stepCost: 1e-4,
      commands: [[0.01, command]],
    });
    assert.equal(replies[0].outcome, "refused");
    assert.match(replies[0].reason!, /must have a clock/);
    assert.equal(frames.length, 3);
  }
});

Deno.test("held, frames go on and time stands; a single step moves it by dt", () => {
  const commands = [
    [0.51, { kind: "hold" }],
    [0.71, { kind: "step" }],
    [0.91, { kind: "resume" }],
    [1.11, STOP],
  ] as const;
  const { frames, replies } = play({}, { commands });
  assert.ok(replies.every(({ outcome }) => outcome === "applied"));
  const held = frames.filter(({ status }) => status === "held");
  assert.equal(held.length, 12);
  const times = [...new Set(held.map(({ time }) => time))];
  assert.deepEqual(times, [0.5, 121 / 240]);
  const last = frames.at(-1)!;
  assert.equal(last.status, "running");
  assert.equal(last.time, (121 + 6 * 8) / 240);
});

Deno.test("speed can be changed from any to any", () => {
  const commands = [
    [1, { kind: "speed", speed: Infinity }],
    [2, { kind: "speed", speed: 1 }],
    [3, STOP],
  ] as const;
  const { frames } = play({}, { stepCost: 1e-4, commands });
  const at = (instant: number) => frames.findLast((frame) => frame.at <= instant)!.time;
  assert.ok(Math.abs(at(1) - 1) < 1 / 25);
  assert.ok(at(2.05) - at(1.05) > 30, "as fast as it goes: 1e4 steps of 1/240 s per second");
  assert.ok(Math.abs(at(3) - at(2.05) - 0.95) < 1 / 25);
});

Deno.test("a plant that cannot go on ends the run with a frame and the state's name", () => {
  for (const options of [{}, { speed: Infinity }, { rows: { rate: 10 } }]) {
    const prepare = (plant: CountingPlant) => plant.failsAt = 100 / 240;
    const { end, frames } = play({ duration: 9, ...options }, { stepCost: 1e-4, prepare });
    assert.deepEqual(end, {
      reason: "fault",
      message: "Cannot go on as chain.speed must be finite: it is not at 0.416667 s; " +
        "going back 3 times, with smaller steps, did not help",
    });
    const last = frames.at(-1)!;
    assert.deepEqual([last.status, last.time], ["fault", 100 / 240]);
    const faults = frames.map(({ values }) => values[channelIndex("health.fault")]);
    assert.deepEqual(faults, [...Array(frames.length - 1).fill(0), 1]);
    assert.equal(last.values[channelIndex("stability")], 0);
    assert.ok(frames.slice(0, -1).every(({ status }) => status === "running"));
  }
});

Deno.test("any other error is not the plant's and is thrown", () => {
  const prepare = (plant: CountingPlant) => plant.reset = () => assert.fail("a bug");
  assert.throws(() => play({}, { commands: [[0.1, { kind: "reset" }]], prepare }), /a bug/);
});

Deno.test("the status is the first that holds: held, starved, stuck, starting, running", () => {
  const all = { starved: true, cannotStart: true, stuck: true, hasMoved: false };
  const cases: [CountingPlant["seen"], Status][] = [
    [all, "starved"],
    [{ ...all, starved: false }, "stuck"],
    [{ stuck: true, hasMoved: true }, "stuck"],
    [{ stuck: true, hasMoved: false }, "starting"],
    [{ stuck: false, hasMoved: false }, "starting"],
    [{ stuck: false, hasMoved: true }, "running"],
  ];
  for (const [seen, status] of cases) {
    const prepare = (plant: CountingPlant) => plant.seen = seen;
    assert.equal(play({ duration: 0 }, { prepare }).frames[0].status, status);
    const commands: Scene["commands"] = [[0.1, { kind: "hold" }], [0.2, STOP]];
    assert.equal(play({}, { prepare, commands }).frames.at(-1)!.status, "held");
  }
});

Deno.test("frames nobody takes are dropped, counted, and do not delay a step", () => {
  const { end, frames, dropped, plant } = play({}, { slots: 8, commands: [[1.01, STOP]] });
  assert.deepEqual(end, { reason: "stopped" });
  assert.deepEqual([frames.length, dropped], [8, 23]);
  assert.equal(plant.steps, 240);
});

Deno.test("a run whose reader takes no more frames stops", () => {
  for (const options of [{}, { speed: Infinity }, { rows: { rate: 10 } }]) {
    const { end, replies } = play(options, { stepCost: 1e-4, closesAt: 0.5 });
    assert.deepEqual(end, { reason: "stopped" });
    assert.deepEqual(replies, []);
  }
});
