import type { Machine } from "./machine.ts";
import { airIndex, FLOW, GENERATOR, Y } from "./state.ts";

/**
 * Every boundary of a regime. Regimes are frozen inside a step; each boundary has a margin, which
 * is positive once the frozen regime no longer holds. Source: docs/PHYSICS.md section 9.
 */
export const EVENT = {
  /** A floater reaches a place on the path. */
  place: 0,
  /** The chain comes to rest. */
  standstill: 1,
  /** The drive exceeds what friction and brake can hold. */
  breakaway: 2,
  /** The overrunning clutch would have to pull backwards. */
  release: 3,
  /** The chain catches up with the free shaft. */
  engage: 4,
  /** The generator leaves its regime towards less, or more, torque. */
  generatorDown: 5,
  generatorUp: 6,
  /** The compressor reaches cut-out (running) or cut-in. */
  compressor: 7,
  /** The receiver passes the regulator's setpoint. */
  header: 8,
  /** The receiver passes ambient pressure. */
  load: 9,
  /** Heat from the water changes sign under an H2 heater. */
  heater: 10,
  /** The work of the H1 force passes the power that H1 pays anyway. */
  h1: 11,
  /** An open valve has passed the target mass. */
  filled: 12,
  /** An open valve's flow leaves its regime towards smaller, or larger, p / p_h. */
  flowDown: 13,
  flowUp: 14,
  /** Air begins or ends to spill over the rim. */
  spill: 15,
  /** An air volume turns from growing to shrinking or back. */
  volume: 16,
} as const;

/** Generator speeds below cut-in at which the linear range is left, rad/s. PHYSICS.md section 5. */
const CUT_IN_BAND = 1e-9;
/** Speed difference below which a clutch that has just freed is not taken as engaging, rad/s. */
const ENGAGE_BAND = 1e-12;
/** Clutch torque that an engaging clutch may show by rounding, per torque scale. */
const RELEASE_BAND = 1e-13;
/** Heat below which an H2 heater's sign is rounding, W. */
const HEATER_BAND = 1e-9;
/** Volume and volume rate that are rounding, per floater volume (and second). */
const VOLUME_BAND = 1e-15;
const VOLUME_RATE_BAND = 1e-14;

/** Bound on the violations listed at once: 12 of the machine and up to 4 per floater. */
function listLength(count: number): number {
  return 12 + 4 * count;
}

/** Boundaries passed at one state. */
export class Violations {
  length = 0;
  readonly kinds: Uint8Array;
  readonly slots: Uint16Array;
  /** Room for the margins of those listed. */
  readonly margins: Float64Array;

  constructor(count: number) {
    this.kinds = new Uint8Array(listLength(count));
    this.slots = new Uint16Array(listLength(count));
    this.margins = new Float64Array(listLength(count));
  }

  add(kind: number, slot: number): void {
    this.kinds[this.length] = kind;
    this.slots[this.length] = slot;
    this.length += 1;
  }
}

/**
 * Margin of a boundary at `y`, at which rates were last evaluated; positive when passed.
 * -Infinity where the boundary does not apply in the present regime.
 */
export function margin(machine: Machine, y: Float64Array, kind: number, slot: number): number {
  switch (kind) {
    case EVENT.filled:
      return y[airIndex(slot)] - machine.model.targetMass;
    case EVENT.flowDown:
      return flowMargin(machine, slot, false);
    case EVENT.flowUp:
      return flowMargin(machine, slot, true);
    case EVENT.spill:
      return spillMargin(machine, slot);
    case EVENT.volume:
      return volumeMargin(machine, slot);
    default:
      return machineMargin(machine, y, kind);
  }
}

