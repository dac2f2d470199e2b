import type { Machine } from "./machine.ts";
import { createSlopes, type Slopes } from "./rates.ts";
import { Y } from "./state.ts";

const { receiver: RECEIVER } = Y;

/** Time is no state: where a place in the state vector is asked for, this stands for it. */
export const BY_TIME = -1;

/** A way to try a step in frozen regimes. */
export interface Method {
  /**
   * Tries a step of the machine's `trialLength`: seconds, or what the state at place `by` of its
   * vector shall gain, with that state as the independent variable; it must then be changing.
   */
  tryStep(by: number): void;
  /** Estimated error of the last trial over what is allowed; NaN when it is not estimated. */
  readonly error: number;
}

/** The classical Runge-Kutta method of fourth order. */
export class ClassicalMethod implements Method {
  readonly error = NaN;
  readonly #machine: Machine;
  readonly #k2: Slopes;
  readonly #k3: Slopes;
  readonly #k4: Slopes;
  /** Of the stages, s. */
  readonly #weights = new Float64Array(4);

  constructor(machine: Machine) {
    const { count } = machine.model;
    this.#machine = machine;
    this.#k2 = createSlopes(count);
    this.#k3 = createSlopes(count);
    this.#k4 = createSlopes(count);
  }

  tryStep(by: number): void {
    const machine = this.#machine;
    const length = machine.trialLength;
    const k1 = machine.slopes;
    const k2 = this.#k2;
    const k3 = this.#k3;
    const k4 = this.#k4;
    const { y } = machine.state;
    // Along a state everything changes by its rate over that of the state, both of the same stage.
    const h1 = by < 0 ? length : length / k1.y[by];
    machine.span = 0.5 * h1;
    machine.evaluateStage(y, k1, k2);
    const h2 = by < 0 ? length : length / k2.y[by];
    machine.span = 0.5 * h2;
    machine.evaluateStage(y, k2, k3);
    const h3 = by < 0 ? length : length / k3.y[by];
    machine.span = h3;
    machine.evaluateStage(y, k3, k4);
    const h4 = by < 0 ? length : length / k4.y[by];
    const weights = this.#weights;
    weights[0] = h1 / 6;
    weights[1] = h2 / 3;
    weights[2] = h3 / 3;
    weights[3] = h4 / 6;
    this.#finish();
  }

  /** Completes the trial from the stages and their weights. */
  #finish(): void {
    const machine = this.#machine;
    const w1 = this.#weights[0];
    const w2 = this.#weights[1];
    const w3 = this.#weights[2];
    const w4 = this.#weights[3];
    const { state: { y }, trial, trialIntegrals, places, placeCount, changingEnd } = machine;
    const { y: k1, integrals: q1 } = machine.slopes;
    const { y: k2, integrals: q2 } = this.#k2;
    const { y: k3, integrals: q3 } = this.#k3;
    const { y: k4, integrals: q4 } = this.#k4;
    const out = trial.y;
    for (let place = 0; place < placeCount; place++) {
      const i = places[place];
      out[i] = y[i] + (w1 * k1[i] + w2 * k2[i] + w3 * k3[i] + w4 * k4[i]);
    }
    for (let i = 0; i < changingEnd; i++) {
      out[i] = y[i] + (w1 * k1[i] + w2 * k2[i] + w3 * k3[i] + w4 * k4[i]);
    }
    for (let i = 0; i < trialIntegrals.length; i++) {
      trialIntegrals[i] = w1 * q1[i] + w2 * q2[i] + w3 * q3[i] + w4 * q4[i];
    }
    machine.trialTime = w1 + w2 + w3 + w4;
    machine.trialGain = w1 * k1[RECEIVER] + w2 * k2[RECEIVER] + w3 * k3[RECEIVER] +
      w4 * k4[RECEIVER];
    machine.completeTrial();
  }
}
