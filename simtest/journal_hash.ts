import type { JournalEntry } from "../monitor/mod.ts";

/** Start and prime of FNV-1a on 32 bits, and another start, so that two lanes make 64. */
const STARTS = [0x811c9dc5, 0x01000193 ^ 0x5bd1e995] as const;
const PRIME = 0x01000193;

/**
 * Hash of a journal, so that two runs can be compared without keeping either.
 *
 * FNV-1a of G. Fowler, L. C. Noll and K.-P. Vo in two lanes, over the entries as JSON.
 */
export class JournalHash {
  #lanes: [number, number] = [...STARTS];

  /** Takes in an entry. */
  add(entry: JournalEntry): void {
    const text = JSON.stringify(entry);
    let [one, other] = this.#lanes;
    for (let i = 0; i < text.length; i++) {
      one = Math.imul(one ^ text.charCodeAt(i), PRIME);
      other = Math.imul(other ^ text.charCodeAt(i), PRIME) + i | 0;
    }
    this.#lanes = [one, other];
  }

  /** The hash so far, 16 hexadecimal digits. */
  get digest(): string {
    return this.#lanes.map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
  }
}
