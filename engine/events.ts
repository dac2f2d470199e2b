import { BUSY, describeQuiet } from "./air.ts";
import type { Machine } from "./machine.ts";
import { FLOW, GENERATOR, type StateVector, Y } from "./state.ts";
import type { BOUNDARIES } from "./words.ts";

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const { offset: OFFSET, speed: SPEED, shaft: SHAFT } = Y;
const { choked: CHOKED, subsonic: SUBSONIC, laminar: LAMINAR } = FLOW;
const { idle: IDLE, limited: LIMITED } = GENERATOR;
const { spilling: SPILLING, growing: GROWING } = BUSY;

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
} as const satisfies Record<(typeof BOUNDARIES)[number], number>;

/** Margin of a boundary that does not apply. Read from here: a global is looked up at every use. */
const NEVER = -Infinity;
/** Volume at which a sealed floater spills. */
const NEVER_FULL = Infinity;
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
  /** Room for the margins of those listed: by measureMargin(), and where they are passed. */
  readonly margins: Float64Array;
  readonly passedMargins: Float64Array;

  constructor(count: number) {
    this.kinds = new Uint8Array(listLength(count));
    this.slots = new Uint16Array(listLength(count));
    this.margins = new Float64Array(listLength(count));
    this.passedMargins = new Float64Array(listLength(count));
  }

  add(kind: number, slot: number): void {
    this.kinds[this.length] = kind;
    this.slots[this.length] = slot;
    this.length += 1;
  }

  /** Whether a boundary besides this one is listed. */
  hasOther(kind: number, slot: number): boolean {
    for (let i = 0; i < this.length; i++) {
      if (this.kinds[i] !== kind || this.slots[i] !== slot) return true;
    }
    return false;
  }
}

const machineScratch = new Float64Array(EVENT.h1 + 1);
/** Margins of a valve's flow: down to the regime before, up to the next. */
const flowScratch = new Float64Array(2);
const DOWN = 0;
const UP = 1;

/**
 * Measures the margin of a listed boundary at the vector at which rates were last evaluated:
 * positive when the boundary is passed, NEVER where it does not apply in the present regime.
 */
export function measureMargin(
  machine: Machine,
  at: StateVector,
  found: Violations,
  listed: number,
): void {
  const kind = found.kinds[listed];
  const slot = found.slots[listed];
  const out = found.margins;
  switch (kind) {
    case EVENT.filled:
      out[listed] = at.mass[slot] - machine.model.targetMass;
      return;
    case EVENT.flowDown:
    case EVENT.flowUp:
      flowMargins(machine, slot, flowScratch);
      out[listed] = flowScratch[kind === EVENT.flowDown ? DOWN : UP];
      return;
    case EVENT.spill:
      describeQuiet(machine);
      out[listed] = spillMargin(machine, slot);
      return;
    case EVENT.volume:
      describeQuiet(machine);
      out[listed] = volumeMargin(machine, slot);
      return;
    default:
      machineMargins(machine, at.y, machineScratch);
      out[listed] = machineScratch[kind];
  }
}

/** Writes the margins of the machine's boundaries, EVENT.place to EVENT.h1, into `out`. */
function machineMargins(machine: Machine, y: Float64Array, out: Float64Array): void {
  const { model, state, rates } = machine;
  out[EVENT.place] = y[OFFSET] - model.placeOffsets[state.placesPassed];
  out[EVENT.standstill] = state.stuck ? NEVER : -y[SPEED];
  out[EVENT.breakaway] = state.stuck ? rates.excess : NEVER;
  clutchMargins(machine, y, out);
  generatorMargins(machine, out);
  const pr = rates.receiverPressure;
  out[EVENT.compressor] = state.compressorOn ? pr - model.cutOut : model.cutIn - pr;
  out[EVENT.header] = state.regulated ? model.setpoint - pr : pr - model.setpoint;
  out[EVENT.load] = state.loaded ? model.ambientPressure - pr : pr - model.ambientPressure;
  out[EVENT.heater] = NEVER;
  out[EVENT.h1] = NEVER;
  if (model.heated) {
    out[EVENT.heater] = (state.heating ? -rates.heat : rates.heat) - HEATER_BAND;
  }
  if (model.h1Enabled) {
    const over = rates.h1Demand - model.h1Power;
    out[EVENT.h1] = state.h1Paced ? -over : over;
  }
}

function clutchMargins({ model, state, rates }: Machine, y: Float64Array, out: Float64Array): void {
  out[EVENT.release] = NEVER;
  out[EVENT.engage] = NEVER;
  if (state.locked) {
    if (model.rigid || state.stuck) return;
    const band = RELEASE_BAND * (Math.abs(rates.load) + model.inertia);
    out[EVENT.release] = -rates.clutchTorque - band;
  } else if (!state.forcedOpen) {
    out[EVENT.engage] = y[SPEED] / model.radius - y[SHAFT] - ENGAGE_BAND;
  }
}

