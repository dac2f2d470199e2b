import { ACCOUNTS } from "./ledger.ts";
import type { PlantModel } from "./model.ts";
import { LapRecord, PitchHistory } from "./travel.ts";

/**
 * Layout of the vector of continuous states: four of the machine, then from `air` on the enthalpy
 * of the air in every slot of the chain, then its mass. Slot j holds the floater at path
 * coordinate j pitch + offset.
 */
export const Y = { offset: 0, speed: 1, shaft: 2, receiver: 3, air: 4 } as const;

/** The continuous states of a plant, or their rates. */
export interface StateVector {
  /** Chain offset in the pitch, m; speed, m/s; shaft speed, rad/s; receiver, kg; then the air. */
  readonly y: Float64Array;
  /** Views of `y`, per slot: enthalpy, J, and mass, kg, of the air. */
  readonly enthalpy: Float64Array;
  readonly mass: Float64Array;
}

/** A vector for a plant with `count` floaters, all 0. */
export function createVector(count: number): StateVector {
  const y = new Float64Array(Y.air + 2 * count);
  return { y, enthalpy: y.subarray(Y.air, Y.air + count), mass: y.subarray(Y.air + count) };
}

/** Regime of the generator torque clip(k (w_g - w_c), 0, T_max). */
export const GENERATOR = { idle: 0, linear: 1, limited: 2 } as const;

/** Regime of a valve by r = p / p_h. Source: docs/PHYSICS.md section 3, ISO 6358. */
export const FLOW = { choked: 0, subsonic: 1, laminar: 2, none: 3 } as const;

/** Events that are remembered to tell what chatters. */
export const EVENT_RING = 100;

/**
 * Everything that decides how a plant goes on: the continuous states, the regimes that are frozen
 * between events, and the accounts. Two plants with the same model and equal states have the
 * same future, bit for bit.
 */
export class PlantState implements StateVector {
  /** Simulated time, s, as a compensated sum of steps. */
  time = 0;
  timeCarry = 0;
  readonly y: Float64Array;
  readonly enthalpy: Float64Array;
  readonly mass: Float64Array;
  /** What rounding took from the receiver, kg: it is far larger than what a step adds. */
  receiverCarry = 0;
  /** Pitches travelled: the floater in slot j is j - pitches (mod N). */
  pitches = 0;

  readonly accounts = new Float64Array(ACCOUNTS.length);
  readonly accountCarry = new Float64Array(ACCOUNTS.length);

  stuck = true;
  locked = true;
  /** H3 holds the clutch open until the next of its times. */
  forcedOpen = false;
  h3Cycle = 0;
  generator: number = GENERATOR.idle;
  compressorOn = false;
  /** Header at the regulator's setpoint (true) or at receiver pressure. */
  regulated = true;
  /** Receiver above ambient: compressing takes work. */
  loaded = true;
  /** The H2 heater replaces what the water gives to the air. */
  heating = false;
  /** H1 pays for the work of its force (true) or its own power, whichever is larger. */
  h1Paced = false;

  /** Places of the model already passed in this pitch. */
  placesPassed = 0;
  /** Slots before each boundary: ascending leg, top arc, descending leg, and where air can be. */
  ascendingEnd = 0;
  topEnd = 0;
  descendingEnd = 0;
  airEnd = 0;

  /** Per slot: valve open; FLOW regime; spilling; air volume growing. */
  readonly valve: Uint8Array;
  readonly flow: Uint8Array;
  readonly spilling: Uint8Array;
  readonly growing: Uint8Array;

  fills = 0;
  shortFills = 0;
  hasMoved = false;

  /** Stored quantities that the accounts start from: receiver ... shellPotential, J; air, kg. */
  readonly storedReference = new Float64Array(6);
  /** Energy that parameter changes put in, J. */
  edited = 0;
  /** exergyDestroyed = flows of exergy - B + exergyReference. */
  exergyReference = 0;
  /** Largest exergyDestroyed seen at a pitch. */
  exergyPeak = 0;

