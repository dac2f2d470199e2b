/**
 * What a plant does that cannot go on: it goes back and takes smaller steps.
 *
 * @module
 */

import type { Plant, PlantFault } from "./engine/mod.ts";
import { type RecoveryEntry, RecoveryTally } from "./monitor/mod.ts";
import type { RecoveryBoard } from "./telemetry/mod.ts";

/** Simulated time between two states that can be gone back to, s. */
export const MARK_PERIOD = 1;

/** How often in a row a plant goes back before it is given up; the steps are halved each time. */
export const MOST_ROLLBACKS = 3;

/** Simulated time without a fault after which steps are whole again, s. */
export const CALM_TIME = 10;

/** What a plant goes back with. */
export interface RollbackParts {
  readonly plant: Pick<Plant, "check" | "mark" | "goBack">;
  readonly recovery: RecoveryBoard;
  readonly tell: (entry: RecoveryEntry) => void;
}

/** A step of the grid, and when it is. */
interface GridInstant {
  readonly step: number;
  /** Simulated time, s. */
  readonly time: number;
}

/**
 * Keeps the last good state of a plant, and goes back to it when the plant cannot go on: at most
 * {@linkcode MOST_ROLLBACKS} times in a row, with steps half as long each time.
 *
 * Only a state that has passed the check of the engine is kept. Everything follows from the plant
 * and simulated time, so a run that is repeated goes back where it did.
 */
export class Rollback {
  readonly #parts: RollbackParts;
  readonly #tally: RecoveryTally;
  #marked: GridInstant = { step: 0, time: 0 };
  #inRow = 0;
  /** When it failed last, s. */
  #failedAt = -Infinity;
  /** The fault that is being recovered from, from when it failed until the plant is past it. */
  #pending: { readonly failedAt: number; readonly redone: number } | undefined;

  constructor(parts: RollbackParts) {
    this.#parts = parts;
    this.#tally = new RecoveryTally(parts.recovery, "rollBack");
  }

  /** Into how many equal parts a step of the grid is divided. */
  get divisions(): number {
    return 2 ** this.#inRow;
  }

  /** Keeps the state of now, whatever it is: the plant was started, or somebody changed it. */
  mark(now: GridInstant): void {
    this.#parts.plant.mark();
    this.#marked = now;
  }

  /**
   * Looks whether the plant is well, and keeps its state every {@linkcode MARK_PERIOD}.
   *
   * @throws {PlantFault} It is not.
   */
  look(now: GridInstant): void {
    this.#parts.plant.check();
    if (this.#pending && now.time > this.#pending.failedAt) {
      this.#tally.succeed(this.#pending.redone);
      this.#pending = undefined;
    }
    if (now.time - this.#failedAt > CALM_TIME) this.#inRow = 0;
    // Half an evaluation of the alarms, by which this is called, is more than any rounding.
    if (now.time - this.#marked.time > MARK_PERIOD - 0.05) this.mark(now);
  }

  /** The plant begins anew: what was before is over. */
  restart(now: GridInstant): void {
    this.#inRow = 0;
    this.#failedAt = -Infinity;
    this.#pending = undefined;
    this.mark(now);
  }

  /** Goes back from a fault. Returns where the plant is now, and whether it is given up there. */
  goBack(fault: PlantFault, now: GridInstant): { readonly step: number; readonly isOver: boolean } {
    if (this.#pending) this.#tally.giveUp();
    this.#failedAt = Math.max(this.#failedAt, now.time);
    const entry = { kind: "recovery", time: now.time, recovery: "rollBack" } as const;
    if (this.#inRow === MOST_ROLLBACKS) {
      this.#parts.tell({ ...entry, step: "stop", reason: fault.message });
      return { step: this.#standStill(now.step), isOver: true };
    }
    this.#inRow++;
    this.#tally.begin();
    this.#pending = { failedAt: this.#failedAt, redone: now.time - this.#marked.time };
    this.#parts.plant.goBack();
    const { divisions } = this;
    const { step, time: from } = this.#marked;
    this.#parts.tell({ ...entry, step: "rollBack", reason: fault.message, from, divisions });
    return { step, isOver: false };
  }

  /** A step that fails leaves the plant as it last was; what fails the check does not. */
  #standStill(step: number): number {
    try {
      this.#parts.plant.check();
      return step;
    } catch {
      this.#parts.plant.goBack();
      return this.#marked.step;
    }
  }
}
