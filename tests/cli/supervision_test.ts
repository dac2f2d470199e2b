import assert from "node:assert/strict";
import type { JournalEntry } from "../../monitor/mod.ts";
import { type Recovery, RECOVERY_STATISTIC, recoveryRow } from "../../telemetry/mod.ts";
import { supervised, Supervision } from "../../cli/supervision.ts";
import { FakeWorld } from "./fake_world.ts";
import { HandPlant } from "./screen_world.ts";

/** Count, success rate and time of a kind of recovery. */
function statistics({ recovery }: Supervision, kind: Recovery): number[] {
  const { count, successRate, time } = RECOVERY_STATISTIC;
  const row = recoveryRow(recovery, kind);
  return [row[count], row[successRate], row[time]];
}

Deno.test("supervision: a plant is tried again after a pause, told and counted", async () => {
  const world = new FakeWorld();
  using supervision = new Supervision(world);
  const journal: JournalEntry[] = [];
  using _ = supervision.journal.subscribe((entries) => journal.push(...entries));
  supervision.time = 12.5;
  assert.deepEqual(statistics(supervision, "plant"), [NaN, NaN, NaN]);
  assert.deepEqual(await supervision.plant.failed("it died", 12), { isTriedAgain: true });
  assert.ok(world.now >= 0.125 && world.now <= 0.25, `${world.now} s`);
  const took = world.now;
  supervision.plant.recovered();
  assert.deepEqual(statistics(supervision, "plant"), [1, 1, took]);
  assert.deepEqual(world.lines, [
    "plant: it died; starting it again from 12.000 s",
    "plant: it died; it works again",
  ]);
  const entry = { kind: "recovery", time: 12.5, recovery: "plant", reason: "it died" };
  assert.deepEqual(journal, [
    { ...entry, step: "restart", from: 12 },
    { ...entry, step: "recovered" },
  ]);
  supervision.plant.recovered();
  assert.equal(world.lines.length, 2, "what works does not recover");
});

Deno.test("supervision: a plant that fails too often ends the run", async () => {
  const world = new FakeWorld();
  using supervision = new Supervision(world);
  for (let i = 0; i < 5; i++) {
    assert.equal((await supervision.plant.failed("it died", 0)).isTriedAgain, true);
  }
  assert.deepEqual(await supervision.plant.failed("it died", 0), {
    isTriedAgain: false,
    reason: "plant failed more than 5 times in 30 s: it died",
  });
  assert.deepEqual(statistics(supervision, "plant").slice(0, 2), [1, 0], "one outage, given up");
});

Deno.test("supervision: the run goes on without a tap, and tries again", async () => {
  const world = new FakeWorld();
  using supervision = new Supervision(world);
  for (let i = 0; i < 5; i++) await supervision.failed("tap", "no port");
  assert.equal(world.lines.length, 1, "restarts are told once");
  const before = world.now;
  for (let i = 0; i < 4; i++) await supervision.failed("tap", "no port");
  assert.deepEqual(world.lines, [
    "tap: no port; starting it again",
    "tap: no port; going on without it",
  ]);
  assert.ok(Math.abs(world.now - before - 4 * 30) < 1e-9, "every 30 s");
  supervision.recovered("tap");
  assert.equal(world.lines.at(-1), "tap: no port; it works again");
});

Deno.test("supervision: a screen in the way is waited for", async () => {
  const world = new FakeWorld();
  using supervision = new Supervision(world);
  supervision.hush();
  for (let i = 0; i < 70; i++) {
    await supervision.failed("plant", `death ${i}`);
    supervision.recovered("plant");
    world.now += 100;
  }
  assert.deepEqual(world.lines, []);
  supervision.speak();
  assert.equal(world.lines.length, 64, "the newest");
  assert.equal(world.lines.at(-1), "plant: death 69; it works again");
});

Deno.test("supervision: nothing is tried again once the run is over", async () => {
  const world = new FakeWorld({ isTimeless: true });
  const supervision = new Supervision(world);
  const verdict = supervision.failed("tap", "no port");
  supervision[Symbol.dispose]();
  assert.deepEqual(await verdict, { isTriedAgain: false, reason: "no port" });
});

Deno.test("supervision: the journal has what happens to the parts", async () => {
  const world = new FakeWorld();
  using supervision = new Supervision(world);
  const bare = new HandPlant();
  const plant = supervised(bare, supervision);
  const kinds: string[] = [];
  const subscription = plant.journal.subscribe((entries) => {
    kinds.push(...entries.map(({ kind }) => kind));
  });
  void plant.frames(() => {});
  bare.frame(3);
  await supervision.failed("screen", "a bug");
  subscription[Symbol.dispose]();
  supervision.recovered("screen");
  assert.deepEqual(kinds, ["recovery"]);
  assert.ok(supervision.time > 0, "it knows how far the run has come");
});
