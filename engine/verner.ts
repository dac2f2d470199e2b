import type { Machine } from "./machine.ts";
import type { PlantModel } from "./model.ts";
import { createSlopes, type Slopes } from "./rates.ts";
import type { Method } from "./runge_kutta.ts";
import { createVector, Y } from "./state.ts";

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const { offset: OFFSET, speed: SPEED, shaft: SHAFT, receiver: RECEIVER, air: AIR } = Y;

// Verner, Numer. Algorithms 53 (2010) 383: the "most efficient" pair of sixth and fifth order,
// RKV65.IIIXb. Row s: what stages 1 to s give to the state at which stage s + 1 is evaluated.
const STAGES: readonly (readonly number[])[] = [
  [0.06],
  [0.019239962962962962, 0.07669337037037037],
  [0.035975, 0, 0.107925],
  [1.3186834152331484, 0, -5.042058063628562, 4.220674648395414],
  [-41.872591664327516, 0, 159.4325621631375, -122.11921356501003, 5.531743066200054],
  [
    -54.430156935316504,
    0,
    207.06725136501848,
    -158.61081378459,
    6.991816585950242,
    -0.018597231062203234,
  ],
  [
    -54.66374178728198,
    0,
    207.95280625538936,
    -159.2889574744995,
    7.018743740796944,
    -0.018338785905045722,
    -0.0005119484997882099,
  ],
];
/** Of the sixth order. */
const WEIGHTS = [
  0.03438957868357036,
  0,
  0,
  0.2582624555633503,
  0.4209371189673537,
  4.40539646966931,
  -176.48311902429865,
  172.36413340141507,
];
/** Of the fifth order; the ninth stage is the end of the step. */
const FIFTH = [
  0.0490996764838249,
  0,
  0,
  0.22511122295165242,
  0.4694682253029562,
  0.8065792249988868,
  0,
  -0.607119489177796,
  0.056861139440475696,
];
const ERRORS = FIFTH.map((weight, stage) => (WEIGHTS[stage] ?? 0) - weight);

/** Speeds below this count as this in the error of a speed, m/s. */
const SLOWEST_SPEED = 0.01;

/**
 * Verner's pair of sixth and fifth order. The estimated error is the largest of all states, each
 * against its full scale. It takes longer steps than a pair of lower order, which suits a plant
 * whose every event and row of the grid ends a step.
 */
export class VernerMethod implements Method {
  error = 0.5;
  readonly #machine: Machine;
  readonly #tolerance: number;
  readonly #y: Float64Array;
  /** Of stages 2 to 8. */
  readonly #k: readonly Slopes[];
  /** Duration that each stage stands for, s: the step, or a state's gain over its rate there. */
  readonly #spans = new Float64Array(ERRORS.length);
  /** Between both orders: of each state; those of the air without their last stage. */
  readonly #differences: Float64Array;
  /** The largest of them, J, and the largest of the masses, kg. */
  #largestEnthalpy = 0.5;
  #largestMass = 0.5;

  /** `tolerance`: error allowed per step, of full scale. */
  constructor(machine: Machine, tolerance: number) {
    this.#machine = machine;
    this.#tolerance = tolerance;
    this.#y = createVector(machine.model.count).y;
    this.#differences = createVector(machine.model.count).y;
    this.#k = STAGES.map(() => createSlopes(machine.model.count));
  }

  tryStep(by: number): void {
    const machine = this.#machine;
    const length = machine.trialLength;
    const spans = this.#spans;
    let last = machine.slopes;
    spans[0] = by < 0 ? length : length / last.y[by];
    for (let stage = 0; stage < STAGES.length; stage++) {
      const row = STAGES[stage];
      const slopes = this.#k[stage];
      machine.span = row[stage] * spans[stage];
      machine.booked = WEIGHTS[stage + 1] !== 0;
      machine.evaluateStage(this.#combine(row), last, slopes);
      spans[stage + 1] = by < 0 ? length : length / slopes.y[by];
      last = slopes;
    }
    this.#finish();
    spans[8] = by < 0 ? length : length / machine.trialSlopes.y[by];
    this.#estimate();
  }

  /** The state plus what all stages but the last change; the second never counts among them. */
  #combine(row: readonly number[]): Float64Array {
    const { state: { y }, slopes: { y: k1 }, places, placeCount, changingEnd } = this.#machine;
    const last = row.length - 1;
    if (last === 0) return y;
    const spans = this.#spans;
    const f1 = row[0] * spans[0];
    const out = this.#y;
    if (last < 3) {
      for (let place = 0; place < placeCount; place++) {
        const i = places[place];
        out[i] = y[i] + f1 * k1[i];
      }
      for (let i = 0; i < changingEnd; i++) out[i] = y[i] + f1 * k1[i];
      return out;
    }
    const f3 = row[2] * spans[2];
    const k = this.#k;
    const k3 = k[1].y;
    if (last < 4) {
      for (let place = 0; place < placeCount; place++) {
        const i = places[place];
        out[i] = y[i] + (f1 * k1[i] + f3 * k3[i]);
      }
      for (let i = 0; i < changingEnd; i++) out[i] = y[i] + (f1 * k1[i] + f3 * k3[i]);
      return out;
    }
    // A stage that is not there yet is the first, taken no times.
    const f4 = row[3] * spans[3];
    const f5 = last > 4 ? row[4] * spans[4] : 0;
    const f6 = last > 5 ? row[5] * spans[5] : 0;
    const k4 = k[2].y;
    const k5 = last > 4 ? k[3].y : k1;
    const k6 = last > 5 ? k[4].y : k1;
    for (let place = 0; place < placeCount; place++) {
      const i = places[place];
      out[i] = y[i] + (f1 * k1[i] + f3 * k3[i] + f4 * k4[i] + f5 * k5[i] + f6 * k6[i]);
    }
    for (let i = 0; i < changingEnd; i++) {
      out[i] = y[i] + (f1 * k1[i] + f3 * k3[i] + f4 * k4[i] + f5 * k5[i] + f6 * k6[i]);
    }
    return out;
  }

