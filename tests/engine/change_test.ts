import assert from "node:assert/strict";
import {
  type ParameterName,
  Plant,
  type PlantParameters,
  PRESETS,
  RESTART_PARAMETERS,
} from "../../engine/mod.ts";
import {
  account,
  build,
  coupledMass,
  fingerprint,
  floater,
  HELD,
  LIVE_STEP,
  near,
  type Overrides,
  parametersOf,
  run,
  see,
  seeAt,
  shaftInertia,
  stored,
} from "./rig.ts";

// Parameters changed while the plant runs.

const C_P = 3.5 * 287.05;

/** A value of every parameter that differs from the one in RUNNING. */
const OTHER: PlantParameters = {
  "chain.floaterCount": 24,
  "chain.straightHeight": 8,
  "chain.sprocketRadius": 0.8,
  "chain.massPerMetre": 35,
  "chain.coulombFriction": 400,
  "chain.viscousFriction": 300,
  "chain.externalForce": 700,
  "floater.volume": 0.12,
  "floater.shellMass": 28,
  "floater.shellDensity": 2700,
  "floater.dragCoefficient": 1.1,
  "floater.frontalArea": 0.3,
  "floater.addedMass": 0.8,
  "floater.thermalTime": 0,
  "floater.spillTime": 0.3,
  "floater.sealed": true,
  "floater.sealedMass": 0.1,
  "water.depth": 9.5,
  "water.density": 1025,
  "water.temperature": 303.15,
  "ambient.pressure": 98e3,
  "ambient.temperature": 283.15,
  "ambient.gravity": 9.78,
  "injector.freeAirVolume": 0.12,
  "injector.conductance": 5e-7,
  "injector.criticalRatio": 0.4,
  "injector.laminarRatio": 0.95,
  "injector.windowStart": 0.4,
  "injector.windowEnd": 1.2,
  "compressor.freeAirDelivery": 0.08,
  "compressor.isothermalEfficiency": 0.65,
  "compressor.motorEfficiency": 0.9,
  "receiver.volume": 2,
  "receiver.cutIn": 7.9e5,
  "receiver.cutOut": 7.2e5,
  "receiver.initialPressure": 7.5e5,
  "regulator.setpoint": 2.8e5,
  "drivetrain.gearRatio": 90,
  "drivetrain.gearEfficiency": 0.9,
  "drivetrain.clutch": "rigid",
  "flywheel.inertia": 150,
  "generator.inertia": 0.3,
  "generator.cutInSpeed": 20,
  "generator.gain": 20,
  "generator.torqueLimit": 10,
  "generator.efficiency": 0.8,
  "generator.windage": 200,
  "brake.torque": 500,
  "auxiliary.power": 250,
  "h1.enabled": false,
  "h1.voidFraction": 0.2,
  "h1.dragReduction": 0.3,
  "h1.power": 5,
  "h2.enabled": false,
  "h2.waterTemperature": 320,
  "h2.heatSource": "free",
  "h3.enabled": false,
  "h3.pulse": 1,
  "h3.coast": 0.5,
  "initial.position": 2,
  "initial.speed": 0.3,
  "initial.shaftSpeed": 2,
};

const NAMES = Object.keys(OTHER) as ParameterName[];

/** A running plant in which every parameter counts, all floaters part of the way round. */
const RUNNING = parametersOf({
  "drivetrain.clutch": "overrunning",
  "h1.enabled": true,
  "h2.enabled": true,
  "h3.enabled": true,
});

/** What must change with a parameter, or no plant could have it. */
const COMPANIONS: Partial<Record<ParameterName, Overrides>> = {
  "receiver.cutOut": { "receiver.cutIn": 7.1e5 },
  "drivetrain.clutch": { "h3.enabled": false },
};

/** The running plant with the other value of one parameter. */
function withOther(name: ParameterName): PlantParameters {
  return { ...RUNNING, [name]: OTHER[name], ...COMPANIONS[name] };
}

const STARTED = ["receiver.initialPressure", "floater.sealed", "floater.sealedMass"];

Deno.test("change: what restarts is the shape of the chain and what is there at the start", () => {
  const expected = NAMES.filter((name) =>
    name.startsWith("initial.") || STARTED.includes(name) ||
    ["chain.floaterCount", "chain.straightHeight", "chain.sprocketRadius"].includes(name)
  );
  assert.deepEqual([...RESTART_PARAMETERS].sort(), expected.sort());
});

