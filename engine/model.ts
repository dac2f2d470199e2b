import { checkPlant, targetMass } from "./checks.ts";
import { C_P, DUMP_DISTANCE, KAPPA, R_AIR, RHO_0, T_0 } from "./constants.ts";
import { cos, ln, PI, sin } from "./elementary.ts";
import { type Impairments, SOUND, STUCK } from "./impairments.ts";
import type { PlantParameters } from "./parameters.ts";
import { pathLength } from "./path.ts";

/** What happens when a floater reaches a fixed place on the path. */
export type PlaceKind =
  | "top" // ascending leg ends
  | "descent" // descending leg begins
  | "vent" // what is left is dumped
  | "bottom" // descending leg ends
  | "windowStart"
  | "windowEnd"
  | "pitch"; // every floater has moved up to the next one's slot

/**
 * A place on the path at which something happens, seen from the chain: floaters are one pitch
 * apart, so a place is reached once per pitch of travel, always at the same offset and by the
 * floater in the same slot.
 */
export interface Place {
  readonly kind: PlaceKind;
  /** Chain offset within the pitch at which it happens, m, in (0, pitch]; 0 with the shift. */
  readonly offset: number;
  /** Slot whose floater reaches the place. */
  readonly slot: number;
}

/**
 * Distance, in pitches, within which a floater counts as being at a place: half the floaters of
 * an even chain stand at the start of a leg exactly, but for rounding.
 */
export const PLACE_BAND = 1e-11;

/** Constants of one plant, computed once from its parameters. SI units. */
export type PlantModel = ReturnType<typeof createModel>;

/**
 * Turns parameters, and what is broken, into the constants that the equations use.
 *
 * @throws {RangeError} when the parameters together describe no plant
 */
export function createModel(p: PlantParameters, impairments = SOUND) {
  const faults = checkPlant(p);
  if (faults.length > 0) throw new RangeError(faults[0]);
  const path = { height: p["chain.straightHeight"], radius: p["chain.sprocketRadius"] };
  return Object.freeze({
    parameters: Object.freeze({ ...p }),
    path,
    ...chainConstants(p),
    ...waterConstants(p),
    ...airConstants(p),
    ...shaftConstants(p),
    ...claimConstants(p),
    ...impairmentConstants(p, impairments),
    ceiling: ceiling(p),
  });
}

function chainConstants(p: PlantParameters) {
  const height = p["chain.straightHeight"];
  const radius = p["chain.sprocketRadius"];
  const count = p["chain.floaterCount"];
  const length = pathLength({ height, radius });
  const pitch = length / count;
  const shellVolume = p["floater.shellMass"] / p["floater.shellDensity"];
  const rho = p["water.density"];
  const gravity = p["ambient.gravity"];
  const displaced = rho * (p["floater.volume"] + shellVolume);
  const halfDrag = 0.5 * rho * p["floater.dragCoefficient"] * p["floater.frontalArea"];
  const found = places(p, pitch);
  return {
    count,
    height,
    radius,
    /** Angle on a sprocket per travel, rad/m. */
    perRadius: 1 / radius,
    length,
    pitch,
    /** Path coordinates at which top arc, descending leg and bottom arc begin, m. */
    topStart: height,
    descentStart: height + PI * radius,
    bottomStart: 2 * height + PI * radius,
    ventAt: height + PI * radius + DUMP_DISTANCE,
    places: found,
    /** Of the places, in the same order, m. */
    placeOffsets: Float64Array.from(found, ({ offset }) => offset),
    topTurn: turns(p, height),
    bottomTurn: turns(p, 2 * height + PI * radius),
    /** M without air: shells, added mass, chain, floaters full of water, kg. Section 4. */
    massWithoutAir: count * (p["floater.shellMass"] + p["floater.addedMass"] * displaced) +
      p["chain.massPerMetre"] * length + count * rho * p["floater.volume"],
    /** Weight of a shell in water, N. */
    shellWeight: gravity * (p["floater.shellMass"] - rho * shellVolume),
    externalForce: p["chain.externalForce"],
    coulombFriction: p["chain.coulombFriction"],
    viscousFriction: p["chain.viscousFriction"],
    brakeForce: p["brake.torque"] / radius,
    /** F_drag / (v |v|) of one floater, N s2/m2. */
    halfDrag,
  };
}

