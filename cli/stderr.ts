import type { LoopTime } from "../clock/mod.ts";

/** Most characters that wait for whoever reads stderr; lines that find no room are counted. */
const WAITING = 1 << 16;

/** What is written to stderr, without ever waiting for whoever reads it. */
export class Stderr {
  readonly #write: (bytes: Uint8Array) => Promise<number>;
  #text = "";
  #lost = 0;
  #writing: Promise<void> | undefined;

  /** @param write Writes some of its bytes; returns how many. */
  constructor(write: (bytes: Uint8Array) => Promise<number>) {
    this.#write = write;
  }

  /** Writes text as soon as what was written before has been taken. */
  add(text: string): void {
    if (this.#text.length + text.length > WAITING) {
      this.#lost++;
      return;
    }
    if (this.#lost > 0) this.#text += `kpp: ${this.#lost} messages were left out\n`;
    this.#lost = 0;
    this.#text += text;
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when all is written, or after so many seconds. */
  async flushed(time: LoopTime, seconds: number): Promise<void> {
    const patience = new AbortController();
    const tired = time.sleepUntil(time.now() + seconds, patience.signal);
    await Promise.race([this.#writing, tired]);
    patience.abort();
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#text !== "") {
        let rest = new TextEncoder().encode(this.#text);
        this.#text = "";
        while (rest.length > 0) rest = rest.subarray(await this.#write(rest));
      }
    } catch {
      // Nobody reads what went wrong; the exit code still says it.
    } finally {
      this.#writing = undefined;
    }
  }
}
