import { BUSY } from "./air.ts";
import { takeSineAndCosine } from "./elementary.ts";
import { STUCK } from "./impairments.ts";
import type { PlantModel } from "./model.ts";
import type { Evaluation } from "./rates.ts";
import { Y } from "./state.ts";

const AIR = Y.air;
/** Read from here: a global is looked up at every use. */
const EVERYWHERE = Infinity;

/**
 * Section 2 and the regimes: what is constant until a floater passes a place or a regime changes.
 * Slopes on the legs, sums over the sprockets, and which floaters are quiet.
 */
export function arrange(at: Evaluation): void {
  const { model, state, rates } = at;
  const { ascendingEnd, topEnd, descendingEnd } = state;
  rates.slope.fill(1, 0, ascendingEnd);
  sum(model.topTurn, ascendingEnd, topEnd);
  rates.topCosines = sums[0];
  rates.topSines = sums[1];
  sum(model.bottomTurn, descendingEnd, model.count);
  rates.bottomCosines = sums[0];
  rates.bottomSines = sums[1];
  if (model.hasFloaterFaults) placeFaults(at);
  findQuiet(at);
  listBusy(at);
  layOutBusy(at);
  weighQuiet(at);
  rates.frozen.take(model, state);
}

const sums = new Float64Array(2);

/** Puts the sums of cosines and sines from one slot to the one before another into `sums`. */
function sum({ cosines, sines }: PlantModel["topTurn"], first: number, end: number): void {
  sums.fill(0);
  for (let i = first; i < end; i++) {
    sums[0] += cosines[i];
    sums[1] += sines[i];
  }
}

/** Faults go round with their floaters. */
function placeFaults({ model, state, rates }: Evaluation): void {
  const { count, floaterLeaks, stuckValves } = model;
  const turned = state.pitches % count;
  for (let slot = 0; slot < count; slot++) {
    const floater = slot < turned ? slot - turned + count : slot - turned;
    rates.leakShare[slot] = floaterLeaks[floater];
    rates.leaking[slot] = floaterLeaks[floater] > 0 ? 1 : 0;
    rates.heldOpen[slot] = stuckValves[floater] === STUCK.open ? 1 : 0;
  }
}

/**
 * Finds the longest stretch of quiet floaters: on the ascending leg, valve shut, nothing
 * spilling or leaking, all volumes growing or none.
 */
function findQuiet({ state, rates }: Evaluation): void {
  const { valve, spilling, growing, ascendingEnd } = state;
  const { leaking } = rates;
  rates.quietStart = 0;
  rates.quietEnd = 0;
  let start = 0;
  for (let slot = 0; slot < ascendingEnd; slot++) {
    if ((valve[slot] | spilling[slot] | leaking[slot]) !== 0) start = slot + 1;
    else if (growing[slot] !== growing[start]) start = slot;
    if (slot + 1 - start > rates.quietEnd - rates.quietStart) {
      rates.quietStart = start;
      rates.quietEnd = slot + 1;
    }
  }
  rates.quietGrows = growing[rates.quietStart] !== 0;
}

/** All others with air are busy; of these, some have an open valve. */
function listBusy({ state, rates }: Evaluation): void {
  const { valve, spilling, growing, airEnd } = state;
  let count = 0;
  let open = 0;
  rates.spills = false;
  for (let slot = 0; slot < airEnd; slot++) {
    if (slot >= rates.quietStart && slot < rates.quietEnd) continue;
    rates.busy[count] = slot;
    rates.busyModes[count] = (spilling[slot] !== 0 ? BUSY.spilling : 0) |
      (growing[slot] !== 0 ? BUSY.growing : 0) | (rates.leaking[slot] !== 0 ? BUSY.leaking : 0) |
      (valve[slot] !== 0 ? BUSY.open : 0);
    count += 1;
    if (valve[slot] !== 0) rates.open[open++] = slot;
    if (spilling[slot] !== 0) rates.spills = true;
  }
  rates.busyCount = count;
  rates.openCount = open;
}