/** Cosine and sine of every slot's angle on a sprocket that begins at `start`, at offset 0. */
function turns(p: PlantParameters, start: number) {
  const radius = p["chain.sprocketRadius"];
  const count = p["chain.floaterCount"];
  const pitch = pathLength({ height: p["chain.straightHeight"], radius }) / count;
  const angles = Array.from({ length: count }, (_, slot) => (slot * pitch - start) / radius);
  return { cosines: Float64Array.from(angles, cos), sines: Float64Array.from(angles, sin) };
}

function waterConstants(p: PlantParameters) {
  const waterTemperature = p["h2.enabled"] ? p["h2.waterTemperature"] : p["water.temperature"];
  const rho = p["water.density"];
  const gravity = p["ambient.gravity"];
  return {
    rho,
    gravity,
    rhoG: rho * gravity,
    /** Rise per loss of pressure, m/Pa; without gravity heights have no weight and do not count. */
    metrePerPascal: gravity > 0 ? 1 / (rho * gravity) : 0,
    /** Pressure at z = 0, Pa; p(z) = axisPressure - rhoG z. */
    axisPressure: p["ambient.pressure"] + rho * gravity * p["water.depth"],
    waterTemperature,
    cpTw: C_P * waterTemperature,
    ambientPressure: p["ambient.pressure"],
    perAmbientPressure: 1 / p["ambient.pressure"],
    ambientTemperature: p["ambient.temperature"],
    cpTa: C_P * p["ambient.temperature"],
    rTa: R_AIR * p["ambient.temperature"],
  };
}

function airConstants(p: PlantParameters) {
  const tauT = p["floater.thermalTime"];
  const flowAtAmbient = p["compressor.freeAirDelivery"];
  const b = p["injector.criticalRatio"];
  const rl = p["injector.laminarRatio"];
  const edge = (rl - b) / (1 - b);
  return {
    sealed: p["floater.sealed"],
    volume: p["floater.volume"],
    halfVolume: 0.5 * p["floater.volume"],
    /** From here, as a compiler builds a constant of the code anew at every turn of a loop. */
    kappa: KAPPA,
    perKappa: 1 / KAPPA,
    isothermal: tauT === 0,
    heatRate: tauT === 0 ? 0 : 1 / tauT,
    /** Share of what is above capacity that spills, 1/s. Section 3. */
    spillRate: 1 / p["floater.spillTime"],
    targetMass: targetMass(p),
    /** Largest mass flow per header pressure, kg/(s Pa): C rho_0 sqrt(T_0 / T_h). */
    valveFlow: p["injector.conductance"] * RHO_0 * Math.sqrt(T_0 / p["ambient.temperature"]),
    criticalRatio: b,
    laminarRatio: rl,
    /** phi at the edge of the laminar range. */
    laminarPhi: Math.sqrt(Math.max(0, 1 - edge * edge)),
    windowStart: p["injector.windowStart"],
    windowEnd: p["injector.windowEnd"],
    setpoint: p["regulator.setpoint"],
    receiverVolume: p["receiver.volume"],
    pressurePerMass: R_AIR * p["ambient.temperature"] / p["receiver.volume"],
    initialReceiverMass: p["receiver.initialPressure"] * p["receiver.volume"] /
      (R_AIR * p["ambient.temperature"]),
    cutIn: p["receiver.cutIn"],
    cutOut: p["receiver.cutOut"],
    /** While running: air taken in, kg/s, and electric power per ln(p_r / p_a), W. */
    compressorFlow: p["ambient.pressure"] * flowAtAmbient / (R_AIR * p["ambient.temperature"]),
    compressorPower: p["ambient.pressure"] * flowAtAmbient /
      (p["compressor.isothermalEfficiency"] * p["compressor.motorEfficiency"]),
    compressionEfficiency: p["compressor.isothermalEfficiency"] * p["compressor.motorEfficiency"],
    motorEfficiency: p["compressor.motorEfficiency"],
  };
}

