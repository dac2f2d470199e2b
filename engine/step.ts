import { describeQuiet } from "./air.ts";
import { PlantFault } from "./fault.ts";
import { type EventProbe, findViolations, Violations } from "./events.ts";
import type { Machine } from "./machine.ts";
import { noteDefect, rememberEvent } from "./health.ts";
import { checkFinite } from "./finite.ts";
import { FIXED, type Integration } from "./integration.ts";
import { Landing } from "./landing.ts";
import { EventLocation } from "./location.ts";
import { setAccuratePace, setStablePace } from "./pace.ts";
import { stepFactor, VernerMethod } from "./verner.ts";
import { BY_TIME, ClassicalMethod, type Method } from "./runge_kutta.ts";
import { Y } from "./state.ts";
import { TravelPoint } from "./travel.ts";
import { applyEvent, engage, release } from "./transitions.ts";
import { validateStep } from "./validation.ts";

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const { offset: OFFSET, speed: SPEED, shaft: SHAFT } = Y;

/** Events in one step beyond which regimes are chasing each other; a step sees a few. */
const EVENTS_PER_STEP = 10_000;
/** Sub-steps of one step beyond which a plant has time scales that no run can follow. */
const DIVISIONS_LIMIT = 100_000;
/** Time until a switch that is not set, s. Read from here: a global is looked up at every use. */
const NEVER = Infinity;

/**
 * Advances a plant by steps of the caller's choice.
 *
 * Law: classical Runge-Kutta of fourth order in frozen regimes; a step that would pass a boundary
 * is cut at the located event, the regime changes there, and the rest of the step goes on. Steps
 * are divided so that the stiffest linear part stays within its limit. Nothing is projected or
 * clamped: what the accounts do not explain shows in the residuals. With a tolerance the pair of
 * Verner takes the place of Runge-Kutta, and the estimated error that of the division.
 *
 * Numbers pass between the methods in fields: a compiler that does not inline a call puts each
 * number that goes through it on the heap.
 */
export class Stepper {
  probe: EventProbe | undefined;
  readonly #machine: Machine;
  readonly #integration: Integration;
  readonly #method: Method;
  readonly #found: Violations;
  readonly #location: EventLocation;
  readonly #landing = new Landing();
  readonly #point = new TravelPoint();
  /** Time until H3 next moves the clutch, s. */
  #untilSwitch = 0.5;
  /** What is left of the step, the sub-step that is tried, and how far it got, s. */
  #left = 0.5;
  #length = 0.5;
  #done = 0.5;

  constructor(machine: Machine, integration: Integration = FIXED) {
    this.#machine = machine;
    this.#integration = integration;
    this.#method = integration.kind === "fixed"
      ? new ClassicalMethod(machine)
      : new VernerMethod(machine, integration.tolerance);
    this.#found = new Violations(machine.model.count);
    this.#location = new EventLocation(machine, this.#method, this.#found);
  }

  /** Marks a moment from which the accounts go on otherwise: the start, or a change. */
  begin(): void {
    this.#mark();
  }

