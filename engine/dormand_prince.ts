import type { Machine } from "./machine.ts";
import type { PlantModel } from "./model.ts";
import { createSlopes, type Slopes } from "./rates.ts";
import type { Method } from "./runge_kutta.ts";
import { createVector, Y } from "./state.ts";

const AIR = Y.air;

// Dormand and Prince, J. Comp. Appl. Math. 6 (1980) 19, RK5(4)7M. Row s: what stages 1 to s give
// to the state at which stage s + 1 is evaluated.
const STAGES: readonly (readonly number[])[] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
];
const WEIGHTS = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84];
/** Fifth order less fourth; the seventh stage is the end of the step. */
const ERRORS = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/**
 * Share of the tolerance that one step may take: measured so that after two minutes, on grids up to
 * 1/40 s, no state and no account of the reference plants is further off than a fifth of it. With
 * 0.7 their states are still within it, but there are other plants than those.
 */
const STEP_SHARE = 0.2;
/** Speeds below this count as this in the error of a speed, m/s. */
const SLOWEST_SPEED = 0.01;

/**
 * The pair of fifth and fourth order of Dormand and Prince. The estimated error is the largest of
 * all states, each against its full scale.
 */
export class DormandPrinceMethod implements Method {
  error = 0.5;
  readonly #machine: Machine;
  readonly #tolerance: number;
  readonly #y: Float64Array;
  readonly #k: readonly Slopes[];
  /** Duration that each stage stands for, s: the step, or travel over the stage's speed. */
  readonly #spans = new Float64Array(7);
  readonly #factors = new Float64Array(7);
  /** Between both orders: of each state of the machine and each enthalpy, J. */
  readonly #differences: Float64Array;
  /** The largest of them, J, and the largest of the masses, kg. */
  #largestEnthalpy = 0.5;
  #largestMass = 0.5;

  /** `tolerance`: error allowed per step, of full scale. */
  constructor(machine: Machine, tolerance: number) {
    this.#machine = machine;
    this.#tolerance = STEP_SHARE * tolerance;
    this.#y = createVector(machine.model.count).y;
    this.#differences = createVector(machine.model.count).y;
    this.#k = STAGES.map(() => createSlopes(machine.model.count));
  }

  tryStep(byTravel: boolean): void {
    const machine = this.#machine;
    const length = machine.trialLength;
    const spans = this.#spans;
    spans[0] = byTravel ? length / machine.slopes.y[Y.offset] : length;
    for (let stage = 0; stage < STAGES.length; stage++) {
      const row = STAGES[stage];
      const last = stage === 0 ? machine.slopes : this.#k[stage - 1];
      const slopes = this.#k[stage];
      this.#combine(row);
      machine.span = row[stage] * spans[stage];
      machine.evaluateStage(this.#y, last, slopes);
      spans[stage + 1] = byTravel ? length / slopes.y[Y.offset] : length;
    }
    this.#finish();
    spans[6] = byTravel ? length / machine.trialSlopes.y[Y.offset] : length;
    this.#estimate();
  }

  /** Puts the state plus what all stages but the last change into `#y`. */
  #combine(row: readonly number[]): void {
    const { state: { y }, places, placeCount, changingEnd } = this.#machine;
    const { y: k1 } = this.#machine.slopes;
    const f = this.#factors;
    const last = row.length - 1;
    for (let i = 0; i < 4; i++) f[i] = i < last ? row[i] * this.#spans[i] : 0;
    const k = this.#k;
    const k2 = k[0].y;
    const k3 = k[1].y;
    const k4 = k[2].y;
    const out = this.#y;
    const f1 = f[0];
    const f2 = f[1];
    const f3 = f[2];
    const f4 = f[3];
    if (last < 3) {
      for (let place = 0; place < placeCount; place++) {
        const i = places[place];
        out[i] = y[i] + (f1 * k1[i] + f2 * k2[i]);
      }
      for (let i = 0; i < changingEnd; i++) out[i] = y[i] + (f1 * k1[i] + f2 * k2[i]);
      return;
    }
    for (let place = 0; place < placeCount; place++) {
      const i = places[place];
      out[i] = y[i] + (f1 * k1[i] + f2 * k2[i] + f3 * k3[i] + f4 * k4[i]);
    }
    for (let i = 0; i < changingEnd; i++) {
      out[i] = y[i] + (f1 * k1[i] + f2 * k2[i] + f3 * k3[i] + f4 * k4[i]);
    }
  }

