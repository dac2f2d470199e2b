import assert from "node:assert/strict";
import { ManualTime } from "../../clock/mod.ts";
import { FIXED, Plant, PlantFault } from "../../engine/mod.ts";
import { createModel } from "../../engine/model.ts";
import { readSnapshot, takeSnapshot } from "../../engine/snapshot.ts";
import { type PlantState, Y } from "../../engine/state.ts";
import type { JournalEntry, RecoveryEntry } from "../../monitor/mod.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import { CALM_TIME, MARK_PERIOD, MOST_ROLLBACKS } from "../../runtime/plant_rollback.ts";
import type { RunOptions } from "../../runtime/plant_run_parts.ts";
import { createOwnRings } from "../../runtime/own_rings.ts";
import { channelIndex } from "../../telemetry/mod.ts";
import { type CountingPlant, OPTIONS, PARAMETERS, play } from "./plant_scene.ts";

/** A plant that is spoilt when it has come so far, so many times. */
class SpoiltPlant extends Plant {
  readonly lengths: number[] = [];

  constructor(readonly at: number, readonly spoil: (state: PlantState) => void, public times = 1) {
    super(PARAMETERS, FIXED);
  }

  override step(dt: number): void {
    super.step(dt);
    this.lengths.push(dt);
    if (this.times === 0 || this.time < this.at) return;
    this.times--;
    const model = createModel(this.parameters);
    const state = readSnapshot(model, this.snapshot());
    this.spoil(state);
    this.restore(takeSnapshot(model, state));
  }
}

/** Runs a plant at full speed; its frames, its journal and its end. */
function run(plant: Plant, options: Partial<RunOptions> = {}) {
  const { parts, reader } = createOwnRings({ maxFloaters: 66, slots: 1024 });
  const journal: JournalEntry[] = [];
  const end = runPlant({
    options: { ...OPTIONS, rows: { rate: 10 }, duration: 20, ...options },
    plant,
    time: new ManualTime(),
    ...parts,
    reply: () => {},
    journal: { add: (entry) => journal.push(entry), send: () => {}, flush: () => {}, waiting: 0 },
  });
  const frames = [];
  for (let frame = reader.peek(); frame; frame = reader.peek()) {
    const { frameId, simulationTime, status } = frame;
    const read = (id: Parameters<typeof channelIndex>[0]) => frame!.values[channelIndex(id)];
    frames.push({
      frameId,
      simulationTime,
      status,
      speed: read("chain.speed"),
      count: read("recovery.rollBackCount"),
      rate: read("recovery.rollBackSuccessRate"),
      redone: read("recovery.rollBackTime"),
    });
    reader.release();
  }
  const recoveries = journal.filter((entry): entry is RecoveryEntry => entry.kind === "recovery");
  return { end, frames, recoveries };
}

const notFinite = (state: PlantState) => state.y[Y.receiver] = NaN;
const lessThanNone = (state: PlantState) => state.mass[0] = -0.5;

for (const [name, spoil] of Object.entries({ notFinite, lessThanNone })) {
  Deno.test(`rollback: a state that is ${name} for once costs no frame, and is told`, () => {
    const { end, frames, recoveries } = run(new SpoiltPlant(5.43, spoil));
    assert.deepEqual(end, { reason: "done" });
    assert.deepEqual(frames.map(({ frameId }) => frameId), frames.map((_, row) => row));
    assert.deepEqual(frames.map((each) => each.simulationTime), frames.map((_, row) => row / 10));
    assert.ok(frames.every(({ status, speed }) => status !== "fault" && Number.isFinite(speed)));
    assert.equal(recoveries.length, 1);
    const [{ step, from, time, divisions }] = recoveries;
    assert.deepEqual([step, from, divisions], ["rollBack", 5, 2]);
    assert.ok(time > 5.42 && time < 5.55, `at ${time} s`);
    const { count, rate, redone } = frames.at(-1)!;
    assert.deepEqual([count, rate], [1, 1]);
    assert.ok(Math.abs(redone - (time - 5)) < 1e-9);
    assert.ok(frames.slice(0, 50).every(({ count }) => Number.isNaN(count)), "null until then");
  });
}

Deno.test("rollback: steps are halved each time, and whole again after a calm stretch", () => {
  const plant = new SpoiltPlant(5.43, notFinite, 2);
  const { end, recoveries } = run(plant);
  assert.deepEqual(end, { reason: "done" });
  assert.deepEqual(recoveries.map(({ divisions }) => divisions), [2, 4]);
  const parts = plant.lengths.map((dt) => Math.round(OPTIONS.dt / dt));
  assert.deepEqual([...new Set(parts)], [1, 2, 4]);
  assert.equal(parts.at(-1), 1, "whole again");
  const whole = parts.lastIndexOf(4) + 1;
  const after = plant.lengths.slice(whole).reduce((sum, dt) => sum + dt, 0);
  const calm = 20 - after - recoveries[1].time;
  assert.ok(calm >= CALM_TIME && calm < CALM_TIME + 0.2, `after ${calm} s`);
});

