import { ACCOUNTS } from "./ledger.ts";
import type { PlantModel } from "./model.ts";
import { createSlopes, deriveAccounts, evaluate, placeLegs, Rates, type Slopes } from "./rates.ts";
import { airIndex, type PlantState, Y } from "./state.ts";

/**
 * A plant in motion: constants, state, and the room that one step needs.
 *
 * `slopes` always belongs to the state as it is. A method of integration tries a step: it fills
 * `increments` and `trialAccounts` and calls completeTrial(), which leaves the state alone and
 * puts where the step would lead into `trialY`, with slopes and rates there. accept() makes the
 * trial the state.
 */
export class Machine {
  readonly model: PlantModel;
  readonly state: PlantState;
  readonly rates: Rates;
  slopes: Slopes;
  trialSlopes: Slopes;
  /** What the trial adds to the state vector. */
  readonly increments: Float64Array;
  /** What the trial adds to the accounts, J and kg. */
  readonly trialAccounts = new Float64Array(ACCOUNTS.length);
  /** Where the trial leads. */
  readonly trialY: Float64Array;
  /** How long the trial takes, s. */
  trialTime = 0.5;
  /** See Evaluation. */
  detailed = true;

  constructor(model: PlantModel, state: PlantState) {
    this.model = model;
    this.state = state;
    this.rates = new Rates(model.count);
    this.slopes = createSlopes(model.count);
    this.trialSlopes = createSlopes(model.count);
    this.increments = new Float64Array(state.y.length);
    this.trialY = new Float64Array(state.y.length);
  }

  /** States from here on belong to floaters that cannot hold air; they are 0 and stay 0. */
  get activeEnd(): number {
    return airIndex(this.state.airEnd);
  }

  /** Brings slopes and rates up to date with the state, after regimes or states have changed. */
  refresh(): void {
    placeLegs(this);
    this.detailed = true;
    evaluate(this, this.state.y, this.slopes);
  }

  /** Evaluates a stage inside a trial, for a method of integration. */
  evaluateStage(y: Float64Array, out: Slopes): void {
    this.detailed = false;
    evaluate(this, y, out);
  }

  /** Evaluates the end of the trial whose increments a method has filled in. */
  completeTrial(): void {
    const { model, state, increments, trialY } = this;
    const { y } = state;
    increments[Y.receiver] -= state.receiverCarry;
    const end = this.activeEnd;
    for (let i = 0; i < end; i++) trialY[i] = y[i] + increments[i];
    if (model.isothermal) {
      // Section 3: without thermal time the air always has the water's temperature.
      for (let i = Y.air as number; i < end; i += 2) trialY[i + 1] = trialY[i] * model.cpTw;
    }
    if (state.locked) trialY[Y.shaft] = trialY[Y.speed] / model.radius;
    deriveAccounts(model, this.trialAccounts);
    this.detailed = true;
    evaluate(this, trialY, this.trialSlopes);
  }

  /** Makes the last trial the state. Kahan's compensation: ten hours lose no digits. */
  accept(): void {
    const { state } = this;
    const end = this.activeEnd;
    const gained = this.trialY[Y.receiver] - state.y[Y.receiver];
    state.receiverCarry = gained - this.increments[Y.receiver];
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
}