function machineMargin(machine: Machine, y: Float64Array, kind: number): number {
  const { model, state, rates } = machine;
  const pr = rates.receiverPressure;
  switch (kind) {
    case EVENT.place:
      return y[Y.offset] - model.places[state.placesPassed].offset;
    case EVENT.standstill:
      return state.stuck ? -Infinity : -y[Y.speed];
    case EVENT.breakaway:
      return state.stuck ? rates.excess : -Infinity;
    case EVENT.release:
      if (model.rigid || !state.locked || state.stuck) return -Infinity;
      return -rates.clutchTorque - RELEASE_BAND * (Math.abs(rates.load) + model.inertia);
    case EVENT.engage:
      if (state.locked || state.forcedOpen) return -Infinity;
      return y[Y.speed] / model.radius - y[Y.shaft] - ENGAGE_BAND;
    case EVENT.generatorDown:
    case EVENT.generatorUp:
      return generatorMargin(machine, kind === EVENT.generatorUp);
    case EVENT.compressor:
      return state.compressorOn ? pr - model.cutOut : model.cutIn - pr;
    case EVENT.header:
      return state.regulated ? model.setpoint - pr : pr - model.setpoint;
    case EVENT.load:
      return state.loaded ? model.ambientPressure - pr : pr - model.ambientPressure;
    case EVENT.heater:
      if (!model.heated) return -Infinity;
      return (state.heating ? -rates.heat : rates.heat) - HEATER_BAND;
    default:
      if (!model.h1Enabled) return -Infinity;
      return state.h1Paced ? model.h1Power - rates.h1Demand : rates.h1Demand - model.h1Power;
  }
}

function generatorMargin({ model, state, rates }: Machine, up: boolean): number {
  const above = model.gearRatio * rates.shaftSpeed - model.cutInSpeed;
  switch (state.generator) {
    case GENERATOR.idle:
      return up ? above : -Infinity;
    case GENERATOR.linear:
      return up ? model.gain * above - model.torqueLimit : -CUT_IN_BAND - above;
    default:
      return up ? -Infinity : model.torqueLimit - model.gain * above;
  }
}

function flowMargin({ model, state, rates }: Machine, slot: number, up: boolean): number {
  const r = rates.pressure[slot] / rates.headerPressure;
  switch (state.flow[slot]) {
    case FLOW.choked:
      return up ? r - model.criticalRatio : -Infinity;
    case FLOW.subsonic:
      return up ? r - model.laminarRatio : model.criticalRatio - r;
    case FLOW.laminar:
      return up ? r - 1 : model.laminarRatio - r;
    default:
      return up ? -Infinity : 1 - r;
  }
}

function spillMargin({ model, state, rates }: Machine, slot: number): number {
  const over = rates.volume[slot] - rates.capacity[slot];
  return (state.spilling[slot] !== 0 ? -over : over) - VOLUME_BAND * model.volume;
}

function volumeMargin(machine: Machine, slot: number): number {
  const rate = machine.rates.volumeRate[slot];
  return (machine.state.growing[slot] !== 0 ? -rate : rate) - volumeRateBand(machine);
}

function volumeRateBand({ model }: Machine): number {
  return VOLUME_RATE_BAND * model.volume * (1 + model.heatRate);
}

/** Lists every boundary passed at `y`, at which rates were last evaluated. */
export function findViolations(machine: Machine, y: Float64Array, found: Violations): void {
  found.length = 0;
  for (let kind = EVENT.place as number; kind <= EVENT.h1; kind++) {
    if (machineMargin(machine, y, kind) > 0) found.add(kind, 0);
  }
  const { model, rates, state } = machine;
  const { volume, volumeRate, capacity } = rates;
  const { valve, spilling, growing, airEnd } = state;
  const volumeBand = VOLUME_BAND * model.volume;
  const rateBand = volumeRateBand(machine);
  for (let slot = 0; slot < airEnd; slot++) {
    if (valve[slot] !== 0) findValveViolations(machine, y, { slot, found });
    const over = volume[slot] - capacity[slot];
    if ((spilling[slot] !== 0 ? -over : over) > volumeBand) found.add(EVENT.spill, slot);
    const rate = volumeRate[slot];
    if ((growing[slot] !== 0 ? -rate : rate) > rateBand) found.add(EVENT.volume, slot);
  }
}

function findValveViolations(
  machine: Machine,
  y: Float64Array,
  { slot, found }: { slot: number; found: Violations },
): void {
  if (y[airIndex(slot)] > machine.model.targetMass) found.add(EVENT.filled, slot);
  if (flowMargin(machine, slot, false) > 0) found.add(EVENT.flowDown, slot);
  if (flowMargin(machine, slot, true) > 0) found.add(EVENT.flowUp, slot);
}
