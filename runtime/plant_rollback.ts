/**
 * What a plant does that cannot go on: it goes back and takes smaller steps.
 *
 * @module
 */

import type { Plant, PlantFault } from "../engine/mod.ts";
import { type RecoveryEntry, RecoveryTally } from "../monitor/mod.ts";
import type { RollbackState } from "./plant_checkpoint.ts";
import type { RecoveryBoard } from "../telemetry/mod.ts";

/** Simulated time between two states that can be gone back to, s. */
export const MARK_PERIOD = 1;

/** How often in a row a plant goes back before it is given up; the steps are halved each time. */
export const MOST_ROLLBACKS = 3;

/** Simulated time without a fault after which steps are whole again, s. */
export const CALM_TIME = 10;

/** What a plant goes back with. */
export interface RollbackParts {
  readonly plant: Pick<Plant, "time" | "check" | "mark" | "goBack">;
  readonly recovery: RecoveryBoard;
  readonly tell: (entry: RecoveryEntry) => void;
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
  /** When a state was kept last, but for those that the plant keeps itself, s. */
  #markedAt = -Infinity;
  #inRow: number;
  /** When it failed last, s. */
  #failedAt: number;
  /** The fault that is being recovered from, from when it failed until the plant is past it. */
  #pending: { readonly failedAt: number; readonly redone: number } | undefined;

  /** @param state What it was in the thread that went before. */
  constructor(parts: RollbackParts, state?: RollbackState) {
    this.#parts = parts;
    this.#inRow = state?.inRow ?? 0;
    this.#failedAt = state?.failedAt ?? -Infinity;
    this.#tally = new RecoveryTally(parts.recovery, "rollBack");
  }

  /** Into how many equal parts a step of the grid is divided. */
  get divisions(): number {
    return 2 ** this.#inRow;
  }

  /** What of it decides how the plant goes on. */
  get state(): RollbackState {
    return { inRow: this.#inRow, failedAt: this.#failedAt };
  }

  /**
   * Keeps the state of now: a run begins, or its grid.
   *
   * @throws {PlantFault} It is none that a plant can be in.
   */
  mark(): void {
    const { plant } = this.#parts;
    plant.check();
    plant.mark();
    this.#markedAt = plant.time;
  }

  /**
   * Looks whether the plant is well, and keeps its state every {@linkcode MARK_PERIOD}.
   *
   * @returns Whether it has kept it.
   * @throws {PlantFault} It is not.
   */
  look(): boolean {
    const { plant } = this.#parts;
    const { time } = plant;
    plant.check();
    if (this.#pending && time > this.#pending.failedAt) {
      this.#tally.succeed(this.#pending.redone);
      this.#pending = undefined;
    }
    if (time - this.#failedAt > CALM_TIME) this.#inRow = 0;
    // Half an evaluation of the alarms, by which this is called, is more than any rounding.
    if (time - this.#markedAt < MARK_PERIOD - 0.05) return false;
    this.mark();
    return true;
  }

  /** The plant begins anew: what was before is over. */
  restart(): void {
    this.#inRow = 0;
    this.#failedAt = -Infinity;
    this.#pending = undefined;
    this.mark();
  }

  /**
   * Goes back from a fault.
   *
   * @param time When it came, s of simulated time.
   * @returns Whether the plant goes on; else it was given up in its last good state.
   */
  goBack(fault: PlantFault, time: number): boolean {
    const { plant, tell } = this.#parts;
    if (this.#pending) this.#tally.giveUp();
    this.#failedAt = Math.max(this.#failedAt, time);
    const entry = { kind: "recovery", time, recovery: "rollBack", reason: fault.message } as const;
    if (this.#inRow === MOST_ROLLBACKS) {
      this.#leaveGood();
      tell({ ...entry, step: "stop" });
      return false;
    }
    this.#inRow++;
    this.#tally.begin();
    plant.goBack();
    this.#pending = { failedAt: this.#failedAt, redone: time - plant.time };
    tell({ ...entry, step: "rollBack", from: plant.time, divisions: this.divisions });
    return true;
  }

  /** A step that fails leaves the plant as it last was; what fails the check does not. */
  #leaveGood(): void {
    try {
      this.#parts.plant.check();
    } catch {
      this.#parts.plant.goBack();
    }
  }
}
