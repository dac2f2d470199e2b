import assert from "node:assert/strict";
import { LOOP_TIME } from "../../clock/mod.ts";
import { FIXED, Observation, Plant, PRESETS } from "../../engine/mod.ts";
import type { JournalEntry, RulesDocument } from "../../monitor/mod.ts";
import { PlantThread, type Reply, type RunOptions } from "../../runtime/plant_thread.ts";
import {
  channelIndex,
  createFrameRing,
  FRAME_SLOTS,
  FrameReader,
  MODES,
} from "../../telemetry/mod.ts";

const PARAMETERS = PRESETS["kpp-01"].parameters;
const LIVE: RunOptions = {
  parameters: PARAMETERS,
  dt: 1 / 240,
  integration: FIXED,
  fps: 60,
  speed: 1,
};

/** A thread that runs this text instead of a plant. */
function program(text: string): URL {
  return new URL(`data:application/javascript,${encodeURIComponent(text)}`);
}

Deno.test("rows cross the threads whole, in order and none is lost to a slow reader", async () => {
  const rate = 120;
  const duration = 3;
  await using thread = PlantThread.start({ ...LIVE, duration, rows: { rate } });
  const plant = new Plant(PARAMETERS);
  const seen = new Observation();
  let rows = 0;
  const end = await thread.frames(async (frame) => {
    if (rows % 50 === 0) await LOOP_TIME.turn();
    plant.observe(seen);
    assert.equal(frame.frameId, rows);
    assert.equal(frame.simulationTime, rows / rate);
    assert.equal(frame.values[channelIndex("chain.position")], seen.position);
    assert.equal(frame.values[channelIndex("chain.speed")], seen.speed);
    assert.deepEqual(frame.floaters, seen.floaters);
    plant.step(LIVE.dt);
    plant.step(LIVE.dt);
    rows++;
  });
  assert.deepEqual(end, { reason: "done" });
  assert.equal(rows, duration * rate + 1);
  assert.ok(rows > FRAME_SLOTS, "more than the ring holds");
  assert.equal(thread.droppedFrames, 0);
});

Deno.test("what happens to alarms crosses the threads whole and in order", async () => {
  const rules: RulesDocument = {
    groups: [{
      name: "test",
      rules: [{ alert: "far", signal: "chain.position % 0.1", limits: { hi: 0.05 } }],
    }],
  };
  const journalOf = async (rate: number) => {
    await using thread = PlantThread.start({ ...LIVE, duration: 60, rows: { rate }, rules });
    const journal: JournalEntry[] = [];
    using _ = thread.journal.subscribe((entries) => journal.push(...entries));
    thread.send({ kind: "alarm", event: "remove", alarm: "far", note: "x".repeat(150) });
    thread.send({ kind: "alarm", event: "restore", alarm: "far" });
    thread.send({ kind: "alarm", event: "restore", alarm: "far" });
    const outcomes: string[] = [];
    using _replies = thread.replies.subscribe(({ outcome }) => outcomes.push(outcome));
    await thread.frames(() => {});
    assert.deepEqual(outcomes, ["applied", "applied", "refused"]);
    return journal;
  };
  const journal = await journalOf(30);
  const events = journal.map((entry) => entry.kind === "transition" ? entry.event : entry.kind);
  assert.deepEqual(events.slice(0, 3), ["remove", "restore", "raise"]);
  assert.ok(journal.length > 100, `${journal.length}`);
  assert.deepEqual(await journalOf(0.1), journal);
});

Deno.test("error control and a change of mode reach the plant in its thread", async () => {
  const { dt, integration } = MODES.accuracy;
  const options = { ...LIVE, dt, integration, duration: 2, rows: { rate: 1 } };
  const final = async (send: (thread: PlantThread) => void) => {
    await using thread = PlantThread.start(options);
    send(thread);
    let speed = NaN;
    await thread.frames(({ values }) => void (speed = values[channelIndex("chain.speed")]));
    return speed;
  };
  const speedIn = ({ dt, integration }: (typeof MODES)["accuracy" | "performance"]) => {
    const plant = new Plant(PARAMETERS, integration);
    for (let step = 0; step < Math.round(2 / dt); step++) plant.step(dt);
    const seen = new Observation();
    plant.observe(seen);
    return seen.speed;
  };
  assert.equal(await final(() => {}), speedIn(MODES.accuracy));
  // It waits in the ring, so it is heard before the first step.
  const changed = await final((thread) => thread.send({ kind: "mode", mode: "performance" }));
  assert.equal(changed, speedIn(MODES.performance));
  assert.notEqual(speedIn(MODES.accuracy), speedIn(MODES.performance));
});

