import { PlantFault } from "./fault.ts";
import type { Machine } from "./machine.ts";
import { Y } from "./state.ts";

/** The machine's own states come before those of the air. */
const STATES = Y.air;

/** Channels of what can fail in the state vector, those first that others follow from. */
const CHANNELS = [
  ["chain.speed", Y.speed],
  ["shaft.speed", Y.shaft],
  ["receiver.pressure", Y.receiver],
] as const;

/**
 * Checks that the trial leads to finite numbers.
 *
 * @throws {PlantFault} when it does not, with slopes and rates of the state brought up to date
 */
export function checkFinite(machine: Machine): void {
  const { trial, trialSlopes, rates } = machine;
  // A single value that is not finite spoils a sum, so one test covers them all.
  let sum = rates.airInertia + rates.heat + rates.enthalpyOut;
  for (let i = 0; i < STATES; i++) sum += trial.y[i] + trialSlopes.y[i];
  if (Number.isFinite(sum)) return;
  const quantity = quantityOf(machine);
  machine.refresh();
  throw new PlantFault(quantity, machine.state.time + machine.elapsed);
}

/** The channel of what is not finite. */
function quantityOf({ state, trial, trialSlopes, rates }: Machine): string {
  for (const { y } of [state, trial, trialSlopes]) {
    for (const [channel, at] of CHANNELS) {
      if (!Number.isFinite(y[at])) return channel;
    }
  }
  if (!Number.isFinite(rates.airInertia)) return "air.mass";
  for (const rate of [rates.heat, rates.enthalpyOut]) {
    if (!Number.isFinite(rate)) return "air.enthalpy";
  }
  return "chain.position";
}
