/** What is recovered from; each kind has a row of a {@linkcode RecoveryBoard}. */
export const RECOVERIES = [
  { id: "rollBack", label: "roll-back", description: "going back to the last good state" },
  { id: "plant", label: "plant restart", description: "starting the plant thread again" },
  { id: "tap", label: "tap restart", description: "opening the tap again" },
  { id: "journal", label: "journal", description: "writing the journal again" },
  { id: "recorder", label: "recorder", description: "writing the recording again" },
  { id: "screen", label: "screen", description: "drawing the screen again" },
] as const satisfies readonly { id: string; label: string; description: string }[];

/** A kind of recovery. */
export type Recovery = (typeof RECOVERIES)[number]["id"];

/** What is known of a kind of recovery: its place in a row of a {@linkcode RecoveryBoard}. */
export const RECOVERY_STATISTIC = {
  /** Recoveries begun since the start. */
  count: 0,
  /** Part of those that are over after which it worked again, 0 to 1. */
  successRate: 1,
  /**
   * How long the last one took, s: from the first failure until it worked again; of a roll-back,
   * the simulated time that was done again.
   */
  time: 2,
  /** Recoveries that are over, and those of them after which it worked again. */
  over: 3,
  worked: 4,
} as const;

/** Numbers in a row of a {@linkcode RecoveryBoard}. */
export const RECOVERY_STATISTICS = Object.keys(RECOVERY_STATISTIC).length;

/**
 * Where every thread writes down how it recovered; NaN is "no data", until there was one. A row
 * has one writer. Shape: [kinds x statistics].
 */
export type RecoveryBoard = Float64Array<SharedArrayBuffer>;

/** A board of a run that has not had to recover; can be posted to a Worker. */
export function createRecoveryBoard(): RecoveryBoard {
  const bytes = RECOVERIES.length * RECOVERY_STATISTICS * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(new SharedArrayBuffer(bytes)).fill(NaN);
}

/** The row of a kind of recovery, a view of the board. Shape: [statistics]. */
export function recoveryRow(board: RecoveryBoard, kind: Recovery): RecoveryBoard {
  const row = RECOVERIES.findIndex(({ id }) => id === kind);
  return board.subarray(row * RECOVERY_STATISTICS, (row + 1) * RECOVERY_STATISTICS);
}
