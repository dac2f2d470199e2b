/** A terminal read by an independent emulator, that can be stalled, sized and closed. */

import assert from "node:assert/strict";
import xterm from "@xterm/headless";
import { PseudoTerminal, type Size, sleep } from "../../bench/pseudo_terminal.ts";
import { KPP } from "./shell.ts";

/** Looks before a wait fails, and the pause between two looks, s. */
const LOOKS = 400;
const PAUSE = 0.05;

/** Looks without a new byte after which the program has nothing to say. */
const QUIET_LOOKS = 6;

/** `kpp` in a terminal of its own, between shell commands that note what it left behind. */
export class WatchedTerminal implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "kpp-test-" });
  readonly #terminal: PseudoTerminal;
  readonly #emulator: InstanceType<typeof xterm.Terminal>;
  #next = 0;

  /** Starts the program, with `args`; another one as a shell starts it, where one is given. */
  constructor(size: Size, args = "", program = KPP) {
    const line = `cd ${this.#folder}; trap : INT; echo before; stty -g >before; tty >path; ` +
      `echo $PPID >reader; (echo $BASHPID >program; exec ${program} ${args}); ` +
      `echo $? >code; stty -g >after`;
    this.#terminal = new PseudoTerminal(["bash", "-c", line], size);
    this.#emulator = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      allowProposedApi: true,
    });
  }

  /** Sends bytes as typed. */
  type(keys: string): Promise<void> {
    return this.#terminal.type(keys);
  }

  /** What the emulator shows of all that has been read. */
  async screen(): Promise<string> {
    while (this.#next < this.#terminal.chunks.length) {
      const { bytes } = this.#terminal.chunks[this.#next++];
      await new Promise<void>((resolve) => this.#emulator.write(bytes, resolve));
    }
    const { active } = this.#emulator.buffer;
    const line = (y: number) => active.getLine(active.baseY + y)?.translateToString(true) ?? "";
    return Array.from({ length: this.#emulator.rows }, (_, y) => line(y)).join("\n");
  }

  /** Looks at the screen until it is as expected. */
  async waitFor(isExpected: (screen: string) => boolean): Promise<string> {
    let screen = "";
    for (let look = 0; look < LOOKS; look++) {
      screen = await this.screen();
      if (isExpected(screen)) return screen;
      await sleep(PAUSE);
    }
    assert.fail(`The screen never came to be as expected (${isExpected}):\n${screen}`);
  }

  /** Chunks read so far. */
  get chunks(): number {
    return this.#terminal.chunks.length;
  }

  /** Everything read so far, byte for byte. */
  get output(): string {
    const latin = new TextDecoder("latin1");
    return this.#terminal.chunks.map(({ bytes }) => latin.decode(bytes)).join("");
  }

  /** The screen once nothing has come for a while. */
  async settled(): Promise<string> {
    for (let look = 0, quiet = 0, seen = -1; quiet < QUIET_LOOKS; look++) {
      assert.ok(look < LOOKS, "The program never stopped writing");
      quiet = this.chunks === seen ? quiet + 1 : 0;
      seen = this.chunks;
      await sleep(PAUSE);
    }
    return await this.screen();
  }

  /** Process id of the program itself. */
  get program(): Promise<number> {
    return this.#noted("program").then(Number);
  }

  /** Gives the terminal a size after the other, so many seconds apart. */
  async resize(sizes: readonly Size[], seconds: number): Promise<void> {
    const path = await this.#noted("path");
    const lines = sizes.map(({ columns, rows }) =>
      `stty rows ${rows} cols ${columns} -F ${path}; sleep ${seconds}`
    );
    await new Deno.Command("bash", { args: ["-c", lines.join("\n")] }).output();
    const { columns, rows } = sizes.at(-1)!;
    await this.screen();
    this.#emulator.resize(columns, rows);
  }

  /** Stops or continues whoever reads the terminal. */
  async stall(isStalled: boolean): Promise<void> {
    Deno.kill(Number(await this.#noted("reader")), isStalled ? "SIGSTOP" : "SIGCONT");
  }

  /** Takes the terminal away from under the program. */
  async close(): Promise<void> {
    Deno.kill(Number(await this.#noted("reader")), "SIGKILL");
  }

  /** Waits for the program to end, and returns its exit code. */
  async exitCode(): Promise<number> {
    return Number(await this.#noted("code"));
  }

  /** Asserts that the shell has its terminal back as it was. */
  async assertRestored(): Promise<void> {
    await this.exitCode();
    await this.#terminal.end();
    const screen = await this.screen();
    assert.equal(this.#emulator.buffer.active.type, "normal");
    assert.ok(screen.startsWith("before"), screen);
    const { bracketedPasteMode, mouseTrackingMode, sendFocusMode, wraparoundMode } =
      this.#emulator.modes;
    assert.deepEqual(
      { bracketedPasteMode, mouseTrackingMode, sendFocusMode, wraparoundMode },
      {
        bracketedPasteMode: false,
        mouseTrackingMode: "none",
        sendFocusMode: false,
        wraparoundMode: true,
      },
    );
    const { output } = this;
    assert.ok(output.lastIndexOf("\x1b[?25h") >= output.lastIndexOf("\x1b[?25l"), "cursor");
    assert.equal(await this.#noted("after"), await this.#noted("before"));
  }

  /** What the shell has written down under a name, as soon as it has. */
  async #noted(name: string): Promise<string> {
    for (let look = 0; look < LOOKS; look++) {
      try {
        const text = Deno.readTextFileSync(`${this.#folder}/${name}`);
        if (text.endsWith("\n")) return text.trimEnd();
      } catch {
        // It has not come to it yet.
      }
      await sleep(PAUSE);
    }
    assert.fail(`The shell never noted the ${name}`);
  }

  async [Symbol.asyncDispose]() {
    await this.#terminal[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Waits until a process is gone, or a zombie that nobody has asked for. */
export async function waitForEnd(pid: number): Promise<void> {
  const line = `grep -qs '^State:.*[^Z] (' /proc/${pid}/status`;
  for (let look = 0; look < LOOKS; look++) {
    const { success } = await new Deno.Command("bash", { args: ["-c", line] }).output();
    if (!success) return;
    await sleep(PAUSE);
  }
  assert.fail("The program never ended");
}
