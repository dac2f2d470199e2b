import { KAPPA } from "./constants.ts";
import { ln, sineAndCosine } from "./elementary.ts";
import { ACCOUNT, ACCOUNTS } from "./ledger.ts";
import type { PlantModel } from "./model.ts";
import { FLOW, GENERATOR, type PlantState, Y } from "./state.ts";

/**
 * The right-hand side of the equations at one state, and what the events look at.
 * All arrays and fields are overwritten by each evaluation; nothing is allocated.
 */
export class Rates {
  /** Water pressure, Pa; dz/ds; air capacity, m3. Per slot. */
  readonly pressure: Float64Array;
  readonly slope: Float64Array;
  readonly capacity: Float64Array;
  /** Air volume, m3, and its rate, m3/s. Per slot. */
  readonly volume: Float64Array;
  readonly volumeRate: Float64Array;

  receiverPressure = 0.5;
  headerPressure = 0.5;
  /** Sums over each sprocket's slots of cosine and sine, at offset 0. */
  topCosines = 0.5;
  topSines = 0.5;
  bottomCosines = 0.5;
  bottomSines = 0.5;
  /** Sum of dz/ds over all floaters. */
  slopeSum = 0.5;
  /** Sums over floaters: g (rho V - m) u, N; m - rho V, kg; heat from water, W. */
  lift = 0.5;
  airInertia = 0.5;
  heat = 0.5;
  /** Air let in and out, kg/s; enthalpy out, W; g z-weighted flow, W. */
  inflow = 0.5;
  outflow = 0.5;
  enthalpyOut = 0.5;
  airLift = 0.5;
  /** Water taken aboard and expelled as air volumes shrink and grow, m3/s. */
  shrinking = 0.5;
  growing = 0.5;

  /** Moving mass M, kg. */
  mass = 0.5;
  /** Drive D less what friction and brake take at rest, N. */
  excess = 0.5;
  drag = 0.5;
  acceleration = 0.5;
  /** Shaft speed, rad/s; load T_L and clutch torque T_c, generator torque, N m. */
  shaftSpeed = 0.5;
  load = 0.5;
  clutchTorque = 0.5;
  generatorTorque = 0.5;
  shaftAcceleration = 0.5;
  /** Electric powers, W. */
  generatorPower = 0.5;
  compressorPower = 0.5;
  h1Demand = 0.5;
  h1Power = 0.5;
  heaterPower = 0.5;

  constructor(count: number) {
    this.pressure = new Float64Array(count);
    this.slope = new Float64Array(count);
    this.capacity = new Float64Array(count);
    this.volume = new Float64Array(count);
    this.volumeRate = new Float64Array(count);
  }
}

/** Derivatives of the state vector and of the accounts. */
export interface Slopes {
  /** Shape as PlantState.y. */
  readonly y: Float64Array;
  /** In the order of ACCOUNTS. */
  readonly accounts: Float64Array;
}

/** Room for the slopes of a plant with `count` floaters. */
export function createSlopes(count: number): Slopes {
  return {
    y: new Float64Array(Y.air + 2 * count),
    accounts: new Float64Array(ACCOUNTS.length),
  };
}

/** Where the right-hand side is evaluated and where its results go. */
export interface Evaluation {
  readonly model: PlantModel;
  /** Regimes, frozen. */
  readonly state: PlantState;
  readonly rates: Rates;
  /** Whether what only events and observers look at, air volumes and their rates, is wanted. */
  readonly detailed: boolean;
}

/**
 * Evaluates the equations at `y` in the regimes of the state. Source: docs/PHYSICS.md.
 * `placeLegs` must have been called since floaters last changed legs.
 */
export function evaluate(at: Evaluation, y: Float64Array, out: Slopes): void {
  placeFloaters(at, y[Y.offset]);
  pressures(at, y[Y.receiver]);
  floaterRates(at, y, out.y);
  shaftRates(at, y);
  chainRates(at, y, out.y);
  accountRates(at, y, out.accounts);
}

