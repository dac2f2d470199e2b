import type { PlantParameters } from "./parameters.ts";

/** What others said a plant yields, kept beside its preset so that the audit can answer it. */
export interface Claim {
  /** Advertised electric power, W. */
  readonly electricPower: number;
  /** Who says so, in a few words. */
  readonly source: string;
}

/** A named plant. */
export interface Preset {
  readonly summary: string;
  readonly parameters: PlantParameters;
  readonly claim?: Claim;
}

/**
 * The published design basis of a real demonstration plant.
 * Source: Tonihabeeb/KPP-01-Physics-Paper, 2026-09-18; docs/PHYSICS.md section 1 marks what is
 * published, what is assumed and what was fitted.
 */
const KPP_01: PlantParameters = {
  "chain.floaterCount": 29,
  "chain.straightHeight": 8.135,
  "chain.sprocketRadius": 0.8649,
  "chain.massPerMetre": 20,
  "chain.coulombFriction": 175,
  "chain.viscousFriction": 120,
  "chain.externalForce": 0,
  "floater.volume": 0.16,
  "floater.shellMass": 20,
  "floater.shellDensity": 7850,
  "floater.dragCoefficient": 0.8,
  "floater.frontalArea": 0.2,
  "floater.addedMass": 0.5,
  "floater.thermalTime": 3,
  "floater.spillTime": 0.05,
  "floater.sealed": false,
  "floater.sealedMass": 0,
  "water.depth": 9,
  "water.density": 1000,
  "water.temperature": 293.15,
  "ambient.pressure": 101325,
  "ambient.temperature": 293.15,
  "ambient.gravity": 9.80665,
  "injector.freeAirVolume": 0.16,
  "injector.conductance": 8e-7,
  "injector.criticalRatio": 0.3,
  "injector.laminarRatio": 0.999,
  "injector.windowStart": 0,
  "injector.windowEnd": 2.25,
  "compressor.freeAirDelivery": 3.2 / 60,
  "compressor.isothermalEfficiency": 0.75,
  "compressor.motorEfficiency": 0.94,
  "receiver.volume": 1,
  "receiver.cutIn": 7e5,
  "receiver.cutOut": 8e5,
  "receiver.initialPressure": 8e5,
  "regulator.setpoint": 2.3e5,
  "drivetrain.gearRatio": 108.9,
  "drivetrain.gearEfficiency": 0.95,
  "drivetrain.clutch": "rigid",
  "flywheel.inertia": 50,
  "generator.inertia": 0.2,
  "generator.cutInSpeed": 30,
  "generator.gain": 66.4,
  "generator.torqueLimit": 300,
  "generator.efficiency": 0.874,
  "generator.windage": 0,
  "brake.torque": 0,
  "auxiliary.power": 0,
  "h1.enabled": false,
  "h1.voidFraction": 0.05,
  "h1.dragReduction": 0.12,
  "h1.power": 2500,
  "h2.enabled": false,
  "h2.waterTemperature": 333.15,
  "h2.heatSource": "heater",
  "h3.enabled": false,
  "h3.pulse": 2,
  "h3.coast": 1,
  "initial.position": 0,
  "initial.speed": 0,
  "initial.shaftSpeed": 0,
};

/** The named plants; `kpp-01` is the default. Source: docs/PHYSICS.md section 1. */
export const PRESETS = {
  "kpp-01": {
    summary: "Published demonstration plant, 9 m, 29 floaters",
    parameters: KPP_01,
  },
  "kpp-01-matched": {
    summary: "The same plant with the compressor matched to what the floaters need",
    parameters: {
      ...KPP_01,
      "receiver.cutIn": 2.2e5,
      "receiver.cutOut": 2.3e5,
      "receiver.initialPressure": 2.3e5,
    },
  },
  "claimed-25m": {
    summary: "Plant of the advertised 530 kW class, 25 m, 66 floaters",
    claim: { electricPower: 530e3, source: "advertised for a 25 m plant" },
    parameters: {
      ...KPP_01,
      "chain.floaterCount": 66,
      "chain.straightHeight": 22.6,
      "chain.sprocketRadius": 1.2,
      "chain.coulombFriction": 2000,
      "chain.viscousFriction": 150,
      "floater.volume": 0.4,
      "floater.frontalArea": 0.6,
      "water.depth": 25,
      "injector.freeAirVolume": 0.4,
      "injector.conductance": 2e-6,
      "injector.windowEnd": 2.5,
      "compressor.freeAirDelivery": 0.6,
      "receiver.volume": 3,
      "receiver.cutIn": 5e5,
      "receiver.cutOut": 5.5e5,
      "receiver.initialPressure": 5.5e5,
      "regulator.setpoint": 4.5e5,
      "drivetrain.gearRatio": 39,
      "drivetrain.clutch": "overrunning",
      "flywheel.inertia": 500,
      "generator.inertia": 2,
      "generator.cutInSpeed": 20,
      "generator.gain": 60,
      "generator.torqueLimit": 1400,
    },
  },
  "ideal": {
    summary: "No friction, no drag, isothermal, all efficiencies 1: the best this cycle can do",
    parameters: {
      ...KPP_01,
      "chain.coulombFriction": 0,
      "chain.viscousFriction": 0,
      "floater.dragCoefficient": 0,
      "floater.thermalTime": 0,
      "injector.freeAirVolume": 0.155,
      "injector.conductance": 2e-6,
      "compressor.freeAirDelivery": 0.07,
      "compressor.isothermalEfficiency": 1,
      "compressor.motorEfficiency": 1,
      "receiver.volume": 8,
      "receiver.cutIn": 2.0e5,
      "receiver.cutOut": 2.1e5,
      "receiver.initialPressure": 2.1e5,
      "regulator.setpoint": 2.0e5,
      "drivetrain.gearEfficiency": 1,
      "generator.gain": 60,
      "generator.efficiency": 1,
    },
  },
  "teaching-10m": {
    summary: "Small plant for a classroom, 10 m, 16 floaters",
    parameters: {
      ...KPP_01,
      "chain.floaterCount": 16,
      "chain.straightHeight": 8.8,
      "chain.sprocketRadius": 0.6,
      "chain.massPerMetre": 10,
      "chain.coulombFriction": 60,
      "chain.viscousFriction": 40,
      "floater.volume": 0.05,
      "floater.frontalArea": 0.09,
      "floater.shellMass": 8,
      "water.depth": 10,
      "injector.freeAirVolume": 0.05,
      "injector.conductance": 4e-7,
      "injector.windowEnd": 1.5,
      "compressor.freeAirDelivery": 0.02,
      "receiver.volume": 0.5,
      "receiver.cutIn": 5e5,
      "receiver.cutOut": 6e5,
      "receiver.initialPressure": 6e5,
      "regulator.setpoint": 2.5e5,
      "drivetrain.gearRatio": 60,
      "generator.cutInSpeed": 20,
      "generator.gain": 5,
      "generator.torqueLimit": 100,
      "flywheel.inertia": 20,
      "generator.inertia": 0.05,
    },
  },
} as const satisfies Record<string, Preset>;

/** Name of a preset. */
export type PresetName = keyof typeof PRESETS;

/** Preset used when none is named. */
export const DEFAULT_PRESET: PresetName = "kpp-01";
