import assert from "node:assert/strict";
import { channelIndex } from "../../telemetry/mod.ts";
import { WATCH_RATE } from "../../runtime/plant_watch.ts";
import { play, type Scene } from "./plant_scene.ts";
import type { RulesDocument } from "../../monitor/mod.ts";

/** The counting plant's position is its time, so that an alarm comes at a time that is known. */
const RULES: RulesDocument = {
  groups: [{
    name: "test",
    rules: [
      { alert: "far", signal: "chain.position", limits: { hi: 1 }, for: "1s" },
      { alert: "starved", expr: "injector.starved == 1" },
    ],
  }],
};

const starved: Scene = { prepare: (plant) => plant.seen = { starved: true } };

Deno.test("watch: alarms come at the same simulated time whatever the pace", () => {
  const journals = [
    play({ rules: RULES, duration: 3 }),
    play({ rules: RULES, duration: 3, speed: 7, fps: 11 }),
    play({ rules: RULES, duration: 3, speed: Infinity }, { stepCost: 1e-4 }),
    // Nobody takes frames here, and all but two are dropped.
    play({ rules: RULES, fps: 120 }, { slots: 2, commands: [[3, { kind: "stop" }]] }),
    play({ rules: RULES, duration: 3, rows: { rate: 0.7 } }),
  ].map(({ journal }) => journal);
  for (const journal of journals) assert.deepEqual(journal, journals[0]);
  const [{ kind, time, ...rest }] = journals[0];
  assert.deepEqual([kind, time, "alarm" in rest && rest.alarm], ["transition", 2.1, "far.hi"]);
});

Deno.test("watch: an evaluation lies at the first step that is not before its time", () => {
  for (const dt of [1 / 240, 0.02, 1 / 60, 0.013, 0.1, 0.0999]) {
    const rules: RulesDocument = {
      groups: [{
        name: "test",
        rules: [{ alert: "far", signal: "chain.position", limits: { hi: 0.9999 } }],
      }],
    };
    const { journal: [entry] } = play({ rules, dt, duration: 2 });
    assert.ok(entry.kind === "transition");
    assert.equal(entry.time, 1, `dt ${dt}`);
    const first = Math.ceil(1 / dt - 1e-9) * dt;
    assert.ok(Math.abs(entry.value! - first) < 1e-9, `seen at ${entry.value}, dt ${dt}`);
  }
});

Deno.test("watch: a hold stops it, a restart begins it anew", () => {
  const { journal } = play({ rules: RULES }, {
    ...starved,
    commands: [
      [0.5, { kind: "hold" }],
      [9, { kind: "resume" }],
      [12, { kind: "reset" }],
      [14.5, { kind: "stop" }],
    ],
  });
  assert.deepEqual(
    journal.map((entry) => [entry.kind, entry.time, "alarm" in entry ? entry.alarm : ""]),
    [
      ["transition", 0.1, "starved"],
      ["transition", 2.1, "far.hi"],
      ["restart", 0, ""],
      ["transition", 0.1, "starved"],
      ["transition", 2.1, "far.hi"],
    ],
  );
});

Deno.test("watch: what an operator asks for is done at a step, answered and written down", () => {
  const { journal, replies } = play({ rules: RULES }, {
    ...starved,
    commands: [
      [0.5, { kind: "alarm", event: "acknowledge", alarm: "starved", note: "more air" }],
      [0.6, { kind: "alarm", event: "acknowledge", alarm: "starved" }],
      [0.7, { kind: "alarm", event: "shelve", alarm: "starved", duration: 1 }],
      [0.8, { kind: "limit", alarm: "far.hi", limit: 0.2 }],
      [0.9, { kind: "limit", alarm: "far.high", limit: 0.2 }],
      [1, { kind: "rules", text: '{ "groups": 7 }' }],
      [2.5, { kind: "rules", text: '{ "defaults": false, "groups": [] }' }],
      [3, { kind: "stop" }],
    ],
  });
  assert.deepEqual(replies.map(({ outcome, reason = "" }) => [outcome, reason]), [
    ["applied", ""],
    [
      "refused",
      'Cannot acknowledge "starved" as it must be unacknowledged, returned or latched: ' +
      "current value of starved is acknowledged",
    ],
    ["applied", ""],
    ["applied", ""],
    ["refused", 'Cannot set "far.high" as no alarm is called that; did you mean "far.hi"?'],
    ["refused", "Cannot use groups as it must be a list: current value is 7"],
    ["applied", ""],
    ["applied", ""],
  ]);
  const told = journal.map((entry) => [entry.kind, "to" in entry ? entry.to : ""]);
  assert.deepEqual(told, [
    ["transition", "unacknowledged"],
    ["transition", "acknowledged"],
    ["transition", "shelved"],
    ["limit", ""],
    ["transition", "unacknowledged"],
    ["transition", "unacknowledged"],
    ["rules", ""],
  ]);
  const [, acknowledged, shelved, , back] = journal;
  assert.ok(acknowledged.kind === "transition" && acknowledged.note === "more air");
  assert.ok(shelved.kind === "transition" && shelved.until === 1.7, JSON.stringify(shelved));
  assert.ok(back.kind === "transition" && back.event === "unshelve" && back.time === 1.7);
});

Deno.test("watch: a change of mode moves no evaluation", () => {
  const rules: RulesDocument = {
    groups: [{
      name: "test",
      rules: [{ alert: "far", signal: "chain.position % 0.2", limits: { hi: 0.1 }, deadband: 0 }],
    }],
  };
  const { journal, frames } = play({ rules, dt: 0.013, duration: 2 }, {
    commands: [[0.31, { kind: "mode", mode: "performance" }]],
  });
  const tenths = journal.map(({ time }) => time * WATCH_RATE);
  assert.ok(tenths.length > 8, `${tenths}`);
  for (const tenth of tenths) assert.ok(Math.abs(tenth - Math.round(tenth)) < 1e-9, `${tenths}`);
  assert.equal(frames.at(-1)!.values[channelIndex("chain.position")].toFixed(9), "2.000000000");
});

Deno.test("watch: expressions see parameters as they are", () => {
  const rules: RulesDocument = {
    groups: [{
      name: "test",
      rules: [
        { alert: "beyond", expr: "chain.position > water.depth" },
        { alert: "sealed", expr: "floater.sealed == 1" },
      ],
    }],
  };
  const { journal } = play({ rules }, {
    commands: [
      [1.55, { kind: "set", parameter: "water.depth", value: 1 }],
      [2.05, { kind: "set", parameter: "floater.sealed", value: true }],
      [3, { kind: "stop" }],
    ],
  });
  const came = journal.map((entry) => [entry.time, "alarm" in entry ? entry.alarm : ""]);
  assert.deepEqual(came, [[1.6, "beyond"], [2.1, "sealed"]]);
});
