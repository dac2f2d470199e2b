import { createProfileBoard, type ProfileBoard } from "./profile.ts";
import { allGood, type FrameQuality } from "./quality.ts";
import { createRecoveryBoard, type RecoveryBoard } from "./recovery.ts";
import { createTrafficBoard, type TrafficBoard } from "./traffic.ts";

/** The signs of ill health that a run is judged by, most telling first; monitor/ reads them. */
export const SIGN_LABELS = [
  "energy violation",
  "residual",
  "defect of a step",
  "unexplained air",
  "overfill",
  "failed steps",
  "collapsed steps",
  "rejected steps",
  "chatter",
  "chain speed",
  "chain acceleration",
] as const;

/** How many floaters something is wrong with; NaN is "no data". */
export interface FloaterFindings {
  /** In the window without air, and their valves shut. */
  unopened: number;
  /** With more air than a fill, and their valves open. */
  overfilling: number;
  /** Losing air though they are shut and not full. */
  leaking: number;
}

/** What those who watch a run say of it. NaN is "no data". */
export interface RuntimeReading {
  /** How far the run can be trusted, 0 to 1: the score of the worst sign. */
  stability: number;
  /** Which sign that is, an index into `SIGN_LABELS`; NaN while all are clean. */
  worstSign: number;
  /** Whether the plant could not go on: its state is the last that was finite. */
  hasFailed: boolean;
  /** How far the values of the channels may be believed. */
  readonly quality: FrameQuality;
  /** What is wrong with floaters. */
  readonly floaters: FloaterFindings;
  /** How many of the faults that were injected are there now. */
  activeFaults: number;
  /** What the parts of the program cost. */
  readonly profile: ProfileBoard;
  /** How they recovered from what went wrong. */
  readonly recovery: RecoveryBoard;
  /** What waits between them. */
  readonly traffic: TrafficBoard;
}

/** A reading without data, of a run that nobody watches. */
export function emptyRuntime(
  profile = createProfileBoard(),
  recovery = createRecoveryBoard(),
  traffic = createTrafficBoard(),
  quality = allGood(0),
): RuntimeReading {
  const floaters = { unopened: NaN, overfilling: NaN, leaking: NaN };
  const boards = { floaters, quality, profile, recovery, traffic };
  return { stability: NaN, worstSign: NaN, hasFailed: false, activeFaults: 0, ...boards };
}