  /** Brings regimes into agreement with the state, after any jump. */
  settle(): void {
    const machine = this.#machine;
    for (let i = 0; i < EVENTS_PER_STEP; i++) {
      machine.refresh();
      findViolations(machine, machine.state, this.#found);
      if (this.#found.length === 0) return;
      applyEvent(machine, this.#found.kinds[0], this.#found.slots[0]);
      this.#mark();
    }
    throw this.#fault("events", EVENTS_PER_STEP);
  }

  /**
   * Advances by exactly `dt` seconds, dt > 0.
   *
   * @throws {PlantFault} when a state is no longer finite; the state is the last good one
   */
  step(dt: number): void {
    const machine = this.#machine;
    const { state } = machine;
    const eventsBefore = state.events;
    machine.elapsed = 0;
    this.#left = dt;
    try {
      while (this.#left > 0) {
        this.#switchClutch();
        this.#advance();
        this.#left -= this.#done;
        machine.elapsed = dt - this.#left;
        if (state.events - eventsBefore > EVENTS_PER_STEP) {
          throw this.#fault("events", EVENTS_PER_STEP);
        }
      }
    } finally {
      // A fault leaves the plant where it has come to, and when.
      this.#addTime(machine.elapsed);
      machine.elapsed = 0;
    }
    this.#switchClutch();
    noteDefect(machine);
    if (this.#integration.kind === "fixed") return;
    describeQuiet(machine);
    validateStep(machine);
  }

  /** Chooses the length of a sub-step. */
  #divide(): void {
    const machine = this.#machine;
    const span = Math.min(this.#left, this.#untilSwitch);
    const integration = this.#integration;
    let parts: number;
    if (integration.kind === "fixed") {
      setAccuratePace(machine);
      parts = Math.ceil(span * machine.pace - 1e-9);
      if (parts > DIVISIONS_LIMIT) throw this.#fault("sub-steps", DIVISIONS_LIMIT);
    } else {
      setStablePace(machine);
      const longest = Math.min(machine.state.nextStep, integration.longest, 1 / machine.pace);
      parts = Math.ceil(span / longest - 1e-9);
    }
    this.#length = span / Math.max(1, parts);
  }

  /** One sub-step within what is left of the step; `#done` is how far it got. */
  #advance(): void {
    const machine = this.#machine;
    this.#divide();
    for (;; this.#shorten()) {
      if (this.#tryLanding()) {
        this.probe?.begin();
        this.#done = machine.trialTime;
        this.#take(this.#landing.kind, this.#landing.slot);
        this.probe?.end();
        return;
      }
      this.#try();
      checkFinite(machine);
      if (!this.#isRejected(this.#length)) break;
    }
    this.#done = this.#length;
    findViolations(machine, machine.trial, this.#found);
    if (this.#found.length === 0) {
      this.#propose();
      machine.accept();
      machine.elapsed += this.#done;
      this.#follow();
      return;
    }
    this.probe?.begin();
    const location = this.#location;
    location.time = this.#done;
    location.find();
    this.#done = location.time;
    this.#take(location.kind, location.slot);
    this.probe?.end();
  }

  /** Tries a sub-step of `#length`. */
  #try(): void {
    this.#machine.trialLength = this.#length;
    this.#method.tryStep(BY_TIME);
  }

  /** Whether the error of the last trial, of so many seconds, is more than allowed. */
  #isRejected(length: number): boolean {
    const integration = this.#integration;
    if (integration.kind === "fixed") return false;
    return this.#method.error > 1 && length > integration.shortest;
  }

  /** Makes the sub-step that was rejected shorter. */
  #shorten(): void {
    const { state } = this.#machine;
    state.rejected += 1;
    state.nextStep = this.#length * stepFactor(this.#method.error);
    this.#length = state.nextStep;
  }

  /** Proposes the next sub-step from the error of an accepted one. */
  #propose(): void {
    if (this.#integration.kind === "fixed") return;
    const { state } = this.#machine;
    const { error } = this.#method;
    const proposed = this.#done * stepFactor(error);
    // A step cut short by the grid or an event says little about longer ones.
    state.nextStep = this.#done < 0.9 * state.nextStep
      ? Math.max(state.nextStep, proposed)
      : proposed;
    state.estimatedError += error * this.#integration.tolerance;
    if (error > 1) state.collapsed += 1;
  }

  /**
   * Tries to land on a boundary within the sub-step; false if it is not reached, or if another one
   * comes before.
   */
  #tryLanding(): boolean {
    const machine = this.#machine;
    const landing = this.#landing;
    landing.span = this.#length;
    if (!landing.aim(machine)) return false;
    machine.trialLength = landing.value - machine.state.y[landing.index];
    this.#method.tryStep(landing.index);
    machine.trial.y[landing.index] = landing.value;
    if (!(machine.trialTime <= this.#length)) return false;
    checkFinite(machine);
    if (this.#isRejected(machine.trialTime)) return false;
    findViolations(machine, machine.trial, this.#found);
    return this.#found.length === 0;
  }

  /** Makes the trial, which ends at an event, the state, and lets the event happen. */
  #take(kind: number, slot: number): void {
    const machine = this.#machine;
    machine.accept();
    machine.elapsed += this.#done;
    machine.state.events += 1;
    rememberEvent(machine, kind, slot);
    this.#mark();
    applyEvent(machine, kind, slot);
    this.settle();
    this.#mark();
  }

  #fault(what: string, limit: number): PlantFault {
    const { state, elapsed } = this.#machine;
    return new PlantFault(
      `the number of ${what} in one step`,
      state.time + elapsed,
      `at most ${limit}`,
    );
  }

  /** Finds the time until H3 next moves the clutch. */
  #findSwitch(): void {
    const { model: { h3Enabled, pulse, coast }, state, elapsed } = this.#machine;
    this.#untilSwitch = NEVER;
    if (!h3Enabled) return;
    const cycle = pulse + coast;
    const due = state.forcedOpen ? (state.h3Cycle + 1) * cycle : state.h3Cycle * cycle + pulse;
    this.#untilSwitch = due - (state.time + elapsed);
  }

  /** Section 6, H3: opens and closes the clutch at its times. */
  #switchClutch(): void {
    const machine = this.#machine;
    const { state } = machine;
    for (;;) {
      this.#findSwitch();
      if (!(this.#untilSwitch <= 1e-12 + 1e-15 * state.time)) return;
      state.events += 1;
      if (state.forcedOpen) {
        state.forcedOpen = false;
        state.h3Cycle += 1;
        const slip = state.y[SPEED] / machine.model.radius - state.y[SHAFT];
        if (!state.locked && slip >= 0) engage(machine);
      } else {
        state.forcedOpen = true;
        if (state.locked) release(machine);
      }
      this.settle();
      this.#mark();
    }
  }

  #addTime(dt: number): void {
    const { state } = this.#machine;
    const corrected = dt - state.timeCarry;
    const time = state.time + corrected;
    state.timeCarry = (time - state.time) - corrected;
    state.time = time;
  }

  /** Keeps the accounts for the running efficiency to look back at, where they are smooth. */
  #follow(): void {
    this.#movePoint();
    const { model, state } = this.#machine;
    state.history.follow(this.#point, state.accounts, model);
  }

  /** The same where they bend. */
  #mark(): void {
    this.#movePoint();
    const { state } = this.#machine;
    state.history.mark(this.#point, state.accounts);
  }

  #movePoint(): void {
    const { model, state, rates, elapsed } = this.#machine;
    const point = this.#point;
    point.time = state.time + elapsed;
    point.travel = state.pitches * model.pitch + state.y[OFFSET];
    point.speed = state.y[SPEED];
    point.generator = rates.generatorPower;
    point.injected = rates.inflow;
    point.charges = model.auxiliaryPower + rates.h1Power + rates.heaterPower;
  }
}