/** Section 2: what is constant while no floater passes a place: slopes and capacities of legs. */
export function placeLegs({ model, state, rates }: Evaluation): void {
  const { slope, capacity } = rates;
  const { ascendingEnd, topEnd, descendingEnd } = state;
  slope.fill(1, 0, ascendingEnd);
  slope.fill(-1, topEnd, descendingEnd);
  capacity.fill(0, topEnd);
  capacity.fill(model.volume, 0, ascendingEnd);
  if (model.sealed) capacity.fill(Infinity);
  const { topTurn, bottomTurn } = model;
  rates.topCosines = sum(topTurn.cosines, ascendingEnd, topEnd);
  rates.topSines = sum(topTurn.sines, ascendingEnd, topEnd);
  rates.bottomCosines = sum(bottomTurn.cosines, descendingEnd, model.count);
  rates.bottomSines = sum(bottomTurn.sines, descendingEnd, model.count);
}

function sum(values: Float64Array, first: number, end: number): number {
  let total = 0;
  for (let i = first; i < end; i++) total += values[i];
  return total;
}

const turn = new Float64Array(2);

/** Section 2: pressure at every slot that can hold air; slope and capacity on the sprockets. */
function placeFloaters(at: Evaluation, offset: number): void {
  const { model, state, rates } = at;
  const { pressure, slope, capacity } = rates;
  const { axisPressure, rhoG, volume, sealed } = model;
  const { ascendingEnd, topEnd, descendingEnd, airEnd } = state;
  const perSlot = rhoG * model.pitch;
  const first = axisPressure - rhoG * offset;
  for (let j = 0; j < ascendingEnd; j++) pressure[j] = first - j * perSlot;

  sineAndCosine(offset / model.radius, turn);
  const s0 = turn[0];
  const c0 = turn[1];
  const { cosines, sines } = model.topTurn;
  const axis = axisPressure - rhoG * model.height;
  const perRadius = rhoG * model.radius;
  let slopes = ascendingEnd - (descendingEnd - topEnd);
  for (let j = ascendingEnd; j < topEnd; j++) {
    const c = c0 * cosines[j] - s0 * sines[j];
    pressure[j] = axis - perRadius * (s0 * cosines[j] + c0 * sines[j]);
    slope[j] = c;
    if (!sealed) capacity[j] = 0.5 * volume * (1 + c);
    slopes += c;
  }
  const descent = axisPressure - rhoG * (model.height + model.descentStart - offset);
  const legEnd = Math.min(airEnd, descendingEnd);
  for (let j = topEnd; j < legEnd; j++) pressure[j] = descent + j * perSlot;
  if (sealed) placeBottom(at, c0, s0);
  rates.slopeSum = slopes - (c0 * rates.bottomCosines - s0 * rates.bottomSines);
}

/** Section 2, bottom arc; only sealed floaters carry air there. */
function placeBottom({ model, state, rates }: Evaluation, c0: number, s0: number): void {
  const { cosines, sines } = model.bottomTurn;
  const perRadius = model.rhoG * model.radius;
  for (let j = state.descendingEnd; j < model.count; j++) {
    rates.pressure[j] = model.axisPressure + perRadius * (s0 * cosines[j] + c0 * sines[j]);
    rates.slope[j] = -(c0 * cosines[j] - s0 * sines[j]);
  }
}

/** Height of a slot that can hold air, m above the lower sprocket axis, from its pressure. */
export function slotHeight({ model, rates }: Evaluation, slot: number): number {
  return (model.axisPressure - rates.pressure[slot]) * model.metrePerPascal;
}

function pressures({ model, state, rates }: Evaluation, receiverMass: number): void {
  rates.receiverPressure = receiverMass * model.pressurePerMass;
  rates.headerPressure = state.regulated ? model.setpoint : rates.receiverPressure;
}

/** Section 3, ISO 6358: air through one open valve against pressure `p`, kg/s. */
export function valveFlow({ model, rates }: Evaluation, p: number, regime: number): number {
  const header = rates.headerPressure;
  if (regime === FLOW.choked) return model.valveFlow * header;
  if (regime === FLOW.none) return 0;
  const r = p / header;
  if (regime === FLOW.laminar) {
    return model.valveFlow * header * model.laminarPhi * (1 - r) / (1 - model.laminarRatio);
  }
  const x = (r - model.criticalRatio) / (1 - model.criticalRatio);
  // A trial step can look past r = 1 before the event there is located.
  return model.valveFlow * header * Math.sqrt(Math.max(0, 1 - x * x));
}