Deno.test("rollback: three times in a row are all; then the model stops and says why", () => {
  const { end, frames, recoveries } = run(new SpoiltPlant(5.43, notFinite, Infinity));
  assert.deepEqual(recoveries.map(({ step }) => step), [
    ...Array(MOST_ROLLBACKS).fill("rollBack"),
    "stop",
  ]);
  assert.equal(end.reason, "fault");
  assert.match(end.reason === "fault" ? end.message : "", /^Cannot go on as .*did not help$/);
  const { status, speed, count, rate, simulationTime } = frames.at(-1)!;
  assert.deepEqual([status, count, rate], ["fault", MOST_ROLLBACKS, 0]);
  assert.ok(Number.isFinite(speed), "the last good state");
  assert.ok(simulationTime >= 5 && simulationTime < 5.6);
});

Deno.test("rollback: the state of a run whose fault is repeated is the same, bit for bit", () => {
  const once = new SpoiltPlant(5.43, notFinite);
  const again = new SpoiltPlant(5.43, notFinite);
  const live = { fps: 30, speed: 1, duration: 20 };
  assert.deepEqual(run(once).recoveries, run(again, live).recoveries);
  assert.equal(once.hash(), again.hash());
});

Deno.test("rollback: what a change of parameters did is not undone by going back", () => {
  const plant = new SpoiltPlant(5.43, notFinite);
  const time = new ManualTime();
  const { parts, sender } = createOwnRings({ maxFloaters: 66, slots: 2048 });
  time.schedule(5.2, () => {
    sender.send({ kind: "set", parameter: "water.depth", value: 26 });
  });
  const recoveries: RecoveryEntry[] = [];
  runPlant({
    options: { ...OPTIONS, duration: 8 },
    plant,
    time,
    ...parts,
    reply: () => {},
    journal: {
      add: (entry) => void (entry.kind === "recovery" && recoveries.push(entry)),
      send: () => {},
      flush: () => {},
      waiting: 0,
    },
  });
  assert.equal(plant.parameters["water.depth"], 26);
  assert.equal(recoveries.length, 1);
  const from = recoveries[0].from!;
  assert.ok(from >= 5.2 && from < 5.3, `it went back to the change, ${from} s, and no further`);
});

Deno.test("rollback: a change that a plant cannot go on with is refused", () => {
  const { end, replies, journal } = play({}, {
    commands: [
      [1, { kind: "set", parameter: "water.depth", value: 26 }],
      [2, { kind: "stop" }],
    ],
    prepare: (plant) => {
      plant.change = () => {
        throw new PlantFault("chain.speed", 1);
      };
    },
  });
  assert.deepEqual(replies.map(({ outcome }) => outcome), ["refused", "applied"]);
  assert.match(replies[0].reason!, /^Cannot go on as chain\.speed must be finite/);
  assert.deepEqual(end, { reason: "stopped" });
  assert.ok(journal.every(({ kind }) => kind !== "recovery"));
});

Deno.test("rollback: a look ahead that fails goes back as well", () => {
  let failures = 1;
  const { end, frames, journal } = play({ rows: { rate: 7 }, duration: 3 }, {
    prepare: (plant) => {
      const look = plant.observeAhead.bind(plant);
      plant.observeAhead = (ahead, out) => {
        if (ahead > 0 && plant.steps > 500 && failures-- > 0) throw new PlantFault("it", 2);
        look(ahead, out);
      };
    },
  });
  assert.deepEqual(end, { reason: "done" });
  assert.deepEqual(frames.map(({ time }) => time), frames.map((_, row) => row / 7));
  frames.forEach(({ time, position }) => assert.ok(Math.abs(time - position) < 1e-9));
  assert.deepEqual(journal.filter(({ kind }) => kind === "recovery").length, 1);
});

Deno.test("rollback: marks lie on simulated time, so that their cost is bounded", () => {
  let marks = 0;
  const prepare = (plant: CountingPlant) => {
    const mark = plant.mark.bind(plant);
    plant.mark = () => {
      marks++;
      mark();
    };
  };
  play({ rows: { rate: 10 }, duration: 60 }, { prepare, slots: 1024 });
  assert.equal(marks, 60 / MARK_PERIOD + 1);
});
