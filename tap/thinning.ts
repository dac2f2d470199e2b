import { LOAD_HIGH, LOAD_LOW, MAX_THINNING } from "./limits.ts";

/** Frames over which load is averaged. */
const MEMORY = 30;

/** Age of a frame at which the tap is behind, frame intervals. */
const BEHIND = 1.5;

/**
 * Adaptive sampling: by how much all frame rates are lowered while sending takes too much of a
 * frame interval, or frames are old before they are sent. Moves by a factor of two, at most once
 * in the frames that are averaged, and back when there is room for twice as much.
 */
export class Thinning {
  #work = 0;
  #age = 0;
  #since = 0;

  /** Factor by which rates are lowered: 1, 2, 4 ... */
  factor = 1;

  /** Part of a frame interval that sending takes, averaged. */
  get load(): number {
    return this.#work;
  }

  /**
   * Takes in how one frame went.
   *
   * @param work Time that sending it took, frame intervals.
   * @param age Time from its making to its sending, frame intervals.
   * @returns Whether `factor` has changed.
   */
  observe(work: number, age: number): boolean {
    this.#work += (work - this.#work) / MEMORY;
    this.#age += (age - this.#age) / MEMORY;
    if (++this.#since < MEMORY) return false;
    const before = this.factor;
    const isBehind = this.#work > LOAD_HIGH || this.#age > BEHIND;
    const isIdle = this.#work < LOAD_LOW && this.#age < 1;
    if (isBehind) this.factor = Math.min(MAX_THINNING, this.factor * 2);
    else if (isIdle) this.factor = Math.max(1, this.factor / 2);
    if (this.factor === before) return false;
    this.#since = 0;
    return true;
  }
}
