import assert from "node:assert/strict";
import type { Reply } from "../../runtime/plant_thread.ts";
import { Propagator } from "../../sky/mod.ts";
import { type SkyOptions, SkyRun } from "../../runtime/sky_run.ts";
import { type Command, SKY_CHANNELS, type Status } from "../../telemetry/mod.ts";
import { FakeWorld } from "../cli/fake_world.ts";
import { ISS, VERIFICATIONS } from "../truth/sky/fixtures.ts";

const [ELEMENTS] = ISS;

const OPTIONS: SkyOptions = {
  elements: ELEMENTS,
  place: { latitudeDeg: 50, longitudeDeg: 8, height: 100 },
  maskDeg: 5,
  start: ELEMENTS.epoch,
  fps: 10,
  speed: 1,
};

/** The frames of a run, to which commands are sent after some of them, and the replies. */
async function followed(
  options: Partial<SkyOptions>,
  commands: Readonly<Record<number, Command>> = {},
) {
  const world = new FakeWorld();
  await using satellite = new SkyRun({ ...OPTIONS, ...options }, world.time);
  const replies: Reply[] = [];
  using _ = satellite.replies.subscribe((reply) => replies.push(reply));
  const frames: { id: number; time: number; status: Status; now: number }[] = [];
  const end = await satellite.frames(({ frameId, simulationTime, status }) => {
    frames.push({ id: frameId, time: simulationTime, status, now: world.now });
    const command = commands[frameId];
    if (command) satellite.send(command);
  });
  return { frames, replies, end };
}

Deno.test("sky run: a frame at every tick, at the time of its step", async () => {
  const { frames, end } = await followed({ duration: 2, speed: 2 });
  assert.deepEqual(end, { reason: "done" });
  assert.deepEqual(frames.map(({ id }) => id), frames.map((_, index) => index));
  for (const { time, now } of frames) assert.ok(Math.abs(time - 2 * now) < 1e-9, `${time} ${now}`);
  assert.equal(frames.at(-1)!.time, 2);
});

Deno.test("sky run: rows at exact times, as fast as they are taken", async () => {
  const { frames, end } = await followed({ rows: { rate: 7 }, duration: 1 });
  assert.deepEqual(frames.map(({ time }) => time), [0, 1, 2, 3, 4, 5, 6, 7].map((row) => row / 7));
  assert.deepEqual(end, { reason: "done" });
  assert.ok(frames.every(({ now }) => now === 0));
});

Deno.test("sky run: the last frame is that of the end, on the grid or not", async () => {
  const { frames } = await followed({ duration: 1.001 });
  assert.equal(frames.at(-1)!.time, 1.001);
  assert.equal(frames.filter(({ time }) => time > 1).length, 1);
});

Deno.test("sky run: an end between two looks at the alarms raises them too", async () => {
  const { set } = VERIFICATIONS.find((each) => each.set.catalogueNumber === 28872)!;
  const satellite = new Propagator(set);
  const exists = (time: number) => {
    try {
      return Number.isFinite(satellite.motionAt(time).position.x);
    } catch {
      return false;
    }
  };
  let [last, over] = [set.epoch + 50 * 60, set.epoch + 55 * 60];
  while (over - last > 1e-3) {
    const middle = (last + over) / 2;
    if (exists(middle)) last = middle;
    else over = middle;
  }
  const world = new FakeWorld();
  const parts = { elements: set, start: last - 0.5, rows: { rate: 3 }, duration: 10 };
  await using run = new SkyRun({ ...OPTIONS, ...parts }, world.time);
  const raised: unknown[] = [];
  using _ = run.journal.subscribe((entries) => {
    for (const each of entries) {
      if (each.kind === "transition" && each.event === "raise") raised.push(each.alarm);
    }
  });
  const statuses: Status[] = [];
  const end = await run.frames(({ status }) => void statuses.push(status));
  assert.deepEqual(statuses, ["running", "running", "fault"]);
  assert.equal(end.reason, "fault");
  assert.deepEqual(raised, ["noPosition"]);
});

