import { EVENT } from "./events.ts";
import type { Machine } from "./machine.ts";
import { Y } from "./state.ts";

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const { offset: OFFSET, speed: SPEED, air: AIR } = Y;

/** Share by which the speed may change on the way to a place. */
const SPEED_CHANGE = 0.1;
/** Read from here: a global is looked up at every use. */
const NEVER = Infinity;

/**
 * The next boundary that a single state decides, by a value that is known before: a place, by the
 * chain's offset, or the target mass of the air behind an open valve.
 *
 * A step with that state as the independent variable ends there exactly, at once (Henon 1982).
 */
export class Landing {
  /** How far ahead is looked, s. */
  span = 0.5;
  /** The boundary, see EVENT, and its slot. */
  kind = 0;
  slot = 0;
  /** Place of the state in its vector, and the value that it reaches. */
  index = 0;
  value = 0.5;
  /** When it is due at present rates, s from now. */
  #due = 0.5;

  /** Aims at the boundary that is due first within `span`; false when none is. */
  aim(machine: Machine): boolean {
    this.#due = NEVER;
    this.#aimAtPlace(machine);
    this.#aimAtFills(machine);
    return this.#due < NEVER;
  }

  /** The position is no clock where the chain is too slow. */
  #aimAtPlace({ model, state: { y, placesPassed }, rates }: Machine): void {
    const { span } = this;
    const place = model.placeOffsets[placesPassed];
    const distance = place - y[OFFSET];
    const speed = y[SPEED];
    const acceleration = rates.acceleration;
    const reach = speed * span + 0.5 * Math.max(0, acceleration) * span * span;
    if (reach < distance) return;
    if (!(Math.abs(acceleration) * distance < SPEED_CHANGE * speed * speed)) return;
    this.kind = EVENT.place;
    this.slot = 0;
    this.index = OFFSET;
    this.value = place;
    this.#due = distance / speed;
  }

  #aimAtFills({ model, state, slopes, rates }: Machine): void {
    const { open, openCount, heldOpen } = rates;
    for (let i = 0; i < openCount; i++) {
      const slot = open[i];
      const index = AIR + model.count + slot;
      const left = model.targetMass - state.y[index];
      const flow = slopes.y[index];
      if (heldOpen[slot] !== 0 || !(left > 0 && left < flow * Math.min(this.span, this.#due))) {
        continue;
      }
      this.kind = EVENT.filled;
      this.slot = slot;
      this.index = index;
      this.value = model.targetMass;
      this.#due = left / flow;
    }
  }
}
