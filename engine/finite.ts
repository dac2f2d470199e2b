import { PlantFault } from "./fault.ts";
import type { Machine } from "./machine.ts";
import { Y } from "./state.ts";

/**
 * Checks that the trial leads to finite numbers.
 *
 * @throws {PlantFault} when it does not, with slopes and rates of the state brought up to date
 */
export function checkFinite(machine: Machine): void {
  const { trial: { y: trialY }, trialSlopes: { y }, rates } = machine;
  // A single value that is not finite spoils a sum, so one test covers them all.
  const sum = trialY[Y.offset] + y[Y.speed] + y[Y.shaft] + y[Y.receiver] + rates.airInertia +
    rates.heat + rates.enthalpyOut + trialY[Y.shaft] + trialY[Y.receiver];
  if (!Number.isFinite(sum)) throw faultOf(machine);
}

function faultOf(machine: Machine): PlantFault {
  const { trial: { y: trialY }, trialSlopes: { y }, rates, state, elapsed } = machine;
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
  machine.refresh();
  return new PlantFault(bad?.[0] ?? "chain.position", state.time + elapsed);
}
