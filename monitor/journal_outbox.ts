import { OUTBOX_ENTRIES } from "../telemetry/mod.ts";
import type { JournalEntry } from "./alarm.ts";

/** What the word of {@linkcode createOutboxWord} says. */
const TAKEN = 0;
const UNDER_WAY = 1;
const CLOSED = 2;

/** Shared memory by which the reader says that it has taken what was sent. */
export function createOutboxWord(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** The reader has taken what was sent. */
export function confirmTaken(word: Int32Array<SharedArrayBuffer>): void {
  Atomics.compareExchange(word, 0, UNDER_WAY, TAKEN);
  Atomics.notify(word, 0);
}

/** The reader takes nothing more. */
export function closeOutbox(word: Int32Array<SharedArrayBuffer>): void {
  Atomics.store(word, 0, CLOSED);
  Atomics.notify(word, 0);
}

/** What an outbox is made of. */
export interface OutboxParts {
  readonly word: Int32Array<SharedArrayBuffer>;
  /** Sends entries to the reader. */
  readonly post: (entries: readonly JournalEntry[]) => void;
  /**
   * What to do when as many entries wait as there is room for: give new ones up and count them, or
   * sleep until the reader has taken some.
   */
  readonly whenFull: "drop" | "wait";
}

/**
 * The journal on its way to another thread. What is sent must be taken before more is sent, so that
 * a reader that is busy does not gather messages without end.
 */
export class JournalOutbox {
  readonly #parts: OutboxParts;
  #waiting: JournalEntry[] = [];
  #lost = 0;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Entries that wait to be sent. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes in an entry. */
  add(entry: JournalEntry): void {
    if (this.#waiting.length >= OUTBOX_ENTRIES && !this.#makeRoom()) {
      this.#lost++;
      return;
    }
    if (this.#lost > 0) {
      this.#waiting.push({ kind: "lost", time: entry.time, count: this.#lost });
      this.#lost = 0;
    }
    this.#waiting.push(entry);
  }

  /** Sends what waits, unless the reader has not yet taken what was sent before. */
  send(): void {
    if (this.#waiting.length === 0) return;
    const { word } = this.#parts;
    if (Atomics.compareExchange(word, 0, TAKEN, UNDER_WAY) === TAKEN) this.#post();
  }

  /** Sends what waits, whatever the reader does: to be called rarely, or for the last time. */
  flush(): void {
    if (this.#waiting.length > 0) this.#post();
  }

  /** Takes out what waits. */
  take(): readonly JournalEntry[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  #makeRoom(): boolean {
    const { word, whenFull } = this.#parts;
    if (whenFull === "wait") Atomics.wait(word, 0, UNDER_WAY);
    this.send();
    return this.#waiting.length < OUTBOX_ENTRIES;
  }

  #post(): void {
    this.#parts.post(this.take());
  }
}
