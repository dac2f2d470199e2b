import type { Cells } from "./cells.ts";
import type { ColorDepth } from "./detect.ts";
import type { EndSignal, Size, TerminalDevice } from "./device.ts";
import { type InputEvent, InputParser, type KeyEvent } from "./keys.ts";
import { MOUSE_OFF, MOUSE_ON, type MousePress } from "./mouse.ts";
import { ScreenWriter } from "./writer.ts";

/** Why a {@linkcode TerminalGuard} ended. */
export type EndReason =
  /** The program left by itself. */
  | { readonly reason: "left" }
  /** The program was asked to end. */
  | { readonly reason: "signal"; readonly signal: EndSignal }
  /** The terminal is gone: end of file or hang-up. */
  | { readonly reason: "gone" }
  /** Nothing caught this error. */
  | { readonly reason: "error"; readonly error: unknown };

/** How a {@linkcode TerminalGuard} ended. */
export type Ended = EndReason & {
  /** Whether the terminal took the last bytes; else writing to it, on any stream, may block. */
  readonly restored: boolean;
};

/** What a {@linkcode TerminalGuard} is given. */
export interface GuardOptions {
  /** What the terminal can show. */
  readonly colors: ColorDepth;
  /** Resolves after so many seconds. */
  readonly sleep: (seconds: number) => Promise<unknown>;
  /** Called for every key but Ctrl-Z. */
  readonly key: (event: KeyEvent) => void;
  /** Called when the size changed or the screen was lost: show everything again. */
  readonly resized: (size: Size) => void;
  /** Called for every press of the mouse; left out, the mouse is the terminal's own. */
  readonly mouse?: ((press: MousePress) => void) | undefined;
  /**
   * Called when the window of the terminal begins or ceases to be looked at, where the terminal
   * tells; at first, and when the program goes on after Ctrl-Z, it is taken to be looked at.
   */
  readonly focus?: ((focused: boolean) => void) | undefined;
  /** Called with true before Ctrl-Z stops the program, and with false when it goes on. */
  readonly stopped?: (stopped: boolean) => void;
}

/** Time after which a lone ESC is the key, s. Bytes of one sequence follow each other faster. */
const ESCAPE_TIME = 0.05;

/** Time the terminal has to take the last bytes, s; a stalled one must not hold the program. */
const LEAVE_TIME = 0.25;

const INPUT_BYTES = 4096;

// Alternate screen 1049, cursor 25, bracketed paste 2004, wrap-around 7, synchronized update 2026,
// reports of the focus 1004 (xterm control sequences, DEC private modes). Without wrap-around a
// frame for a larger screen than there is cannot scroll it.
const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l";
const LEAVE = "\x1b[?2026l\x1b[?7h\x1b[?2004l\x1b[m\x1b[?25h\x1b[?1049l";
const FOCUS_ON = "\x1b[?1004h";
const FOCUS_OFF = "\x1b[?1004l";

/**
 * The full-screen use of a terminal, from entering to leaving, and the promise to leave it as it
 * was: on every way out, when stopped with Ctrl-Z, and when the terminal itself is stalled or gone.
 */
export class TerminalGuard implements AsyncDisposable {
  /** Resolves when the terminal is restored; the program should exit then. */
  readonly ended: Promise<Ended>;

  readonly #device: TerminalDevice;
  readonly #options: GuardOptions;
  readonly #writer: ScreenWriter;
  readonly #input = new InputParser();
  readonly #enterSequence: string;
  readonly #leaveSequence: string;
  readonly #listening: Disposable;
  #state: "shown" | "stopped" | "ending" = "shown";
  #bytesSeen = 0;
  #resolveEnded: (ended: Ended) => void = () => {};

