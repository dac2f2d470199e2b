import { BUSY } from "./air.ts";
import { sineAndCosine } from "./elementary.ts";
import { STUCK } from "./impairments.ts";
import type { PlantModel } from "./model.ts";
import type { Evaluation } from "./rates.ts";
import { Y } from "./state.ts";

const OFFSET = Y.offset;

/**
 * Section 2 and the regimes: what is constant until a floater passes a place or a regime changes.
 * Slopes on the legs, sums over the sprockets, and which floaters are quiet.
 */
export function arrange(at: Evaluation): void {
  const { model, state, rates } = at;
  const { ascendingEnd, topEnd, descendingEnd } = state;
  rates.slope.fill(1, 0, ascendingEnd);
  rates.slope.fill(-1, topEnd, descendingEnd);
  sum(model.topTurn, ascendingEnd, topEnd);
  rates.topCosines = sums[0];
  rates.topSines = sums[1];
  sum(model.bottomTurn, descendingEnd, model.count);
  rates.bottomCosines = sums[0];
  rates.bottomSines = sums[1];
  if (model.hasFloaterFaults) placeFaults(at);
  findQuiet(at);
  listBusy(at);
  weighQuiet(at);
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
  rates.feed.fill(0, 0, airEnd);
  for (let slot = 0; slot < airEnd; slot++) {
    if (slot >= rates.quietStart && slot < rates.quietEnd) continue;
    rates.busy[count] = slot;
    rates.busyModes[count] = (spilling[slot] !== 0 ? BUSY.spilling : 0) |
      (growing[slot] !== 0 ? BUSY.growing : 0) | (rates.leaking[slot] !== 0 ? BUSY.leaking : 0);
    count += 1;
    if (valve[slot] !== 0) rates.open[open++] = slot;
    if (spilling[slot] !== 0) rates.spills = true;
  }
  rates.busyCount = count;
  rates.openCount = open;
}

/** The mass of a quiet floater is constant, and all that follows from it alone. */
function weighQuiet({ model, state, rates }: Evaluation): void {
  let total = 0;
  let moment = 0;
  for (let slot = rates.quietStart; slot < rates.quietEnd; slot++) {
    const m = state.mass[slot];
    rates.warmth[slot] = m * model.cpTw * model.heatRate;
    total += m;
    moment += m * slot;
  }
  rates.quietMass = total;
  rates.quietMoment = model.pitch * moment;
}

const turn = new Float64Array(2);

/** Section 2: pressure at every busy slot, and slope on the sprockets. */
export function placeBusy(at: Evaluation, y: Float64Array): void {
  const { model, state, rates } = at;
  const offset = y[OFFSET];
  const { pressure, slope, quietStart, quietEnd } = rates;
  const { axisPressure, rhoG, pitch } = model;
  const { ascendingEnd, topEnd, descendingEnd, airEnd } = state;
  sineAndCosine(offset * model.perRadius, turn);
  const s0 = turn[0];
  const c0 = turn[1];
  rates.sine = s0;
  rates.cosine = c0;
  rates.slopeSum = ascendingEnd - (descendingEnd - topEnd) +
    c0 * (rates.topCosines - rates.bottomCosines) - s0 * (rates.topSines - rates.bottomSines);

  const perSlot = rhoG * pitch;
  const ascent = axisPressure - rhoG * offset;
  for (let j = 0; j < quietStart; j++) pressure[j] = ascent - j * perSlot;
  for (let j = quietEnd; j < ascendingEnd; j++) pressure[j] = ascent - j * perSlot;
  const { cosines, sines } = model.topTurn;
  const perRadius = rhoG * model.radius;
  const topAxis = axisPressure - rhoG * model.height;
  for (let j = ascendingEnd; j < topEnd; j++) {
    const cosine = cosines[j];
    const sine = sines[j];
    pressure[j] = topAxis - perRadius * (s0 * cosine + c0 * sine);
    slope[j] = c0 * cosine - s0 * sine;
  }
  const descent = topAxis - rhoG * (model.descentStart - offset);
  const legEnd = Math.min(airEnd, descendingEnd);
  for (let j = topEnd; j < legEnd; j++) pressure[j] = descent + j * perSlot;
  if (airEnd > descendingEnd) placeBottom(at);
}

/** Section 2, bottom arc; only sealed floaters carry air there. */
function placeBottom({ model, state, rates }: Evaluation): void {
  const { cosines, sines } = model.bottomTurn;
  const perRadius = model.rhoG * model.radius;
  const { sine, cosine } = rates;
  for (let j = state.descendingEnd; j < model.count; j++) {
    rates.pressure[j] = model.axisPressure + perRadius * (sine * cosines[j] + cosine * sines[j]);
    rates.slope[j] = sine * sines[j] - cosine * cosines[j];
  }
}

/** Height of a slot that can hold air, m above the lower sprocket axis, from its pressure. */
export function slotHeight({ model, rates }: Evaluation, slot: number): number {
  return (model.axisPressure - rates.pressure[slot]) * model.metrePerPascal;
}
