import assert from "node:assert/strict";
import fc from "fast-check";
import { pathHeight, pathPart, PRESETS } from "../../../engine/mod.ts";
import { createModel, type PlantModel } from "../../../engine/model.ts";
import {
  COARSE,
  divideSteadyPitch,
  FINE,
  type PitchGrid,
  type Resolution,
} from "../../../engine/point/grid.ts";
import { near, type Overrides, parametersOf } from "../rig.ts";
import { softPlants } from "../random_plants.ts";

// A pitch in cells, against the path of PHYSICS.md section 2 looked at place by place.

const HEADER = 2.1e5;
const SMALL: Resolution = { perLap: 60, perPitch: 4 };

/** Plants of all kinds: presets, some by chance, and a chain whose floaters fall on its corners. */
const MODELS: readonly PlantModel[] = [
  ...Object.values(PRESETS).map(({ parameters }) => parameters),
  ...fc.sample(softPlants, { seed: 5, numRuns: 5 }),
  parametersOf({ "chain.floaterCount": 7, "injector.windowStart": 0.4 }),
  parametersOf({ "chain.floaterCount": 2 }),
].map((parameters) => createModel(parameters));

function forEachGrid(look: (grid: PitchGrid, model: PlantModel) => void): void {
  for (const model of MODELS) look(divideSteadyPitch(model, HEADER, SMALL), model);
}

/** Where a floater is when it stands before the cell of a place, m. */
const pathCoordinate = (grid: PitchGrid, model: PlantModel, at: { cell: number; slot: number }) =>
  at.slot * model.pitch + grid.offsets[at.cell];

Deno.test("grid: cells follow each other from the begin of a pitch to its end", () => {
  forEachGrid(({ cells, offsets, lengths }, { pitch }) => {
    assert.equal(offsets.length, cells + 1);
    assert.equal(lengths.length, cells);
    assert.equal(offsets[0], 0);
    near(offsets[cells], pitch, { what: "end", relative: 1e-15 });
    lengths.forEach((length, i) => {
      assert.ok(length > 0);
      assert.equal(length, offsets[i + 1] - offsets[i]);
    });
  });
});

Deno.test("grid: places lie between cells, to their last digits", () => {
  forEachGrid((grid, model) => {
    const { parameters: p } = model;
    const descent = p["chain.straightHeight"] + Math.PI * p["chain.sprocketRadius"];
    const at = (place: PitchGrid["start"]) => pathCoordinate(grid, model, place);
    const length = model.length;
    near(at(grid.start), p["injector.windowStart"], { what: "start", absolute: 1e-10 * length });
    near(at(grid.end), p["injector.windowEnd"], { what: "end", absolute: 1e-10 * length });
    near(at(grid.vent), descent + 0.5, { what: "vent", absolute: 1e-10 * length });
    for (const { offset } of model.places) {
      const nearest = Math.min(...grid.offsets.map((x) => Math.abs(x - offset)));
      assert.ok(nearest <= 1e-10 * model.pitch, `a place ${nearest} m from the next cell`);
    }
  });
});

Deno.test("grid: a place is where the chain meets it, bit for bit", () => {
  const model = createModel(parametersOf());
  const { offsets } = divideSteadyPitch(model, HEADER, SMALL);
  for (const { offset } of model.places) assert.ok(offsets.includes(offset), `${offset} m`);
});

Deno.test("grid: so do the heights at which a valve's flow bends", () => {
  const sigmas = (overrides: Overrides) => {
    const model = createModel(parametersOf({ "injector.laminarRatio": 0.9, ...overrides }));
    const header = 1.8e5;
    const grid = divideSteadyPitch(model, header, SMALL);
    return [0.8, 0.9, 1].map((ratio) => {
      const depth = (ratio * header - 101325) / (1000 * 9.80665);
      const offset = (9 - depth) % model.pitch;
      return Math.min(...grid.offsets.map((x) => Math.abs(x - offset)));
    });
  };
  for (const off of sigmas({ "injector.criticalRatio": 0.8 })) assert.ok(off < 1e-12, `${off} m`);
  // With another ratio the flow bends elsewhere.
  assert.ok(sigmas({ "injector.criticalRatio": 0.3 })[0] > 1e-3);
});

