const CERTAIN: Uint16Array = new Uint16Array(0);

/** Constants, and what is known of them. */
export interface ConstantsMemory {
  readonly values: Float64Array;
  readonly suspects: readonly Uint16Array[];
}

/**
 * What the differences that must stay the same are, through changes of parameters.
 *
 * A change makes a constant another by what lies between right before it and right after: a wrong
 * value is in both, and cancels out. Where it is multiplied by what has changed it does not, so
 * that a constant that moved while a channel of it was in doubt is uncertain.
 */
export class RunningConstants {
  /** NaN is not known yet. */
  readonly #values: Float64Array;
  readonly #before: Float64Array;
  /** The channels that were in doubt when a constant became uncertain. */
  readonly #suspects: Uint16Array[];

  constructor(count: number) {
    this.#values = new Float64Array(count).fill(NaN);
    this.#before = new Float64Array(count).fill(NaN);
    this.#suspects = new Array<Uint16Array>(count).fill(CERTAIN);
  }

  /** All that decides how they go on. */
  get memory(): ConstantsMemory {
    return { values: this.#values, suspects: this.#suspects };
  }

  /** Goes on where the constants of the same rows were. */
  recall({ values, suspects }: ConstantsMemory): void {
    this.#values.set(values);
    suspects.forEach((channels, row) => this.#suspects[row] = channels);
  }

  /** Forgets them all. */
  forget(): void {
    this.#values.fill(NaN);
    this.#suspects.fill(CERTAIN);
  }

  /** The constant of a row; what the difference is now where it is not known yet. */
  of(row: number, difference: number): number {
    if (Number.isNaN(this.#values[row])) this.#values[row] = difference;
    return this.#values[row];
  }

  /** Takes in a difference right before parameters change; NaN where the check does not apply. */
  noteBefore(row: number, difference: number): void {
    this.#before[row] = difference;
  }

  /** Takes it in right after. `suspects` are the channels of the check that are not good. */
  noteAfter(row: number, difference: number, suspects: Uint16Array): void {
    const change = difference - this.#before[row];
    this.#values[row] += change;
    if (change !== 0 && suspects.length > 0) this.#suspects[row] = suspects;
  }

  /** Whether a constant may be another. */
  isUncertain(row: number): boolean {
    return this.#suspects[row].length > 0;
  }

  /** The channels that were in doubt when a constant became uncertain. */
  suspectsOf(row: number): Uint16Array {
    return this.#suspects[row];
  }

  /** What was uncertain has proved right. */
  confirm(row: number): void {
    this.#suspects[row] = CERTAIN;
  }

  /** Takes a constant from a difference of values that are right. */
  take(row: number, difference: number): void {
    this.#values[row] = difference;
    this.confirm(row);
  }
}
