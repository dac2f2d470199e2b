import { airRates } from "./air.ts";
import { INTEGRALS, integrandRates } from "./booking.ts";
import type { PlantModel } from "./model.ts";
import { placeBusy } from "./placement.ts";
import { createVector, GENERATOR, type PlantState, Y } from "./state.ts";

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const { offset: OFFSET, speed: SPEED, shaft: SHAFT, receiver: RECEIVER } = Y;
const { linear: LINEAR, limited: LIMITED } = GENERATOR;

/**
 * The right-hand side of the equations at one state, and what the events look at.
 * All arrays and fields are overwritten by each evaluation; nothing is allocated.
 */
export class Rates {
  /** Water pressure, Pa; dz/ds. Per slot that can hold air. */
  readonly pressure: Float64Array;
  readonly slope: Float64Array;
  /** Air volume, m3, and its rate, m3/s. Per slot. */
  readonly volume: Float64Array;
  readonly volumeRate: Float64Array;
  /** Slots from quietStart to quietEnd hold quiet air, see airRates(). */
  quietStart = 0;
  quietEnd = 0;
  quietGrows = false;
  /** Slots of the busy, and what each does, see BUSY. */
  readonly busy: Uint16Array;
  readonly busyModes: Uint8Array;
  busyCount = 0;
  /** Slots with an open valve. */
  readonly open: Uint16Array;
  openCount = 0;
  /** Share of the air that leaks out, 1/s; whether any does. Per slot. */
  readonly leakShare: Float64Array;
  readonly leaking: Uint8Array;
  /** Whether a valve does not shut at the target mass. Per slot. */
  readonly heldOpen: Uint8Array;
  /** Air that leaks out of the receiver, kg/s; negative when it leaks in. */
  receiverLeak = 0.5;
  /** Whether any floater spills. */
  spills = false;
  /** Air let in, kg/s; 0 where no valve is open. Per slot. */
  readonly feed: Float64Array;
  /** Heat that the water would give to quiet air at 0 K, W. Per slot. */
  readonly warmth: Float64Array;
  /** Sums over the quiet: mass, kg, and its moment about slot 0, kg m; volume, m3; enthalpy, J. */
  quietMass = 0.5;
  quietMoment = 0.5;
  quietVolume = 0.5;
  quietVolumeRate = 0.5;
  quietEnthalpy = 0.5;
  quietEnthalpyRate = 0.5;

  receiverPressure = 0.5;
  headerPressure = 0.5;
  /** Sums over each sprocket's slots of cosine and sine, at offset 0. */
  topCosines = 0.5;
  topSines = 0.5;
  bottomCosines = 0.5;
  bottomSines = 0.5;
  /** Sine and cosine of the angle by which the offset turns a sprocket. */
  sine = 0.5;
  cosine = 0.5;
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
  /** Air let in times the pressure below the axis, Pa kg/s. */
  liftIn = 0.5;
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
    this.volume = new Float64Array(count);
    this.volumeRate = new Float64Array(count);
    this.busy = new Uint16Array(count);
    this.open = new Uint16Array(count);
    this.feed = new Float64Array(count);
    this.busyModes = new Uint8Array(count);
    this.warmth = new Float64Array(count);
    this.leakShare = new Float64Array(count);
    this.leaking = new Uint8Array(count);
    this.heldOpen = new Uint8Array(count);
  }
}

/** Derivatives of the state vector, and of what the accounts are made from. */
export interface Slopes {
  /** Shape as PlantState.y. */
  readonly y: Float64Array;
  /** In the order of INTEGRAL. */
  readonly integrals: Float64Array;
}

/** Room for the slopes of a plant with `count` floaters. */
export function createSlopes(count: number): Slopes {
  return { y: createVector(count).y, integrals: new Float64Array(INTEGRALS) };
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
 * `arrange` must have been called since a regime last changed.
 */
export function evaluate(at: Evaluation, y: Float64Array, out: Slopes): void {
  placeBusy(at, y);
  pressures(at, y);
  airRates(at, y, out.y);
  shaftRates(at, y);
  chainRates(at, y, out.y);
  integrandRates(at, y, out.integrals);
}

function pressures({ model, state, rates }: Evaluation, y: Float64Array): void {
  rates.receiverPressure = y[RECEIVER] * model.pressurePerMass;
  rates.headerPressure = state.regulated ? model.setpoint : rates.receiverPressure;
  rates.receiverLeak = model.receiverLeak * (y[RECEIVER] - model.ambientReceiverMass);
}

/** Section 4 and 5: load on the sprocket shaft. */
function shaftRates({ model, state, rates }: Evaluation, y: Float64Array): void {
  const w = state.locked ? y[SPEED] * model.perRadius : y[SHAFT];
  const fast = model.gearRatio * w;
  let torque = 0;
  if (state.generator === LINEAR) torque = model.gain * (fast - model.cutInSpeed);
  else if (state.generator === LIMITED) torque = model.torqueLimit;
  rates.shaftSpeed = w;
  rates.generatorTorque = torque;
  rates.load = model.gearRatio * torque * model.perGearEfficiency +
    model.windage * w * Math.abs(w);
  rates.generatorPower = model.generatorEfficiency * torque * fast;
}

/** Section 4: acceleration of chain and shaft, and of the receiver's air. */
function chainRates({ model, state, rates }: Evaluation, y: Float64Array, out: Float64Array): void {
  const v = y[SPEED];
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
      acceleration = (rates.excess - rates.load * model.perRadius) /
        (rates.mass + model.shaftMass);
      shaftAcceleration = acceleration * model.perRadius;
      clutchTorque = rates.load + model.inertia * shaftAcceleration;
    }
  } else {
    if (!state.stuck) acceleration = rates.excess / rates.mass;
    shaftAcceleration = -rates.load / model.inertia;
  }
  rates.acceleration = acceleration;
  rates.shaftAcceleration = shaftAcceleration;
  rates.clutchTorque = clutchTorque;
  out[OFFSET] = v;
  out[SPEED] = acceleration;
  out[SHAFT] = shaftAcceleration;
  out[RECEIVER] = (state.compressorOn ? model.compressorFlow : 0) - rates.inflow -
    rates.receiverLeak;
}
