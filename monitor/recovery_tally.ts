import {
  type Recovery,
  RECOVERY_STATISTIC,
  type RecoveryBoard,
  recoveryRow,
} from "../telemetry/mod.ts";

/** Counts how one kind of recovery went, and writes it on a board. The one writer of its row. */
export class RecoveryTally {
  readonly #row: RecoveryBoard;
  #begun = 0;
  #worked = 0;
  #over = 0;

  constructor(board: RecoveryBoard, kind: Recovery) {
    this.#row = recoveryRow(board, kind);
  }

  /** Something has failed, and is to be made to work again. */
  begin(): void {
    this.#row[RECOVERY_STATISTIC.count] = ++this.#begun;
  }

  /** It works again, so many seconds after it failed. */
  succeed(time: number): void {
    this.#worked++;
    this.#row[RECOVERY_STATISTIC.time] = time;
    this.#end();
  }

  /** It was given up. */
  giveUp(): void {
    this.#end();
  }

  #end(): void {
    this.#over++;
    this.#row[RECOVERY_STATISTIC.successRate] = this.#worked / this.#over;
  }
}