Deno.test("grid: bends below the axis and beyond the leg divide nothing", () => {
  const model = createModel(parametersOf({ "injector.laminarRatio": 1 }));
  // One of the places is the begin of the pitch.
  const breaks = model.places.length - 1;
  for (const header of [1.05e5, 9e5]) {
    const { cells } = divideSteadyPitch(model, header, { perLap: 1, perPitch: 1 });
    assert.equal(cells, breaks, `header at ${header} Pa`);
  }
  const weightless = createModel(parametersOf({ "ambient.gravity": 0 }));
  assert.equal(divideSteadyPitch(weightless, HEADER, { perLap: 1, perPitch: 1 }).cells, breaks);
});

Deno.test("grid: the begin of a pitch is a place like any other", () => {
  const model = createModel(parametersOf({ "chain.floaterCount": 4 }));
  const quarter = model.pitch;
  const at = (windowEnd: number) => {
    const moved = createModel({ ...model.parameters, "injector.windowEnd": windowEnd });
    const grid = divideSteadyPitch(moved, HEADER, SMALL);
    return { slot: grid.end.slot, cell: grid.end.cell, cells: grid.cells };
  };
  // Just before, at, and just after the begin: never a cell that has no length.
  assert.equal(at(quarter).cell, 0);
  assert.equal(at(quarter).slot, 1);
  assert.equal(at(quarter * (1 - 1e-12)).cell, 0);
  assert.equal(at(quarter * (1 - 1e-12)).slot, 1);
  const before = at(quarter * (1 - 1e-6));
  assert.deepEqual([before.slot, before.cell], [0, before.cells - 1]);
  assert.deepEqual([at(quarter * (1 + 1e-6)).slot, at(quarter * (1 + 1e-6)).cell], [1, 1]);
});

Deno.test("grid: as fine as was asked for, and hardly finer", () => {
  const model = createModel(parametersOf());
  for (const resolution of [SMALL, COARSE, FINE, { perLap: 4096, perPitch: 1 }]) {
    const { lengths } = divideSteadyPitch(model, HEADER, resolution);
    const least = Math.max(resolution.perPitch, Math.ceil(resolution.perLap / 29));
    assert.ok(Math.max(...lengths) <= model.pitch / least * (1 + 1e-12));
    assert.ok(lengths.length >= least && lengths.length <= least + model.places.length + 3);
  }
});

Deno.test("grid: floaters on the descending leg are those that are there", () => {
  forEachGrid(({ cells, offsets, descending }, model) => {
    for (let i = 0; i < cells; i++) {
      const middle = 0.5 * (offsets[i] + offsets[i + 1]);
      let count = 0;
      for (let slot = 0; slot < model.count; slot++) {
        if (pathPart(model.path, slot * model.pitch + middle) === "descending") count += 1;
      }
      assert.equal(descending[i], count, `cell ${i}`);
    }
  });
});

Deno.test("grid: shells give what they lose in height, and nothing over a pitch", () => {
  forEachGrid(({ cells, offsets, shellWork }, model) => {
    const { "floater.shellMass": mass, "floater.shellDensity": density } = model.parameters;
    const weight = model.gravity * (mass - model.rho * mass / density);
    const height = (offset: number) => {
      let sum = 0;
      for (let slot = 0; slot < model.count; slot++) {
        const sigma = (slot * model.pitch + offset) % model.length;
        sum += pathHeight(model.path, sigma);
      }
      return sum;
    };
    const absolute = 1e-11 * weight * model.length;
    for (let i = 0; i < cells; i++) {
      const lost = height(offsets[i]) - height(offsets[i + 1]);
      near(shellWork[i], weight * lost, { what: `cell ${i}`, absolute });
    }
    near(shellWork.reduce((a, b) => a + b), 0, { what: "pitch", absolute });
  });
});
