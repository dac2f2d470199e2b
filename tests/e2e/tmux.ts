/** A terminal with a shell in it, driven as a user drives one: keys in, screen out. */

import assert from "node:assert/strict";

/** Looks at the screen before a wait fails, and the pause between two looks. */
const LOOKS = 400;
const PAUSE = 50;

/** A tmux server of its own with one window and one shell; killed when disposed of. */
export class Tmux implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "kpp-test-" });

  /** Starts a shell in a terminal of that size. */
  static async start(columns: number, rows: number): Promise<Tmux> {
    const tmux = new Tmux();
    const size = ["-x", String(columns), "-y", String(rows)];
    await tmux.#run("new-session", "-d", ...size, "env PS1='$ ' sh");
    await tmux.waitFor((screen) => screen.startsWith("$"));
    return tmux;
  }

  async #run(...args: string[]): Promise<string> {
    const output = await new Deno.Command("tmux", {
      args: ["-u", "-S", `${this.#folder}/tmux`, "-f", "/dev/null", ...args],
      // What a run remembers of its screen is for this terminal alone.
      env: { LC_ALL: "C.UTF-8", TERM: "xterm-256color", XDG_STATE_HOME: this.#folder },
      stdin: "null",
    }).output();
    const error = new TextDecoder().decode(output.stderr);
    assert.ok(output.success, `tmux ${args.join(" ")}: ${error}`);
    return new TextDecoder().decode(output.stdout);
  }

  /** Types a line into the shell. */
  async line(text: string) {
    await this.#run("send-keys", "-l", text);
    await this.#run("send-keys", "Enter");
  }

  /** Presses keys by tmux' names for them: "q", "Space", "Escape", "Up". */
  async press(...keys: string[]) {
    await this.#run("send-keys", ...keys);
  }

  /** Gives the terminal another size. */
  async resize(columns: number, rows: number) {
    await this.#run("resize-window", "-x", String(columns), "-y", String(rows));
  }

  /** What the screen shows now, line by line. */
  screen(): Promise<string> {
    return this.#run("capture-pane", "-p");
  }

  /** What the screen shows now, with the escape sequences of its colours. */
  styledScreen(): Promise<string> {
    return this.#run("capture-pane", "-p", "-e");
  }

  /** What tmux knows of the terminal, for instance `#{alternate_on}`. */
  async state(format: string): Promise<string> {
    return (await this.#run("display-message", "-p", format)).trim();
  }

  /** Looks at the screen until it is as expected, and returns it. */
  async waitFor(isExpected: (screen: string) => boolean): Promise<string> {
    let screen = "";
    for (let look = 0; look < LOOKS; look++) {
      screen = await this.screen();
      if (isExpected(screen)) return screen;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    assert.fail(`The screen never came to be as expected (${isExpected}):\n${screen}`);
  }

  async [Symbol.asyncDispose]() {
    await this.#run("kill-server");
    // A program that loses its terminal still remembers its screen.
    for (let look = 1;; look++) {
      try {
        return await Deno.remove(this.#folder, { recursive: true });
      } catch (error) {
        if (look === LOOKS) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }
}
