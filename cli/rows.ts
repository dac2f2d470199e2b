import type { Encoder, Frame } from "../telemetry/mod.ts";
import type { World } from "./world.ts";

/** Bytes gathered before they are written in one go: what a pipe of Linux holds. */
const BATCH_BYTES = 65536;

/** Longest time that rows are gathered before they are written, s. */
const BATCH_TIME = 0.1;

/** Turns frames into rows on stdout. */
export interface Rows {
  /** Takes a frame; never waits. */
  receive(frame: Frame): void;
  /** Resolves when another frame may come. */
  ready(): Promise<void>;
  /** Resolves when all that is kept is written. */
  flush(): Promise<void>;
  /** Rejects when stdout cannot be written to; never resolves. */
  readonly failed: Promise<never>;
  /** Rows made, and those of them that a newer one replaced before they were written. */
  readonly counts: { readonly rows: number; readonly replaced: number };
}

/** A promise that only ever rejects, and whose rejection nobody need await. */
function failure(): PromiseWithResolvers<never> {
  const promise = Promise.withResolvers<never>();
  promise.promise.catch(() => {});
  return promise;
}

/** Every frame makes a row, gathered into batches; the plant waits for a slow reader. */
export class EveryRow implements Rows {
  readonly #encoder: Encoder;
  readonly #world: World;
  readonly #failure = failure();
  #parts: Uint8Array[];
  #length: number;
  #writtenAt: number;
  /** Resolves when every batch so far is written: two at once could tear rows apart. */
  #written = Promise.resolve();
  #rows = 0;

  constructor(encoder: Encoder, world: World) {
    this.#encoder = encoder;
    this.#world = world;
    this.#parts = [encoder.header];
    this.#length = encoder.header.length;
    this.#writtenAt = world.time.now();
  }

  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  get counts(): Rows["counts"] {
    return { rows: this.#rows, replaced: 0 };
  }

  receive(frame: Frame): void {
    const row = this.#encoder.encode(frame);
    this.#parts.push(row);
    this.#length += row.length;
    this.#rows++;
  }

  async ready(): Promise<void> {
    const isDue = this.#world.time.now() - this.#writtenAt >= BATCH_TIME;
    if (isDue || this.#length >= BATCH_BYTES) await this.flush();
  }

  flush(): Promise<void> {
    const batch = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      batch.set(part, at);
      at += part.length;
    }
    this.#parts = [];
    this.#length = 0;
    this.#written = this.#written.then(() => this.#write(batch));
    return this.#written;
  }

  async #write(batch: Uint8Array): Promise<void> {
    try {
      await this.#world.stdout.write(batch);
    } catch (error) {
      this.#failure.reject(error);
      throw error;
    }
    this.#writtenAt = this.#world.time.now();
  }
}

/** How often frames come, and how often rows are to be made of them, 1/s. */
export interface RowRate {
  readonly fps: number;
  readonly rate: number;
}

/**
 * Rows of a live run, written at once. The plant never waits: while a write is under way the
 * newest row is kept and replaces the one before.
 */
export class NewestRow implements Rows {
  readonly #encoder: Encoder;
  readonly #world: World;
  readonly #isDue: (frame: Frame) => boolean;
  readonly #failure = failure();
  #writing: Promise<void>;
  #isWriting = false;
  #waiting: Uint8Array | undefined;
  #rows = 0;
  #replaced = 0;

  constructor(encoder: Encoder, { world, rate }: { world: World; rate: RowRate }) {
    this.#encoder = encoder;
    this.#world = world;
    this.#isDue = createSubsampler(rate);
    this.#writing = this.#write(encoder.header);
  }

  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  get counts(): Rows["counts"] {
    return { rows: this.#rows, replaced: this.#replaced };
  }

  receive(frame: Frame): void {
    if (!this.#isDue(frame)) return;
    const row = this.#encoder.encode(frame);
    if (row.length === 0) return;
    this.#rows++;
    if (!this.#isWriting) {
      this.#writing = this.#write(row);
      return;
    }
    if (this.#waiting !== undefined) this.#replaced++;
    this.#waiting = row;
  }

  async ready(): Promise<void> {}

  async flush(): Promise<void> {
    await Promise.race([this.#writing, this.failed]);
  }

  async #write(first: Uint8Array): Promise<void> {
    this.#isWriting = true;
    try {
      for (let row: Uint8Array | undefined = first; row !== undefined;) {
        await this.#world.stdout.write(row);
        row = this.#waiting;
        this.#waiting = undefined;
      }
      this.#isWriting = false;
    } catch (error) {
      this.#failure.reject(error);
    }
  }
}

/**
 * Says which frames make rows: those in which another period of the rate begins, and a fault
 * whenever it comes.
 */
export function createSubsampler({ fps, rate }: RowRate): (frame: Frame) => boolean {
  let period = -1;
  return ({ frameId, status }) => {
    // A billionth of a period keeps 3 frames of 1/30 s from falling short of 1/10 s.
    const now = Math.floor(frameId * rate / fps + 1e-9);
    if (now === period && status !== "fault") return false;
    period = now;
    return true;
  };
}