for (const name of NAMES) {
  const restarts = RESTART_PARAMETERS.has(name);
  Deno.test(`change: ${name} ${restarts ? "starts again" : "goes on"}, ledger closed`, () => {
    assert.notEqual(OTHER[name], RUNNING[name]);
    const plant = new Plant(RUNNING);
    const before = run(plant, 24.2, 0.005);
    const outcome = plant.change(withOther(name));
    assert.equal(plant.parameters[name], OTHER[name]);
    const after = see(plant);
    if (restarts) {
      assert.equal(outcome, "restarted");
      assert.equal(fingerprint(after), fingerprint(see(new Plant(withOther(name)))));
      return;
    }
    assert.equal(outcome, "changed");
    for (const kept of ["time", "position", "airMass"] as const) {
      assert.equal(after[kept], before[kept], kept);
    }
    assert.ok(after.relativeResidual <= 1e-11, `residual ${after.relativeResidual} at once`);
    near(after.exergyDestroyed, before.exergyDestroyed, {
      what: "destroyed exergy",
      absolute: 1e-9 * after.energyTurnedOver,
    });
    const later = run(plant, 10);
    assert.ok(later.relativeResidual <= 1e-9, `residual ${later.relativeResidual} later`);
    assert.ok(!later.energyViolation);
  });
}

// These change what the receiver holds, or at what pressure, from the start.
const OF_THE_RECEIVER: readonly ParameterName[] = ["receiver.volume", "ambient.temperature"];

for (const name of NAMES) {
  if (RESTART_PARAMETERS.has(name) || OF_THE_RECEIVER.includes(name)) continue;
  Deno.test(`change: ${name} acts from then on as in a plant that always had it`, () => {
    // At t = 0 nothing has happened yet, so a changed plant and a new one must agree.
    const plant = new Plant(RUNNING);
    plant.change(withOther(name));
    const changed = run(plant, 10);
    const fresh = run(new Plant(withOther(name)), 10);
    near(changed.position, fresh.position, { what: "position", relative: 1e-12 });
    near(changed.airEnthalpy, fresh.airEnthalpy, { what: "enthalpy", relative: 1e-12 });
    near(changed.receiverPressure, fresh.receiverPressure, { what: "receiver", relative: 1e-12 });
    near(changed.netPower, fresh.netPower, { what: "net power", relative: 1e-9, absolute: 1e-6 });
  });
}

Deno.test("change: nothing changed is nothing done", () => {
  const plant = new Plant(RUNNING);
  const alone = new Plant(RUNNING);
  run(plant, 5);
  run(alone, 5);
  const before = plant.hash();
  assert.equal(plant.change({ ...RUNNING }), "changed");
  assert.equal(plant.hash(), before);
  assert.equal(fingerprint(run(plant, 5)), fingerprint(run(alone, 5)));
});

Deno.test("change: what cannot be is refused and leaves all as it was", () => {
  const refused: Overrides[] = [
    { "receiver.cutIn": 9e5 },
    { "water.depth": 5 },
    { "chain.floaterCount": 0 },
    { "injector.windowEnd": 9 },
    { "drivetrain.clutch": "rigid" },
    { "generator.gain": 10, "floater.volume": -1 },
    { "initial.speed": -1 },
  ];
  const plant = new Plant(RUNNING);
  const alone = new Plant(RUNNING);
  run(plant, 5);
  run(alone, 5);
  for (const overrides of refused) {
    assert.throws(() => plant.change({ ...RUNNING, ...overrides }), RangeError);
    assert.deepEqual(plant.parameters, RUNNING);
  }
  assert.equal(fingerprint(run(plant, 5)), fingerprint(run(alone, 5)));
});

Deno.test("change: a heavier chain at speed is given energy, which is booked as edited", () => {
  const plant = build({ "initial.speed": 0.5 });
  const before = run(plant, 10);
  const p = parametersOf({ "initial.speed": 0.5, "chain.massPerMetre": 70 });
  plant.change(p);
  const after = see(plant);
  const length = 2 * 8.135 + 2 * Math.PI * 0.8649;
  const given = 0.5 * 50 * length * before.speed ** 2;
  assert.equal(after.speed, before.speed);
  assert.ok(given > 10);
  near(stored(after, "edited"), given, { what: "edited", relative: 1e-12 });
  const residuals = (seen: typeof after) => seen.relativeResidual * seen.energyTurnedOver;
  near(residuals(after), residuals(before), { what: "residual", absolute: 1e-9 });
});

