import assert from "node:assert/strict";
import { Observation } from "../../engine/mod.ts";
import { FloaterWatch } from "../../monitor/mod.ts";
import {
  FLOATER_COLUMNS,
  type FloaterFindings,
  type PlantParameters,
  PRESETS,
  R_AIR,
} from "../../telemetry/mod.ts";

const KPP = PRESETS["kpp-01"].parameters;

/** Mass of the air of a fill, kg: 0.16 m3 of free air. */
const FILL = KPP["ambient.pressure"] * KPP["injector.freeAirVolume"] /
  (R_AIR * KPP["ambient.temperature"]);

/** A floater: place, m; mass, kg; volume, m3; whether its valve is open. */
type Floater = readonly [place: number, mass: number, volume: number, isOpen: boolean];

function observation(time: number, floaters: readonly Floater[]): Observation {
  const seen = new Observation();
  seen.time = time;
  seen.floaterCount = floaters.length;
  seen.floaters = Float64Array.from(
    floaters.flatMap(([place, mass, volume, isOpen]) => {
      const row = { sigma: place, mass, enthalpy: 0, temperature: NaN, volume, valve: +isOpen };
      return FLOATER_COLUMNS.map((column) => row[column]);
    }),
  );
  return seen;
}

/** What is found at each of some looks, a tenth of a second apart unless the time is said. */
function findings(
  looks: readonly (readonly Floater[])[],
  { times = looks.map((_, look) => look / 10), parameters = KPP }: {
    readonly times?: readonly number[];
    readonly parameters?: PlantParameters;
  } = {},
): readonly FloaterFindings[] {
  const watch = new FloaterWatch();
  return looks.map((floaters, look) => {
    const out = { unopened: NaN, overfilling: NaN, leaking: NaN };
    watch.assess(observation(times[look], floaters), parameters, out);
    return out;
  });
}

const leaking = (...looks: readonly Floater[]) =>
  findings(looks.map((floater) => [floater])).map((found) => found.leaking);

Deno.test("floaters: without air and shut counts in the window alone", () => {
  const { "injector.windowStart": start, "injector.windowEnd": end } = KPP;
  const places = [start - 0.01, start + 0.01, end - 0.01, end + 0.01];
  const [found] = findings([places.map((place): Floater => [place, 0, 0, false])]);
  assert.deepEqual(found, { unopened: 2, overfilling: 0, leaking: 0 });
  const place = (start + end) / 2;
  const [well] = findings([[[place, 0, 0, true], [place, FILL, 0.1, false]]]);
  assert.equal(well.unopened, 0);
});

Deno.test("floaters: open beyond a fill is too much, rounding is not", () => {
  const [found] = findings([[
    [0.5, FILL, 0.1, true],
    [0.5, FILL * (1 + 1e-9), 0.1, true],
    [0.5, FILL * 1.001, 0.1, true],
    [0.5, FILL * 1.001, 0.1, false],
  ]]);
  assert.equal(found.overfilling, 1);
  const parameters = { ...KPP, "injector.freeAirVolume": 0.08 };
  const [less] = findings([[[0.5, FILL, 0.1, true]]], { parameters });
  assert.equal(less.overfilling, 1);
});

Deno.test("floaters: air that is gone from one that rises, shut and not full, has leaked", () => {
  assert.deepEqual(leaking([3, 0.1, 0.1, false], [3.1, 0.0999, 0.1, false]), [0, 1]);
  assert.deepEqual(leaking([3, 0.1, 0.1, false], [3, 0.0999, 0.1, false]), [0, 1], "standing");
  assert.deepEqual(leaking([3, 0.1, 0.1, false], [3.1, 0.1, 0.1, false]), [0, 0], "tight");
});

Deno.test("floaters: what spills, fills, tips over or begins a lap has not leaked", () => {
  const volume = KPP["floater.volume"];
  const height = KPP["chain.straightHeight"];
  assert.deepEqual(leaking([3, 0.1, volume, false], [3.1, 0.09, 0.1, false]), [0, 0]);
  assert.deepEqual(leaking([3, 0.1, 0.1, false], [3.1, 0.09, volume, false]), [0, 0]);
  assert.deepEqual(leaking([1, 0.1, 0.1, true], [1.1, 0.09, 0.1, false]), [0, 0]);
  assert.deepEqual(leaking([3, 0.1, 0.1, false], [3.1, 0.09, 0.1, true]), [0, 0]);
  assert.deepEqual(leaking([height - 0.01, 0.1, 0.1, false], [height, 0.09, 0.1, false]), [0, 0]);
  assert.deepEqual(leaking([3, 0.1, 0.1, false], [0.1, 0.05, 0.1, false]), [0, 0]);
});

Deno.test("floaters: a plant that goes back or is another one has lost nothing", () => {
  const looks: readonly (readonly Floater[])[] = [
    [[3, 0.1, 0.1, false]],
    [[3.1, 0.09, 0.1, false]],
    [[3.2, 0.08, 0.1, false]],
  ];
  const lost = (times: readonly number[]) => findings(looks, { times }).map((each) => each.leaking);
  assert.deepEqual(lost([1, 1.1, 1.2]), [0, 1, 1]);
  assert.deepEqual(lost([1, 0.5, 0.6]), [0, 0, 1]);
  const other = findings([looks[0], [...looks[1], ...looks[1]], [...looks[2], ...looks[2]]]);
  assert.deepEqual(other.map((each) => each.leaking), [0, 0, 2]);
});

Deno.test("floaters: whoever goes on where another was finds what it would have found", () => {
  const first = new FloaterWatch();
  const out = { unopened: NaN, overfilling: NaN, leaking: NaN };
  first.assess(observation(1, [[3, 0.1, 0.1, false]]), KPP, out);
  const next = new FloaterWatch();
  next.recall(structuredClone(first.memory));
  next.assess(observation(1.1, [[3.1, 0.09, 0.1, false]]), KPP, out);
  assert.equal(out.leaking, 1);
});
