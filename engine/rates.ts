import { airRates } from "./air.ts";
import { INTEGRALS, integrandRates } from "./booking.ts";
import { Frozen } from "./frozen.ts";
import type { PlantModel } from "./model.ts";
import { turnSprockets } from "./placement.ts";
import { createVector, type PlantState, Y } from "./state.ts";

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const { offset: OFFSET, speed: SPEED, shaft: SHAFT, receiver: RECEIVER } = Y;

/**
 * The right-hand side of the equations at one state, and what the events look at.
 * All arrays and fields are overwritten by each evaluation; nothing is allocated.
 */
export class Rates {
  readonly frozen = new Frozen();
  /** Water pressure, Pa; dz/ds. Per slot that can hold air; of the quiet see describeQuiet(). */
  readonly pressure: Float64Array;
  readonly slope: Float64Array;
  /** Air volume, m3, and its rate, m3/s. Per slot; of the quiet see describeQuiet(). */
  readonly volume: Float64Array;
  readonly volumeRate: Float64Array;
  /** Slots from quietStart to quietEnd hold quiet air, see airRates(). */
  quietStart = 0;
  quietEnd = 0;
  quietGrows = false;
  /** Height of the first of them at offset 0, m. */
  quietLevel = 0.5;
  /** Slots of the busy, and what each does, see BUSY. */
  readonly busy: Uint16Array;
  readonly busyModes: Uint8Array;
  /** Four numbers each that place them, see layOutBusy(). */
  readonly layout: Float64Array;
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
  /** Air that open valves let in, kg/s. Per slot. */
  readonly feed: Float64Array;
  /** Heat that the water would give to quiet air at 0 K, W. In the places of the enthalpies. */
  readonly warmth: Float64Array;
  /** Sums over the quiet: mass, kg, and its moment about slot 0, kg m; volume, m3; enthalpy, J. */
  quietMass = 0.5;
  quietMoment = 0.5;
  quietVolume = 0.5;
  quietVolumeRate = 0.5;
  quietEnthalpy = 0.5;
  quietEnthalpyRate = 0.5;
  /** Sum of their warmth, W. */
  quietWarmth = 0.5;
  /** Up to which offset, m, none of the quiet can be full, and whether none shrinks in rising. */
  roomyUntil = 0.5;
  quietSwells = false;

  /** Where the equations were evaluated: offset, m; speed, m/s; that of a free shaft, rad/s. */
  offset = 0.5;
  speed = 0.5;
  freeSpeed = 0.5;
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
    this.layout = new Float64Array(4 * count);
    this.volume = new Float64Array(count);
    this.volumeRate = new Float64Array(count);
    this.busy = new Uint16Array(count);
    this.open = new Uint16Array(count);
    this.feed = new Float64Array(count);
    this.busyModes = new Uint8Array(count);
    this.warmth = new Float64Array(Y.air + count);
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

/** Where the right-hand side is evaluated: at `base` and what `along` adds to it in `span`, s. */
export interface Evaluation {
  readonly model: PlantModel;
  /** Regimes, frozen. */
  readonly state: PlantState;
  readonly rates: Rates;
  /** A state vector and its slopes. */
  readonly base: Float64Array;
  readonly along: Float64Array;
  readonly span: number;
  /** Whether what only events and observers look at is wanted. */
  readonly detailed: boolean;
  /** Whether the integrands are wanted. */
  readonly booked: boolean;
}

/**
 * Evaluates the equations in the regimes of the state. Source: docs/PHYSICS.md.
 * `arrange` must have been called since a regime last changed.
 */
export function evaluate(at: Evaluation, out: Slopes): void {
  const { model, rates, base, along, span } = at;
  const { frozen } = rates;
  const receiver = base[RECEIVER] + span * along[RECEIVER];
  const pressure = receiver * model.pressurePerMass;
  rates.offset = base[OFFSET] + span * along[OFFSET];
  rates.speed = base[SPEED] + span * along[SPEED];
  rates.freeSpeed = base[SHAFT] + span * along[SHAFT];
  rates.receiverPressure = pressure;
  rates.headerPressure = frozen.fixedHeader + frozen.openHeader * pressure;
  rates.receiverLeak = model.receiverLeak * (receiver - model.ambientReceiverMass);
  turnSprockets(at);
  airRates(at, out.y);
  machineRates(at, out);
  if (at.booked === true) integrandRates(at, out.integrals);
}

/**
 * Sections 4 and 5: load on the sprocket shaft, acceleration of chain and shaft, and what the
 * receiver gains.
 */
function machineRates({ model, rates }: Evaluation, { y: out }: Slopes): void {
  const { frozen, speed: v } = rates;
  const { perRadius } = frozen;
  const w = perRadius * v + frozen.ownShaft * rates.freeSpeed;
  const fast = model.gearRatio * w;
  const torque = frozen.torqueGain * (fast - model.cutInSpeed) + frozen.torque;
  const load = frozen.loadPerTorque * torque + model.windage * w * Math.abs(w);
  const mass = model.massWithoutAir + rates.airInertia;
  const drag = frozen.dragFactor * v * Math.abs(v);
  const taken = rates.inflow + model.rho * rates.shrinking;
  const excess = rates.lift - model.shellWeight * rates.slopeSum + frozen.steadyForce - drag -
    v * (model.viscousFriction + taken);
  let acceleration = 0;
  if (frozen.moves === true) {
    acceleration = (excess - load * perRadius) / (mass + frozen.shaftMass);
  }
  const shaftAcceleration = acceleration * perRadius - load * frozen.freeShaft;
  rates.shaftSpeed = w;
  rates.generatorTorque = torque;
  rates.load = load;
  rates.generatorPower = model.generatorEfficiency * torque * fast;
  rates.mass = mass;
  rates.drag = drag;
  rates.excess = excess;
  rates.h1Demand = frozen.h1Force * v;
  rates.acceleration = acceleration;
  rates.shaftAcceleration = shaftAcceleration;
  rates.clutchTorque = frozen.engaged * (load + model.inertia * shaftAcceleration);
  out[OFFSET] = v;
  out[SPEED] = acceleration;
  out[SHAFT] = shaftAcceleration;
  out[RECEIVER] = frozen.compressorFlow - rates.inflow - rates.receiverLeak;
}