Deno.test("sky run: held time stands still, steps once, and goes on", async () => {
  const { frames, replies } = await followed({ duration: 1 }, {
    3: { kind: "hold" },
    5: { kind: "step" },
    7: { kind: "resume" },
  });
  assert.deepEqual(replies.map(({ outcome }) => outcome), ["applied", "applied", "applied"]);
  const held = frames.slice(4, 8);
  assert.deepEqual(held.map(({ status }) => status), ["held", "held", "held", "held"]);
  const [before, , after] = held;
  assert.equal(before.time, frames[3].time);
  assert.ok(Math.abs(after.time - before.time - 1 / 240) < 1e-12);
  assert.ok(frames[9].time > after.time);
});

Deno.test("sky run: speed and frame rate are changed as they are of a plant", async () => {
  const { frames } = await followed({ duration: 4 }, {
    10: { kind: "speed", speed: 10 },
    12: { kind: "fps", fps: 20 },
  });
  const step = (index: number) => frames[index].time - frames[index - 1].time;
  assert.ok(Math.abs(step(5) - 0.1) < 0.005);
  assert.ok(Math.abs(step(12) - 1) < 0.005);
  assert.ok(Math.abs(step(14) - 0.5) < 0.005);
});

Deno.test("sky run: what cannot be done is refused, and nothing is changed", async () => {
  const { replies, frames } = await followed({ rows: { rate: 1 }, duration: 4 }, {
    0: { kind: "reset" },
    1: { kind: "hold" },
    2: { kind: "limit", alarm: "chainSpeed.hi", limit: 1 },
    3: {
      kind: "rules",
      text: '{"groups":[{"name":"a","rules":[{"alert":"b","expr":"lap.rpm>1"}]}]}',
    },
  });
  assert.deepEqual(replies.map(({ outcome }) => outcome), Array(4).fill("refused"));
  assert.match(replies[0].reason!, /^Cannot reset as there must be a plant: this is a satellite$/);
  assert.match(replies[1].reason!, /^Cannot hold as the run must have a clock/);
  assert.match(replies[3].reason!, /^Cannot watch "lap.rpm" as no channel is called that/);
  assert.equal(frames.length, 5);
});

Deno.test("sky run: limits and rules are set while it goes on", async () => {
  const world = new FakeWorld();
  const start = ELEMENTS.epoch;
  await using satellite = new SkyRun(
    { ...OPTIONS, start, rows: { rate: 1 }, duration: 6 },
    world.time,
  );
  const told: string[] = [];
  using _ = satellite.journal.subscribe((entries) => {
    for (const each of entries) {
      if (each.kind !== "transition") told.push(each.kind);
      else if (each.event === "raise") told.push(`${each.time} ${each.alarm}`);
    }
  });
  const rules = {
    groups: [{ name: "mine", rules: [{ alert: "old", expr: "sky.elementAge > 5" }] }],
  };
  await satellite.frames(({ frameId }) => {
    if (frameId === 1) satellite.send({ kind: "limit", alarm: "elementAge.hi", limit: 3 });
    if (frameId === 4) satellite.send({ kind: "rules", text: JSON.stringify(rules) });
  });
  assert.deepEqual(told, ["limit", "4 elementAge.hi", "rules", "6 old"]);
});

Deno.test("sky run: it stops when it is told to, and when it is disposed of", async () => {
  const { frames, end } = await followed({}, { 7: { kind: "stop" } });
  assert.deepEqual(end, { reason: "stopped" });
  assert.equal(frames.length, 8);
  const world = new FakeWorld({ isTimeless: true });
  const satellite = new SkyRun(OPTIONS, world.time);
  const ended = satellite.frames(() => {});
  await satellite[Symbol.asyncDispose]();
  assert.deepEqual(await ended, { reason: "stopped" });
});

Deno.test("sky channels: ids are unique and of one grammar, and each says what it is", () => {
  const ids = SKY_CHANNELS.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { id, label, description, range: [least, most] } of SKY_CHANNELS) {
    assert.match(id, /^(sky|clock)(\.[a-z][A-Za-z0-9]*)+$/);
    assert.ok(label.length > 0 && description.length > 0 && least < most);
  }
});
