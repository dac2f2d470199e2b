import { PlantFault } from "./fault.ts";
import { EVENT, type EventProbe, findViolations, margin, Violations } from "./events.ts";
import type { Machine } from "./machine.ts";
import { noteDefect, rememberEvent } from "./health.ts";
import { FIXED, type Integration } from "./integration.ts";
import { divisions, stableStep } from "./pace.ts";
import { DormandPrinceMethod } from "./dormand_prince.ts";
import { ClassicalMethod, type Method } from "./runge_kutta.ts";
import { Y } from "./state.ts";
import { TravelPoint } from "./travel.ts";
import { applyEvent, engage, release } from "./transitions.ts";
import { validateStep } from "./validation.ts";

/** Width to which an event time is located, s. */
const TIME_TOLERANCE = 1e-15;
/** Events in one step beyond which regimes are chasing each other; a step sees a few. */
const EVENTS_PER_STEP = 10_000;
/** Trials in locating one event; bisection alone needs 45. */
const LOCATE_TRIALS = 200;
/** Share by which the speed may change on the way to a place that is landed on by travel. */
const SPEED_CHANGE = 0.1;

/**
 * Growth of a sub-step from its error over what is allowed, in [0.2, 4]: 0.9 error^(-3/16), which
 * is near the -1/5 of a fifth-order method and needs square roots only.
 */
function stepFactor(error: number): number {
  const eighth = Math.sqrt(Math.sqrt(Math.sqrt(Math.max(error, 1e-6))));
  return Math.min(4, Math.max(0.2, 0.9 / (eighth * Math.sqrt(eighth))));
}

/** A boundary and when in the sub-step it is passed, s. */
interface LocatedEvent {
  readonly kind: number;
  readonly slot: number;
  readonly at: number;
}

/** A boundary that is passed by `at`, with its margin at the start and there. */
interface Bracket extends LocatedEvent {
  readonly low: number;
  readonly high: number;
}

/**
 * Advances a plant by steps of the caller's choice.
 *
 * Law: classical Runge-Kutta of fourth order in frozen regimes; a step that would pass a boundary
 * is cut at the located event, the regime changes there, and the rest of the step goes on. Steps
 * are divided so that the stiffest linear part stays within its limit. Nothing is projected or
 * clamped: what the accounts do not explain shows in the residuals. With a tolerance the pair of
 * Dormand and Prince takes the place of Runge-Kutta, and the estimated error that of the division.
 */
export class Stepper {
  probe: EventProbe | undefined;
  readonly #machine: Machine;
  readonly #integration: Integration;
  readonly #method: Method;
  readonly #found: Violations;
  readonly #point = new TravelPoint();

  constructor(machine: Machine, integration: Integration = FIXED) {
    this.#machine = machine;
    this.#integration = integration;
    this.#method = integration.kind === "fixed"
      ? new ClassicalMethod(machine)
      : new DormandPrinceMethod(machine, integration.tolerance);
    this.#found = new Violations(machine.model.count);
  }

  /** Marks a moment from which the accounts go on otherwise: the start, or a change. */
  begin(): void {
    this.#mark(0);
  }

