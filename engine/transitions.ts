import { ACCOUNT } from "./ledger.ts";
import { destroyedExergy } from "./balance.ts";
import { EVENT } from "./events.ts";
import { STUCK } from "./impairments.ts";
import { slotHeight } from "./placement.ts";
import type { Machine } from "./machine.ts";
import type { Place, PlantModel } from "./model.ts";
import { FLOW, GENERATOR, type PlantState, shiftSlots, Y } from "./state.ts";

/** Applies the change of regime that a passed boundary calls for. */
export function applyEvent(machine: Machine, kind: number, slot: number): void {
  const { state } = machine;
  switch (kind) {
    case EVENT.place:
      return passPlaces(machine);
    case EVENT.standstill:
      return stop(state);
    case EVENT.breakaway:
      state.stuck = false;
      state.hasMoved = true;
      return;
    case EVENT.release:
      return release(machine);
    case EVENT.engage:
      return engage(machine);
    case EVENT.generatorDown:
      state.generator = state.generator === GENERATOR.limited ? GENERATOR.linear : GENERATOR.idle;
      return;
    case EVENT.generatorUp:
      state.generator = state.generator === GENERATOR.idle ? GENERATOR.linear : GENERATOR.limited;
      return;
    case EVENT.compressor:
      state.compressorOn = !state.compressorOn;
      return;
    case EVENT.header:
      state.regulated = !state.regulated;
      return;
    case EVENT.load:
      state.loaded = !state.loaded;
      return;
    case EVENT.heater:
      state.heating = !state.heating;
      return;
    case EVENT.h1:
      state.h1Paced = !state.h1Paced;
      return;
    case EVENT.filled:
      state.valve[slot] = 0;
      state.fills += 1;
      return;
    case EVENT.flowDown:
      state.flow[slot] -= 1;
      return;
    case EVENT.flowUp:
      state.flow[slot] += 1;
      return;
    case EVENT.spill:
      state.spilling[slot] ^= 1;
      return;
    default:
      state.growing[slot] ^= 1;
  }
}

/** Section 4: the backstop holds a chain whose speed reaches 0. */
function stop(state: PlantState): void {
  state.stuck = true;
  state.y[Y.speed] = 0;
  if (state.locked) state.y[Y.shaft] = 0;
}

/** Opens the clutch; lossless, both sides keep their speed. */
export function release({ model, state }: Machine): void {
  state.locked = false;
  state.y[Y.shaft] = state.y[Y.speed] / model.radius;
}

/**
 * Closes the clutch inelastically; lossless when both sides run equally fast.
 * Source: docs/PHYSICS.md section 4.
 */
export function engage(machine: Machine): void {
  const { model: { inertia, radius }, state, rates } = machine;
  const v = state.y[Y.speed];
  const w = state.y[Y.shaft];
  const common = (rates.mass * radius * v + inertia * w) /
    (rates.mass * radius * radius + inertia);
  const speed = radius * common;
  const shaftGain = 0.5 * inertia * (common - w) * (common + w);
  const chainLoss = 0.5 * rates.mass * (v - speed) * (v + speed);
  machine.book(ACCOUNT.clutch, chainLoss - shaftGain);
  machine.book(ACCOUNT.shaftWork, shaftGain);
  state.y[Y.speed] = speed;
  state.y[Y.shaft] = common;
  state.locked = true;
  if (speed > 0) {
    state.stuck = false;
    state.hasMoved = true;
  }
}

/** Lands on the next place exactly and does what happens there and at all places that coincide. */
function passPlaces(machine: Machine): void {
  const { model, state } = machine;
  state.y[Y.offset] = model.places[state.placesPassed].offset;
  do {
    passPlace(machine, model.places[state.placesPassed]);
  } while (model.places[state.placesPassed].offset <= state.y[Y.offset]);
}

