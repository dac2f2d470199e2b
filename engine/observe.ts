import { describeQuiet } from "./air.ts";
import { destroyedExergy, energyTurnedOver, residualsOf, storedNow } from "./balance.ts";
import { C_P, KAPPA } from "./constants.ts";
import { ln, PI } from "./elementary.ts";
import { observeHealth } from "./health.ts";
import { ACCOUNT, RESIDUALS, STORED } from "./ledger.ts";
import type { Machine } from "./machine.ts";
import { FLOATER_COLUMNS, type Observation } from "./observation.ts";
import { slotSigma, Y } from "./state.ts";
import { LOOK_BACK } from "./travel.ts";

/** Decrease of destroyed exergy, per energy turned over, that is more than rounding. */
const VIOLATION_LIMIT = 1e-9;

const storedScratch = new Float64Array(6);
const backScratch = new Float64Array(3);

/** Writes down all that can be seen of a settled machine. The machine is not changed. */
export function observe(machine: Machine, out: Observation): void {
  describeQuiet(machine);
  observeMachine(machine, out);
  observeAir(machine, out);
  observeLap(machine, out);
  observeLedger(machine, out);
  observeFloaters(machine, out);
  observeHealth(machine, out);
  out.runningEfficiency = runningEfficiency(machine);
}

function observeMachine({ model, state, rates }: Machine, out: Observation): void {
  out.time = state.time;
  out.position = state.pitches * model.pitch + state.y[Y.offset];
  out.speed = state.y[Y.speed];
  out.acceleration = rates.acceleration;
  out.stuck = state.stuck;
  out.hasMoved = state.hasMoved;
  out.shaftSpeed = rates.shaftSpeed;
  out.shaftTorque = rates.clutchTorque;
  out.clutchLocked = state.locked;
  out.generatorSpeed = model.gearRatio * rates.shaftSpeed;
  out.generatorTorque = rates.generatorTorque;
  out.generatorPower = rates.generatorPower;
  out.compressorPower = rates.compressorPower;
  out.compressorOn = state.compressorOn;
  out.h1Power = rates.h1Power;
  out.heaterPower = rates.heaterPower;
  out.auxiliaryPower = model.auxiliaryPower;
  out.netPower = rates.generatorPower - rates.compressorPower - model.auxiliaryPower -
    rates.h1Power - rates.heaterPower;
  out.receiverPressure = rates.receiverPressure;
  out.headerPressure = Math.min(model.setpoint, rates.receiverPressure);
  out.ceiling = model.ceiling;
  out.events = state.events;
  out.subSteps = state.subSteps;
}

function observeAir(machine: Machine, out: Observation): void {
  const { model, state, rates } = machine;
  let mass = 0;
  let enthalpy = 0;
  let volume = 0;
  let open = 0;
  let pressing = 0;
  let warmLift = 0;
  for (let slot = 0; slot < state.airEnd; slot++) {
    const m = state.mass[slot];
    mass += m;
    enthalpy += state.enthalpy[slot];
    volume += rates.volume[slot];
    if (state.valve[slot] === 1) {
      open += 1;
      if (rates.pressure[slot] < out.headerPressure) pressing += 1;
    }
    const warmVolume = KAPPA * m * model.cpTw / rates.pressure[slot];
    warmLift += (model.rho * (warmVolume - rates.volume[slot])) * rates.slope[slot];
  }
  out.airMass = mass;
  out.airEnthalpy = enthalpy;
  out.airVolume = volume;
  out.fills = state.fills;
  out.shortFills = state.shortFills;
  out.openValves = open;
  out.passingValves = model.valveFlow > 0 ? pressing : 0;
  out.starved = open > 0 && pressing === 0;
  out.cannotStart = state.stuck && out.passingValves === 0 && !out.starved &&
    rates.excess + model.gravity * warmLift <= 0;
}

