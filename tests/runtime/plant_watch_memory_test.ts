import assert from "node:assert/strict";
import { Plant, PRESETS } from "../../engine/mod.ts";
import type { JournalEntry, RulesDocument } from "../../monitor/mod.ts";
import { PlantWatch, type WatchMemory, type WatchParts } from "../../runtime/plant_watch.ts";
import {
  channelIndex,
  CHANNELS,
  type Column,
  createProfileBoard,
  createRecoveryBoard,
  createTrafficBoard,
  exactJson,
  parseExactJson,
  RandomStream,
} from "../../telemetry/mod.ts";

// A watch that is made from what another one remembers is the same watch, in everything.

const { parameters } = PRESETS["kpp-01"];

/** Alarms of every test, enough of them for a flood, that come again and again. */
const RULES: RulesDocument = {
  groups: [{
    name: "many",
    rules: [
      ...Array.from({ length: 12 }, (_, index) => ({
        alert: `turn${index}`,
        signal: `chain.position % ${20 + index}`,
        limits: { hi: 15 },
        latch: index % 3 === 0,
        for: "1s",
      })),
      { alert: "rising", signal: "air.mass", limits: { rate: 0.001 }, over: "20s" },
      { alert: "silent", signal: "chain.speed", limits: { stale: 1.5 } },
      { alert: "quiet", expr: "change(air.fills, 9s) < 1", suppress_when: "chain.position < 3" },
      { alert: "wrong", expr: "quality.stale + quality.bad > 0", keep_firing_for: "3s" },
    ],
  }],
};

const SPOILT = ["chain.speed", "power.net", "receiver.pressure", "lap.power"] as const;

/** Spoils a channel for some seconds out of twenty, each time another one in another way. */
function spoil(values: Float64Array, time: number): void {
  const turn = Math.floor(time / 20);
  if (time % 20 > 7) return;
  const chance = new RandomStream(3, turn);
  const place = channelIndex(SPOILT[turn % SPOILT.length]);
  const kind = chance.next();
  if (kind < 0.3) values[place] = NaN;
  else if (kind < 0.6) values[place] *= 1.1;
  else values[place] += (time * 7919 % 1) * Math.abs(values[place]);
}

/** A watch of a plant, and what it tells. */
function watchOf(plant: Plant, { memory, time = 0 }: { memory?: WatchMemory; time?: number } = {}) {
  const journal: JournalEntry[] = [];
  const parts: WatchParts = {
    rules: RULES,
    plant,
    faults: {
      get commanded() {
        return plant.parameters;
      },
      spoil,
    },
    clock: undefined,
    profile: createProfileBoard(),
    recovery: createRecoveryBoard(),
    traffic: createTrafficBoard(),
    start: time,
    tell: (entry) => journal.push(entry),
  };
  return { watch: new PlantWatch(parts, memory), journal };
}

/** What is left of a memory that went through a checkpoint. */
function passedOn(memory: WatchMemory): WatchMemory {
  const columns: Column[] = [];
  const text = exactJson(memory, columns);
  const length = columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return parseExactJson(text, bytes) as WatchMemory;
}

/** Evaluations of each watch after it was made, and when the next one is made. */
const FOLLOWED = 141;

Deno.test("watch: one that goes on with what another remembers is the same in everything", () => {
  const plant = new Plant(parameters);
  const first = watchOf(plant);
  let second = first;
  let told = 0;
  const kinds = new Set<string>();
  // Two laps of the chain take 460 s.
  for (let evaluation = 1; evaluation <= 4800; evaluation++) {
    for (let step = 0; step < 12; step++) plant.step(1 / 240);
    if (evaluation % FOLLOWED === 0) {
      assert.deepEqual(second.journal, first.journal.slice(told));
      assert.deepEqual(second.watch.memory, first.watch.memory);
      for (const { kind } of first.journal) kinds.add(kind);
      told = first.journal.length;
      const { time } = plant;
      second = watchOf(plant, { memory: passedOn(first.watch.memory), time });
      assert.deepEqual(second.watch.memory, first.watch.memory, `made at ${time} s`);
      assert.deepEqual(second.watch.runtime, first.watch.runtime);
    }
    for (let step = 0; step < 12; step++) plant.step(1 / 240);
    const { time } = plant;
    const watches = new Set([first.watch, second.watch]);
    for (const watch of watches) watch.evaluate(time);
    if (evaluation === 310) {
      for (const watch of watches) {
        watch.obey({ kind: "alarm", event: "shelve", alarm: "turn3", duration: 400 }, time);
        watch.obey({ kind: "limit", alarm: "turn5.hi", limit: 12 }, time);
      }
    }
    // While a channel is in doubt, and right before another watch is made.
    if (evaluation === 20 * FOLLOWED - 1) {
      for (const watch of watches) watch.beforeChange(time);
      plant.change({ ...parameters, "receiver.volume": parameters["receiver.volume"] * 1.1 });
      for (const watch of watches) watch.afterChange(time);
    }
  }
  assert.deepEqual([...kinds].sort(), ["chatter", "flood", "limit", "quality", "transition"]);
  const { quality, alarms } = first.watch.memory;
  assert.ok(quality.seen.laps.values.every((value) => !Number.isNaN(value)), "two laps");
  assert.ok(alarms.tests.windows.some(({ samples }) => samples.some((value) => value !== 0)));
  assert.equal(CHANNELS.length, quality.right.length);
});
