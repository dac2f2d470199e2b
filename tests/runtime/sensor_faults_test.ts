import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type ChannelId,
  channelIndex,
  CHANNELS,
  FAULT_KIND_NAMES,
  faultRow,
  SPIKE_SHARE,
} from "../../telemetry/mod.ts";
import { type Course, readings, run } from "./fault_scene.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 30, endOnFailure: true });

const SENSOR = FAULT_KIND_NAMES.filter((kind) => faultRow(kind).part === "sensor");

/** A run without faults, of 20 s. */
const SOUND = run([]);

/** What a channel reads while a fault is there, and what it would read. */
function pairs(course: Course, id: ChannelId, [from, to]: [number, number]) {
  const sound = readings(SOUND, id);
  return readings(course, id)
    .map((read, row) => ({ time: course.rows[row].time, read, sound: sound[row] }))
    .filter(({ time }) => time >= from && time < to);
}

Deno.test("sensor faults spoil one channel for their time, and nothing else", () => {
  const settings = fc.record({
    kind: fc.constantFrom(...SENSOR),
    channel: fc.constantFrom(...CHANNELS.map(({ id }) => id)),
    at: fc.integer({ min: 0, max: 150 }),
    for: fc.integer({ min: 1, max: 100 }),
  });
  fc.assert(fc.property(settings, ({ kind, channel, ...tenths }) => {
    const [from, to] = [tenths.at / 10, (tenths.at + tenths.for) / 10];
    const course = run([`${kind}:${channel}:${from}s:${tenths.for * 100}ms`]);
    assert.equal(course.hash, SOUND.hash, "the plant goes on as if nothing had happened");
    for (const [row, { time, values }] of course.rows.entries()) {
      const spoilt = [...values].flatMap((value, index) =>
        Object.is(value, SOUND.rows[row].values[index]) ? [] : [CHANNELS[index].id]
      );
      const isThere = time >= from - 1e-9 && time < to - 1e-9;
      const may = ["faults.active", ...isThere ? [channel] : []];
      // What is judged of the readings follows them.
      const others = spoilt.filter((id) => !may.includes(id) && !id.startsWith("quality."));
      assert.deepEqual(others, [], `at ${time}`);
      assert.equal(
        values[channelIndex("faults.active")] === 1 || channel === "faults.active",
        isThere || channel === "faults.active",
        `at ${time}`,
      );
    }
  }));
});

Deno.test("stuck: reads what it read when it began", () => {
  const course = run(["stuck:chain.position:5s:5s"]);
  const at = readings(SOUND, "chain.position")[50];
  for (const { read } of pairs(course, "chain.position", [5, 10])) assert.equal(read, at);
});

Deno.test("bias and drift: off by the magnitude, and by ever more of it", () => {
  const course = run(["bias=-3:chain.position:5s:5s", "drift=0.5:receiver.pressure:5s:5s"]);
  for (const { read, sound } of pairs(course, "chain.position", [5, 10])) {
    assert.equal(read, sound - 3);
  }
  for (const { read, sound, time } of pairs(course, "receiver.pressure", [5, 10])) {
    assert.equal(read, sound + 0.5 * (time - 5));
  }
});

Deno.test("spike: one reading in twenty, either way, by the magnitude", () => {
  const course = run(["spike=7:chain.position"], { rows: { rate: 100 } });
  const sound = readings(run([], { rows: { rate: 100 } }), "chain.position");
  const off = readings(course, "chain.position").map((read, row) => read - sound[row]);
  const ups = off.filter((each) => Math.abs(each - 7) < 1e-9).length;
  const downs = off.filter((each) => Math.abs(each + 7) < 1e-9).length;
  assert.equal(off.filter((each) => each === 0).length, off.length - ups - downs);
  // Four standard deviations of so many throws.
  const [mean, spread] = [SPIKE_SHARE * off.length, Math.sqrt(SPIKE_SHARE * off.length)];
  assert.ok(Math.abs(ups + downs - mean) < 4 * spread, `${ups} up, ${downs} down`);
  assert.ok(ups > 0 && downs > 0);
});

Deno.test("noise: about what is right, with the magnitude as standard deviation", () => {
  const course = run(["noise=2:chain.position"], { rows: { rate: 100 } });
  const sound = readings(run([], { rows: { rate: 100 } }), "chain.position");
  const off = readings(course, "chain.position").map((read, row) => read - sound[row]);
  const mean = off.reduce((sum, each) => sum + each, 0) / off.length;
  const deviation = Math.sqrt(off.reduce((sum, each) => sum + each ** 2, 0) / off.length);
  assert.ok(Math.abs(mean) < 4 * 2 / Math.sqrt(off.length), `mean ${mean}`);
  assert.ok(Math.abs(deviation / 2 - 1) < 4 / Math.sqrt(2 * off.length), `deviation ${deviation}`);
});

Deno.test("drop and nan: no data, of a share of the readings and of all", () => {
  const share = 0.25;
  const dropped = readings(run([`drop=${share}:power.net`], { rows: { rate: 100 } }), "power.net");
  const missing = dropped.filter(Number.isNaN).length;
  const spread = Math.sqrt(share * (1 - share) * dropped.length);
  assert.ok(Math.abs(missing - share * dropped.length) < 4 * spread, `${missing} are missing`);
  for (const { read } of pairs(run(["nan:power.net:5s:5s"]), "power.net", [5, 10])) {
    assert.equal(read, NaN);
  }
});

Deno.test("faults of one channel add up in the order in which they are given", () => {
  const course = run([
    "bias=1:chain.position",
    "nan:chain.position:5s:5s",
    "bias=2:chain.position",
  ]);
  for (const { read, sound } of pairs(course, "chain.position", [0, 5])) {
    assert.equal(read, sound + 1 + 2);
  }
});

Deno.test("alarms see what the sensors say, and not what is", () => {
  const raised = ({ journal }: Course) =>
    journal.filter((entry) => entry.kind === "transition" && entry.event === "raise")
      .map((entry) => entry.kind === "transition" && entry.alarm);
  assert.deepEqual(raised(SOUND), []);
  assert.ok(raised(run(["bias=20:chain.speed:5s"])).includes("chainSpeed.hi"));
});
