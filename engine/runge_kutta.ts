import type { Machine } from "./machine.ts";
import { createSlopes, type Slopes } from "./rates.ts";
import { Y } from "./state.ts";

/** A way to try a step in frozen regimes. */
export interface Method {
  /**
   * Tries a step of `length`: seconds, or, by travel, metres with position as the independent
   * variable, so that the chain lands exactly (Henon 1982); the chain must then be moving.
   */
  tryStep(length: number, byTravel: boolean): void;
  /** Estimated error of the last trial over what is allowed; NaN when it is not estimated. */
  readonly error: number;
}

/** The classical Runge-Kutta method of fourth order. */
export class ClassicalMethod implements Method {
  readonly error = NaN;
  readonly #machine: Machine;
  readonly #y: Float64Array;
  readonly #k2: Slopes;
  readonly #k3: Slopes;
  readonly #k4: Slopes;
  /** Weights of the four stages, s. */
  readonly #weights = new Float64Array(4);

  constructor(machine: Machine) {
    const { count } = machine.model;
    this.#machine = machine;
    this.#y = new Float64Array(machine.state.y.length);
    this.#k2 = createSlopes(count);
    this.#k3 = createSlopes(count);
    this.#k4 = createSlopes(count);
  }

  tryStep(length: number, byTravel: boolean): void {
    const machine = this.#machine;
    const k1 = machine.slopes;
    // Along the path everything changes by its rate over the speed of the same stage.
    const h1 = byTravel ? length / k1.y[Y.offset] : length;
    this.#stage(k1, 0.5 * h1);
    machine.evaluateStage(this.#y, this.#k2);
    const h2 = byTravel ? length / this.#k2.y[Y.offset] : length;
    this.#stage(this.#k2, 0.5 * h2);
    machine.evaluateStage(this.#y, this.#k3);
    const h3 = byTravel ? length / this.#k3.y[Y.offset] : length;
    this.#stage(this.#k3, h3);
    machine.evaluateStage(this.#y, this.#k4);
    const h4 = byTravel ? length / this.#k4.y[Y.offset] : length;
    const weights = this.#weights;
    weights[0] = h1 / 6;
    weights[1] = h2 / 3;
    weights[2] = h3 / 3;
    weights[3] = h4 / 6;
    machine.trialTime = weights[0] + weights[1] + weights[2] + weights[3];
    this.#weigh(machine.increments, "y");
    this.#weigh(machine.trialAccounts, "accounts");
    machine.completeTrial();
  }

  #stage(slopes: Slopes, h: number): void {
    const { y } = this.#machine.state;
    const k = slopes.y;
    const out = this.#y;
    const end = this.#machine.activeEnd;
    for (let i = 0; i < end; i++) out[i] = y[i] + h * k[i];
  }

  #weigh(out: Float64Array, part: keyof Slopes): void {
    const k1 = this.#machine.slopes[part];
    const k2 = this.#k2[part];
    const k3 = this.#k3[part];
    const k4 = this.#k4[part];
    const w1 = this.#weights[0];
    const w2 = this.#weights[1];
    const w3 = this.#weights[2];
    const w4 = this.#weights[3];
    const end = part === "y" ? this.#machine.activeEnd : out.length;
    for (let i = 0; i < end; i++) out[i] = w1 * k1[i] + w2 * k2[i] + w3 * k3[i] + w4 * k4[i];
  }
}
