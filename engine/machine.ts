import { ACCOUNTS } from "./ledger.ts";
import type { PlantModel } from "./model.ts";
import { bookStretch, INTEGRALS } from "./booking.ts";
import { arrange } from "./placement.ts";
import { createSlopes, evaluate, Rates, type Slopes } from "./rates.ts";
import { createVector, type PlantState, type StateVector, Y } from "./state.ts";

const { offset: OFFSET, speed: SPEED, shaft: SHAFT, receiver: RECEIVER, air: AIR } = Y;

/**
 * A plant in motion: constants, state, and the room that one step needs.
 *
 * `slopes` always belongs to the state as it is. A method of integration tries a step: it fills
 * the `ranges` of `trial`, `trialGain`, `trialTime` and `trialIntegrals`, and calls
 * completeTrial(), which leaves the state alone and evaluates slopes and rates there. accept()
 * makes the trial the state.
 */
export class Machine {
  readonly model: PlantModel;
  readonly state: PlantState;
  readonly rates: Rates;
  slopes: Slopes;
  trialSlopes: Slopes;
  /** Where the trial leads. */
  readonly trial: StateVector;
  /** What the trial adds to the receiver, kg. */
  trialGain = 0.5;
  /** What the trial is asked to be long, see Method. */
  trialLength = 0.5;
  /** How long the trial takes, s, and how far it goes, m. */
  trialTime = 0.5;
  trialTravel = 0.5;
  /** See INTEGRAL. */
  readonly trialIntegrals = new Float64Array(INTEGRALS);
  /**
   * Where the state vector changes, as begin and end three times over: machine and enthalpies,
   * then the masses of the busy floaters below the quiet ones and above them.
   */
  readonly ranges = new Uint16Array(6);
  /** Time since the last step of the grid, s. */
  elapsed = 0.5;
  /** Sub-steps per second that the state asks for, see pace.ts. */
  pace = 0.5;
  /** Change of the plant's residual in the last step, J, and of its unexplained air, kg. */
  defect = 0.5;
  airDefect = 0.5;
  /** See Evaluation. */
  detailed = true;
  readonly #amounts = new Float64Array(ACCOUNTS.length);

  constructor(model: PlantModel, state: PlantState) {
    this.model = model;
    this.state = state;
    this.rates = new Rates(model.count);
    this.slopes = createSlopes(model.count);
    this.trialSlopes = createSlopes(model.count);
    this.trial = createVector(model.count);
    // Fields that begin with a fraction take any number without being put elsewhere on the heap.
    this.elapsed = 0;
  }

  /** Brings slopes and rates up to date with the state, after regimes or states have changed. */
  refresh(): void {
    const { model, state, rates, ranges } = this;
    arrange(this);
    const masses = AIR + model.count;
    ranges[1] = AIR + state.airEnd;
    ranges[2] = masses;
    ranges[3] = masses + rates.quietStart;
    ranges[4] = masses + rates.quietEnd;
    ranges[5] = masses + Math.max(state.airEnd, rates.quietEnd);
    this.detailed = true;
    evaluate(this, state.y, this.slopes);
  }

  /** Evaluates a stage inside a trial, for a method of integration. */
  evaluateStage(y: Float64Array, out: Slopes): void {
    this.detailed = false;
    evaluate(this, y, out);
  }

  /** Evaluates the end of the trial that a method has filled in. */
  completeTrial(): void {
    const { model, state, trial: { y, mass, enthalpy }, rates: { busy, busyCount } } = this;
    this.trialGain -= state.receiverCarry;
    y[RECEIVER] = state.y[RECEIVER] + this.trialGain;
    this.trialTravel = y[OFFSET] - state.y[OFFSET];
    if (model.isothermal) {
      // Section 3: without thermal time the air always has the water's temperature.
      for (let i = 0; i < busyCount; i++) enthalpy[busy[i]] = mass[busy[i]] * model.cpTw;
    }
    if (state.locked) y[SHAFT] = y[SPEED] * model.perRadius;
    this.detailed = true;
    evaluate(this, y, this.trialSlopes);
  }

  /** Makes the last trial the state. Kahan's compensation: ten hours lose no digits. */
  accept(): void {
    const { state, trial, ranges } = this;
    const to = state.y;
    const from = trial.y;
    state.receiverCarry = (from[RECEIVER] - to[RECEIVER]) - this.trialGain;
    for (let range = 0; range < ranges.length; range += 2) {
      const end = ranges[range + 1];
      for (let i = ranges[range]; i < end; i++) to[i] = from[i];
    }
    const amounts = this.#amounts;
    bookStretch(this, amounts);
    const { accounts, accountCarry } = state;
    for (let i = 0; i < amounts.length; i++) {
      if (amounts[i] === 0) continue;
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