Deno.test("commands cross the threads and are answered in order", async () => {
  await using thread = PlantThread.start(LIVE);
  const replies: Reply[] = [];
  using _ = thread.replies.subscribe((reply) => replies.push(reply));
  const all = Promise.withResolvers<void>();
  using _all = thread.replies.subscribe(() => replies.length === 4 && all.resolve());
  thread.send({ kind: "set", parameter: "floater.thermalTime", value: Infinity });
  thread.send({ kind: "set", parameter: "h1.enabled", value: true });
  thread.send({ kind: "set", parameter: "water.depth", value: 0 });
  thread.send({ kind: "stop" });
  const end = await thread.frames(() => {});
  await all.promise;
  assert.deepEqual(end, { reason: "stopped" });
  const outcomes = replies.map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ["applied", "applied", "refused", "applied"]);
  assert.deepEqual(replies[0].command, {
    kind: "set",
    parameter: "floater.thermalTime",
    value: Infinity,
  });
  assert.match(replies[2].reason!, /water.depth .* current value is 0/);
});

Deno.test("a command wakes a thread that sleeps until its next tick", async () => {
  await using thread = PlantThread.start({ ...LIVE, fps: 1 });
  const order: string[] = [];
  using _ = thread.replies.subscribe(({ command }) => {
    order.push(command.kind);
    if (command.kind === "hold") thread.send({ kind: "stop" });
  });
  await thread.frames(({ frameId }) => {
    order.push(`frame ${frameId}`);
    thread.send({ kind: "hold" });
  });
  assert.deepEqual(order, ["frame 0", "hold", "stop"]);
});

Deno.test("a writer that waits for a slot wakes when one is freed, and at the close", async () => {
  const slots = 4;
  const ring = createFrameRing({ channelCount: 1, maxFloaters: 0, slots });
  const writer = new Worker(new URL("../telemetry/endless_writer.ts", import.meta.url), {
    type: "module",
  });
  const committed = new Promise<number>((resolve) => {
    writer.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
  });
  writer.postMessage(ring);
  const reader = new FrameReader(ring);
  for (let id = 0; id < 10 * slots; id++) {
    assert.equal(await reader.arrival(), true);
    assert.equal(reader.peek()?.frameId, id);
    reader.release();
  }
  // Time enough for the writer to fill the ring and fall asleep.
  await LOOP_TIME.sleepUntil(LOOP_TIME.now() + 0.02);
  reader[Symbol.dispose]();
  const patience = new AbortController();
  const tired = LOOP_TIME.sleepUntil(LOOP_TIME.now() + 5, patience.signal);
  const count = Number(await Promise.race([committed, tired.then(() => NaN)]));
  patience.abort();
  assert.ok(count >= 10 * slots && count <= 11 * slots, `committed ${count}`);
  writer.terminate();
});

Deno.test("a live run ends by itself at its duration", async () => {
  await using thread = PlantThread.start({ ...LIVE, speed: Infinity, duration: 2.001 });
  let last = NaN;
  assert.deepEqual(await thread.frames((frame) => void (last = frame.simulationTime)), {
    reason: "done",
  });
  assert.equal(last, 2.001);
});

Deno.test("a thread that cannot start its run dies, and frames say why", async () => {
  const parameters = { ...PARAMETERS, "water.depth": 0 };
  await using thread = PlantThread.start({ ...LIVE, parameters });
  await assert.rejects(thread.frames(() => {}), {
    message: /^The plant thread died: .*water.depth .* current value is 0/,
  });
});

Deno.test("a thread that throws dies, and frames say why", async () => {
  const broken = program(`onmessage = () => { throw new Error("broken"); };`);
  await using thread = PlantThread.start(LIVE, { program: broken });
  await assert.rejects(thread.frames(() => {}), { message: /The plant thread died: .*broken/ });
});

Deno.test("a thread that does not stop by itself is ended by force", async () => {
  const endless = program(`onmessage = () => { for (;;); };`);
  const thread = PlantThread.start(LIVE, { program: endless });
  const end = thread.frames(() => {});
  await thread[Symbol.asyncDispose]();
  assert.deepEqual(await end, { reason: "stopped" });
});

Deno.test("a thread that waits for its reader stops when disposed of", async () => {
  const thread = PlantThread.start({ ...LIVE, rows: { rate: 120 } });
  await thread[Symbol.asyncDispose]();
  assert.deepEqual(await thread.frames(() => assert.fail("a frame")), { reason: "stopped" });
});

Deno.test("what a receiver throws reaches whoever asked for frames", async () => {
  await using thread = PlantThread.start(LIVE);
  const broken = new Error("closed pipe");
  await assert.rejects(
    thread.frames(() => {
      throw broken;
    }),
    broken,
  );
});