Deno.test("change: warmer ambient air warms the receiver, which is booked as edited", () => {
  const plant = build(HELD);
  const before = see(plant);
  plant.change(parametersOf({ ...HELD, "ambient.temperature": 303.15 }));
  const after = see(plant);
  const mass = 8e5 / (287.05 * 293.15);
  near(stored(after, "edited"), mass * (C_P - 287.05) * 10, { what: "edited", relative: 1e-9 });
  near(after.receiverPressure, before.receiverPressure * 303.15 / 293.15, {
    what: "pressure",
    relative: 1e-12,
  });
});

Deno.test("change: a larger receiver holds the same air at less pressure", () => {
  const plant = build({ ...HELD, "floater.sealed": true });
  plant.change(parametersOf({ ...HELD, "floater.sealed": true, "receiver.volume": 1.25 }));
  const seen = see(plant);
  near(seen.receiverPressure, 6.4e5, { what: "pressure", relative: 1e-12 });
  assert.ok(seen.compressorOn, "below cutIn the compressor starts at once");
  near(stored(seen, "edited"), 0, { what: "edited", absolute: 1e-6 });
});

Deno.test("change: a thermal time of 0 brings air to the water's temperature at once", () => {
  const overrides = { ...HELD, "ambient.temperature": 270 };
  const plant = build(overrides);
  const before = run(plant, 1);
  const { mass, temperature } = floater(before);
  assert.ok(temperature < 290);
  plant.change(parametersOf({ ...overrides, "floater.thermalTime": 0 }));
  const after = see(plant);
  near(floater(after).temperature, 293.15, { what: "temperature", relative: 1e-14 });
  const heats = Array.from({ length: 29 }, (_, i) => floater(before, i))
    .map((air) => air.mass === 0 ? 0 : air.mass * C_P * (293.15 - air.temperature));
  const heat = heats.reduce((sum, value) => sum + value, 0);
  assert.ok(mass > 0.05 && heat > 100);
  near(account(after, "waterHeat") - account(before, "waterHeat"), heat, {
    what: "heat",
    relative: 1e-10,
  });
  assert.equal(stored(after, "edited"), 0);
});

Deno.test("change: isothermal air follows the water's temperature at once, for heat", () => {
  const overrides = { ...HELD, "floater.thermalTime": 0 };
  const plant = build(overrides);
  const before = run(plant, 8);
  plant.change(parametersOf({ ...overrides, "water.temperature": 313.15 }));
  const after = see(plant);
  near(floater(after).temperature, 313.15, { what: "temperature", relative: 1e-14 });
  near(
    account(after, "waterHeat") - account(before, "waterHeat"),
    before.airMass * C_P * 20,
    { what: "heat", relative: 1e-11 },
  );
});

Deno.test("change: a free shaft that becomes rigid engages, and the loss is booked", () => {
  const overrides = {
    "drivetrain.clutch": "overrunning",
    "initial.speed": 0.3,
    "initial.shaftSpeed": 1.5,
    "generator.gain": 0,
  } as const;
  const plant = build(overrides);
  const before = see(plant);
  assert.ok(!before.clutchLocked);
  const p = parametersOf({ ...overrides, "drivetrain.clutch": "rigid" });
  plant.change(p);
  const after = see(plant);
  const chain = (coupledMass(p) - shaftInertia(p) / 0.8649 ** 2) * 0.8649 ** 2;
  const shaft = shaftInertia(p);
  const common = (chain * 0.3 / 0.8649 + shaft * 1.5) / (chain + shaft);
  const reduced = chain * shaft / (chain + shaft);
  assert.ok(after.clutchLocked);
  near(after.shaftSpeed, common, { what: "speed", relative: 1e-12 });
  near(account(after, "clutch"), 0.5 * reduced * (1.5 - 0.3 / 0.8649) ** 2, {
    what: "loss",
    relative: 1e-12,
  });
  assert.equal(stored(after, "edited"), 0);
  assert.ok(after.relativeResidual < 1e-13);
});