  readonly laps = new LapRecord();
  readonly history = new PitchHistory();

  /** Sub-step that the error of the last ones allows, s. */
  nextStep = 1e-3;
  /** Sum of the estimated errors of all steps, of full scale. */
  estimatedError = 0;
  /** Residual of the plant after the last step, and its largest change in one, J. */
  lastResidual = 0;
  largestDefect = 0;
  /** The last events: when, s; which boundary; whose slot. */
  readonly eventTimes = new Float64Array(EVENT_RING).fill(-Infinity);
  readonly eventKinds = new Uint8Array(EVENT_RING);
  readonly eventSlots = new Uint16Array(EVENT_RING);
  eventNext = 0;
  /** Counters of the method. `collapsed`: shortest sub-steps taken with too large an error. */
  collapsed = 0;
  rejected = 0;
  events = 0;
  subSteps = 0;
  /** Steps that failed a check, and which one failed last. */
  failedSteps = 0;
  failedCheck = 0;
  /** Air that the books did not explain after the last step that was checked, kg. */
  lastAirUnexplained = 0;

  constructor(count: number) {
    const { y, enthalpy, mass } = createVector(count);
    this.y = y;
    this.enthalpy = enthalpy;
    this.mass = mass;
    this.valve = new Uint8Array(count);
    this.flow = new Uint8Array(count);
    this.spilling = new Uint8Array(count);
    this.growing = new Uint8Array(count);
  }
}

/** Numbers and switches of a state, in the order of a snapshot. */
export const STATE_SCALARS = [
  "time",
  "timeCarry",
  "receiverCarry",
  "pitches",
  "stuck",
  "locked",
  "forcedOpen",
  "h3Cycle",
  "generator",
  "compressorOn",
  "regulated",
  "loaded",
  "heating",
  "h1Paced",
  "placesPassed",
  "ascendingEnd",
  "topEnd",
  "descendingEnd",
  "airEnd",
  "fills",
  "shortFills",
  "hasMoved",
  "edited",
  "exergyReference",
  "exergyPeak",
  "nextStep",
  "estimatedError",
  "lastResidual",
  "largestDefect",
  "eventNext",
  "collapsed",
  "rejected",
  "events",
  "subSteps",
  "failedSteps",
  "failedCheck",
  "lastAirUnexplained",
] as const satisfies readonly (keyof PlantState)[];

/** Arrays of a state, in the order of a snapshot. */
export const STATE_ARRAYS = [
  "y",
  "accounts",
  "accountCarry",
  "valve",
  "flow",
  "spilling",
  "growing",
  "storedReference",
  "eventTimes",
  "eventKinds",
  "eventSlots",
] as const satisfies readonly (keyof PlantState)[];

/** Makes `to` the state `from`. Both must be of plants with the same number of floaters. */
export function copyState(from: PlantState, to: PlantState): void {
  for (const name of STATE_SCALARS) (to as Record<typeof name, unknown>)[name] = from[name];
  for (const name of STATE_ARRAYS) to[name].set(from[name]);
  from.laps.copyTo(to.laps);
  from.history.copyTo(to.history);
}

/** Moves every floater up one slot: the chain has travelled one pitch. */
export function shiftSlots(state: PlantState): void {
  const { enthalpy, mass, valve, flow, spilling, growing } = state;
  for (const perSlot of [enthalpy, mass, valve, flow, spilling, growing]) {
    const wrapped = perSlot[perSlot.length - 1];
    perSlot.copyWithin(1, 0, perSlot.length - 1);
    perSlot[0] = wrapped;
  }
}

/** Path coordinate of a slot, m, in [0, L). */
export function slotSigma(model: PlantModel, state: PlantState, slot: number): number {
  return slot * model.pitch + state.y[Y.offset];
}
