/** A program run on a terminal of its own, so that what it costs there can be measured. */

/** Bytes that the program wrote, with the time at which they came out of the terminal. */
export interface Chunk {
  /** Since the program was started, s. */
  readonly time: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * A child on a pseudo-terminal made by util-linux' `script`. What it writes is read at once, as a
 * fast terminal would, unless {@linkcode stalled}.
 */
export class PseudoTerminal implements AsyncDisposable {
  /** Everything written so far. */
  readonly chunks: Chunk[] = [];
  /** While true nothing is read, as from a terminal whose user pressed Ctrl-S. */
  stalled = false;
  readonly #child: Deno.ChildProcess;
  readonly #keys: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #start = performance.now();
  readonly #folder = Deno.makeTempDirSync({ prefix: "kpp-bench-" });
  readonly #reading: Promise<void>;
  #wake = () => {};

  constructor(command: readonly string[], size: Size) {
    const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
    const line = `stty rows ${size.rows} cols ${size.columns}; echo $$ >${this.#folder}/pid; ` +
      `exec ${quoted}`;
    this.#child = new Deno.Command("script", {
      args: ["-q", "-e", "-f", "-c", line, "/dev/null"],
      stdin: "piped",
      stdout: "piped",
      env: {
        TERM: "xterm-256color",
        COLORTERM: "truecolor",
        LC_ALL: "C.UTF-8",
        // What is remembered from one run to the next is not the user's.
        XDG_STATE_HOME: this.#folder,
      },
    }).spawn();
    this.#keys = this.#child.stdin.getWriter();
    this.#reading = this.#read();
  }

  /** Process id of the program. */
  get pid(): number {
    return Number(Deno.readTextFileSync(`${this.#folder}/pid`));
  }

  async #read() {
    for await (const bytes of this.#child.stdout) {
      this.chunks.push({ time: (performance.now() - this.#start) / 1000, bytes });
      this.#wake();
      while (this.stalled) await sleep(0.01);
    }
    this.#wake();
  }

  /** Seconds since the program was started. */
  get elapsed(): number {
    return (performance.now() - this.#start) / 1000;
  }

  /** Sends keys as typed. */
  async type(keys: string) {
    await this.#keys.write(new TextEncoder().encode(keys));
  }

  /** Time at which `found` first held for a chunk, from chunk `from` on. */
  async waitFor(found: (chunk: Chunk) => boolean, from = 0): Promise<number> {
    const deadline = this.elapsed + 20;
    for (let i = from; this.elapsed < deadline;) {
      if (i < this.chunks.length) {
        if (found(this.chunks[i])) return this.chunks[i].time;
        i++;
      } else {
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wake = resolve;
        await Promise.race([promise, sleep(1)]);
      }
    }
    throw new Error("Cannot measure: what was waited for did not appear within 20 s");
  }

  /** CPU time of all threads of the program so far, s. */
  cpuTime(): number {
    const stat = Deno.readTextFileSync(`/proc/${this.pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]); // utime, stime; proc_pid_stat(5)
    return ticks / 100; // USER_HZ is 100 on every Linux
  }

  /** Most memory that was resident at any time, bytes. */
  peakMemory(): number {
    const status = Deno.readTextFileSync(`/proc/${this.pid}/status`);
    return Number(status.match(/^VmHWM:\s*(\d+) kB/m)?.[1]) * 1024;
  }

  /** Waits for the program to end and returns its exit code. */
  async end(): Promise<number> {
    const { code } = await this.#child.status;
    await this.#reading;
    return code;
  }

  async [Symbol.asyncDispose]() {
    this.stalled = false;
    try {
      Deno.kill(this.pid, "SIGTERM");
    } catch {
      // It has ended by itself.
    }
    await this.#keys.close().catch(() => {});
    await this.end();
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
