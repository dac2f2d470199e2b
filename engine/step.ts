import { PlantFault } from "./fault.ts";
import { findViolations, margin, Violations } from "./events.ts";
import type { Machine } from "./machine.ts";
import { divisions } from "./pace.ts";
import { Y } from "./state.ts";
import type { TravelPoint } from "./travel.ts";
import { applyEvent, engage, release } from "./transitions.ts";

/** Width to which an event time is located, s. */
const TIME_TOLERANCE = 1e-15;
/** Events in one step beyond which regimes are chasing each other; a step sees a few. */
const EVENTS_PER_STEP = 10_000;
/** Trials in locating one event; bisection alone needs 45. */
const LOCATE_TRIALS = 200;

/**
 * Advances a plant by steps of the caller's choice.
 *
 * Law: classical Runge-Kutta of fourth order in frozen regimes; a step that would pass a boundary
 * is cut at the located event, the regime changes there, and the rest of the step goes on. Steps
 * are divided so that the stiffest linear part stays within its limit. Nothing is projected or
 * clamped: what the accounts do not explain shows in the residuals.
 */
export class Stepper {
  readonly #machine: Machine;
  readonly #found: Violations;

  constructor(machine: Machine) {
    this.#machine = machine;
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
      findViolations(machine, machine.state.y, this.#found);
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
      const h = span / divisions(this.#machine, span);
      const done = this.#advance(h, dt - left);
      left = done === left ? 0 : left - done;
      if (state.events - eventsBefore > EVENTS_PER_STEP) {
        throw this.#chase(dt - left);
      }
    }
    this.#addTime(dt);
    this.#switchClutch(0);
  }

  /** One sub-step of at most `h`; returns how far it got, s. */
  #advance(h: number, elapsed: number): number {
    const machine = this.#machine;
    machine.tryStep(h);
    this.#checkFinite(elapsed);
    findViolations(machine, machine.trialY, this.#found);
    if (this.#found.length === 0) {
      machine.accept();
      this.#follow(elapsed + h);
      return h;
    }
    const { kind, slot, at } = this.#locateFirst(h);
    machine.accept();
    machine.state.events += 1;
    const now = elapsed + at;
    this.#mark(now);
    applyEvent(machine, { kind, slot, elapsed: now });
    this.settle(now);
    this.#mark(now);
    return at;
  }

  /** Finds the earliest boundary within `h`; the last trial ends just past it. */
  #locateFirst(h: number): { kind: number; slot: number; at: number } {
    let at = h;
    for (;;) {
      const { kind, slot } = this.#earliestGuess(at);
      at = this.#locate(kind, slot, at);
      findViolations(this.#machine, this.#machine.trialY, this.#found);
      if (!this.#othersThan(kind, slot)) return { kind, slot, at };
      // Others were passed too. Those that coincide within the tolerance follow when settling.
      const before = at - 2 * TIME_TOLERANCE;
      if (before <= 0) return { kind, slot, at };
      this.#machine.tryStep(before);
      findViolations(this.#machine, this.#machine.trialY, this.#found);
      if (this.#found.length === 0) {
        this.#machine.tryStep(at);
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

  /** Of the boundaries listed, the one that a straight line puts first. */
  #earliestGuess(at: number): { kind: number; slot: number } {
    const found = this.#found;
    const machine = this.#machine;
    if (found.length === 1) return { kind: found.kinds[0], slot: found.slots[0] };
    const ends = Array.from(
      { length: found.length },
      (_, i) => margin(machine, machine.trialY, found.kinds[i], found.slots[i]),
    );
    machine.refresh();
    let best = 0;
    let bestShare = Infinity;
    for (let i = 0; i < found.length; i++) {
      const start = margin(machine, machine.state.y, found.kinds[i], found.slots[i]);
      const share = at * start / (start - ends[i]);
      if (share < bestShare) {
        best = i;
        bestShare = share;
      }
    }
    return { kind: found.kinds[best], slot: found.slots[best] };
  }

  /**
   * Locates where the margin of a boundary passes 0 in (0, high]: regula falsi with the Illinois
   * weights, kept half a tolerance inside the bracket so that it closes from both sides.
   * Leaves the trial at the far side, which is returned, s.
   */
  #locate(kind: number, slot: number, high: number): number {
    const machine = this.#machine;
    const marginAt = (h: number) => {
      machine.tryStep(h);
      return margin(machine, machine.trialY, kind, slot);
    };
    machine.refresh();
    let lowMargin = margin(machine, machine.state.y, kind, slot);
    let highMargin = marginAt(high);
    let low = 0;
    let lastSide = 0;
    let tried = high;
    for (let i = 0; i < LOCATE_TRIALS && high - low > TIME_TOLERANCE; i++) {
      const guess = i % 8 === 7
        ? 0.5 * (low + high)
        : low + (high - low) * lowMargin / (lowMargin - highMargin);
      const edge = 0.5 * TIME_TOLERANCE;
      tried = Math.min(high - edge, Math.max(low + edge, guess));
      if (!(tried > low && tried < high)) break;
      const value = marginAt(tried);
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
    if (tried !== high) machine.tryStep(high);
    return high;
  }

  #chase(elapsed: number): PlantFault {
    const time = this.#machine.state.time + elapsed;
    return new PlantFault("the number of events in one step", time, `at most ${EVENTS_PER_STEP}`);
  }

  #checkFinite(elapsed: number): void {
    const { trialY, trialSlopes, rates, state } = this.#machine;
    const y = trialSlopes.y;
    // A single value that is not finite spoils a sum, so one test covers them all.
    const sum = trialY[Y.offset] + y[Y.speed] + y[Y.shaft] + y[Y.receiver] + rates.airInertia +
      rates.heat + rates.enthalpyOut + trialY[Y.shaft] + trialY[Y.receiver];
    if (Number.isFinite(sum)) return;
    const suspects: readonly (readonly [string, number])[] = [
      ["air.mass", rates.airInertia],
      ["air.enthalpy", rates.heat + rates.enthalpyOut],
      ["receiver.pressure", trialY[Y.receiver] + y[Y.receiver]],
      ["shaft.speed", trialY[Y.shaft] + y[Y.shaft]],
      ["chain.speed", trialY[Y.speed] + y[Y.speed]],
    ];
    const bad = suspects.find(([, value]) => !Number.isFinite(value));
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
    const { model, state, slopes } = this.#machine;
    state.history.follow(this.#point(elapsed), state.accounts, slopes.accounts, model.pitch);
  }

  /** The same where they bend. */
  #mark(elapsed: number): void {
    const { state, slopes } = this.#machine;
    state.history.mark(this.#point(elapsed), state.accounts, slopes.accounts);
  }

  #point(elapsed: number): TravelPoint {
    const { model, state } = this.#machine;
    const { y } = state;
    return {
      time: state.time + elapsed,
      travel: state.pitches * model.pitch + y[Y.offset],
      speed: y[Y.speed],
    };
  }
}
