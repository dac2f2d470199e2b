import assert from "node:assert/strict";
import { ManualTime } from "../../clock/mod.ts";
import { Plant } from "../../engine/mod.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import type { Reply } from "../../runtime/plant_run_parts.ts";
import { createOwnRings } from "../../runtime/own_rings.ts";
import { channelIndex, type Command, type Mode, MODES } from "../../telemetry/mod.ts";
import { CountingPlant, OPTIONS, PARAMETERS, play } from "./plant_scene.ts";

const ACCURACY = { ...MODES.accuracy, adapt: { mode: "accuracy" as Mode } };

function changes(replies: readonly Reply[]): string[] {
  return replies.map(({ command, by, outcome }) => {
    assert.deepEqual([by, outcome], ["optimiser", "applied"]);
    const { kind, ...value } = command;
    return `${kind} ${Object.values(value)}`;
  });
}

Deno.test("a run that cannot keep up is eased by commands like any others", () => {
  // 60, then 240, then 50 steps a second of 25 ms each: only half the speed fits.
  const { replies, frames } = play({ ...ACCURACY, duration: 20 }, { stepCost: 0.025, slots: 4096 });
  assert.deepEqual(changes(replies), [
    "mode balanced",
    "mode performance",
    "fps 15",
    "fps 7.5",
    "fps 5",
    "speed 0.5",
  ]);
  const last = frames.at(-1)!;
  assert.equal(last.values[channelIndex("clock.target")], 0.5);
  assert.equal(last.values[channelIndex("clock.targetFps")], 5);
  assert.ok(Math.abs(last.values[channelIndex("clock.fps")] - 5) < 1e-9);
  const overruns = frames.map(({ values }) => values[channelIndex("clock.overruns")]);
  const settled = frames.findIndex(({ time }) => time > replies.at(-1)!.simulationTime + 0.5);
  assert.equal(overruns.at(-1), overruns[settled], "then no tick is late any more");
});

Deno.test("without being asked to, a run is never eased", () => {
  const { replies, frames } = play({ ...MODES.accuracy, duration: 2 }, { stepCost: 0.025 });
  assert.deepEqual(replies, []);
  assert.ok(frames.at(-1)!.values[channelIndex("clock.overruns")] > 20);
});

Deno.test("a step never follows the wall clock: all are those of a mode of the table", () => {
  const steps = new Set<number>();
  const prepare = (plant: CountingPlant) => {
    const step = plant.step.bind(plant);
    plant.step = (dt) => {
      steps.add(dt);
      step(dt);
    };
  };
  play({ ...ACCURACY, duration: 20 }, { stepCost: 0.025, slots: 4096, prepare });
  assert.deepEqual([...steps], [1 / 60, 1 / 240, 0.02]);
});

Deno.test("once the machine can again, everything is given back", () => {
  const prepare = (plant: CountingPlant) => plant.clock.schedule(10, () => plant.stepCost = 1e-5);
  const { replies } = play({ ...ACCURACY, duration: 90 }, {
    stepCost: 0.025,
    slots: 8192,
    prepare,
  });
  assert.deepEqual(changes(replies).slice(6), [
    "speed 1",
    "fps 10",
    "fps 20",
    "fps 30",
    "mode balanced",
    "mode accuracy",
  ]);
});

Deno.test("what a user sets meanwhile is kept", () => {
  const commands: (readonly [number, Command])[] = [[12, { kind: "mode", mode: "performance" }]];
  const prepare = (plant: CountingPlant) => plant.clock.schedule(10, () => plant.stepCost = 1e-5);
  const { replies } = play({ ...ACCURACY, duration: 90 }, {
    stepCost: 0.025,
    slots: 8192,
    prepare,
    commands,
  });
  assert.deepEqual(changes(replies.filter(({ by }) => by)).slice(-1), ["fps 30"]);
});

/** The published plant, each step of which takes so long, s. */
class SlowPlant extends Plant {
  constructor(readonly clock: ManualTime, readonly stepCost: number) {
    super(PARAMETERS, MODES.accuracy.integration);
  }

  override step(dt: number): void {
    super.step(dt);
    this.clock.advance(this.stepCost);
  }
}

Deno.test("a run with its changes can be repeated, bit for bit", () => {
  const time = new ManualTime();
  const plant = new SlowPlant(time, 0.025);
  const replies: Reply[] = [];
  const { parts } = createOwnRings({ maxFloaters: 40, slots: 1024 });
  runPlant({
    options: { ...OPTIONS, ...ACCURACY, duration: 6 },
    plant,
    time,
    ...parts,
    reply: (reply) => replies.push(reply),
    journal: { add: () => {}, send: () => {}, flush: () => {}, waiting: 0 },
  });
  assert.ok(replies.length >= 3, "or there is nothing to repeat");
  const again = new Plant(PARAMETERS, MODES.accuracy.integration);
  let { dt } = MODES.accuracy;
  const goTo = (end: number) => {
    for (let left = Math.floor((end - again.time) / dt + 1e-9); left > 0; left--) again.step(dt);
  };
  for (const { command, simulationTime } of replies) {
    goTo(simulationTime);
    if (command.kind !== "mode") continue;
    dt = MODES[command.mode].dt;
    again.integration = MODES[command.mode].integration;
  }
  goTo(6);
  assert.equal(again.hash(), plant.hash());
});
