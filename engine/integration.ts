/** How a plant is integrated: steps of a fixed length, or as long as a tolerance allows. */
export type Integration =
  | { readonly kind: "fixed" }
  | {
    readonly kind: "adaptive";
    /** Error allowed per step, of the full scale of each state; 1e-12 to 1e-3. */
    readonly tolerance: number;
    /** Shortest sub-step, s: a step that would have to be shorter is taken all the same. */
    readonly shortest: number;
    /** Longest sub-step, s. */
    readonly longest: number;
  };

/** Fourth order on the caller's grid; the default. */
export const FIXED: Integration = { kind: "fixed" };

/** Limits of what can be asked for. */
export const INTEGRATION_LIMITS = {
  tolerance: { min: 1e-12, max: 1e-3 },
  step: { min: 1e-5, max: 0.1 },
} as const;

/** Sub-steps of an adaptive integration when nothing else is asked for, s. */
export const ADAPTIVE_STEPS = { shortest: 1e-9, longest: 0.1 } as const;

/**
 * An error-controlled integration to `tolerance`.
 *
 * @throws {RangeError} when the tolerance or the sub-steps are out of their limits
 */
export function adaptive(
  tolerance: number,
  { shortest, longest }: { shortest: number; longest: number } = ADAPTIVE_STEPS,
): Integration {
  const { min, max } = INTEGRATION_LIMITS.tolerance;
  if (!(tolerance >= min && tolerance <= max)) {
    throw new RangeError(
      `Cannot integrate as tolerance must be from ${min} to ${max}: current value is ${tolerance}`,
    );
  }
  if (!(shortest > 0 && longest >= shortest)) {
    throw new RangeError(
      `Cannot integrate as the longest sub-step must be at least the shortest of ${shortest} s: ` +
        `current value is ${longest} s`,
    );
  }
  return { kind: "adaptive", tolerance, shortest, longest };
}
