import { findViolations, measureMargin, type Violations } from "./events.ts";
import type { Machine } from "./machine.ts";
import { BY_TIME, type Method } from "./runge_kutta.ts";

/** How far past its boundary an event may be placed, s. */
const TIME_TOLERANCE = 1e-13;
/** Every so many trials the bracket is halved, whatever the margins promise. */
const HALVED_EVERY = 6;
/** Trials in locating one event: three when its margin is smooth; 50 halvings leave no bracket. */
const TRIALS = 50 * HALVED_EVERY;

/**
 * Finds when a sub-step passes a boundary, by trying it to times in between.
 *
 * Law: inverse quadratic interpolation of the margin inside a bracket, aimed half a tolerance past
 * the boundary.
 */
export class EventLocation {
  /** Before find() the length of the sub-step that passes a boundary, after it of that to it, s. */
  time = 0.5;
  /** The boundary that is passed first: its number and its slot. */
  kind = 0;
  slot = 0;
  readonly #machine: Machine;
  readonly #method: Method;
  readonly #found: Violations;

  /** `found`: the boundaries that the last trial has passed. */
  constructor(machine: Machine, method: Method, found: Violations) {
    this.#machine = machine;
    this.#method = method;
    this.#found = found;
  }

  /** Finds the earliest boundary within `time`; the last trial then ends just past it. */
  find(): void {
    const machine = this.#machine;
    const found = this.#found;
    for (;;) {
      this.#locate(this.#guessEarliest());
      findViolations(machine, machine.trial, found);
      if (!found.hasOther(this.kind, this.slot)) return;
      // Others were passed too. Those that coincide within the tolerance follow when settling.
      const passed = this.time;
      const before = passed - 2 * TIME_TOLERANCE;
      if (before <= 0) return;
      this.time = before;
      this.#try();
      findViolations(machine, machine.trial, found);
      if (found.length > 0) continue;
      this.time = passed;
      this.#try();
      return;
    }
  }

  /** Tries a sub-step to `time`. */
  #try(): void {
    this.#machine.trialLength = this.time;
    this.#method.tryStep(BY_TIME);
  }

  /**
   * Of the boundaries passed by the trial, the one that a straight line puts first: its place in
   * the list.
   */
  #guessEarliest(): number {
    const machine = this.#machine;
    const { length, kinds, slots, margins, passedMargins } = this.#found;
    for (let i = 0; i < length; i++) {
      measureMargin(machine, machine.trial, this.#found, i);
      passedMargins[i] = margins[i];
    }
    machine.evaluateState();
    let best = 0;
    let bestShare = 2; // more than all of it
    for (let i = 0; i < length; i++) {
      measureMargin(machine, machine.state, this.#found, i);
      const share = margins[i] / (margins[i] - passedMargins[i]);
      if (share < bestShare) {
        best = i;
        bestShare = share;
      }
    }
    this.kind = kinds[best];
    this.slot = slots[best];
    return best;
  }

  /** Locates where the margin of a listed boundary passes 0; leaves the trial just past it. */
  #locate(listed: number): void {
    const machine = this.#machine;
    const { margins, passedMargins } = this.#found;
    const edge = 0.5 * TIME_TOLERANCE;
    // Where the margin was last seen on either side, and the side's place before that.
    let low = 0;
    let lowMargin = margins[listed];
    let high = this.time;
    let highMargin = passedMargins[listed];
    let old = low;
    let oldMargin = lowMargin;
    for (let i = 1; i <= TRIALS && high - low > TIME_TOLERANCE; i++) {
      // A parabola of time over margin through all three places.
      let guess = low * highMargin * oldMargin /
          ((lowMargin - highMargin) * (lowMargin - oldMargin)) +
        high * lowMargin * oldMargin / ((highMargin - lowMargin) * (highMargin - oldMargin)) +
        old * lowMargin * highMargin / ((oldMargin - lowMargin) * (oldMargin - highMargin));
      if (i % HALVED_EVERY === 0) guess = 0.5 * (low + high);
      else if (!(guess > low && guess < high)) {
        guess = low + (high - low) * lowMargin / (lowMargin - highMargin);
      }
      const tried = Math.min(high - edge, Math.max(low + edge, guess + edge));
      this.time = tried;
      this.#try();
      measureMargin(machine, machine.trial, this.#found, listed);
      const value = margins[listed];
      if (value > 0) {
        old = high;
        oldMargin = highMargin;
        high = tried;
        highMargin = value;
        if (value * (high - low) <= TIME_TOLERANCE * (value - lowMargin)) return;
      } else {
        old = low;
        oldMargin = lowMargin;
        low = tried;
        lowMargin = value;
      }
    }
    if (this.time === high) return;
    this.time = high;
    this.#try();
  }
}