/** Section 3: mass and enthalpy of the air in every floater, and the sums the chain needs. */
function floaterRates(at: Evaluation, y: Float64Array, out: Float64Array): void {
  const { model, state, rates, detailed } = at;
  const { pressure, slope, capacity, volume, volumeRate } = rates;
  const { valve, flow, spilling, growing, airEnd } = state;
  const { rho, cpTa, cpTw, heatRate, isothermal, spillRate, axisPressure } = model;
  const dive = model.rhoG * y[Y.speed]; // -dp/dt per slope
  let lift = 0;
  let airInertia = 0;
  let heatSum = 0;
  let changeSum = 0;
  let growSum = 0;
  let inflowSum = 0;
  let outflowSum = 0;
  let enthalpyOut = 0;
  let liftSum = 0; // net flow times pressure below the axis
  for (let j = 0; j < airEnd; j++) {
    const i = Y.air + 2 * j;
    const m = y[i];
    const h = y[i + 1];
    const perPressure = 1 / pressure[j];
    const v = KAPPA * h * perPressure;
    const work = v * slope[j] * dive; // -V dp/dt, W
    let dm = 0;
    let carried = 0;
    if (valve[j] !== 0) {
      const inflow = valveFlow(at, pressure[j], flow[j]);
      dm = inflow;
      carried = inflow * cpTa;
      inflowSum += inflow;
      liftSum += inflow * (axisPressure - pressure[j]);
    }
    if (spilling[j] !== 0) {
      const perVolume = (v - capacity[j]) * spillRate / v;
      const outflow = v > 0 ? m * perVolume : 0;
      const out_h = v > 0 ? h * perVolume : 0;
      dm -= outflow;
      carried -= out_h;
      outflowSum += outflow;
      enthalpyOut += out_h;
      liftSum -= outflow * (axisPressure - pressure[j]);
    }
    const dh = isothermal ? cpTw * dm : (m * cpTw - h) * heatRate - work + carried;
    const dv = (KAPPA * dh + work) * perPressure;
    out[i] = dm;
    out[i + 1] = dh;
    if (detailed) {
      volume[j] = v;
      volumeRate[j] = dv;
    }
    const inertia = m - rho * v;
    lift -= inertia * slope[j];
    airInertia += inertia;
    heatSum += dh + work - carried;
    changeSum += dv;
    if (growing[j] !== 0) growSum += dv;
  }
  rates.lift = model.gravity * lift;
  rates.airInertia = airInertia;
  rates.heat = heatSum;
  rates.inflow = inflowSum;
  rates.outflow = outflowSum;
  rates.enthalpyOut = enthalpyOut;
  rates.airLift = model.gravity * model.metrePerPascal * liftSum;
  rates.growing = growSum;
  rates.shrinking = growSum - changeSum;
}

/** Section 4 and 5: load on the sprocket shaft. */
function shaftRates({ model, state, rates }: Evaluation, y: Float64Array): void {
  const w = state.locked ? y[Y.speed] / model.radius : y[Y.shaft];
  const fast = model.gearRatio * w;
  let torque = 0;
  if (state.generator === GENERATOR.linear) torque = model.gain * (fast - model.cutInSpeed);
  else if (state.generator === GENERATOR.limited) torque = model.torqueLimit;
  rates.shaftSpeed = w;
  rates.generatorTorque = torque;
  rates.load = model.gearRatio * torque / model.gearEfficiency +
    model.windage * w * Math.abs(w);
  rates.generatorPower = model.generatorEfficiency * torque * fast;
}

/** Section 4: acceleration of chain and shaft, and of the receiver's air. */
function chainRates({ model, state, rates }: Evaluation, y: Float64Array, out: Float64Array): void {
  const v = y[Y.speed];
  const dragging = model.count -
    model.h1DragReduction * (state.descendingEnd - state.topEnd);
  rates.mass = model.massWithoutAir + rates.airInertia;
  rates.drag = model.halfDrag * dragging * v * Math.abs(v);
  const taken = rates.inflow + model.rho * rates.shrinking;
  const h1Force = model.h1Force * (state.descendingEnd - state.topEnd);
  const drive = rates.lift - model.shellWeight * rates.slopeSum + model.externalForce + h1Force -
    rates.drag - model.viscousFriction * v - v * taken;
  rates.excess = drive - model.coulombFriction - model.brakeForce;
  rates.h1Demand = h1Force * v;

  let acceleration = 0;
  let shaftAcceleration = 0;
  let clutchTorque = 0;
  if (state.locked) {
    if (!state.stuck) {
      acceleration = (rates.excess - rates.load / model.radius) /
        (rates.mass + model.inertia / (model.radius * model.radius));
      shaftAcceleration = acceleration / model.radius;
      clutchTorque = rates.load + model.inertia * shaftAcceleration;
    }
  } else {
    if (!state.stuck) acceleration = rates.excess / rates.mass;
    shaftAcceleration = -rates.load / model.inertia;
  }
  rates.acceleration = acceleration;
  rates.shaftAcceleration = shaftAcceleration;
  rates.clutchTorque = clutchTorque;
  out[Y.offset] = v;
  out[Y.speed] = acceleration;
  out[Y.shaft] = shaftAcceleration;
  out[Y.receiver] = (state.compressorOn ? model.compressorFlow : 0) - rates.inflow;
}