  /** Completes the trial from the stages and their weights. */
  #finish(): void {
    const machine = this.#machine;
    const { state: { y }, trial, trialIntegrals, places, placeCount, changingEnd } = machine;
    const k = this.#k;
    const { y: k1, integrals: q1 } = machine.slopes;
    const { y: k4, integrals: q4 } = k[2];
    const { y: k5, integrals: q5 } = k[3];
    const { y: k6, integrals: q6 } = k[4];
    const { y: k7, integrals: q7 } = k[5];
    const { y: k8, integrals: q8 } = k[6];
    const spans = this.#spans;
    const f1 = WEIGHTS[0] * spans[0];
    const f4 = WEIGHTS[3] * spans[3];
    const f5 = WEIGHTS[4] * spans[4];
    const f6 = WEIGHTS[5] * spans[5];
    const f7 = WEIGHTS[6] * spans[6];
    const f8 = WEIGHTS[7] * spans[7];
    const d1 = ERRORS[0] * spans[0];
    const d4 = ERRORS[3] * spans[3];
    const d5 = ERRORS[4] * spans[4];
    const d6 = ERRORS[5] * spans[5];
    const d7 = ERRORS[6] * spans[6];
    const d8 = ERRORS[7] * spans[7];
    const out = trial.y;
    const off = this.#differences;
    for (let place = 0; place < placeCount; place++) {
      const i = places[place];
      const gain = f1 * k1[i] + f4 * k4[i] + f5 * k5[i] + f6 * k6[i] + (f7 * k7[i] + f8 * k8[i]);
      const less = d1 * k1[i] + d4 * k4[i] + d5 * k5[i] + d6 * k6[i] + (d7 * k7[i] + d8 * k8[i]);
      out[i] = y[i] + gain;
      off[i] = less;
    }
    for (let i = 0; i < changingEnd; i++) {
      const gain = f1 * k1[i] + f4 * k4[i] + f5 * k5[i] + f6 * k6[i] + (f7 * k7[i] + f8 * k8[i]);
      const less = d1 * k1[i] + d4 * k4[i] + d5 * k5[i] + d6 * k6[i] + (d7 * k7[i] + d8 * k8[i]);
      out[i] = y[i] + gain;
      off[i] = less;
    }
    for (let i = 0; i < trialIntegrals.length; i++) {
      trialIntegrals[i] = f1 * q1[i] + f4 * q4[i] + f5 * q5[i] + f6 * q6[i] +
        (f7 * q7[i] + f8 * q8[i]);
    }
    machine.trialTime = f1 + f4 + f5 + f6 + (f7 + f8);
    machine.trialGain = f1 * k1[RECEIVER] + f4 * k4[RECEIVER] + f5 * k5[RECEIVER] +
      f6 * k6[RECEIVER] + (f7 * k7[RECEIVER] + f8 * k8[RECEIVER]);
    machine.completeTrial();
  }

  /** Largest difference between both orders, over what the tolerance allows for that state. */
  #estimate(): void {
    const { model, trial: { y } } = this.#machine;
    this.#compare();
    const off = this.#differences;
    const machineError = Math.max(
      off[OFFSET] / model.pitch,
      off[SPEED] / Math.max(Math.abs(y[SPEED]), SLOWEST_SPEED),
      off[SHAFT] / Math.max(Math.abs(y[SHAFT]), SLOWEST_SPEED / model.radius),
      off[RECEIVER] / y[RECEIVER],
    );
    const mass = airScale(model);
    const airError = Math.max(
      this.#largestEnthalpy / (mass * model.cpTw),
      this.#largestMass / mass,
    );
    this.error = Math.max(machineError, airError) / this.#tolerance;
  }

  /** Notes the differences between both orders: of the machine, and the largest of the air. */
  #compare(): void {
    const { places, placeCount, changingEnd } = this.#machine;
    const f9 = ERRORS[8] * this.#spans[8];
    const k9 = this.#machine.trialSlopes.y;
    const off = this.#differences;
    for (let i = 0; i < AIR; i++) off[i] = Math.abs(off[i] + f9 * k9[i]);
    let enthalpy = 0;
    for (let i = AIR; i < changingEnd; i++) {
      const difference = Math.abs(off[i] + f9 * k9[i]);
      if (difference > enthalpy) enthalpy = difference;
    }
    let mass = 0;
    for (let place = 0; place < placeCount; place++) {
      const i = places[place];
      const difference = Math.abs(off[i] + f9 * k9[i]);
      if (difference > mass) mass = difference;
    }
    this.#largestEnthalpy = enthalpy;
    this.#largestMass = mass;
  }
}

/** Air mass that a floater's error is measured against, kg: one fill, or what it is sealed with. */
function airScale(model: PlantModel): number {
  const sealed = model.parameters["floater.sealedMass"];
  return Math.max(model.targetMass, model.sealed ? sealed : 0, Number.MIN_VALUE);
}

/**
 * Growth of a sub-step from its error over what is allowed, in [0.2, 4]: 0.9 error^(-5/32), which
 * is near the -1/6 of a sixth-order method and needs square roots only.
 */
export function stepFactor(error: number): number {
  const eighth = Math.sqrt(Math.sqrt(Math.sqrt(Math.max(error, 1e-6))));
  return Math.min(4, Math.max(0.2, 0.9 / (eighth * Math.sqrt(Math.sqrt(eighth)))));
}