function shaftConstants(p: PlantParameters) {
  const ratio = p["drivetrain.gearRatio"];
  const radius = p["chain.sprocketRadius"];
  const inertia = p["flywheel.inertia"] + ratio * ratio * p["generator.inertia"];
  return {
    rigid: p["drivetrain.clutch"] === "rigid",
    gearRatio: ratio,
    gearEfficiency: p["drivetrain.gearEfficiency"],
    perGearEfficiency: 1 / p["drivetrain.gearEfficiency"],
    inertia,
    /** Mass that the chain feels of a locked shaft, kg. */
    shaftMass: inertia / (radius * radius),
    cutInSpeed: p["generator.cutInSpeed"],
    gain: p["generator.gain"],
    /** Braking torque on the sprocket shaft per speed above cut-in, N m s/rad. */
    brakeGain: ratio * ratio * p["generator.gain"] / p["drivetrain.gearEfficiency"],
    torqueLimit: p["generator.torqueLimit"],
    generatorEfficiency: p["generator.efficiency"],
    /** Losses per generator torque and sprocket speed. Section 7. */
    gearLoss: ratio * (1 / p["drivetrain.gearEfficiency"] - 1),
    generatorLoss: (1 - p["generator.efficiency"]) * ratio,
    windage: p["generator.windage"],
    auxiliaryPower: p["auxiliary.power"],
  };
}

function claimConstants(p: PlantParameters) {
  const shellVolume = p["floater.shellMass"] / p["floater.shellDensity"];
  const h1 = p["h1.enabled"];
  return {
    h1Enabled: h1,
    /** Force per descending floater, N: g rho alpha V_s. Section 6. */
    h1Force: h1
      ? p["ambient.gravity"] * p["water.density"] * p["h1.voidFraction"] * shellVolume
      : 0,
    h1DragReduction: h1 ? p["h1.dragReduction"] : 0,
    h1Power: h1 ? p["h1.power"] : 0,
    heated: p["h2.enabled"] && p["h2.heatSource"] === "heater",
    h3Enabled: p["h3.enabled"],
    pulse: p["h3.pulse"],
    coast: p["h3.coast"],
  };
}

/** What is broken; per floater where it says so. */
function impairmentConstants(p: PlantParameters, impairments: Impairments) {
  const count = p["chain.floaterCount"];
  const { receiverLeak, floaterLeaks, stuckValves } = impairments;
  return {
    impairments,
    receiverLeak,
    /** Air in the receiver at ambient pressure, kg. */
    ambientReceiverMass: p["ambient.pressure"] * p["receiver.volume"] /
      (R_AIR * p["ambient.temperature"]),
    hasFloaterFaults: floaterLeaks.length > 0 || stuckValves.length > 0,
    floaterLeaks: Float64Array.from({ length: count }, (_, i) => floaterLeaks[i] ?? 0),
    stuckValves: Uint8Array.from({ length: count }, (_, i) => STUCK[stuckValves[i] ?? "free"]),
  };
}

/** Where in the pitch things happen, in the order in which the chain meets them. */
function places(p: PlantParameters, pitch: number): readonly Place[] {
  const top = p["chain.straightHeight"];
  const descent = top + PI * p["chain.sprocketRadius"];
  const found: Place[] = [];
  const add = (kind: PlaceKind, sigma: number) => {
    const slot = Math.floor(sigma / pitch + PLACE_BAND);
    const offset = sigma - slot * pitch;
    found.push({ kind, offset: offset > PLACE_BAND * pitch ? offset : 0, slot });
  };
  add("top", top);
  add("descent", descent);
  add("bottom", descent + top);
  if (!p["floater.sealed"]) {
    add("vent", descent + DUMP_DISTANCE);
    add("windowEnd", p["injector.windowEnd"]);
    add("windowStart", p["injector.windowStart"]);
  }
  found.sort((a, b) => a.offset - b.offset);
  return Object.freeze([...found, { kind: "pitch", offset: pitch, slot: -1 } as const]);
}

/**
 * Largest electric efficiency with a perfect machine: the work of one fill that rises
 * isothermally until it fills the floater and spills from there, over the work to compress it
 * isothermally to the depth of the dock. Source: docs/PHYSICS.md section 7.
 */
function ceiling(p: PlantParameters): number {
  const ambient = p["ambient.pressure"];
  const water = waterConstants(p);
  const at = (z: number) => water.axisPressure - water.rhoG * z;
  const top = at(p["chain.straightHeight"] + p["chain.sprocketRadius"]);
  const dock = at(p["injector.windowStart"]);
  const air = ambient * p["injector.freeAirVolume"];
  const warmth = water.waterTemperature / water.ambientTemperature;
  const full = Math.min(dock, Math.max(top, air * warmth / p["floater.volume"]));
  const rise = warmth * air * ln(dock / full);
  const spilling = full > top ? p["floater.volume"] * (full - top) : 0;
  return (rise + spilling) / (air * ln(dock / ambient));
}
