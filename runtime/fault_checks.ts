import {
  EVERY_FLOATER,
  type Fault,
  faultRow,
  formatFault,
  MAX_FAULTS,
  type PlantParameters,
} from "../telemetry/mod.ts";

/**
 * Checks whether what a fault is to strike is there.
 *
 * @throws {RangeError} It is not.
 */
export function checkFaultTarget(
  { kind, target, ...rest }: Fault,
  { "chain.floaterCount": count }: PlantParameters,
): void {
  if (faultRow(kind).targets !== "floater" || target === EVERY_FLOATER) return;
  if (Number(target) < count) return;
  throw new RangeError(
    `Cannot inject ${formatFault({ kind, target, ...rest })} as its target must be a floater ` +
      `from 0 to ${count - 1}: current value is ${target}`,
  );
}

/**
 * Checks the faults that a run is to begin with.
 *
 * @throws {RangeError} There are too many, or what one is to strike is not there.
 */
export function checkFaults(faults: readonly Fault[], parameters: PlantParameters): void {
  for (const fault of faults) checkFaultTarget(fault, parameters);
  if (faults.length <= MAX_FAULTS) return;
  throw new RangeError(
    `Cannot inject faults as there must be at most ${MAX_FAULTS}: current value is ` +
      `${faults.length}`,
  );
}
