import type { Cells } from "./cells.ts";
import type { ColorDepth } from "./detect.ts";
import { ScreenDiff } from "./diff.ts";

/** Where screens are written: resolves to the number of bytes taken, possibly not all. */
export type WriteBytes = (bytes: Uint8Array) => Promise<number>;

/** A control sequence on its way. */
interface Waiting {
  readonly sequence: string;
  readonly settle: (sent: boolean) => void;
}

/**
 * Writes screens without ever waiting for the terminal. While one is being written the next ones
 * are dropped but for the newest, which follows at once; the difference is taken when it is its
 * turn, from what was really written. So at most one screen is in flight, whatever the terminal
 * does. Control sequences go before a screen that waits.
 */
export class ScreenWriter {
  readonly #write: WriteBytes;
  readonly #failed: (error: unknown) => void;
  readonly #diff: ScreenDiff;
  readonly #textEncoder = new TextEncoder();
  #sequences: Waiting[] = [];
  #screen: Cells | null = null;
  #open = false;
  #busy = false;
  #written = 0;

  /** Starts closed. `failed` is called when the terminal refuses bytes. */
  constructor(
    write: WriteBytes,
    { colors, failed }: { colors: ColorDepth; failed: (error: unknown) => void },
  ) {
    this.#write = write;
    this.#failed = failed;
    this.#diff = new ScreenDiff(colors);
  }

  /** Whether bytes are on their way that the terminal has not taken yet. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Bytes that the terminal has taken so far. */
  get written(): number {
    return this.#written;
  }

  /** Whether a control sequence is among them, and has not been begun. */
  get behind(): boolean {
    return this.#sequences.length > 0;
  }

  /** Writes a control sequence, then takes screens, the first of them whole. */
  open(sequence: string): void {
    this.#open = true;
    void this.#send(sequence);
    this.#diff.forget();
  }

  /**
   * Takes no more screens, and writes a control sequence after what is on its way.
   *
   * @returns whether the terminal took it.
   */
  close(sequence: string): Promise<boolean> {
    this.#open = false;
    this.#screen = null;
    return this.#send(sequence);
  }

  /**
   * Shows `cells` now, or when the terminal has taken what is on its way. The cells are read then,
   * so whatever is painted into them meanwhile is what is shown.
   */
  show(cells: Cells): void {
    if (!this.#open) return;
    this.#screen = cells;
    void this.#writeWaiting();
  }

  /** Forgets what the terminal shows: the next screen is written whole. */
  forget(): void {
    this.#diff.forget();
  }

  #send(sequence: string): Promise<boolean> {
    const { promise, resolve: settle } = Promise.withResolvers<boolean>();
    this.#sequences.push({ sequence, settle });
    void this.#writeWaiting();
    return promise;
  }

  async #writeWaiting(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#sequences.length > 0 || this.#screen !== null) {
      const next = this.#sequences.shift();
      const bytes = next ? this.#textEncoder.encode(next.sequence) : this.#takeScreen();
      const sent = await this.#writeAll(bytes);
      next?.settle(sent);
    }
    this.#busy = false;
  }

  #takeScreen(): Uint8Array {
    const cells = this.#screen;
    this.#screen = null;
    return cells ? this.#diff.encode(cells) : new Uint8Array(0);
  }

  async #writeAll(bytes: Uint8Array): Promise<boolean> {
    try {
      let rest = bytes;
      while (rest.length > 0) {
        const taken = await this.#write(rest);
        this.#written += taken;
        rest = rest.subarray(taken);
      }
      return true;
    } catch (error) {
      this.#open = false;
      this.#screen = null;
      this.#failed(error);
      return false;
    }
  }
}
