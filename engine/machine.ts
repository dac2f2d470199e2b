import { ACCOUNTS } from "./ledger.ts";
import type { PlantModel } from "./model.ts";
import { createSlopes, deriveAccounts, evaluate, placeLegs, Rates, type Slopes } from "./rates.ts";
import { airIndex, type PlantState, Y } from "./state.ts";

/**
 * A plant in motion: constants, state, and the room that one step needs.
 *
 * `slopes` always belongs to the state as it is; a trial step leaves the state alone and puts
 * where it would lead into `trialY` and `trialAccounts`, with the slopes and rates there.
 */
export class Machine {
  readonly model: PlantModel;
  readonly state: PlantState;
  readonly rates: Rates;
  slopes: Slopes;
  trialSlopes: Slopes;
  readonly trialY: Float64Array;
  readonly trialAccounts = new Float64Array(ACCOUNTS.length);
  readonly #stages: readonly [Slopes, Slopes, Slopes];
  readonly #stageY: Float64Array;
  /** What the receiver gained in the trial, kg, with what rounding took from it before. */
  #receiverGain = 0;

  constructor(model: PlantModel, state: PlantState) {
    this.model = model;
    this.state = state;
    this.rates = new Rates(model.count);
    this.slopes = createSlopes(model.count);
    this.trialSlopes = createSlopes(model.count);
    this.trialY = new Float64Array(state.y.length);
    this.#stageY = new Float64Array(state.y.length);
    this.#stages = [
      createSlopes(model.count),
      createSlopes(model.count),
      createSlopes(model.count),
    ];
  }

  /** Brings slopes and rates up to date with the state, after regimes or states have changed. */
  refresh(): void {
    placeLegs(this);
    evaluate(this, this.state.y, this.slopes);
  }

  /** Classical fourth-order Runge-Kutta step of `h` seconds in frozen regimes, as a trial. */
  tryStep(h: number): void {
    const [k2, k3, k4] = this.#stages;
    this.#stage(this.slopes, 0.5 * h);
    evaluate(this, this.#stageY, k2);
    this.#stage(k2, 0.5 * h);
    evaluate(this, this.#stageY, k3);
    this.#stage(k3, h);
    evaluate(this, this.#stageY, k4);
    combine(this.slopes, this.#stages, { h, y: this.state.y, out: this.trialY, end: this.#end() });
    this.#receiverGain = h / 6 * (this.slopes.y[Y.receiver] +
          2 * (k2.y[Y.receiver] + k3.y[Y.receiver]) + k4.y[Y.receiver]) -
      this.state.receiverCarry;
    this.trialY[Y.receiver] = this.state.y[Y.receiver] + this.#receiverGain;
    if (this.model.isothermal) this.#warm();
    if (this.state.locked) this.trialY[Y.shaft] = this.trialY[Y.speed] / this.model.radius;
    const sixth = h / 6;
    const a1 = this.slopes.accounts;
    for (let i = 0; i < a1.length; i++) {
      this.trialAccounts[i] = sixth *
        (a1[i] + 2 * (k2.accounts[i] + k3.accounts[i]) + k4.accounts[i]);
    }
    deriveAccounts(this.model, this.trialAccounts);
    evaluate(this, this.trialY, this.trialSlopes);
  }

  /** Section 3: without thermal time the air always has the water's temperature. */
  #warm(): void {
    const y = this.trialY;
    const end = this.#end();
    for (let i = Y.air as number; i < end; i += 2) y[i + 1] = y[i] * this.model.cpTw;
  }

  /** Makes the last trial the state. Kahan's compensation: ten hours lose no digits. */
  accept(): void {
    const { state } = this;
    const end = this.#end();
    const gained = this.trialY[Y.receiver] - state.y[Y.receiver];
    state.receiverCarry = gained - this.#receiverGain;
    for (let i = 0; i < end; i++) state.y[i] = this.trialY[i];
    const { accounts, accountCarry } = state;
    const amounts = this.trialAccounts;
    for (let i = 0; i < amounts.length; i++) {
      const corrected = amounts[i] - accountCarry[i];
      const sum = accounts[i] + corrected;
      accountCarry[i] = (sum - accounts[i]) - corrected;
      accounts[i] = sum;
    }
    const slopes = this.slopes;
    this.slopes = this.trialSlopes;
    this.trialSlopes = slopes;
    state.subSteps += 1;
  }

  /** Adds what a jump moves to an account, in its unit; compensated as in accept(). */
  book(account: number, amount: number): void {
    const { accounts, accountCarry } = this.state;
    const corrected = amount - accountCarry[account];
    const sum = accounts[account] + corrected;
    accountCarry[account] = (sum - accounts[account]) - corrected;
    accounts[account] = sum;
  }

  #stage(slopes: Slopes, h: number): void {
    const { y } = this.state;
    const k = slopes.y;
    const out = this.#stageY;
    const end = this.#end();
    for (let i = 0; i < end; i++) out[i] = y[i] + h * k[i];
  }

  /** States beyond belong to floaters that cannot hold air; they are 0 and stay 0. */
  #end(): number {
    return airIndex(this.state.airEnd);
  }
}

function combine(
  k1: Slopes,
  [k2, k3, k4]: readonly [Slopes, Slopes, Slopes],
  { h, y, out, end }: { h: number; y: Float64Array; out: Float64Array; end: number },
): void {
  const sixth = h / 6;
  for (let i = 0; i < end; i++) {
    out[i] = y[i] + sixth * (k1.y[i] + 2 * (k2.y[i] + k3.y[i]) + k4.y[i]);
  }
}
