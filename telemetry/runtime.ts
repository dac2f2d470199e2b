import { createProfileBoard, type ProfileBoard } from "./profile.ts";
import { createRecoveryBoard, type RecoveryBoard } from "./recovery.ts";

/** What those who watch a run say of it. NaN is "no data". */
export interface RuntimeReading {
  /** How far the run can be trusted, 0 to 1: the score of the worst sign. */
  stability: number;
  /** Which sign that is, by its number in the table of signs; NaN while all are clean. */
  worstSign: number;
  /** Whether the plant could not go on: its state is the last that was finite. */
  hasFailed: boolean;
  /** What the parts of the program cost. */
  readonly profile: ProfileBoard;
  /** How they recovered from what went wrong. */
  readonly recovery: RecoveryBoard;
}

/** A reading without data, of a run that nobody watches. */
export function emptyRuntime(
  profile = createProfileBoard(),
  recovery = createRecoveryBoard(),
): RuntimeReading {
  return { stability: NaN, worstSign: NaN, hasFailed: false, profile, recovery };
}
