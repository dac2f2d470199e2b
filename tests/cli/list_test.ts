import assert from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import {
  CHANNELS,
  FAULT_KIND_NAMES,
  FRAME_MEMBERS,
  PARAMETERS,
  PRESETS,
  SKY_CHANNELS,
} from "../../telemetry/mod.ts";
import { FakeWorld } from "./fake_world.ts";

async function printed(words: string): Promise<string> {
  const world = new FakeWorld();
  assert.equal(await kpp(words.split(" "), world), 0);
  assert.deepEqual(world.lines, []);
  return world.output;
}

Deno.test("list channels: every frame member and channel with its unit", async () => {
  const table = (await printed("list channels")).trim().split("\n");
  const objects = JSON.parse(await printed("list channels --json"));
  const sky = SKY_CHANNELS.filter(({ id }) => id.startsWith("sky."));
  const ids = [...FRAME_MEMBERS, ...CHANNELS, ...sky].map(({ id }) => id);
  assert.deepEqual(table.slice(1).map((line) => line.split(/\s+/)[0]), ids);
  assert.deepEqual(objects.map(({ id }: { id: string }) => id), ids);
  assert.match(table[0], /^FIELD +UNIT +TYPICAL RANGE +DESCRIPTION$/);
  assert.ok(table.some((line) => /^chain\.speed +m\/s +0 to 1 +Speed of the chain/.test(line)));
  for (const each of objects) {
    const keys = ["id", "label", "unit", "range", "decimals", "description"];
    assert.deepEqual(Object.keys(each), keys);
  }
  const power = objects.find(({ id }: { id: string }) => id === "power");
  assert.deepEqual([power.unit, power.range, power.decimals], ["W", [0, 5000], 1]);
});

Deno.test("list parameters: every parameter with unit, range and default", async () => {
  const table = (await printed("list parameters")).trim().split("\n");
  const objects: Record<string, unknown>[] = JSON.parse(await printed("list parameters --json"));
  const names = PARAMETERS.map(({ name }) => name);
  assert.deepEqual(table.slice(1).map((line) => line.split(/\s+/)[0]), names);
  assert.deepEqual(objects.map(({ name }) => name), names);
  assert.ok(table.some((line) => /^water\.depth +m +9 +above 0 to 11000 m +/.test(line)));
  const depth = objects.find(({ name }) => name === "water.depth");
  assert.deepEqual(depth, {
    name: "water.depth",
    label: "water depth",
    kind: "number",
    unit: "m",
    min: 0,
    max: 11000,
    minExcluded: true,
    maxExcluded: false,
    infinite: false,
    default: 9,
    restarts: false,
    description: "Height of the free surface above the axis of the lower sprocket",
  });
  const restarting = objects.filter(({ restarts }) => restarts).map(({ name }) => name);
  assert.ok(restarting.includes("chain.floaterCount"));
});

Deno.test("list presets: every preset; JSON has its parameters, ready for a file", async () => {
  const table = (await printed("list presets")).trim().split("\n");
  const objects = JSON.parse(await printed("list presets --json"));
  const names = Object.keys(PRESETS);
  assert.deepEqual(table.slice(1).map((line) => line.split(/\s+/)[0]), names);
  assert.deepEqual(objects.map(({ name }: { name: string }) => name), names);
  assert.deepEqual(objects[0].parameters, PRESETS["kpp-01"].parameters);
  assert.match(table.join("\n"), /claimed-25m +530 kW/);
});

Deno.test("list alarms and keys: nothing is blank", async () => {
  for (const topic of ["alarms", "keys"]) {
    const table = (await printed(`list ${topic}`)).trim().split("\n");
    const objects: Record<string, unknown>[] = JSON.parse(await printed(`list ${topic} --json`));
    assert.equal(table.length, objects.length + 1);
    assert.ok(objects.length > 4);
    for (const line of table) assert.ok(line.trim().split(/ {2,}/).length >= 3, line);
  }
});

Deno.test("list: no line ends in blanks and there is no escape code", async () => {
  for (const topic of ["channels", "parameters", "presets", "alarms", "keys"]) {
    const text = await printed(`list ${topic}`);
    assert.doesNotMatch(text, / \n/);
    assert.ok(!text.includes("\x1b"));
  }
});

Deno.test("list: what JSON has no number for is the word a file uses", async () => {
  const text = await printed("list presets --json");
  assert.doesNotMatch(text, /NaN|: Infinity|null/);
});

Deno.test("list faults: every kind, where it strikes, and how much of it there is", async () => {
  const table = (await printed("list faults")).trim().split("\n");
  const objects = JSON.parse(await printed("list faults --json"));
  assert.deepEqual(table.slice(1).map((line) => line.split(/\s+/)[0]), FAULT_KIND_NAMES);
  assert.deepEqual(objects.map(({ kind }: { kind: string }) => kind), FAULT_KIND_NAMES);
  assert.match(table[0], /^FAULT +PART +TARGET +MAGNITUDE +DESCRIPTION$/);
  const row = (kind: string) => table.find((line) => line.startsWith(kind));
  assert.match(row("bias ")!, / sensor +a channel +0\.1 of the typical range +The channel reads/);
  assert.match(row("drop ")!, / sensor +a channel +0\.5, 0 to 1 +A share/);
  assert.match(row("chain-jam")!, / plant +chain +50000 N, 0 to 100000000 +The chain rubs/);
});
