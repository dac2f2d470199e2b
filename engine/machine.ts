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
 * the `places` of `trial`, `trialGain`, `trialTime` and `trialIntegrals`, and calls
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
   * Where the state vector changes: up to `changingEnd`, machine and enthalpies, and at the
   * `places` of the masses of the busy floaters.
   */
  changingEnd = 0;
  readonly places: Uint16Array;
  placeCount = 0;
  /** Time since the last step of the grid, s. */
  elapsed = 0.5;
  /** Sub-steps per second that the state asks for, see pace.ts. */
  pace = 0.5;
  /** Change of the plant's residual in the last step, J, and of its unexplained air, kg. */
  defect = 0.5;
  airDefect = 0.5;
  /** See Evaluation. */
  base: Float64Array;
  along: Float64Array;
  span = 0.5;
  detailed = true;
  booked = true;
  readonly #amounts = new Float64Array(ACCOUNTS.length);

  constructor(model: PlantModel, state: PlantState) {
    this.model = model;
    this.state = state;
    this.rates = new Rates(model.count);
    this.slopes = createSlopes(model.count);
    this.trialSlopes = createSlopes(model.count);
    this.trial = createVector(model.count);
    this.places = new Uint16Array(model.count);
    this.base = state.y;
    this.along = this.slopes.y;
    // Fields that begin with a fraction take any number without being put elsewhere on the heap.
    this.elapsed = 0;
  }

  /** Brings slopes and rates up to date with the state, after regimes or states have changed. */
  refresh(): void {
    arrange(this);
    this.#listPlaces();
    this.evaluateState();
  }

  /** Brings rates back to the state after a trial. */
  evaluateState(): void {
    this.#evaluateAt(this.state.y, this.slopes);
  }

  #listPlaces(): void {
    const { places, model, state, rates: { busy, busyCount } } = this;
    this.changingEnd = AIR + state.airEnd;
    this.placeCount = busyCount;
    for (let i = 0; i < busyCount; i++) places[i] = AIR + model.count + busy[i];
  }

  /**
   * Evaluates a stage inside a trial, for a method of integration: where `along`, for `span`
   * seconds, leads from `base`.
   */
  evaluateStage(base: Float64Array, along: Slopes, out: Slopes): void {
    this.base = base;
    this.along = along.y;
    this.detailed = false;
    evaluate(this, out);
  }

  /** Evaluates the equations in detail, right at `y`. */
  #evaluateAt(y: Float64Array, out: Slopes): void {
    this.base = y;
    this.along = y;
    this.span = 0;
    this.detailed = true;
    this.booked = true;
    evaluate(this, out);
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
    this.#evaluateAt(y, this.trialSlopes);
  }

  /** Makes the last trial the state. Kahan's compensation: ten hours lose no digits. */
  accept(): void {
    const { state, trial, changingEnd, places, placeCount } = this;
    const to = state.y;
    const from = trial.y;
    state.receiverCarry = (from[RECEIVER] - to[RECEIVER]) - this.trialGain;
    for (let i = 0; i < changingEnd; i++) to[i] = from[i];
    for (let i = 0; i < placeCount; i++) to[places[i]] = from[places[i]];
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
