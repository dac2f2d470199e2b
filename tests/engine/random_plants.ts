import fc from "fast-check";
import { type PlantParameters, PRESETS } from "../../engine/mod.ts";
import { type Overrides, parametersOf } from "./rig.ts";

// Plants by chance, from seeds: the same ones in every run.

/** A millionth of the way at a time: doubles by their bits would nearly all be next to 0. */
const number = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1e6 }).map((part) => min + (max - min) * part / 1e6);

/**
 * Moving plants with nothing faster than some tenths of a second, so that a step of 1/64 s is
 * not divided and halving it halves every sub-step.
 */
export const softPlants: fc.Arbitrary<PlantParameters> = fc.record(
  {
    "ambient.temperature": number(280, 300),
    "auxiliary.power": fc.constant(100),
    "brake.torque": number(0, 100),
    "chain.externalForce": number(500, 2500),
    "chain.floaterCount": fc.integer({ min: 6, max: 30 }),
    "chain.viscousFriction": number(300, 1000),
    "drivetrain.clutch": fc.constantFrom("rigid", "overrunning"),
    "floater.spillTime": number(0.15, 0.4),
    "floater.thermalTime": number(0.8, 6),
    "floater.volume": number(0.1, 0.16),
    "generator.gain": number(0.1, 0.4),
    "generator.windage": number(0, 50),
    "h1.enabled": fc.boolean(),
    "h1.power": number(1, 20),
    "h2.enabled": fc.boolean(),
    "initial.position": number(0, 20),
    "initial.speed": number(0.1, 0.5),
    "injector.conductance": number(4e-7, 1.2e-6),
    "injector.freeAirVolume": number(0.08, 0.13),
    "receiver.cutIn": fc.constant(7.9e5),
    "receiver.volume": number(3, 6),
    "regulator.setpoint": number(2.5e5, 6e5),
    "water.temperature": number(280, 310),
  } satisfies { [name in keyof Overrides]: fc.Arbitrary<Overrides[name]> },
)
  .map((overrides) => parametersOf(overrides as Overrides));

/** Changes that any running plant can take, one at a time. */
const CHANGES = {
  "auxiliary.power": number(0, 500),
  "ambient.gravity": number(9.7, 9.9),
  "ambient.pressure": number(95e3, 105e3),
  "ambient.temperature": number(270, 310),
  "brake.torque": number(0, 2000),
  "chain.coulombFriction": number(0, 3000),
  "chain.externalForce": number(-2000, 2000),
  "chain.massPerMetre": number(5, 60),
  "chain.viscousFriction": number(0, 1000),
  "compressor.freeAirDelivery": number(0.005, 0.12),
  "compressor.isothermalEfficiency": number(0.5, 1),
  "compressor.motorEfficiency": number(0.5, 1),
  "drivetrain.gearEfficiency": number(0.8, 1),
  "drivetrain.gearRatio": number(60, 130),
  "floater.addedMass": number(0, 1),
  "floater.dragCoefficient": number(0, 2),
  "floater.frontalArea": number(0.05, 0.4),
  "floater.shellDensity": number(1000, 8000),
  "floater.shellMass": number(5, 40),
  "floater.spillTime": number(0.02, 0.5),
  "floater.thermalTime": fc.oneof(number(0.2, 10), fc.constantFrom(0, Infinity)),
  "floater.volume": number(0.05, 0.25),
  "flywheel.inertia": number(10, 300),
  "generator.cutInSpeed": number(0, 60),
  "generator.efficiency": number(0.7, 1),
  "generator.gain": number(0, 80),
  "generator.inertia": number(0.05, 1),
  "generator.torqueLimit": number(10, 400),
  "generator.windage": number(0, 100),
  "h1.dragReduction": number(0, 0.5),
  "h1.enabled": fc.boolean(),
  "h1.power": number(0, 20),
  "h1.voidFraction": number(0, 0.3),
  "h2.enabled": fc.boolean(),
  "h2.heatSource": fc.constantFrom("free", "heater"),
  "h2.waterTemperature": number(275, 350),
  "injector.conductance": number(1e-7, 3e-6),
  "injector.criticalRatio": number(0.2, 0.6),
  "injector.freeAirVolume": number(0.02, 0.3),
  "injector.laminarRatio": fc.oneof(number(0.9, 0.999), fc.constant(1)),
  "injector.windowEnd": number(2, 5),
  "injector.windowStart": number(0, 1.4),
  "receiver.volume": number(0.2, 3),
  "regulator.setpoint": number(1.5e5, 9e5),
  "water.density": number(990, 1030),
  "water.depth": number(9, 14),
  "water.temperature": number(275, 310),
} satisfies { [name in keyof Overrides]: fc.Arbitrary<unknown> };

/** Compressor switching, both limits at once. */
const switching = fc.record({
  "receiver.cutIn": number(1.5e5, 6e5),
  "receiver.cutOut": number(6.1e5, 9e5),
});

/** A clutch and the pulse that only an overrunning one can follow. */
const couplings = fc.oneof(
  fc.constant({ "drivetrain.clutch": "rigid", "h3.enabled": false }),
  fc.record({
    "drivetrain.clutch": fc.constant("overrunning"),
    "h3.enabled": fc.boolean(),
    "h3.pulse": number(0.3, 2),
    "h3.coast": number(0.3, 2),
  }),
);

/** Some of the changes, at once. */
export const changes: fc.Arbitrary<Overrides> = fc
  .tuple(
    fc.record(CHANGES, { requiredKeys: [] }),
    fc.option(switching, { nil: {} }),
    fc.option(couplings, { nil: {} }),
  )
  .map((parts) => Object.assign({}, ...parts) as Overrides);

/** Plants of every kind: a preset with some of everything changed, at rest or moving. */
export const plants: fc.Arbitrary<PlantParameters> = fc
  .tuple(
    fc.constantFrom(...Object.values(PRESETS)),
    changes,
    fc.record({
      "chain.floaterCount": fc.integer({ min: 1, max: 60 }),
      "initial.position": number(0, 30),
      "initial.speed": number(0, 1),
      "initial.shaftSpeed": number(0, 3),
      "receiver.initialPressure": number(1.5e5, 9e5),
    }, { requiredKeys: [] }),
  )
  .map(([{ parameters }, values, start]) => {
    // The water of a tall plant stays above it, and a preset's clutch may carry no pulse.
    const depth = Math.max(parameters["water.depth"], values["water.depth"] ?? 0);
    return { ...parameters, ...values, ...start, "water.depth": depth };
  });