function passPlace(machine: Machine, place: Place): void {
  const { state } = machine;
  state.placesPassed += 1;
  switch (place.kind) {
    case "top":
      state.ascendingEnd -= 1;
      return;
    case "descent":
      state.topEnd -= 1;
      return;
    case "bottom":
      state.descendingEnd -= 1;
      return;
    case "vent":
      return dump(machine, place.slot);
    case "windowStart":
      return openValve(machine, place.slot);
    case "windowEnd":
      return endWindow(state, place.slot);
    case "pitch":
      return completePitch(machine);
  }
}

/** Every floater has come to where the next one was: the same chain, one slot on. */
function completePitch(machine: Machine): void {
  const { model, state, elapsed } = machine;
  state.exergyPeak = Math.max(state.exergyPeak, destroyedExergy(machine));
  shiftSlots(state);
  state.pitches += 1;
  state.placesPassed = 0;
  state.y[Y.offset] = 0;
  state.ascendingEnd += 1;
  state.topEnd += 1;
  state.descendingEnd += 1;
  state.airEnd = model.sealed ? model.count : state.airEnd + 1;
  machine.refresh();
  if (state.pitches % model.count === 0) {
    const time = state.time + elapsed;
    state.laps.close(state.accounts, { time, travel: state.pitches * model.pitch });
  }
}

/** Regime of a valve against water pressure `p` under the header pressure `header`, both Pa. */
export function flowRegime(model: PlantModel, p: number, header: number): number {
  const r = p / header;
  if (r <= model.criticalRatio) return FLOW.choked;
  if (r <= model.laminarRatio) return FLOW.subsonic;
  return r < 1 ? FLOW.laminar : FLOW.none;
}

/** Opens the valve of a floater that is in the window, unless it is stuck shut. */
export function openValve({ model, state, rates }: Machine, slot: number): void {
  if (isStuckShut(model, state, slot)) return;
  const p = model.axisPressure - model.rhoG * (slot * model.pitch + state.y[Y.offset]);
  state.valve[slot] = 1;
  state.flow[slot] = flowRegime(model, p, rates.headerPressure);
}

/** Whether the valve of the floater in a slot cannot open. */
export function isStuckShut(model: PlantModel, state: PlantState, slot: number): boolean {
  const { count, hasFloaterFaults, stuckValves } = model;
  if (!hasFloaterFaults) return false;
  return stuckValves[(slot + count - state.pitches % count) % count] === STUCK.shut;
}

function endWindow(state: PlantState, slot: number): void {
  if (state.valve[slot] === 0) return;
  state.valve[slot] = 0;
  state.shortFills += 1;
}

/** Section 4: what is left in a floater leaves at once and water takes its place. */
function dump(machine: Machine, slot: number): void {
  const { model, state, rates } = machine;
  const m = state.mass[slot];
  const h = state.enthalpy[slot];
  const v = state.y[Y.speed];
  const joined = state.locked ? model.inertia / (model.radius * model.radius) : 0;
  const before = rates.mass - m + joined;
  const after = before + model.rho * rates.volume[slot];
  const speed = v * before / after;
  machine.book(ACCOUNT.ventEnthalpy, h);
  machine.book(ACCOUNT.airLift, -model.gravity * m * slotHeight(machine, slot));
  machine.book(ACCOUNT.expelled, 0.5 * m * v * v);
  machine.book(ACCOUNT.accretion, 0.5 * (before * v * v - after * speed * speed));
  machine.book(ACCOUNT.airVented, m);
  if (state.locked) {
    const w = v / model.radius;
    const w1 = speed / model.radius;
    machine.book(ACCOUNT.shaftWork, 0.5 * model.inertia * (w1 - w) * (w1 + w));
    state.y[Y.shaft] = w1;
  }
  state.y[Y.speed] = speed;
  state.mass[slot] = 0;
  state.enthalpy[slot] = 0;
  state.spilling[slot] = 0;
  state.growing[slot] = 0;
  state.airEnd -= 1;
}