Deno.test("change: a running shaft that becomes rigid pulls a standing chain along", () => {
  const overrides = { "drivetrain.clutch": "overrunning", "initial.shaftSpeed": 1.5 } as const;
  const plant = build({ ...overrides, "chain.coulombFriction": 9000 });
  assert.ok(see(plant).stuck);
  plant.change(parametersOf({ "chain.coulombFriction": 9000, "initial.shaftSpeed": 1.5 }));
  const after = see(plant);
  assert.ok(!after.stuck && after.hasMoved && after.speed > 0.1);
  assert.ok(run(plant, 10).stuck, "friction brings it to rest again");
});

Deno.test("change: a rigid clutch that becomes overrunning stays locked under load", () => {
  const plant = build({ "initial.speed": 0.25 });
  run(plant, 30);
  plant.change(parametersOf({ "initial.speed": 0.25, "drivetrain.clutch": "overrunning" }));
  const seen = run(plant, 5);
  assert.ok(seen.clutchLocked && seen.shaftTorque > 0);
  plant.change(parametersOf({
    "initial.speed": 0.25,
    "drivetrain.clutch": "overrunning",
    "brake.torque": 20_000,
    "generator.gain": 0,
  }));
  const freed = run(plant, 1);
  assert.ok(!freed.clutchLocked && freed.shaftSpeed > freed.speed / 0.8649);
});

Deno.test("change: H3 switched on goes by absolute time", () => {
  const overrides = { "drivetrain.clutch": "overrunning", "initial.speed": 0.25 } as const;
  // Cycles of 3 s: at 7.5 s the third has run for 1.5 s, at 8.5 s for 2.5 s.
  for (const [at, locked] of [[7.5, true], [8.5, false]] as const) {
    const plant = build(overrides);
    run(plant, at);
    plant.change(parametersOf({ ...overrides, "h3.enabled": true }));
    assert.equal(see(plant).clutchLocked, locked, `at ${at} s`);
    run(plant, Math.max(8 - at, 0) + LIVE_STEP);
    assert.ok(!see(plant).clutchLocked, "it coasts from 8 s on");
    plant.change(parametersOf(overrides));
    const seen = run(plant, 20);
    assert.ok(seen.clutchLocked, "without H3 it locks as soon as the chain catches up");
  }
});

Deno.test("change: a window that leaves an open valve ends that pass, short", () => {
  const plant = build({ ...HELD, "injector.conductance": 1e-8 });
  assert.equal(see(plant).openValves, 4);
  plant.change(parametersOf({ ...HELD, "injector.conductance": 1e-8, "injector.windowEnd": 1 }));
  const seen = see(plant);
  assert.deepEqual([seen.openValves, seen.shortFills, seen.fills], [2, 2, 0]);
  plant.change(parametersOf({ ...HELD, "injector.conductance": 1e-8 }));
  assert.equal(see(plant).openValves, 2, "it does not reopen in the same pass");
});

Deno.test("change: laps and the running efficiency go on across a change", () => {
  const plant = build();
  run(plant, 60);
  plant.change(parametersOf({ "generator.gain": 70 }));
  const seen = seeAt(plant, 2 * 8.135 + 2 * Math.PI * 0.8649 + 1e-6);
  assert.equal(seen.lap.count, 1);
  const { electricEfficiency } = seen.lap;
  near(
    electricEfficiency,
    account(seen, "generatorElectric") / account(seen, "compressorElectric"),
    { what: "efficiency of lap 1", relative: 1e-5 },
  );
  assert.ok(seen.runningEfficiency > 0.1 && seen.runningEfficiency < 0.3);
});

Deno.test("change: other parameters of a preset, one after the other, and back", () => {
  const plant = new Plant(RUNNING);
  for (const name of NAMES.filter((name) => !RESTART_PARAMETERS.has(name))) {
    for (const value of [OTHER[name], RUNNING[name], PRESETS["kpp-01"].parameters[name]]) {
      try {
        plant.change({ ...RUNNING, [name]: value });
      } catch (error) {
        assert.ok(error instanceof RangeError);
      }
      run(plant, 0.25);
    }
  }
  const seen = see(plant);
  assert.ok(seen.relativeResidual < 1e-9, `${seen.relativeResidual}`);
  assert.ok(!seen.energyViolation);
});