/**
 * Section 7: rates of the accounts that are integrated, W or kg/s. Sections 5 and 6 for the
 * electric ones. The others follow from these, see deriveAccounts().
 */
function accountRates({ model, state, rates }: Evaluation, y: Float64Array, a: Float64Array): void {
  const v = y[Y.speed];
  const w = rates.shaftSpeed;
  const compressor = state.compressorOn && state.loaded
    ? model.compressorPower * ln(rates.receiverPressure / model.ambientPressure)
    : 0;
  const h1 = state.h1Paced ? rates.h1Demand : model.h1Power;
  const heater = state.heating ? rates.heat : 0;
  rates.compressorPower = compressor;
  rates.h1Power = h1;
  rates.heaterPower = heater;
  const halfSquare = 0.5 * v * v;

  a[ACCOUNT.compressorElectric] = compressor;
  a[ACCOUNT.auxiliary] = model.auxiliaryPower;
  a[ACCOUNT.h1Supply] = h1;
  a[ACCOUNT.heater] = heater;
  a[ACCOUNT.generatorElectric] = rates.generatorPower;
  a[ACCOUNT.waterHeat] = rates.heat;
  a[ACCOUNT.airLift] = rates.airLift;
  a[ACCOUNT.ventEnthalpy] = rates.enthalpyOut;
  a[ACCOUNT.chainWork] = v * rates.lift;
  a[ACCOUNT.drag] = rates.drag * v;
  a[ACCOUNT.friction] = (model.coulombFriction + model.viscousFriction * v) * v;
  a[ACCOUNT.brake] = model.brakeForce * v;
  a[ACCOUNT.accretion] = halfSquare * (rates.inflow + model.rho * rates.shrinking);
  a[ACCOUNT.expelled] = halfSquare * (rates.outflow + model.rho * rates.growing);
  a[ACCOUNT.windage] = model.windage * w * w * Math.abs(w);
  a[ACCOUNT.gear] = model.gearLoss * rates.generatorTorque * w;
  a[ACCOUNT.generatorLoss] = model.generatorLoss * rates.generatorTorque * w;
  a[ACCOUNT.shaftWork] = rates.clutchTorque * w;
  a[ACCOUNT.densityWork] = rates.h1Demand;
  a[ACCOUNT.externalWork] = model.externalForce * v;
  a[ACCOUNT.airCompressed] = state.compressorOn ? model.compressorFlow : 0;
  a[ACCOUNT.airInjected] = rates.inflow;
  a[ACCOUNT.airVented] = rates.outflow;
}

/**
 * Fills in the accounts, or their rates, that are proportional to others: the first law of the
 * receiver, the compressor's heats and what H1 does not give back. Source: section 7.
 */
export function deriveAccounts(model: PlantModel, a: Float64Array): void {
  a[ACCOUNT.intakeEnthalpy] = model.cpTa * a[ACCOUNT.airCompressed];
  a[ACCOUNT.receiverHeat] = model.rTa * (a[ACCOUNT.airInjected] - a[ACCOUNT.airCompressed]);
  a[ACCOUNT.motorHeat] = (1 - model.motorEfficiency) * a[ACCOUNT.compressorElectric];
  a[ACCOUNT.compressorHeat] = model.motorEfficiency * a[ACCOUNT.compressorElectric];
  a[ACCOUNT.h1Loss] = a[ACCOUNT.h1Supply] - a[ACCOUNT.densityWork];
}
