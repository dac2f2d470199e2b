import {
  type Recovery,
  RECOVERY_STATISTIC,
  type RecoveryBoard,
  recoveryRow,
} from "../telemetry/mod.ts";

/**
 * Counts how one kind of recovery went, on a board. The one writer of its row; one that follows
 * another, whose thread died, goes on with its counts.
 */
export class RecoveryTally {
  readonly #row: RecoveryBoard;

  constructor(board: RecoveryBoard, kind: Recovery) {
    this.#row = recoveryRow(board, kind);
  }

  /** Something has failed, and is to be made to work again. */
  begin(): void {
    this.#count("count");
  }

  /** It works again, so many seconds after it failed. */
  succeed(time: number): void {
    this.#count("worked");
    this.#row[RECOVERY_STATISTIC.time] = time;
    this.giveUp();
  }

  /** It was given up. */
  giveUp(): void {
    const over = this.#count("over");
    this.#row[RECOVERY_STATISTIC.successRate] = (this.#row[RECOVERY_STATISTIC.worked] || 0) / over;
  }

  #count(statistic: "count" | "over" | "worked"): number {
    return this.#row[RECOVERY_STATISTIC[statistic]] =
      (this.#row[RECOVERY_STATISTIC[statistic]] || 0) + 1;
  }
}