  /** Takes the terminal over. */
  constructor(device: TerminalDevice, options: GuardOptions) {
    this.#device = device;
    this.#options = options;
    const { mouse, focus } = options;
    this.#enterSequence = ENTER + (mouse ? MOUSE_ON : "") + (focus ? FOCUS_ON : "");
    this.#leaveSequence = (focus ? FOCUS_OFF : "") + (mouse ? MOUSE_OFF : "") + LEAVE;
    this.ended = new Promise((resolve) => this.#resolveEnded = resolve);
    this.#writer = new ScreenWriter((bytes) => device.write(bytes), {
      colors: options.colors,
      failed: (error) => void this.#end(terminalFault(error)),
    });
    this.#listening = device.listen({
      resized: () => this.#announceSize(),
      continued: () => this.#continue(),
      ended: (signal) => void this.#end({ reason: "signal", signal }),
      faulted: (error) => void this.#end({ reason: "error", error }),
      unloading: () => this.#restoreNow(),
    });
    this.#enter();
    if (device.hasKeys) void this.#readInput();
  }

  /** Size of the terminal now. */
  get size(): Size {
    return this.#device.size();
  }

  /** Whether the terminal has not taken the last screen yet. */
  get busy(): boolean {
    return this.#writer.busy;
  }

  /** Bytes that the terminal has taken so far. */
  get written(): number {
    return this.#writer.written;
  }

  /**
   * Shows a screen; returns at once. What the terminal is too slow for is dropped, but for the
   * newest. `cells` are read when it is their turn, so paint them whole before giving way.
   */
  show(cells: Cells): void {
    this.#writer.show(cells);
  }

  /** Writes the next screen whole: something else has written to the terminal. */
  repaint(): void {
    this.#writer.forget();
  }

  /** Restores the terminal, or gives up after a quarter of a second. */
  leave(): Promise<void> {
    return this.#end({ reason: "left" });
  }

  /** The same as {@linkcode leave}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.leave();
  }

  #enter(): void {
    if (this.#device.hasKeys) this.#device.setRaw(true);
    this.#writer.open(this.#enterSequence);
  }

  /** Something else stopped and continued the program, and the shell had the terminal meanwhile. */
  #continue(): void {
    if (this.#state !== "shown") return;
    this.#enter();
    this.#options.focus?.(true);
    this.#announceSize();
  }

  /** Whether the terminal took the sequence; else it is stalled, and anything more would block. */
  async #restore(): Promise<boolean> {
    const restored = await Promise.race([
      this.#writer.close(this.#leaveSequence),
      this.#options.sleep(LEAVE_TIME).then(() => false),
    ]);
    if (restored && this.#device.hasKeys) this.#device.setRaw(false);
    return restored;
  }

  /** Last resort where nothing can be waited for. */
  #restoreNow(): void {
    if (this.#state !== "shown" || this.#writer.busy) return;
    this.#state = "ending";
    this.#device.writeSync(new TextEncoder().encode(this.#leaveSequence));
    if (this.#device.hasKeys) this.#device.setRaw(false);
  }

  async #end(reason: EndReason): Promise<void> {
    if (this.#state === "ending") return void await this.ended;
    const wasShown = this.#state === "shown";
    this.#state = "ending";
    const restored = wasShown ? await this.#restore() : true;
    this.#listening[Symbol.dispose]();
    this.#resolveEnded({ ...reason, restored });
  }

  async #stop(): Promise<void> {
    this.#state = "stopped";
    const restored = await this.#restore();
    // Stopped with the terminal unrestored, the shell would be unusable: then rather go on.
    if (restored) {
      this.#options.stopped?.(true);
      await this.#device.stop(this.#options.sleep);
      this.#options.stopped?.(false);
    }
    if (this.#state !== "stopped") return;
    this.#state = "shown";
    // Else raw mode was not left, and setting it would block.
    if (restored) this.#enter();
    else this.#writer.open(this.#enterSequence);
    this.#options.focus?.(true);
    this.#announceSize();
  }

  #announceSize(): void {
    if (this.#state !== "shown") return;
    // The terminal may have moved its lines even where the size is the same again.
    this.#writer.forget();
    this.#options.resized(this.#device.size());
  }

  async #readInput(): Promise<void> {
    const buffer = new Uint8Array(INPUT_BYTES);
    try {
      while (this.#state !== "ending") {
        const count = await this.#device.read(buffer);
        if (count === null) return void this.#end({ reason: "gone" });
        this.#bytesSeen += count;
        this.#take(this.#input.feed(buffer.subarray(0, count)));
        if (this.#input.pending) void this.#flushLater(this.#bytesSeen);
      }
    } catch (error) {
      void this.#end(terminalFault(error));
    }
  }

  async #flushLater(bytesSeen: number): Promise<void> {
    await this.#options.sleep(ESCAPE_TIME);
    if (this.#bytesSeen === bytesSeen) this.#take(this.#input.flush());
  }

  #take(events: readonly InputEvent[]): void {
    for (const event of events) {
      if (this.#state !== "shown") return;
      if (event.kind === "mouse") this.#options.mouse?.(event);
      else if (event.kind === "focus") this.#options.focus?.(event.focused);
      else if (!event.ctrl || event.name !== "z") this.#options.key(event);
      // One after the other: a stalled terminal has still to be left for the last one.
      else if (!this.#writer.behind) void this.#stop();
    }
  }
}

/** A terminal that was closed, or an error of the program. */
function terminalFault(error: unknown): EndReason {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return code === "EIO" || code === "EPIPE" ? { reason: "gone" } : { reason: "error", error };
}
