import assert from "node:assert/strict";
import {
  type AccountName,
  ACCOUNTS,
  type Observation,
  type PlantParameters,
  RESIDUALS,
  STORED,
  type StoredName,
} from "../../engine/mod.ts";
import {
  account,
  build,
  chainMass,
  floater,
  near,
  type Overrides,
  parametersOf,
  pressureAt,
  residual,
  run,
  see,
  shaftInertia,
  stored,
} from "./rig.ts";

// Stored quantities, residuals and exergy worked out again from what is observed. Source of every
// formula: PHYSICS.md section 7.

const R_AIR = 287.05;
const C_P = 3.5 * R_AIR;

/** Every account is in use: all claims, all losses, an external force, a clutch that engages. */
const EVERYTHING = {
  "drivetrain.clutch": "overrunning",
  "h1.enabled": true,
  "h1.power": 6,
  "h2.enabled": true,
  "h3.enabled": true,
  "h3.pulse": 1.1,
  "h3.coast": 0.6,
  "chain.externalForce": 150,
  "brake.torque": 60,
  "generator.windage": 30,
  "auxiliary.power": 75,
  "receiver.cutIn": 7.9e5,
} as const satisfies Overrides;

interface Seen {
  readonly p: PlantParameters;
  readonly start: Observation;
  readonly now: Observation;
}

/** A plant with every account in use, at the start and after 40 s. */
function everything(dt = 1 / 240): Seen {
  const p = parametersOf(EVERYTHING);
  const plant = build(p);
  return { p, start: see(plant), now: run(plant, 40, dt) };
}

