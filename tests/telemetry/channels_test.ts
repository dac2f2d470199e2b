import assert from "node:assert/strict";
import { ACCOUNTS, Observation, RESIDUALS, STORED } from "../../engine/mod.ts";
import { channelIndex, CHANNELS, emptyRuntime, sample } from "../../telemetry/mod.ts";
import { clockReading } from "./fixtures.ts";

Deno.test("channels: ids are unique and follow one grammar", () => {
  const ids = CHANNELS.map((channel) => channel.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[a-z][a-zA-Z0-9]*(\.[a-z][a-zA-Z0-9]*)?$/);
});

Deno.test("channels: every row of the ledger has one", () => {
  for (const { name } of [...ACCOUNTS, ...STORED, ...RESIDUALS]) {
    assert.ok(CHANNELS.some(({ id }) => id === `ledger.${name}`), name);
  }
});

Deno.test("channels: ranges are finite and not empty, decimals are whole", () => {
  for (const { id, range: [low, high], decimals } of CHANNELS) {
    assert.ok(Number.isFinite(low) && Number.isFinite(high) && low < high, id);
    assert.ok(Number.isInteger(decimals) && decimals >= 0, id);
  }
});

Deno.test("channels: channelIndex is the place in the dictionary", () => {
  CHANNELS.forEach((channel, index) => assert.equal(channelIndex(channel.id), index));
});

Deno.test("sample: each channel reads a quantity of its own", () => {
  const plant = new Observation();
  const clock = clockReading();
  const runtime = emptyRuntime();
  const values = new Float64Array(CHANNELS.length);
  sample({ plant, clock, runtime }, values);
  const seen = new Map<string, string>();
  const scalars = [
    plant,
    plant.lap,
    plant.health,
    clock,
    runtime,
    runtime.quality,
    runtime.floaters,
    runtime.profile,
    runtime.recovery,
    runtime.traffic,
  ] as unknown as Record<string, unknown>[];
  const cells = scalars.flatMap((owner, place) =>
    Object.keys(owner)
      .filter((key) => ["number", "boolean"].includes(typeof owner[key]))
      .map((key) => ({ owner, key, name: `${place}.${key}` }))
  );
  for (const { owner, key, name } of cells) {
    const before = owner[key];
    owner[key] = typeof before === "boolean" ? !before : 123.5;
    const changed = new Float64Array(CHANNELS.length);
    sample({ plant, clock, runtime }, changed);
    const ids = CHANNELS.filter((_, index) => !Object.is(values[index], changed[index]));
    assert.ok(ids.length <= 1, `${name} is read by ${ids.map((channel) => channel.id)}`);
    if (ids.length === 1) seen.set(ids[0].id, name);
    owner[key] = before;
  }
  const unread = CHANNELS.map((channel) => channel.id as string)
    .filter((id) => !seen.has(id) && !ACCOUNT_IDS.has(id));
  assert.deepEqual(unread, []);
});

const ACCOUNT_IDS = new Set(
  [...ACCOUNTS, ...STORED, ...RESIDUALS].map((row) => `ledger.${row.name}`),
);

Deno.test("sample: accounts, stored quantities and residuals are read by name", () => {
  const plant = new Observation();
  plant.accounts.forEach((_, index) => plant.accounts[index] = 1000 + index);
  plant.stored.forEach((_, index) => plant.stored[index] = 2000 + index);
  plant.residuals.forEach((_, index) => plant.residuals[index] = 3000 + index);
  const values = new Float64Array(CHANNELS.length);
  sample({ plant, clock: clockReading(), runtime: emptyRuntime() }, values);
  const read = (name: string) => values[CHANNELS.findIndex(({ id }) => id === `ledger.${name}`)];
  ACCOUNTS.forEach(({ name }, index) => assert.equal(read(name), 1000 + index));
  STORED.forEach(({ name }, index) => assert.equal(read(name), 2000 + index));
  RESIDUALS.forEach(({ name }, index) => assert.equal(read(name), 3000 + index));
});

Deno.test("sample: no data stays no data, never 0", () => {
  const values = new Float64Array(CHANNELS.length);
  sample({ plant: new Observation(), clock: clockReading(), runtime: emptyRuntime() }, values);
  for (const id of ["lap.time", "lap.electricEfficiency", "efficiency.running"] as const) {
    assert.ok(Number.isNaN(values[channelIndex(id)]), id);
  }
});
