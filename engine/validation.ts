import { energyTurnedOver, noteAirUnexplained } from "./balance.ts";
import { PlantFault } from "./fault.ts";
import { largestOverfill } from "./health.ts";
import type { Machine } from "./machine.ts";
import { Y } from "./state.ts";

/** Largest change of the plant's residual in one step, of energy turned over. */
const DEFECT_LIMIT = 1e-9;
/** Largest change of unexplained air in one step, kg: the receiver's rounding is 1e-14 kg. */
const AIR_LIMIT = 1e-9;
/** Largest air volume above capacity, in floater volumes: what spills in time is a tenth. */
const OVERFILL_LIMIT = 0.5;
/** Least air mass, kg, and enthalpy, J, of a floater: 0 but for rounding. */
const LEAST_MASS = -1e-12;
const LEAST_ENTHALPY = -1e-6;

/**
 * Checks the step that was just done, whose defect is known, and counts it if it fails.
 *
 * The run goes on: what failed is to be seen and to be judged by whoever watches.
 */
export function validateStep(machine: Machine): void {
  const { state } = machine;
  const before = state.lastAirUnexplained;
  noteAirUnexplained(machine);
  machine.airDefect = Math.abs(state.lastAirUnexplained - before);
  const failed = firstFailed(machine);
  if (failed < 0) return;
  state.failedSteps += 1;
  state.failedCheck = failed;
}

/**
 * Checks that a state is one that a plant can be in, whatever led there.
 *
 * @throws {PlantFault} when a state or an account is not finite, or somewhere is less air than none
 */
export function checkState(machine: Machine): void {
  const { time } = machine.state;
  if (!isAllFinite(machine)) throw new PlantFault("every state and account", time);
  if (!hasMasses(machine)) throw new PlantFault("air.mass", time, "0 kg or more everywhere");
}

/** Whether a state passes checkState(). */
export function isPossible(machine: Machine): boolean {
  return isAllFinite(machine) && hasMasses(machine);
}

/** The first check that fails, by its place in STEP_CHECKS; -1 when none does. */
function firstFailed(machine: Machine): number {
  if (!isAllFinite(machine)) return 0;
  if (machine.defect > DEFECT_LIMIT * energyTurnedOver(machine.state.accounts)) return 1;
  if (machine.airDefect > AIR_LIMIT) return 2;
  if (largestOverfill(machine) > OVERFILL_LIMIT) return 3;
  return hasMasses(machine) ? -1 : 4;
}

function isAllFinite({ model, state: { y, enthalpy, mass, accounts } }: Machine): boolean {
  // Side by side: each sum waits for its last term.
  let machine = 0;
  let heat = 0;
  let air = 0;
  let booked = 0;
  for (let i = 0; i < Y.air; i++) machine += y[i];
  for (let slot = 0; slot < model.count; slot++) {
    heat += enthalpy[slot];
    air += mass[slot];
  }
  for (let i = 0; i < accounts.length; i++) booked += accounts[i];
  return Number.isFinite(machine + heat + air + booked);
}

/** Whether no floater owes air, and there is air in the receiver. */
function hasMasses({ state: { y, mass, enthalpy, airEnd } }: Machine): boolean {
  for (let slot = 0; slot < airEnd; slot++) {
    if (mass[slot] < LEAST_MASS || enthalpy[slot] < LEAST_ENTHALPY) return false;
  }
  return y[Y.receiver] > 0;
}
