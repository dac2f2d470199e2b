import assert from "node:assert/strict";
import { LOOP_TIME } from "../clock/mod.ts";
import { Observation, Plant, PRESETS } from "../engine/mod.ts";
import { PlantThread, type Reply, type RunOptions } from "../plant_thread.ts";
import { channelIndex, FRAME_SLOTS } from "../telemetry/mod.ts";

const PARAMETERS = PRESETS["kpp-01"].parameters;
const LIVE: RunOptions = { parameters: PARAMETERS, dt: 1 / 240, fps: 60, speed: 1 };

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
  await using thread = PlantThread.start(LIVE, broken);
  await assert.rejects(thread.frames(() => {}), { message: /The plant thread died: .*broken/ });
});

Deno.test("a thread that does not stop by itself is ended by force", async () => {
  const endless = program(`onmessage = () => { for (;;); };`);
  const thread = PlantThread.start(LIVE, endless);
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