function generatorMargins({ model, state, rates }: Machine, out: Float64Array): void {
  const above = model.gearRatio * rates.shaftSpeed - model.cutInSpeed;
  out[EVENT.generatorDown] = NEVER;
  out[EVENT.generatorUp] = NEVER;
  if (state.generator === IDLE) out[EVENT.generatorUp] = above;
  else if (state.generator === LIMITED) {
    out[EVENT.generatorDown] = model.torqueLimit - model.gain * above;
  } else {
    out[EVENT.generatorDown] = -CUT_IN_BAND - above;
    out[EVENT.generatorUp] = model.gain * above - model.torqueLimit;
  }
}

function flowMargins({ model, state, rates }: Machine, slot: number, out: Float64Array): void {
  const r = rates.pressure[slot] / rates.headerPressure;
  out[DOWN] = NEVER;
  out[UP] = NEVER;
  switch (state.flow[slot]) {
    case CHOKED:
      out[UP] = r - model.criticalRatio;
      break;
    case SUBSONIC:
      out[DOWN] = model.criticalRatio - r;
      out[UP] = r - model.laminarRatio;
      break;
    case LAMINAR:
      out[DOWN] = model.laminarRatio - r;
      out[UP] = r - 1;
      break;
    default:
      out[DOWN] = 1 - r;
  }
}

function spillMargin({ model, state, rates }: Machine, slot: number): number {
  if (model.sealed) return NEVER;
  const over = rates.volume[slot] - model.halfVolume * (1 + rates.slope[slot]);
  return (state.spilling[slot] !== 0 ? -over : over) - VOLUME_BAND * model.volume;
}

function volumeMargin(machine: Machine, slot: number): number {
  const rate = machine.rates.volumeRate[slot];
  return (machine.state.growing[slot] !== 0 ? -rate : rate) - volumeRateBand(machine);
}

function volumeRateBand({ model }: Machine): number {
  return VOLUME_RATE_BAND * model.volume * (1 + model.heatRate);
}

/** Lists every boundary passed at the vector at which rates were last evaluated. */
export function findViolations(machine: Machine, at: StateVector, found: Violations): void {
  found.length = 0;
  machineMargins(machine, at.y, machineScratch);
  for (let kind = 0; kind < machineScratch.length; kind++) {
    if (machineScratch[kind] > 0) found.add(kind, 0);
  }
  findValveViolations(machine, at, found);
  findQuietViolations(machine, found);
  findBusyViolations(machine, found);
}

function findValveViolations(machine: Machine, at: StateVector, found: Violations): void {
  const { model, rates: { open, openCount, heldOpen } } = machine;
  for (let i = 0; i < openCount; i++) {
    const slot = open[i];
    if (at.mass[slot] > model.targetMass && heldOpen[slot] === 0) found.add(EVENT.filled, slot);
    flowMargins(machine, slot, flowScratch);
    if (flowScratch[DOWN] > 0) found.add(EVENT.flowDown, slot);
    if (flowScratch[UP] > 0) found.add(EVENT.flowUp, slot);
  }
}

/** Quiet air can begin to spill, and its volume can turn, but as a rule neither: see arrange(). */
function findQuietViolations(machine: Machine, found: Violations): void {
  const { model, rates } = machine;
  if (rates.offset < rates.roomyUntil && rates.quietSwells && rates.speed > 0) return;
  const { volume, volumeRate, quietStart, quietEnd } = rates;
  const most = model.sealed === true ? NEVER_FULL : (1 + VOLUME_BAND) * model.volume;
  const rateBand = volumeRateBand(machine);
  const grows = rates.quietGrows === true;
  describeQuiet(machine);
  for (let slot = quietStart; slot < quietEnd; slot++) {
    if (volume[slot] > most) found.add(EVENT.spill, slot);
    if ((grows ? -volumeRate[slot] : volumeRate[slot]) > rateBand) found.add(EVENT.volume, slot);
  }
}

function findBusyViolations(machine: Machine, found: Violations): void {
  const { model, rates } = machine;
  const { volume, volumeRate, slope, busy, busyModes, busyCount } = rates;
  const { halfVolume } = model;
  const sealed = model.sealed === true;
  const volumeBand = VOLUME_BAND * model.volume;
  const rateBand = volumeRateBand(machine);
  for (let i = 0; i < busyCount; i++) {
    const slot = busy[i];
    const mode = busyModes[i];
    const over = volume[slot] - halfVolume * (1 + slope[slot]);
    const spills = (mode & SPILLING) !== 0 ? -over : over;
    if (spills > volumeBand && !sealed) found.add(EVENT.spill, slot);
    const rate = volumeRate[slot];
    const turns = (mode & GROWING) !== 0 ? -rate : rate;
    if (turns > rateBand) found.add(EVENT.volume, slot);
  }
}

/** Told when work on an event begins and when it is done; the engine itself reads no clock. */
export interface EventProbe {
  begin(): void;
  end(): void;
}
