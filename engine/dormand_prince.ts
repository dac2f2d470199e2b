import type { Machine } from "./machine.ts";
import type { PlantModel } from "./model.ts";
import { createSlopes, type Slopes } from "./rates.ts";
import type { Method } from "./runge_kutta.ts";
import { Y } from "./state.ts";

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
 * Share of the tolerance that one step may take: measured so that after two minutes no state and
 * no account of the reference plants is further off than the tolerance.
 */
const STEP_SHARE = 0.15;
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

  /** `tolerance`: error allowed per step, of full scale. */
  constructor(machine: Machine, tolerance: number) {
    this.#machine = machine;
    this.#tolerance = STEP_SHARE * tolerance;
    this.#y = new Float64Array(machine.state.y.length);
    this.#k = STAGES.map(() => createSlopes(machine.model.count));
  }

  tryStep(length: number, byTravel: boolean): void {
    const machine = this.#machine;
    const spans = this.#spans;
    spans[0] = byTravel ? length / machine.slopes.y[Y.offset] : length;
    for (let stage = 0; stage < STAGES.length; stage++) {
      this.#stage(STAGES[stage]);
      const slopes = this.#k[stage];
      machine.evaluateStage(this.#y, slopes);
      spans[stage + 1] = byTravel ? length / slopes.y[Y.offset] : length;
    }
    let time = 0;
    for (let i = 0; i < WEIGHTS.length; i++) {
      this.#factors[i] = WEIGHTS[i] * spans[i];
      time += this.#factors[i];
    }
    machine.trialTime = time;
    this.#weigh(machine.increments, "y");
    this.#weigh(machine.trialAccounts, "accounts");
    machine.completeTrial();
    spans[6] = byTravel ? length / machine.trialSlopes.y[Y.offset] : length;
    this.#estimate();
  }

  #stage(row: readonly number[]): void {
    const machine = this.#machine;
    const { y } = machine.state;
    const f = this.#factors;
    const spans = this.#spans;
    for (let i = 0; i < 5; i++) f[i] = i < row.length ? row[i] * spans[i] : 0;
    const k1 = machine.slopes.y;
    const k2 = this.#k[0].y;
    const out = this.#y;
    const end = machine.activeEnd;
    const f1 = f[0];
    const f2 = f[1];
    if (row.length < 3) {
      for (let i = 0; i < end; i++) out[i] = y[i] + f1 * k1[i] + f2 * k2[i];
      return;
    }
    const k3 = this.#k[1].y;
    const k4 = this.#k[2].y;
    const k5 = this.#k[3].y;
    const f3 = f[2];
    const f4 = f[3];
    const f5 = f[4];
    for (let i = 0; i < end; i++) {
      out[i] = y[i] + (f1 * k1[i] + f2 * k2[i] + f3 * k3[i] + f4 * k4[i] + f5 * k5[i]);
    }
  }

  #weigh(out: Float64Array, part: keyof Slopes): void {
    const f = this.#factors;
    const k1 = this.#machine.slopes[part];
    const k3 = this.#k[1][part];
    const k4 = this.#k[2][part];
    const k5 = this.#k[3][part];
    const k6 = this.#k[4][part];
    const f1 = f[0];
    const f3 = f[2];
    const f4 = f[3];
    const f5 = f[4];
    const f6 = f[5];
    const end = part === "y" ? this.#machine.activeEnd : out.length;
    for (let i = 0; i < end; i++) {
      out[i] = f1 * k1[i] + f3 * k3[i] + f4 * k4[i] + f5 * k5[i] + f6 * k6[i];
    }
  }

  /** Largest difference between both orders, over what the tolerance allows for that state. */
  #estimate(): void {
    const machine = this.#machine;
    const { model, trialY } = machine;
    const f = this.#factors;
    for (let i = 0; i < ERRORS.length; i++) f[i] = ERRORS[i] * this.#spans[i];
    const machineError = Math.max(
      Math.abs(this.#difference(Y.offset)) / model.pitch,
      Math.abs(this.#difference(Y.speed)) / Math.max(Math.abs(trialY[Y.speed]), SLOWEST_SPEED),
      Math.abs(this.#difference(Y.shaft)) /
        Math.max(Math.abs(trialY[Y.shaft]), SLOWEST_SPEED / model.radius),
      Math.abs(this.#difference(Y.receiver)) / trialY[Y.receiver],
    );
    const mass = airScale(model);
    const perMass = 1 / mass;
    const perEnthalpy = 1 / (mass * model.cpTw);
    let airError = 0;
    const end = machine.activeEnd;
    for (let i = Y.air as number; i < end; i += 2) {
      const off = Math.max(
        Math.abs(this.#difference(i)) * perMass,
        Math.abs(this.#difference(i + 1)) * perEnthalpy,
      );
      if (off > airError) airError = off;
    }
    this.error = Math.max(machineError, airError) / this.#tolerance;
  }

  #difference(i: number): number {
    const f = this.#factors;
    const k = this.#k;
    return f[0] * this.#machine.slopes.y[i] + f[2] * k[1].y[i] + f[3] * k[2].y[i] +
      f[4] * k[3].y[i] + f[5] * k[4].y[i] + f[6] * this.#machine.trialSlopes.y[i];
  }
}

/** Air mass that a floater's error is measured against, kg: one fill, or what it is sealed with. */
function airScale(model: PlantModel): number {
  const sealed = model.parameters["floater.sealedMass"];
  return Math.max(model.targetMass, model.sealed ? sealed : 0, Number.MIN_VALUE);
}
