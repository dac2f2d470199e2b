import assert from "node:assert/strict";
import { DEFAULT_PRESET, Plant, type PresetName, PRESETS } from "../../engine/mod.ts";

// What the presets are said to be is what their parameters say. PHYSICS.md section 1.

const NAMES = Object.keys(PRESETS) as PresetName[];

/** The number before a word or unit in a preset's summary. */
function said(name: PresetName, unit: string): number | undefined {
  const found = new RegExp(`([0-9]+) ${unit}`).exec(PRESETS[name].summary);
  return found === null ? undefined : Number(found[1]);
}

Deno.test("presets: each runs as it stands, and one is the default", () => {
  for (const name of NAMES) new Plant(PRESETS[name].parameters).step(0.02);
  assert.ok(NAMES.includes(DEFAULT_PRESET));
});

Deno.test("presets: depth, floaters and rating are those of the summary", () => {
  const depths = NAMES.filter((name) => said(name, "m\\b") !== undefined);
  assert.deepEqual(depths, ["kpp-01", "claimed-25m", "teaching-10m"]);
  for (const name of depths) {
    const { parameters } = PRESETS[name];
    assert.equal(said(name, "m\\b"), parameters["water.depth"]);
    assert.equal(said(name, "floaters"), parameters["chain.floaterCount"]);
  }
  const { claim } = PRESETS["claimed-25m"];
  assert.equal(said("claimed-25m", "kW"), claim.electricPower / 1000);
  assert.match(claim.source, new RegExp(`a ${said("claimed-25m", "m\\b")} m plant`));
});

Deno.test("presets: the matched plant is the published one but for its receiver", () => {
  const [published, matched] = [PRESETS["kpp-01"].parameters, PRESETS["kpp-01-matched"].parameters];
  const other = Object.keys(published).filter((name) =>
    published[name as keyof typeof published] !== matched[name as keyof typeof matched]
  );
  assert.deepEqual(other, ["receiver.cutIn", "receiver.cutOut", "receiver.initialPressure"]);
  assert.match(PRESETS["kpp-01-matched"].summary, /same plant.*compressor matched/);
  assert.equal(matched["receiver.cutOut"], matched["regulator.setpoint"]);
});

Deno.test("presets: the ideal plant loses nothing that its summary excludes", () => {
  const { summary, parameters: p } = PRESETS.ideal;
  assert.match(summary, /No friction, no drag, isothermal, all efficiencies 1/);
  const friction = [p["chain.coulombFriction"], p["chain.viscousFriction"]];
  const excluded = [...friction, p["floater.dragCoefficient"], p["floater.thermalTime"]];
  assert.deepEqual(excluded, [0, 0, 0, 0]);
  const efficiencies = Object.keys(p).filter((name) => /efficiency$/i.test(name));
  assert.equal(efficiencies.length, 4);
  for (const name of efficiencies) assert.equal(p[name as keyof typeof p], 1, name);
});
