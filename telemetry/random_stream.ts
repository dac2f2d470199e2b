/** Multipliers of the two halves, and what the two words of a key grow by in each round. */
const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
const WEYL = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;

/** 2^-53: a number below 1 has as many bits as a double holds. */
const LEAST = 2 ** -53;

/**
 * Ten rounds of Philox on four words of 32 bits.
 *
 * Philox4x32-10 of J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers:
 * as easy as 1, 2, 3", SC11 (2011), https://doi.org/10.1145/2063384.2063405. It is a function of
 * where in a sequence a number stands, so that nothing has to be remembered between two of them.
 *
 * @param block What is counted, replaced by what is drawn. Shape: [4].
 * @param key Shape: [2].
 */
export function philox(block: Uint32Array, key: readonly [number, number]): void {
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const [c0, c1, c2, c3] = block;
    block[0] = upperProduct(MULTIPLIERS[1], c2) ^ c1 ^ k0;
    block[1] = Math.imul(MULTIPLIERS[1], c2);
    block[2] = upperProduct(MULTIPLIERS[0], c0) ^ c3 ^ k1;
    block[3] = Math.imul(MULTIPLIERS[0], c0);
    k0 = (k0 + WEYL[0]) | 0;
    k1 = (k1 + WEYL[1]) | 0;
  }
}

/** The upper 32 of the 64 bits of a product, of which a double holds 53. */
function upperProduct(one: number, other: number): number {
  const low = (one & 0xffff) * other;
  const high = (one >>> 16) * other + Math.floor(low / 0x10000);
  return Math.floor(high / 0x10000);
}

/**
 * Chance that repeats: the same seed, stream and place give the same number on every machine.
 *
 * @example The same throw of a die, however often
 * ```ts
 * import assert from "node:assert/strict";
 * import { RandomStream } from "./random_stream.ts";
 *
 * const dice = () => new RandomStream(1, 7);
 * assert.equal(dice().below(6), dice().below(6));
 * ```
 */
export class RandomStream {
  readonly #key: readonly [number, number];
  readonly #place = new Float64Array(1);
  readonly #placeWords = new Uint32Array(this.#place.buffer);
  readonly #block = new Uint32Array(4);
  #drawn = 0;

  /**
   * @param seed A whole number from 0 to 2^32 - 1.
   * @param stream Which of the streams of this seed, as many; they have nothing in common.
   */
  constructor(seed: number, stream = 0) {
    this.#key = [seed, stream];
  }

  /** The next number, from 0 up to, but not, 1, evenly. */
  next(): number {
    return this.uniform(this.#drawn++);
  }

  /** The next whole number from 0 up to, but not, `count`, evenly. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /**
   * The number that stands at a place, from 0 up to, but not, 1, evenly.
   *
   * @param place Any number: a count, or an instant.
   * @param draw Which of the numbers at this place, from 0.
   */
  uniform(place: number, draw = 0): number {
    const [first, second] = this.#draw(place, draw);
    return ((first >>> 5) * 2 ** 26 + (second >>> 6)) * LEAST;
  }

  /**
   * The number that stands at a place, about 0 with a standard deviation of 1 and never beyond 6:
   * the sum of twelve even ones (Irwin-Hall), which needs no functions that machines differ in.
   */
  normal(place: number): number {
    let sum = 0;
    for (let draw = 0; draw < 3; draw++) {
      for (const word of this.#draw(place, draw)) sum += word;
    }
    return sum * 2 ** -32 - 6;
  }

  #draw(place: number, draw: number): Uint32Array {
    this.#place[0] = place;
    const block = this.#block;
    block[0] = this.#placeWords[0];
    block[1] = this.#placeWords[1];
    block[2] = draw;
    block[3] = 0;
    philox(block, this.#key);
    return block;
  }
}
