import type { Fault, PlantParameters } from "../telemetry/mod.ts";

/** How often the setpoint of a regulator that drifts is set anew, s of simulated time. */
const CREEP_PERIOD = 1;

/** Lowest and highest pressure that a regulator drifts to, Pa. */
const CREEP_LIMITS = { min: 1e4, max: 1e7 };

/** The parameters that a plant has of what was commanded, when faults stand in between. */
export function faultyParameters(
  commanded: PlantParameters,
  faults: readonly Fault[],
  time: number,
): PlantParameters {
  return faults.reduce(
    (parameters, fault) => ({ ...parameters, ...effect(parameters, fault, time) }),
    commanded,
  );
}

function effect(parameters: PlantParameters, fault: Fault, time: number): Partial<PlantParameters> {
  const { kind, magnitude = NaN, at } = fault;
  switch (kind) {
    case "compressor-trip":
      return { "compressor.freeAirDelivery": 0 };
    case "load-rejection":
      return { "generator.gain": 0 };
    case "chain-jam":
      return { "chain.coulombFriction": parameters["chain.coulombFriction"] + magnitude };
    case "regulator-drift": {
      const by = magnitude * CREEP_PERIOD * creepsSince(at, time);
      return { "regulator.setpoint": crept(parameters["regulator.setpoint"], by) };
    }
    default:
      return {};
  }
}

/** When a fault next changes parameters by itself, s; Infinity for never. */
export function nextCreep({ kind, at }: Fault, time: number): number {
  return kind === "regulator-drift" ? at + CREEP_PERIOD * (creepsSince(at, time) + 1) : Infinity;
}

/** Whole periods since a fault began; the grid of steps rounds, by far less than this. */
function creepsSince(at: number, time: number): number {
  return Math.floor((time - at) / CREEP_PERIOD + 1e-6);
}

/** A setpoint that creeps, and goes no further than the limits unless it was there. */
function crept(setpoint: number, by: number): number {
  const { min, max } = CREEP_LIMITS;
  return by < 0
    ? Math.max(setpoint + by, Math.min(min, setpoint))
    : Math.min(setpoint + by, Math.max(max, setpoint));
}
