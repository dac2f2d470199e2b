import { equal, match, ok } from "node:assert/strict";
import { emptyReading } from "../../clock/mod.ts";
import { Observation, Plant } from "../../engine/mod.ts";
import { auditText } from "../../monitor/mod.ts";
import {
  type ChannelId,
  channelIndex,
  CHANNELS,
  emptyRuntime,
  type Frame,
  type PlantParameters,
  type PresetName,
  PRESETS,
  sample,
} from "../../telemetry/mod.ts";

/** Columns that a page on a screen of 80 has for text. */
const PAGE_COLUMNS = 76;

/** The frame of a plant after some time. */
function frameAfter(parameters: PlantParameters, seconds: number): Frame {
  const plant = new Plant(parameters);
  while (plant.time < seconds) plant.step(1 / 60);
  const seen = new Observation();
  plant.observe(seen);
  const values = new Float64Array(CHANNELS.length);
  sample({ plant: seen, clock: emptyReading(), runtime: emptyRuntime() }, values);
  return {
    frameId: 0,
    timestamp: 1.7e9,
    simulationTime: plant.time,
    status: "running",
    values,
    floaterCount: seen.floaterCount,
    floaters: seen.floaters,
  };
}

function audit(name: PresetName, frame: Frame, parameters?: PlantParameters): string {
  const preset = PRESETS[name];
  return auditText({ name, preset, parameters: parameters ?? preset.parameters, frame });
}

function changed(frame: Frame, known: Partial<Record<ChannelId, number>>): Frame {
  const values = frame.values.slice();
  for (const [id, value] of Object.entries(known)) values[channelIndex(id as ChannelId)] = value;
  return { ...frame, values };
}

/** The first number in the line that begins with `label`, after it. */
function numbersIn(text: string, label: string): number[] {
  const line = text.split("\n").find((each) => each.trimStart().startsWith(label)) ?? "";
  return [...line.slice(line.indexOf(label) + label.length).matchAll(/-?\d+(\.\d+)?/g)]
    .map(([digits]) => Number(digits));
}

const CLAIMED = frameAfter(PRESETS["claimed-25m"].parameters, 120);

Deno.test("the claim of 530 kW is answered with what the same air costs and gives", () => {
  const text = audit("claimed-25m", CLAIMED);
  // docs/PHYSICS.md section 8: 28.7 kW electric against 133.8 kW compressor in lap 2, net -105 kW.
  const [claimed, power] = numbersIn(text, "generator  ");
  equal(claimed, 530);
  equal(power, 28.7);
  ok(Math.abs(numbersIn(text, "compressor  ")[0] - 133.8) < 0.1);
  ok(Math.abs(numbersIn(text, "net")[0] + 105) < 0.2);
  equal(numbersIn(text, "The generator gives")[0], 5.4);
  equal(numbersIn(text, "electric efficiency")[0], 21.4);
  equal(numbersIn(text, "ceiling, perfect machine")[0], 91.1);
  equal(numbersIn(text, "To give 530.00 kW this cycle would take at least")[0], 582.01);
  match(text, /Over unity: no. Each joule it gives costs 4.66 J./);
  match(text, /second law holds/);
});

Deno.test("one cubic metre of free air takes at least its isothermal work", () => {
  // docs/PHYSICS.md section 8: 49 842 J for 0.4 m3 to 25 m, with g = 9.81.
  const least = numbersIn(audit("claimed-25m", CLAIMED), "least, to dock at 3.46 bar")[0];
  ok(Math.abs(least - 49.84242 / 0.4) < 0.05, `${least}`);
});

Deno.test("what air costs and gives is in the order that nature has", () => {
  const text = audit("claimed-25m", CLAIMED);
  const cost = numbersIn(text, "compressor to")[1];
  const least = numbersIn(text, "least, to dock at 3.46 bar")[0];
  const work = numbersIn(text, "work on the chain")[0];
  const electric = numbersIn(text, "generator, electric")[0];
  ok(cost > least && least > work && work > electric && electric > 0, text);
});

Deno.test("without a whole lap there is no verdict, and no number in its place", () => {
  const text = audit("claimed-25m", frameAfter(PRESETS["claimed-25m"].parameters, 1));
  match(text, /No whole lap yet after 1.0 s: powers have no data/);
  match(text, /^generator +530.00 kW +no data$/m);
  match(text, /^net +not stated +no data$/m);
  match(text, /Over unity: no verdict yet, as no lap is complete/);
  ok(!/NaN|Infinity|null|undefined/.test(text));
});

Deno.test("before any air is used even its energies have no data", () => {
  const plant = new Plant(PRESETS["kpp-01"].parameters);
  const text = audit(
    "kpp-01",
    changed(frameAfter(plant.parameters, 1), { "ledger.airInjected": 0 }),
  );
  match(text, /^work on the chain +no data$/m);
  match(text, /No air has been used yet/);
});

Deno.test("a preset without a claim has nothing advertised", () => {
  const text = audit("kpp-01", frameAfter(PRESETS["kpp-01"].parameters, 1));
  ok(!/advertised|not stated|To give/.test(text));
});

Deno.test("the first lap is marked", () => {
  match(
    audit("kpp-01", changed(CLAIMED, { "lap.startUp": 1 })),
    /means of lap 2 with the start-up, /,
  );
});

Deno.test("a lap that the receiver fed is no over unity", () => {
  const fed = changed(CLAIMED, { "lap.electricEfficiency": 1.7 });
  match(audit("claimed-25m", fed), /Over unity: no. The receiver fed the last lap/);
  const idle = changed(CLAIMED, { "lap.electricEfficiency": NaN });
  match(audit("claimed-25m", idle), /as the compressor rested for a lap/);
  const more = changed(fed, { "ledger.generatorElectric": 1e12 });
  match(audit("claimed-25m", more), /Over unity: this lap gave 170.0 %/);
});

Deno.test("changed parameters, other loads, water heat and broken books are said", () => {
  const { parameters } = PRESETS["claimed-25m"];
  const other = { ...parameters, "h2.enabled": true, "water.depth": 26, "brake.torque": 1 };
  const frame = changed(CLAIMED, {
    "lap.net": -110e3,
    "exergy.violation": 1,
    "ledger.waterHeat": 5000,
    "h2.carnotWork": 600,
  });
  const text = audit("claimed-25m", frame, other);
  match(text, /^changed since: water.depth, brake.torque and 1 more$/m);
  ok(numbersIn(text, "auxiliary, H1 and heater")[0] > 4);
  match(text, /Heat taken from the water: 5.00 kJ, worth 0.60 kJ of work at best/);
  match(text, /the second law is BROKEN/);
});

Deno.test("every line fits a screen of 80 columns", () => {
  const { parameters } = PRESETS["claimed-25m"];
  const other = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === "number" ? value + 1 : value,
    ]),
  ) as unknown as PlantParameters;
  for (const name of Object.keys(PRESETS) as PresetName[]) {
    for (const efficiency of [0.2, 1.7, NaN]) {
      const frame = changed(CLAIMED, { "lap.electricEfficiency": efficiency });
      // A summary is as long as it is; the screen breaks it.
      const { summary } = PRESETS[name];
      for (const line of audit(name, frame, other).replace(summary, "").split("\n")) {
        ok(line.length <= PAGE_COLUMNS, `${line.length}: ${line}`);
      }
    }
  }
});