  /** Brings regimes into agreement with the state, after any jump. */
  settle(elapsed = 0): void {
    const machine = this.#machine;
    for (let i = 0; i < EVENTS_PER_STEP; i++) {
      machine.refresh();
      findViolations(machine, machine.state, this.#found);
      if (this.#found.length === 0) return;
      applyEvent(machine, { kind: this.#found.kinds[0], slot: this.#found.slots[0], elapsed });
      this.#mark(elapsed);
    }
    throw this.#chase(elapsed);
  }

  /**
   * Advances by exactly `dt` seconds, dt > 0.
   *
   * @throws {PlantFault} when a state is no longer finite; the state is the last good one
   */
  step(dt: number): void {
    const { state } = this.#machine;
    const eventsBefore = state.events;
    let left = dt;
    while (left > 0) {
      this.#switchClutch(dt - left);
      const span = Math.min(left, this.#untilSwitch(dt - left));
      const h = span / this.#divisions(span);
      const done = this.#advance(h, dt - left);
      left = done === left ? 0 : left - done;
      if (state.events - eventsBefore > EVENTS_PER_STEP) {
        throw this.#chase(dt - left);
      }
    }
    this.#addTime(dt);
    this.#switchClutch(0);
    const defect = noteDefect(this.#machine);
    if (this.#integration.kind === "adaptive") validateStep(this.#machine, defect);
  }

  /** Into how many equal sub-steps a span, s, is divided for now. */
  #divisions(span: number): number {
    const integration = this.#integration;
    if (integration.kind === "fixed") return divisions(this.#machine, span);
    const { state } = this.#machine;
    const longest = Math.min(state.nextStep, integration.longest, stableStep(this.#machine));
    return Math.max(1, Math.ceil(span / longest - 1e-9));
  }

  /** One sub-step of at most `most`, s; returns how far it got, s. */
  #advance(most: number, elapsed: number): number {
    const machine = this.#machine;
    let h = most;
    for (;;) {
      const arrival = this.#tryPlace(h, elapsed);
      if (arrival > 0) {
        this.probe?.begin();
        this.#take({ kind: EVENT.place, slot: 0, at: arrival }, elapsed);
        this.probe?.end();
        return arrival;
      }
      this.#method.tryStep(h, false);
      this.#checkFinite(elapsed);
      if (!this.#isRejected(h)) break;
      h = this.#shorter(h);
    }
    findViolations(machine, machine.trial, this.#found);
    if (this.#found.length === 0) {
      this.#propose(h);
      machine.accept();
      this.#follow(elapsed + h);
      return h;
    }
    this.probe?.begin();
    const first = this.#locateFirst(h);
    this.#take(first, elapsed);
    this.probe?.end();
    return first.at;
  }

  /** Whether the error of the last trial, of `h` seconds, is more than allowed. */
  #isRejected(h: number): boolean {
    const integration = this.#integration;
    return integration.kind === "adaptive" && this.#method.error > 1 && h > integration.shortest;
  }

  /** The step to try after a rejected one of `h` seconds. */
  #shorter(h: number): number {
    const { state } = this.#machine;
    state.rejected += 1;
    state.nextStep = h * stepFactor(this.#method.error);
    return state.nextStep;
  }

  /** Proposes the next sub-step from the error of an accepted one of `h` seconds. */
  #propose(h: number): void {
    if (this.#integration.kind === "fixed") return;
    const { state } = this.#machine;
    const { error } = this.#method;
    const proposed = h * stepFactor(error);
    // A step cut short by the grid or an event says little about longer ones.
    state.nextStep = h < 0.9 * state.nextStep ? Math.max(state.nextStep, proposed) : proposed;
    state.estimatedError += error * this.#integration.tolerance;
    if (error > 1) state.collapsed += 1;
  }

  /**
   * Tries to land on the next place within `h`, s; returns when, or 0 if it is not reached, if
   * another boundary comes before, or if the chain is too slow for its position to be a clock.
   */
  #tryPlace(h: number, elapsed: number): number {
    const machine = this.#machine;
    const { model, state: { y, placesPassed }, rates: { acceleration } } = machine;
    const place = model.places[placesPassed].offset;
    const distance = place - y[Y.offset];
    const speed = y[Y.speed];
    if (speed * h + 0.5 * Math.max(0, acceleration) * h * h < distance) return 0;
    if (!(Math.abs(acceleration) * distance < SPEED_CHANGE * speed * speed)) return 0;
    this.#method.tryStep(distance, true);
    machine.trial.y[Y.offset] = place;
    const time = machine.trialTime;
    if (!(time <= h)) return 0;
    this.#checkFinite(elapsed);
    if (this.#isRejected(time)) return 0;
    findViolations(machine, machine.trial, this.#found);
    return this.#found.length === 0 ? time : 0;
  }

  /** Makes the trial, which ends at an event, the state, and lets the event happen. */
  #take({ kind, slot, at }: LocatedEvent, elapsed: number): void {
    const now = elapsed + at;
    const { state } = this.#machine;
    this.#machine.accept();
    state.events += 1;
    rememberEvent(state, { time: state.time + now, kind, slot });
    this.#mark(now);
    applyEvent(this.#machine, { kind, slot, elapsed: now });
    this.settle(now);
    this.#mark(now);
  }

  /** Finds the earliest boundary within `h`; the last trial ends just past it. */
  #locateFirst(h: number): LocatedEvent {
    let at = h;
    for (;;) {
      const bracket = this.#earliestGuess(at);
      const { kind, slot } = bracket;
      at = this.#locate(bracket);
      findViolations(this.#machine, this.#machine.trial, this.#found);
      if (!this.#othersThan(kind, slot)) return { kind, slot, at };
      // Others were passed too. Those that coincide within the tolerance follow when settling.
      const before = at - 2 * TIME_TOLERANCE;
      if (before <= 0) return { kind, slot, at };
      this.#method.tryStep(before, false);
      findViolations(this.#machine, this.#machine.trial, this.#found);
      if (this.#found.length === 0) {
        this.#method.tryStep(at, false);
        return { kind, slot, at };
      }
      at = before;
    }
  }

  #othersThan(kind: number, slot: number): boolean {
    const { length, kinds, slots } = this.#found;
    for (let i = 0; i < length; i++) {
      if (kinds[i] !== kind || slots[i] !== slot) return true;
    }
    return false;
  }

  /** Of the boundaries passed by the trial to `at`, the one that a straight line puts first. */
  #earliestGuess(at: number): Bracket {
    const machine = this.#machine;
    const { length, kinds, slots, margins } = this.#found;
    for (let i = 0; i < length; i++) {
      margins[i] = margin(machine, machine.trial, kinds[i], slots[i]);
    }
    machine.refresh();
    let best = 0;
    let bestLow = 0;
    let bestShare = Infinity;
    for (let i = 0; i < length; i++) {
      const low = margin(machine, machine.state, kinds[i], slots[i]);
      const share = low / (low - margins[i]);
      if (share < bestShare) {
        best = i;
        bestLow = low;
        bestShare = share;
      }
    }
    return { kind: kinds[best], slot: slots[best], at, low: bestLow, high: margins[best] };
  }

  /**
   * Locates where the margin of a boundary passes 0: regula falsi with the Illinois weights, kept
   * half a tolerance inside the bracket so that it closes from both sides. Leaves the trial at the
   * far side, which is returned, s.
   */
  #locate({ kind, slot, at, low: atStart, high: atEnd }: Bracket): number {
    const machine = this.#machine;
    let lowMargin = atStart;
    let highMargin = atEnd;
    let high = at;
    let low = 0;
    let lastSide = 0;
    let tried = NaN;
    for (let i = 0; i < LOCATE_TRIALS && high - low > TIME_TOLERANCE; i++) {
      const guess = i % 8 === 7
        ? 0.5 * (low + high)
        : low + (high - low) * lowMargin / (lowMargin - highMargin);
      const edge = 0.5 * TIME_TOLERANCE;
      tried = Math.min(high - edge, Math.max(low + edge, guess));
      if (!(tried > low && tried < high)) break;
      this.#method.tryStep(tried, false);
      const value = margin(machine, machine.trial, kind, slot);
      if (value > 0) {
        high = tried;
        highMargin = value;
        if (lastSide === 1) lowMargin *= 0.5;
        lastSide = 1;
      } else {
        low = tried;
        lowMargin = value;
        if (lastSide === -1) highMargin *= 0.5;
        lastSide = -1;
      }
    }
    if (tried !== high) this.#method.tryStep(high, false);
    return high;
  }

  #chase(elapsed: number): PlantFault {
    const time = this.#machine.state.time + elapsed;
    return new PlantFault("the number of events in one step", time, `at most ${EVENTS_PER_STEP}`);
  }

  #checkFinite(elapsed: number): void {
    const { trial: { y: trialY }, trialSlopes, rates, state } = this.#machine;
    const y = trialSlopes.y;
    // A single value that is not finite spoils a sum, so one test covers them all.
    const sum = trialY[Y.offset] + y[Y.speed] + y[Y.shaft] + y[Y.receiver] + rates.airInertia +
      rates.heat + rates.enthalpyOut + trialY[Y.shaft] + trialY[Y.receiver];
    if (Number.isFinite(sum)) return;
    const start = state.y;
    const suspects: readonly (readonly [string, number])[] = [
      ["chain.speed", start[Y.speed]],
      ["shaft.speed", start[Y.shaft]],
      ["receiver.pressure", start[Y.receiver]],
      ["chain.speed", trialY[Y.speed] + y[Y.speed]],
      ["shaft.speed", trialY[Y.shaft] + y[Y.shaft]],
      ["receiver.pressure", trialY[Y.receiver] + y[Y.receiver]],
      ["air.mass", rates.airInertia],
      ["air.enthalpy", rates.heat + rates.enthalpyOut],
    ];
    const bad = suspects.find(([, value]) => !Number.isFinite(value));
    this.#machine.refresh();
    throw new PlantFault(bad?.[0] ?? "chain.position", state.time + elapsed);
  }

  /** Time until H3 next moves the clutch, s. */
  #untilSwitch(elapsed: number): number {
    const { model: { h3Enabled, pulse, coast }, state } = this.#machine;
    if (!h3Enabled) return Infinity;
    const cycle = pulse + coast;
    const due = state.forcedOpen ? (state.h3Cycle + 1) * cycle : state.h3Cycle * cycle + pulse;
    return due - (state.time + elapsed);
  }

  /** Section 6, H3: opens and closes the clutch at its times. */
  #switchClutch(elapsed: number): void {
    const machine = this.#machine;
    const { state } = machine;
    while (this.#untilSwitch(elapsed) <= 1e-12 + 1e-15 * state.time) {
      state.events += 1;
      if (state.forcedOpen) {
        state.forcedOpen = false;
        state.h3Cycle += 1;
        const slip = state.y[Y.speed] / machine.model.radius - state.y[Y.shaft];
        if (!state.locked && slip >= 0) engage(machine);
      } else {
        state.forcedOpen = true;
        if (state.locked) release(machine);
      }
      this.settle(elapsed);
      this.#mark(elapsed);
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
  #follow(elapsed: number): void {
    const { model, state } = this.#machine;
    this.#moveTo(elapsed);
    state.history.follow(this.#point, state.accounts, model.pitch);
  }

  /** The same where they bend. */
  #mark(elapsed: number): void {
    this.#moveTo(elapsed);
    const { state } = this.#machine;
    state.history.mark(this.#point, state.accounts);
  }

  #moveTo(elapsed: number): void {
    const { model, state, rates } = this.#machine;
    const point = this.#point;
    point.time = state.time + elapsed;
    point.travel = state.pitches * model.pitch + state.y[Y.offset];
    point.speed = state.y[Y.speed];
    point.generator = rates.generatorPower;
    point.injected = rates.inflow;
    point.charges = model.auxiliaryPower + rates.h1Power + rates.heaterPower;
  }
}
