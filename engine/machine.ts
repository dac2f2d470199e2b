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
  /** How long the last trial takes, s. */
  trialTime = 0.5;
  readonly #stage2: Slopes;
  readonly #stage3: Slopes;
  readonly #stage4: Slopes;
  /** Weights of the four stages in a trial, s. */
  readonly #weights = new Float64Array(4);
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
    this.#stage2 = createSlopes(model.count);
    this.#stage3 = createSlopes(model.count);
    this.#stage4 = createSlopes(model.count);
  }

  /** Brings slopes and rates up to date with the state, after regimes or states have changed. */
  refresh(): void {
    placeLegs(this);
    evaluate(this, this.state.y, this.slopes);
  }

  /** Classical fourth-order Runge-Kutta step of `h` seconds in frozen regimes, as a trial. */
  tryStep(h: number): void {
    this.#tryRungeKutta(h, false);
  }

  /**
   * The same over `distance` metres of travel, with position as the independent variable, so that
   * the chain lands exactly (Henon 1982). The chain must be moving.
   */
  tryTravel(distance: number): void {
    this.#tryRungeKutta(distance, true);
  }

  /** One trial over `length`, s, or m of travel. */
  #tryRungeKutta(length: number, byTravel: boolean): void {
    const k1 = this.slopes;
    const k2 = this.#stage2;
    const k3 = this.#stage3;
    const k4 = this.#stage4;
    // Along the path everything changes by its rate over the speed of the same stage.
    const h1 = byTravel ? length / k1.y[Y.offset] : length;
    this.#stage(k1, 0.5 * h1);
    evaluate(this, this.#stageY, k2);
    const h2 = byTravel ? length / k2.y[Y.offset] : length;
    this.#stage(k2, 0.5 * h2);
    evaluate(this, this.#stageY, k3);
    const h3 = byTravel ? length / k3.y[Y.offset] : length;
    this.#stage(k3, h3);
    evaluate(this, this.#stageY, k4);
    const h4 = byTravel ? length / k4.y[Y.offset] : length;
    const weights = this.#weights;
    weights[0] = h1 / 6;
    weights[1] = h2 / 3;
    weights[2] = h3 / 3;
    weights[3] = h4 / 6;
    this.#weigh();
    evaluate(this, this.trialY, this.trialSlopes);
    this.trialTime = weights[0] + weights[1] + weights[2] + weights[3];
  }

  /** Sums the stages with their weights into the trial. */
  #weigh(): void {
    const { y, receiverCarry } = this.state;
    const w1 = this.#weights[0];
    const w2 = this.#weights[1];
    const w3 = this.#weights[2];
    const w4 = this.#weights[3];
    const k1 = this.slopes.y;
    const k2 = this.#stage2.y;
    const k3 = this.#stage3.y;
    const k4 = this.#stage4.y;
    const out = this.trialY;
    const end = this.#end();
    for (let i = 0; i < end; i++) {
      out[i] = y[i] + (w1 * k1[i] + w2 * k2[i] + w3 * k3[i] + w4 * k4[i]);
    }
    const r = Y.receiver;
    this.#receiverGain = w1 * k1[r] + w2 * k2[r] + w3 * k3[r] + w4 * k4[r] - receiverCarry;
    out[r] = y[r] + this.#receiverGain;
    if (this.model.isothermal) this.#warm();
    if (this.state.locked) out[Y.shaft] = out[Y.speed] / this.model.radius;

    const a1 = this.slopes.accounts;
    const a2 = this.#stage2.accounts;
    const a3 = this.#stage3.accounts;
    const a4 = this.#stage4.accounts;
    const amounts = this.trialAccounts;
    for (let i = 0; i < amounts.length; i++) {
      amounts[i] = w1 * a1[i] + w2 * a2[i] + w3 * a3[i] + w4 * a4[i];
    }
    deriveAccounts(this.model, amounts);
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
