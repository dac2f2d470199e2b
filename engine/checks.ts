import { DUMP_DISTANCE, R_AIR } from "./constants.ts";
import { pathLength } from "./path.ts";
import type { ParameterName, PlantParameters } from "./parameters.ts";

/**
 * Parameters that make another plant rather than change this one: changing them restarts the run.
 */
export const RESTART_PARAMETERS: ReadonlySet<ParameterName> = new Set<ParameterName>([
  "chain.floaterCount",
  "chain.straightHeight",
  "chain.sprocketRadius",
  "floater.sealed",
  "floater.sealedMass",
  "receiver.initialPressure",
  "initial.position",
  "initial.speed",
  "initial.shaftSpeed",
]);

/** Shortest time constant of a floater's air that a run can follow, s. */
const SHORTEST_TIME = 1e-4;

/** Largest share of the pitch that a floater may take before a warning. */
const OVERLAP_LIMIT = 1.2;

function mustBe(name: ParameterName, allowed: string, value: unknown): string {
  return `Cannot build the plant as ${name} must be ${allowed}: current value is ${value}`;
}

const POSITIVE: readonly ParameterName[] = [
  "chain.sprocketRadius",
  "floater.volume",
  "floater.shellDensity",
  "floater.frontalArea",
  "water.density",
  "water.temperature",
  "ambient.pressure",
  "ambient.temperature",
  "compressor.isothermalEfficiency",
  "compressor.motorEfficiency",
  "receiver.volume",
  "drivetrain.gearRatio",
  "drivetrain.gearEfficiency",
  "h2.waterTemperature",
  "h3.pulse",
  "h3.coast",
];

/**
 * What is wrong with a set of parameters taken together, one line each; empty when nothing is.
 *
 * Ranges of single parameters are the dictionary's (telemetry/parameters.ts); here are the
 * conditions without which the equations have no meaning. Source: docs/PHYSICS.md section 1.
 */
export function checkPlant(p: PlantParameters): string[] {
  const faults: string[] = [];
  for (const name of POSITIVE) {
    if (!((p[name] as number) > 0)) faults.push(mustBe(name, "greater than 0", p[name]));
  }
  return [...faults, ...checkGeometry(p), ...checkAir(p), ...checkDrivetrain(p)];
}

function checkGeometry(p: PlantParameters): string[] {
  const faults: string[] = [];
  const count = p["chain.floaterCount"];
  if (!Number.isInteger(count) || count < 1) {
    faults.push(mustBe("chain.floaterCount", "a whole number of at least 1", count));
  }
  const height = p["chain.straightHeight"];
  if (!(height >= DUMP_DISTANCE)) {
    faults.push(mustBe("chain.straightHeight", `at least ${DUMP_DISTANCE} m`, `${height} m`));
  }
  const top = height + p["chain.sprocketRadius"];
  if (!(p["water.depth"] >= top)) {
    const allowed =
      `at least chain.straightHeight + chain.sprocketRadius = ${top} m, the top of the chain`;
    faults.push(mustBe("water.depth", allowed, `${p["water.depth"]} m`));
  }
  const { "injector.windowStart": start, "injector.windowEnd": end } = p;
  if (!(start >= 0)) faults.push(mustBe("injector.windowStart", "at least 0 m", `${start} m`));
  if (!(end > start)) {
    const allowed = `greater than injector.windowStart = ${start} m`;
    faults.push(mustBe("injector.windowEnd", allowed, `${end} m`));
  }
  if (!(end <= height)) {
    const allowed = `at most chain.straightHeight = ${height} m`;
    faults.push(mustBe("injector.windowEnd", allowed, `${end} m`));
  }
  if (!(p["initial.speed"] >= 0)) {
    faults.push(mustBe("initial.speed", "at least 0 m/s (backstop)", `${p["initial.speed"]} m/s`));
  }
  return faults;
}