function heights({ p, now }: Seen): number[] {
  const h = p["chain.straightHeight"];
  const r = p["chain.sprocketRadius"];
  const arc = Math.PI * r;
  return Array.from({ length: now.floaterCount }, (_, i) => {
    const { sigma } = floater(now, i);
    if (sigma < h) return sigma;
    if (sigma < h + arc) return h + r * Math.sin((sigma - h) / r);
    if (sigma < 2 * h + arc) return h - (sigma - h - arc);
    return -r * Math.sin((sigma - 2 * h - arc) / r);
  });
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function movingMass({ p, now }: Seen): number {
  const air = Array.from({ length: now.floaterCount }, (_, i) => floater(now, i));
  return chainMass(p) + sum(air.map(({ mass, volume }) => mass - 1000 * volume));
}

const STORED_FORMULAS: Readonly<Record<Exclude<StoredName, "edited">, (seen: Seen) => number>> = {
  receiver: ({ p, now }) => now.receiverPressure * p["receiver.volume"] * (C_P - R_AIR) / R_AIR,
  floaterAir: (seen) =>
    sum(
      heights(seen).map((z, i) => {
        const { mass, enthalpy } = floater(seen.now, i);
        return enthalpy + 9.80665 * mass * z;
      }),
    ),
  chainKinetic: (seen) => 0.5 * movingMass(seen) * seen.now.speed ** 2,
  shaftKinetic: ({ p, now }) => 0.5 * shaftInertia(p) * now.shaftSpeed ** 2,
  shellPotential: (seen) => 9.80665 * (20 - 1000 * 20 / 7850) * sum(heights(seen)),
};

for (const [name, formula] of Object.entries(STORED_FORMULAS)) {
  Deno.test(`stored: ${name} follows from the states`, () => {
    const seen = everything();
    const value = stored(seen.now, name as StoredName);
    assert.ok(value > 1, `${value} J tells nothing`);
    near(value, formula(seen), { what: name, relative: 1e-13 });
  });
}

Deno.test("stored: nothing is edited in a plant whose parameters stay", () => {
  assert.equal(stored(everything().now, "edited"), 0);
});

Deno.test("ledger: every account moves in this run", () => {
  const { now } = everything();
  const still = ACCOUNTS.filter(({ name }) => account(now, name) === 0);
  assert.deepEqual(still, []);
});

/** Signs of the accounts in each residual. */
const TERMS = {
  airResidual: {
    gain: ["intakeEnthalpy", "receiverHeat", "waterHeat", "airLift"],
    loss: ["ventEnthalpy", "chainWork"],
    stored: ["receiver", "floaterAir"],
  },
  chainResidual: {
    gain: ["chainWork", "densityWork", "externalWork"],
    loss: ["drag", "friction", "brake", "accretion", "expelled", "shaftWork", "clutch"],
    stored: ["chainKinetic", "shellPotential"],
  },
  shaftResidual: {
    gain: ["shaftWork"],
    loss: ["windage", "gear", "generatorLoss", "generatorElectric"],
    stored: ["shaftKinetic"],
  },
  plantResidual: {
    gain: [
      "compressorElectric",
      "intakeEnthalpy",
      "receiverHeat",
      "waterHeat",
      "airLift",
      "h1Supply",
      "externalWork",
    ],
    loss: [
      "generatorElectric",
      "motorHeat",
      "compressorHeat",
      "ventEnthalpy",
      "drag",
      "friction",
      "brake",
      "accretion",
      "expelled",
      "windage",
      "gear",
      "generatorLoss",
      "clutch",
      "h1Loss",
    ],
    stored: ["receiver", "floaterAir", "chainKinetic", "shaftKinetic", "shellPotential"],
  },
} as const satisfies Record<
  string,
  {
    gain: readonly AccountName[];
    loss: readonly AccountName[];
    stored: readonly StoredName[];
  }
>;

for (const [name, { gain, loss, stored: kept }] of Object.entries(TERMS)) {
  Deno.test(`residuals: ${name} is what accounts and stored quantities leave open`, () => {
    // Steps of half a second leave an error that shows, in the residual and in this sum alike.
    const { start, now } = everything(0.5);
    const value = residual(now, name as keyof typeof TERMS);
    assert.ok(Math.abs(value) > 1e-6, `a residual of ${value} J tells nothing`);
    const gained = sum(kept.map((row) => stored(now, row) - stored(start, row)));
    const booked = sum(gain.map((row) => account(now, row))) -
      sum(loss.map((row) => account(now, row)));
    near(value, gained - booked, { what: name, absolute: 1e-8 });
  });
}

Deno.test("residuals: every row but the mass is worked out again above", () => {
  const names = RESIDUALS.map(({ name }) => name);
  assert.deepEqual(names, [...Object.keys(TERMS), "massResidual"]);
  assert.deepEqual(STORED.map(({ name }) => name), [...Object.keys(STORED_FORMULAS), "edited"]);
});

Deno.test("residuals: massResidual is what air compressed and vented leave open", () => {
  const { p, start, now } = everything();
  const air = (seen: Observation) =>
    seen.airMass +
    seen.receiverPressure * p["receiver.volume"] / (R_AIR * p["ambient.temperature"]);
  const gained = air(now) - air(start);
  const booked = account(now, "airCompressed") - account(now, "airVented");
  assert.ok(Math.abs(gained) > 0.01 && account(now, "airVented") > 0.01);
  near(gained, booked, { what: "air", absolute: 1e-13 });
  near(residual(now, "massResidual"), gained - booked, { what: "residual", absolute: 1e-13 });
});

Deno.test("ledger: energy turned over is 1 J and half of all accounts in J", () => {
  const { now } = everything();
  const joules = ACCOUNTS.filter(({ unit }) => unit === "J");
  assert.equal(joules.length, 26);
  const half = 0.5 * sum(joules.map(({ name }) => Math.abs(account(now, name))));
  near(now.energyTurnedOver, 1 + half, { what: "energy turned over", relative: 1e-14 });
});

Deno.test("ledger: the relative residual is the largest in J per energy turned over", () => {
  const { now } = everything(0.5);
  const largest = Math.max(
    ...Object.keys(TERMS).map((name) => Math.abs(residual(now, name as keyof typeof TERMS))),
  );
  near(now.relativeResidual, largest / now.energyTurnedOver, { what: "share", relative: 1e-14 });
});

Deno.test("second law: destroyed exergy is what flowed in less what is held more", () => {
  const seen = everything();
  const { p, start, now } = seen;
  const held = (at: Seen) => {
    const pr = at.now.receiverPressure;
    const air = heights(at).map((z, i) => {
      const { sigma, mass, temperature } = floater(at.now, i);
      if (mass === 0) return 0;
      assert.ok(sigma < 12, "air aboard");
      const entropy = C_P * Math.log(temperature / 293.15) -
        R_AIR * Math.log(pressureAt(p, z) / 101325);
      return mass * (C_P * (temperature - 293.15) - 293.15 * entropy) + 9.80665 * mass * z;
    });
    return p["receiver.volume"] * (pr * Math.log(pr / 101325) - pr + 101325) + sum(air) +
      stored(at.now, "chainKinetic") + stored(at.now, "shaftKinetic") +
      stored(at.now, "shellPotential");
  };
  const flows = account(now, "compressorElectric") + account(now, "auxiliary") +
    account(now, "h1Supply") + account(now, "externalWork") + account(now, "airLift") +
    account(now, "waterHeat") * (1 - 293.15 / 333.15) - account(now, "generatorElectric");
  const expected = flows - (held(seen) - held({ p, start, now: start }));
  near(now.exergyDestroyed, expected, { what: "exergy destroyed", relative: 1e-11 });
  assert.ok(!now.energyViolation);
});
