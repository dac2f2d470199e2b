import type { Cells } from "./cells.ts";
import type { ColorDepth } from "./detect.ts";
import { ScreenDiff } from "./diff.ts";

/** Where screens are written: resolves to the number of bytes taken, possibly not all. */
export type WriteBytes = (bytes: Uint8Array) => Promise<number>;

/**
 * Writes screens without ever waiting for the terminal. While one is being written the next ones
 * are dropped but for the newest, which follows at once; the difference is taken when it is its
 * turn, from what was really written. So at most one screen is in flight, whatever the terminal
 * does.
 */
export class ScreenWriter {
  readonly #write: WriteBytes;
  readonly #failed: (error: unknown) => void;
  readonly #diff: ScreenDiff;
  readonly #textEncoder = new TextEncoder();
  #waiting: Cells | null = null;
  #open = false;
  /** Settles when everything begun so far is written or refused; never rejects. */
  #idle: Promise<unknown> = Promise.resolve();
  #busy = false;

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

  /** Writes a control sequence, then takes screens, the first of them whole. */
  open(sequence: string): void {
    this.#diff.forget();
    this.#open = true;
    void this.#send(sequence);
  }

  /**
   * Takes no more screens, and writes a control sequence after what is on its way.
   *
   * @returns whether the terminal took it.
   */
  close(sequence: string): Promise<boolean> {
    this.#open = false;
    this.#waiting = null;
    return this.#send(sequence);
  }

  /**
   * Shows `cells` now, or when the terminal has taken what is on its way. The cells are read then,
   * so whatever is painted into them meanwhile is what is shown.
   */
  show(cells: Cells): void {
    if (!this.#open) return;
    this.#waiting = cells;
    if (!this.#busy) void this.#send("");
  }

  /** Forgets what the terminal shows: the next screen is written whole. */
  forget(): void {
    this.#diff.forget();
  }

  #send(sequence: string): Promise<boolean> {
    this.#busy = true;
    const turn = this.#idle.then(() => this.#sendNow(sequence)).then((sent) => {
      if (this.#idle === turn) this.#busy = false;
      return sent;
    });
    this.#idle = turn;
    return turn;
  }

  async #sendNow(sequence: string): Promise<boolean> {
    try {
      await this.#writeAll(this.#textEncoder.encode(sequence));
      while (this.#waiting !== null) {
        const cells = this.#waiting;
        this.#waiting = null;
        await this.#writeAll(this.#diff.encode(cells));
      }
      return true;
    } catch (error) {
      this.#open = false;
      this.#failed(error);
      return false;
    }
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0) rest = rest.subarray(await this.#write(rest));
  }
}