function checkAir(p: PlantParameters): string[] {
  const faults: string[] = [];
  if (!(p["receiver.cutIn"] < p["receiver.cutOut"])) {
    const allowed = `less than receiver.cutOut = ${p["receiver.cutOut"]} Pa`;
    faults.push(mustBe("receiver.cutIn", allowed, `${p["receiver.cutIn"]} Pa`));
  }
  if (!(p["receiver.initialPressure"] >= p["ambient.pressure"])) {
    const allowed = `at least ambient.pressure = ${p["ambient.pressure"]} Pa`;
    const value = `${p["receiver.initialPressure"]} Pa`;
    faults.push(mustBe("receiver.initialPressure", allowed, value));
  }
  const { "injector.criticalRatio": critical, "injector.laminarRatio": laminar } = p;
  if (!(laminar > critical && laminar <= 1)) {
    const allowed = `greater than injector.criticalRatio = ${critical} and at most 1`;
    faults.push(mustBe("injector.laminarRatio", allowed, laminar));
  }
  const thermal = p["floater.thermalTime"];
  if (!(thermal === 0 || thermal >= SHORTEST_TIME)) {
    const allowed = `0 (isothermal) or at least ${SHORTEST_TIME} s`;
    faults.push(mustBe("floater.thermalTime", allowed, `${thermal} s`));
  }
  const spill = p["floater.spillTime"];
  if (!(spill >= SHORTEST_TIME)) {
    faults.push(mustBe("floater.spillTime", `at least ${SHORTEST_TIME} s`, `${spill} s`));
  }
  return faults;
}

function checkDrivetrain(p: PlantParameters): string[] {
  const faults: string[] = [];
  if (p["h3.enabled"] && p["drivetrain.clutch"] === "rigid") {
    const allowed = `"overrunning" when h3.enabled is true`;
    faults.push(mustBe("drivetrain.clutch", allowed, `"${p["drivetrain.clutch"]}"`));
  }
  const inertia = p["flywheel.inertia"] +
    p["drivetrain.gearRatio"] * p["drivetrain.gearRatio"] * p["generator.inertia"];
  if (!(inertia > 0)) {
    const allowed = "greater than 0 kg m2 where generator.inertia is 0";
    faults.push(mustBe("flywheel.inertia", allowed, `${p["flywheel.inertia"]} kg m2`));
  }
  return faults;
}

/** What is odd about a plant that can be built, one line each; the run goes on. */
export function plantWarnings(p: PlantParameters): string[] {
  const warnings: string[] = [];
  const path = { height: p["chain.straightHeight"], radius: p["chain.sprocketRadius"] };
  const pitch = pathLength(path) / p["chain.floaterCount"];
  const length = p["floater.volume"] / p["floater.frontalArea"];
  if (length > OVERLAP_LIMIT * pitch) {
    warnings.push(
      `floaters overlap: floater.volume / floater.frontalArea = ${length.toFixed(3)} m is more ` +
        `than ${OVERLAP_LIMIT} x the pitch of ${pitch.toFixed(3)} m`,
    );
  }
  const p1 = p["ambient.pressure"] + p["water.density"] * p["ambient.gravity"] *
      (p["water.depth"] - p["injector.windowEnd"]);
  const header = Math.min(p["regulator.setpoint"], p["receiver.cutOut"]);
  if (!p["floater.sealed"] && header <= p1) {
    warnings.push(
      `the plant can never fill a floater: the header reaches at most ${header.toFixed(0)} Pa, ` +
        `the water at the end of the window has ${p1.toFixed(0)} Pa`,
    );
  }
  return warnings;
}

/** Air mass of one fill, kg: m_t = p_a V_a / (R_a T_a). Source: docs/PHYSICS.md section 1. */
export function targetMass(p: PlantParameters): number {
  return p["ambient.pressure"] * p["injector.freeAirVolume"] /
    (R_AIR * p["ambient.temperature"]);
}
