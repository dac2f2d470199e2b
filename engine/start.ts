import { GENERATOR, PlantState, slotSigma, Y } from "./state.ts";
import { Machine } from "./machine.ts";
import { PLACE_BAND, type PlantModel } from "./model.ts";
import { flowRegime, openValve } from "./transitions.ts";

/**
 * The machine at t = 0: every floater empty, receiver at its initial pressure, valves open where
 * a floater is in the window. Source: docs/PHYSICS.md section 1.
 */
export function createMachine(model: PlantModel): Machine {
  const p = model.parameters;
  const state = new PlantState(model.count);
  const { y } = state;
  state.pitches = Math.floor(p["initial.position"] / model.pitch + PLACE_BAND);
  y[Y.offset] = Math.max(0, p["initial.position"] - state.pitches * model.pitch);
  y[Y.speed] = p["initial.speed"];
  y[Y.receiver] = model.initialReceiverMass;
  state.compressorOn = p["receiver.initialPressure"] <= p["receiver.cutIn"];
  state.stuck = !(y[Y.speed] > 0);
  state.hasMoved = !state.stuck;
  const shaft = y[Y.speed] / model.radius;
  state.locked = model.rigid || shaft >= p["initial.shaftSpeed"];
  y[Y.shaft] = state.locked ? shaft : p["initial.shaftSpeed"];
  placeChain(model, state);
  if (model.sealed) fillSealed(model, state, p["floater.sealedMass"]);
  const machine = new Machine(model, state);
  chooseRegimes(machine);
  if (!model.sealed) openWindow(machine);
  return machine;
}

/** Counts the floaters on each part of the path for a chain that stands at the state's offset. */
export function placeChain(model: PlantModel, state: PlantState): void {
  const before = (sigma: number) => {
    let slots = 0;
    while (slots < model.count && !hasReached(model, state, { slot: slots, sigma })) slots += 1;
    return slots;
  };
  state.ascendingEnd = before(model.topStart);
  state.topEnd = before(model.descentStart);
  state.descendingEnd = before(model.bottomStart);
  state.airEnd = model.sealed ? model.count : before(model.ventAt);
  const reached = state.y[Y.offset] + PLACE_BAND * model.pitch;
  state.placesPassed = model.places.filter(({ offset }) => offset <= reached).length;
}

/** Whether the floater in a slot has come to a place of the path. */
export function hasReached(
  model: PlantModel,
  state: PlantState,
  { slot, sigma }: { slot: number; sigma: number },
): boolean {
  return slotSigma(model, state, slot) >= sigma - PLACE_BAND * model.pitch;
}

function fillSealed(model: PlantModel, state: PlantState, mass: number): void {
  state.mass.fill(mass);
  state.enthalpy.fill(mass * model.cpTw);
}

/**
 * Chooses the regimes that follow from pressures and speeds alone, so that settling has only the
 * floaters left to decide.
 */
export function chooseRegimes(machine: Machine): void {
  const { model, state } = machine;
  const pressure = state.y[Y.receiver] * model.pressurePerMass;
  state.regulated = pressure >= model.setpoint;
  state.loaded = pressure > model.ambientPressure;
  if (pressure <= model.cutIn) state.compressorOn = true;
  if (pressure >= model.cutOut) state.compressorOn = false;
  const above = model.gearRatio * state.y[Y.shaft] - model.cutInSpeed;
  if (!(above > 0)) state.generator = GENERATOR.idle;
  else if (model.gain * above > model.torqueLimit) state.generator = GENERATOR.limited;
  else state.generator = GENERATOR.linear;
  state.heating = false;
  state.h1Paced = false;
  machine.refresh();
  for (let slot = 0; slot < state.airEnd; slot++) {
    if (state.valve[slot] === 1) {
      const { headerPressure, pressure } = machine.rates;
      state.flow[slot] = flowRegime(model, pressure[slot], headerPressure);
    }
  }
}

/** Whether the floater in a slot is where floaters are filled. */
export function isInWindow({ model, state }: Machine, slot: number): boolean {
  return hasReached(model, state, { slot, sigma: model.windowStart }) &&
    !hasReached(model, state, { slot, sigma: model.windowEnd });
}

function openWindow(machine: Machine): void {
  const { state } = machine;
  for (let slot = 0; slot < state.ascendingEnd; slot++) {
    if (isInWindow(machine, slot)) openValve(machine, slot);
  }
}
