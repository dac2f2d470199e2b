import { destroyedExergy, energyTurnedOver, noteResidual } from "./balance.ts";
import { EVENT } from "./events.ts";
import type { Machine } from "./machine.ts";
import type { Observation } from "./observation.ts";
import { EVENT_RING } from "./state.ts";

/** Events of one boundary within this time, s, are counted as its chatter. */
const CHATTER_TIME = 1;
/** More exergy out than in, per energy turned over, that is not rounding. */
const OVER_UNITY_LIMIT = 1e-9;

/** Keeps an event that happens now; the oldest of EVENT_RING goes. */
export function rememberEvent({ state, elapsed }: Machine, kind: number, slot: number): void {
  state.eventTimes[state.eventNext] = state.time + elapsed;
  state.eventKinds[state.eventNext] = kind;
  state.eventSlots[state.eventNext] = slot;
  state.eventNext = (state.eventNext + 1) % EVENT_RING;
}

/**
 * Notes what one step did to the books: the change of the plant's residual in a step is its
 * defect. Called after each step.
 */
export function noteDefect(machine: Machine): void {
  const { state } = machine;
  const before = state.lastResidual;
  noteResidual(machine);
  machine.defect = Math.abs(state.lastResidual - before);
  state.largestDefect = Math.max(state.largestDefect, machine.defect);
}

/** Writes down how well the method is doing. */
export function observeHealth(machine: Machine, out: Observation): void {
  const { state } = machine;
  const { health } = out;
  health.defect = state.largestDefect;
  health.estimatedError = state.estimatedError > 0 ? state.estimatedError : NaN;
  health.rejected = state.rejected;
  health.collapsed = state.collapsed;
  health.airBalance = Math.abs(out.residuals[4]);
  health.overfill = largestOverfill(machine);
  health.failedSteps = state.failedSteps;
  health.failedCheck = state.failedSteps > 0 ? state.failedCheck : NaN;
  observeChatter(machine, out);
  health.overUnity = destroyedExergy(machine) <
    -OVER_UNITY_LIMIT * energyTurnedOver(state.accounts);
}

/** Largest air volume above capacity, in floater volumes; what has not spilled yet. */
export function largestOverfill({ model, state, rates }: Machine): number {
  if (model.sealed) return 0;
  let largest = 0;
  for (let slot = 0; slot < state.topEnd && slot < state.airEnd; slot++) {
    const over = rates.volume[slot] - model.halfVolume * (1 + rates.slope[slot]);
    if (over > largest) largest = over;
  }
  return largest / model.volume;
}

/** How often the boundary that was passed last has been passed lately, and which it is. */
function observeChatter({ state }: Machine, out: Observation): void {
  const { eventTimes: times, eventKinds: kinds, eventSlots: slots } = state;
  const newest = (state.eventNext + EVENT_RING - 1) % EVENT_RING;
  const { health } = out;
  health.chatter = 0;
  health.chatterEvent = NaN;
  const kind = kinds[newest];
  // Places follow each other as the chain moves; all else comes once or twice per floater.
  if (kind === EVENT.place) return;
  for (let i = 0; i < EVENT_RING; i++) {
    const same = kinds[i] === kind && slots[i] === slots[newest];
    if (same && state.time - times[i] <= CHATTER_TIME) health.chatter += 1;
  }
  if (health.chatter > 0) health.chatterEvent = kind;
}