  /** Completes the trial from the stages and their weights. */
  #finish(): void {
    const machine = this.#machine;
    const { state: { y }, trial, trialIntegrals, places, placeCount } = machine;
    const { changingEnd } = machine;
    const k = this.#k;
    const { y: k1, integrals: q1 } = machine.slopes;
    const { y: k3, integrals: q3 } = k[1];
    const { y: k4, integrals: q4 } = k[2];
    const { y: k5, integrals: q5 } = k[3];
    const { y: k6, integrals: q6 } = k[4];
    const spans = this.#spans;
    const f1 = WEIGHTS[0] * spans[0];
    const f3 = WEIGHTS[2] * spans[2];
    const f4 = WEIGHTS[3] * spans[3];
    const f5 = WEIGHTS[4] * spans[4];
    const f6 = WEIGHTS[5] * spans[5];
    const out = trial.y;
    const gain = (i: number) => f1 * k1[i] + f3 * k3[i] + f4 * k4[i] + f5 * k5[i] + f6 * k6[i];
    for (let place = 0; place < placeCount; place++) {
      const i = places[place];
      out[i] = y[i] + gain(i);
    }
    for (let i = 0; i < changingEnd; i++) out[i] = y[i] + gain(i);
    for (let i = 0; i < trialIntegrals.length; i++) {
      trialIntegrals[i] = f1 * q1[i] + f3 * q3[i] + f4 * q4[i] + f5 * q5[i] + f6 * q6[i];
    }
    machine.trialTime = f1 + f3 + f4 + f5 + f6;
    machine.trialGain = gain(Y.receiver);
    machine.completeTrial();
  }

  /** Largest difference between both orders, over what the tolerance allows for that state. */
  #estimate(): void {
    const { model, trial: { y } } = this.#machine;
    this.#compare();
    const off = this.#differences;
    const machineError = Math.max(
      off[Y.offset] / model.pitch,
      off[Y.speed] / Math.max(Math.abs(y[Y.speed]), SLOWEST_SPEED),
      off[Y.shaft] / Math.max(Math.abs(y[Y.shaft]), SLOWEST_SPEED / model.radius),
      off[Y.receiver] / y[Y.receiver],
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
    const f = this.#factors;
    for (let i = 0; i < ERRORS.length; i++) f[i] = ERRORS[i] * this.#spans[i];
    const f1 = f[0];
    const f3 = f[2];
    const f4 = f[3];
    const f5 = f[4];
    const f6 = f[5];
    const f7 = f[6];
    const k = this.#k;
    const k1 = this.#machine.slopes.y;
    const k3 = k[1].y;
    const k4 = k[2].y;
    const k5 = k[3].y;
    const k6 = k[4].y;
    const k7 = this.#machine.trialSlopes.y;
    // Written out: numbers of a closure lie on the heap.
    const off = this.#differences;
    for (let i = 0; i < changingEnd; i++) {
      off[i] = Math.abs(
        f1 * k1[i] + f3 * k3[i] + f4 * k4[i] + f5 * k5[i] + f6 * k6[i] + f7 * k7[i],
      );
    }
    let enthalpy = 0;
    for (let i = AIR; i < changingEnd; i++) enthalpy = Math.max(enthalpy, off[i]);
    let mass = 0;
    for (let place = 0; place < placeCount; place++) {
      const i = places[place];
      mass = Math.max(
        mass,
        Math.abs(f1 * k1[i] + f3 * k3[i] + f4 * k4[i] + f5 * k5[i] + f6 * k6[i] + f7 * k7[i]),
      );
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
 * Growth of a sub-step from its error over what is allowed, in [0.2, 4]: 0.9 error^(-3/16), which
 * is near the -1/5 of a fifth-order method and needs square roots only.
 */
export function stepFactor(error: number): number {
  const eighth = Math.sqrt(Math.sqrt(Math.sqrt(Math.max(error, 1e-6))));
  return Math.min(4, Math.max(0.2, 0.9 / (eighth * Math.sqrt(eighth))));
}