/**
 * The mass of a quiet floater is constant, and all that follows from it alone. As it rises its
 * air works and cools, so it cannot get warmer than it is, or than the water: below the depth
 * where it would then be full nothing spills, and what is no warmer than the water swells.
 */
function weighQuiet({ model, state, rates }: Evaluation): void {
  const { mass, enthalpy } = state;
  const { cpTw, heatRate, pitch, metrePerPascal } = model;
  const risePerEnthalpy = model.kappa / model.volume * metrePerPascal;
  let total = 0;
  let moment = 0;
  let warmth = 0;
  let reach = 0; // of the one that is full first, m
  let swells = rates.quietGrows;
  for (let slot = rates.quietStart; slot < rates.quietEnd; slot++) {
    const m = mass[slot];
    const h = enthalpy[slot];
    const warm = m * cpTw;
    rates.warmth[AIR + slot] = warm * heatRate;
    total += m;
    moment += m * slot;
    warmth += warm * heatRate;
    reach = Math.max(reach, Math.max(h, warm) * risePerEnthalpy + slot * pitch);
    if (h > warm) swells = false;
  }
  rates.quietLevel = pitch * rates.quietStart;
  rates.quietMass = total;
  rates.quietMoment = pitch * moment;
  rates.quietWarmth = warmth;
  rates.quietSwells = swells;
  rates.roomyUntil = model.sealed ? EVERYWHERE : model.axisPressure * metrePerPascal - reach;
}

/**
 * Section 2: what the height of a busy slot is made of, m: z = level + straight offset +
 * onSine sin(turn) + onCosine cos(turn), with the angle by which the offset turns a sprocket.
 * Laid out per busy slot: straight, onSine, onCosine, and the pressure at its level, Pa.
 */
function layOutBusy({ model, state, rates }: Evaluation): void {
  const { busy, busyCount, layout } = rates;
  const { pitch, height, radius, descentStart, topTurn, bottomTurn } = model;
  for (let i = 0; i < busyCount; i++) {
    const j = busy[i];
    let level = 0;
    let straight = 0;
    let onSine = 0;
    let onCosine = 0;
    if (j < state.ascendingEnd) {
      level = j * pitch;
      straight = 1;
    } else if (j < state.topEnd) {
      level = height;
      onSine = radius * topTurn.cosines[j];
      onCosine = radius * topTurn.sines[j];
    } else if (j < state.descendingEnd) {
      level = height + descentStart - j * pitch;
      straight = -1;
    } else {
      onSine = -radius * bottomTurn.cosines[j];
      onCosine = -radius * bottomTurn.sines[j];
    }
    layout[4 * i] = straight;
    layout[4 * i + 1] = onSine;
    layout[4 * i + 2] = onCosine;
    layout[4 * i + 3] = model.axisPressure - model.rhoG * level;
  }
}

const turn = new Float64Array(2);

/** Section 2: how far the offset turns the sprockets, and the sum of the slopes of all floaters. */
export function turnSprockets({ model, state, rates }: Evaluation): void {
  const { ascendingEnd, topEnd, descendingEnd } = state;
  turn[0] = rates.offset * model.perRadius;
  takeSineAndCosine(turn);
  const sine = turn[0];
  const cosine = turn[1];
  rates.sine = sine;
  rates.cosine = cosine;
  rates.slopeSum = ascendingEnd - (descendingEnd - topEnd) +
    cosine * (rates.topCosines - rates.bottomCosines) -
    sine * (rates.topSines - rates.bottomSines);
}

/** Height of a slot that can hold air, m above the lower sprocket axis, from its pressure. */
export function slotHeight({ model, rates }: Evaluation, slot: number): number {
  return (model.axisPressure - rates.pressure[slot]) * model.metrePerPascal;
}
