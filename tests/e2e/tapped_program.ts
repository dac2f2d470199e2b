import { TextLineStream } from "./text_lines.ts";
import { ROOT } from "./shell.ts";
import config from "../../deno.json" with { type: "json" };

/** The real program with its tap open, in a process of its own; ended when disposed of. */
export class TappedProgram implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #lines: AsyncIterator<string>;
  /** What it has said on stderr. */
  readonly said: string[] = [];
  /** `http://127.0.0.1:PORT`. */
  url = "";

  /** Starts `kpp run --headless --tap 0` with more words, and waits for the tap. */
  static async start(...words: string[]): Promise<TappedProgram> {
    const program = new TappedProgram(words);
    await program.#open();
    return program;
  }

  private constructor(words: readonly string[]) {
    const flags = config.tasks.kpp.command.split(" ").slice(1, -1);
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [...flags, "main.ts", "run", "--headless", "--tap", "0", ...words],
      cwd: ROOT,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    this.#lines = this.#child.stderr.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream())[Symbol.asyncIterator]();
  }

  /** Host and port. */
  get host(): string {
    return new URL(this.url).host;
  }

  /** The next line on stderr; fails when there is none any more. */
  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the program said no more than ${this.said.join("; ")}`);
    this.said.push(value);
    return value;
  }

  async #open(): Promise<void> {
    while (this.url === "") {
      this.url = /the tap is open at (https?:\/\/[^/]+)/.exec(await this.line())?.[1] ?? "";
    }
  }

  /** Interrupts it. Returns its exit code. */
  async end(): Promise<number> {
    this.#child.kill("SIGINT");
    return (await this.#child.status).code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await this.#child.status;
    while (!(await this.#lines.next()).done);
  }
}
