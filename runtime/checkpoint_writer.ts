import type { ThreadTime } from "../clock/mod.ts";
import type { JournalOutbox } from "../monitor/mod.ts";
import { type Checkpoint, type CheckpointBoard, writeCheckpoint } from "./plant_checkpoint.ts";

/** Time between two checkpoints while nothing happens, s: one takes 0.14 ms. */
const PERIOD = 1;

/** The same while there is something to tell, with which it goes, s. */
const TELL_PERIOD = 0.05;

/** What checkpoints are written with. */
export interface CheckpointParts {
  readonly board: CheckpointBoard;
  readonly time: Pick<ThreadTime, "now">;
  readonly journal: Pick<JournalOutbox, "waiting" | "send" | "flush">;
  /** The run as it is now. */
  readonly state: () => Checkpoint;
}

/**
 * Writes down where another thread could go on, with all that was told by then: what is done again
 * from there has not been told.
 */
export class CheckpointWriter {
  readonly #parts: CheckpointParts;
  /** When the last one was written, s. */
  #writtenAt = -Infinity;

  constructor(parts: CheckpointParts) {
    this.#parts = parts;
  }

  /** Writes one if it is time, unless the reader has yet to take what was told before. */
  writeWhenDue(): void {
    const { time, journal } = this.#parts;
    const period = journal.waiting > 0 ? TELL_PERIOD : PERIOD;
    if (time.now() - this.#writtenAt < period) return;
    journal.send();
    if (journal.waiting === 0) this.#write();
  }

  /** Writes one now: somebody has changed the plant, or its thread is about to die. */
  write(): void {
    this.#parts.journal.flush();
    this.#write();
  }

  #write(): void {
    const { time, board, state } = this.#parts;
    this.#writtenAt = time.now();
    writeCheckpoint(board, state());
  }
}