function observeLap({ model, state }: Machine, out: Observation): void {
  const { laps } = state;
  const { lap } = out;
  lap.count = laps.count;
  lap.startUp = laps.count === 1;
  const done = laps.count > 0;
  const gained = (account: number) => done ? laps.end[account] - laps.start[account] : NaN;
  const time = done ? laps.endTime - laps.startTime : NaN;
  const turns = (laps.endTravel - laps.startTravel) / (2 * PI * model.radius);
  const generated = gained(ACCOUNT.generatorElectric);
  const compressor = gained(ACCOUNT.compressorElectric);
  const charges = gained(ACCOUNT.auxiliary) + gained(ACCOUNT.h1Supply) + gained(ACCOUNT.heater);
  lap.time = time;
  lap.rpm = 60 * turns / time;
  lap.power = generated / time;
  lap.mechanical = gained(ACCOUNT.shaftWork) / time;
  lap.compressor = compressor / time;
  lap.net = (generated - compressor - charges) / time;
  const compressed = compressor > 0;
  lap.electricEfficiency = compressed ? generated / (compressor + charges) : NaN;
  lap.chainEfficiency = compressed
    ? gained(ACCOUNT.chainWork) / (model.motorEfficiency * compressor)
    : NaN;
}

function observeLedger(machine: Machine, out: Observation): void {
  const { model, state } = machine;
  out.accounts.set(state.accounts);
  storedNow(machine, storedScratch);
  for (let i = 0; i < STORED.length - 1; i++) out.stored[i] = storedScratch[i];
  out.stored[STORED.length - 1] = state.edited;
  residualsOf(machine, storedScratch, out.residuals);
  out.energyTurnedOver = energyTurnedOver(state.accounts);
  let largest = 0;
  for (let i = 0; i < RESIDUALS.length; i++) {
    if (RESIDUALS[i].unit === "J") largest = Math.max(largest, Math.abs(out.residuals[i]));
  }
  out.relativeResidual = largest / out.energyTurnedOver;
  out.exergyDestroyed = destroyedExergy(machine);
  out.energyViolation =
    out.exergyDestroyed < state.exergyPeak - VIOLATION_LIMIT * out.energyTurnedOver;
  out.carnotWork = state.accounts[ACCOUNT.waterHeat] *
    (1 - model.ambientTemperature / model.waterTemperature);
}

/**
 * What the generator gave over the last pitch of travel, over what the air that went in then and
 * all else that was paid have cost at the receiver pressure of now; NaN before one pitch.
 * Source: docs/PHYSICS.md section 7.
 */
function runningEfficiency({ model, state, rates }: Machine): number {
  const travel = state.pitches * model.pitch + state.y[Y.offset];
  state.history.lookBack(travel - model.pitch, backScratch);
  const { accounts } = state;
  const cost = model.rTa * ln(rates.receiverPressure / model.ambientPressure) /
    model.compressionEfficiency;
  const charges = accounts[ACCOUNT.auxiliary] + accounts[ACCOUNT.h1Supply] +
    accounts[ACCOUNT.heater] - backScratch[LOOK_BACK.charges];
  const paid = (accounts[ACCOUNT.airInjected] - backScratch[LOOK_BACK.injected]) * cost + charges;
  const given = accounts[ACCOUNT.generatorElectric] - backScratch[LOOK_BACK.generator];
  return paid > 0 ? given / paid : NaN;
}

function observeFloaters({ model, state, rates }: Machine, out: Observation): void {
  const width = FLOATER_COLUMNS.length;
  if (out.floaters.length !== model.count * width) {
    out.floaters = new Float64Array(model.count * width);
  }
  out.floaterCount = model.count;
  for (let slot = 0; slot < model.count; slot++) {
    const index = slot - state.pitches % model.count;
    const row = (index < 0 ? index + model.count : index) * width;
    const holdsAir = slot < state.airEnd;
    const mass = holdsAir ? state.mass[slot] : 0;
    const enthalpy = holdsAir ? state.enthalpy[slot] : 0;
    out.floaters[row] = slotSigma(model, state, slot);
    out.floaters[row + 1] = mass;
    out.floaters[row + 2] = enthalpy;
    out.floaters[row + 3] = mass > 0 ? enthalpy / (mass * C_P) : NaN;
    out.floaters[row + 4] = holdsAir ? rates.volume[slot] : 0;
    out.floaters[row + 5] = state.valve[slot];
  }
}
