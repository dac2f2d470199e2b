import assert from "node:assert/strict";
import { adaptive, FIXED, type Integration, type Observation, Plant } from "../../engine/mod.ts";
import { floater, LIVE_STEP, near, parametersOf, run, see } from "../engine/rig.ts";
import air from "./reference/air.json" with { type: "json" };
import claims from "./reference/claims.json" with { type: "json" };
import clutch from "./reference/clutch.json" with { type: "json" };
import motion from "./reference/motion.json" with { type: "json" };
import presets from "./reference/presets.json" with { type: "json" };
import supply from "./reference/supply.json" with { type: "json" };
import {
  type ColumnKind,
  columnOf,
  numbers,
  overridesOf,
  presetOf,
  type ReferenceCase,
  type ReferenceFile,
  type ReferenceRow,
} from "./reference.ts";

// The engine, at its live step and under error control, against an independent implementation of
// the same equations.

const FILES: readonly ReferenceFile[] = [presets, claims, clutch, motion, supply, air];

/** Parts of full scale that may differ. Source: PHYSICS.md section 9, but for `running`. */
type Tolerance = Readonly<Record<ColumnKind, number>>;

/** A way to run the plant, and how far it may be off. */
interface Way {
  readonly integration: Integration;
  /** Grid, s. */
  readonly dt: number;
  readonly tolerance: Tolerance;
}

const SECTION_9 = { state: 1e-8, account: 1e-8, power: 1e-6, count: 0 } as const;

// The running efficiency is interpolated between rows of the travel, which are as far apart as
// the sub-steps, and only shown.
const WAYS: Readonly<Record<string, Way>> = {
  "live step": {
    integration: FIXED,
    dt: LIVE_STEP,
    tolerance: { ...SECTION_9, running: 1e-5 },
  },
  "tolerance 1e-8": {
    integration: adaptive(1e-8),
    dt: 1 / 40,
    tolerance: { ...SECTION_9, running: 1e-4 },
  },
};

/** An account that is nothing but rounding is compared with this part of energy turned over. */
const ROUNDING = 1e-12;

function compare(
  seen: Observation,
  row: ReferenceRow,
  { columns, scale, tolerance }: {
    columns: readonly string[];
    scale: readonly number[];
    tolerance: Tolerance;
  },
): void {
  const expected = numbers(row.values);
  assert.equal(expected.length, columns.length);
  for (const [i, id] of columns.entries()) {
    const { kind, read } = columnOf(id);
    const what = `${id} at ${row.t} s`;
    const actual = read(seen);
    if (Number.isNaN(expected[i])) {
      assert.ok(Number.isNaN(actual), `${what} is ${actual} where there is no data`);
      continue;
    }
    const rounding = kind === "account" ? ROUNDING * seen.energyTurnedOver : 0;
    near(actual, expected[i], { what, absolute: Math.max(tolerance[kind] * scale[i], rounding) });
  }
}

function compareFloaters(
  seen: Observation,
  row: ReferenceRow,
  [mass, enthalpy]: readonly number[],
) {
  const expected = new Map<number, readonly number[]>();
  for (const text of row.floaters.split(",").filter((text) => text !== "")) {
    const [index, ...values] = text.split(" ").map(Number);
    expected.set(index, values);
  }
  for (let i = 0; i < seen.floaterCount; i++) {
    const [m, h] = expected.get(i) ?? [0, 0];
    const actual = floater(seen, i);
    const at = `of floater ${i} at ${row.t} s`;
    near(actual.mass, m, { what: `mass ${at}`, absolute: SECTION_9.state * mass });
    near(actual.enthalpy, h, { what: `enthalpy ${at}`, absolute: SECTION_9.state * enthalpy });
  }
}

function follow(reference: ReferenceCase, columns: readonly string[], way: Way): void {
  const { integration, dt, tolerance } = way;
  const plant = new Plant(parametersOf(overridesOf(reference), presetOf(reference)), integration);
  const scale = numbers(reference.scale);
  for (const row of reference.rows) {
    const seen = row.t > plant.time ? run(plant, row.t - Math.round(plant.time), dt) : see(plant);
    compare(seen, row, { columns, scale, tolerance });
    compareFloaters(seen, row, reference.floaterScale);
  }
}

for (const { columns, cases } of FILES) {
  for (const reference of cases) {
    for (const [name, way] of Object.entries(WAYS)) {
      Deno.test(
        `reference: ${reference.name} over 120 s, ${name}`,
        () => follow(reference, columns, way),
      );
    }
  }
}
