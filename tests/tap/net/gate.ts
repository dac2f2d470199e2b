import { LOOP_TIME } from "../../../clock/mod.ts";

/** What a gate does with connections. */
export interface GateRules {
  /** Paths that are answered by 503. */
  blocked: readonly string[];
  /** Delay of all bytes, s. */
  lag: number;
  /** Whether bytes are swallowed, though connections stay. */
  isMute: boolean;
  /** What is answered instead of anything. */
  answer: string | undefined;
}

/** What lies between a client and a tap, and can do to connections what networks do. */
export class Gate implements AsyncDisposable {
  readonly rules: GateRules = { blocked: [], lag: 0, isMute: false, answer: undefined };
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<{ readonly path: string; readonly ends: readonly Deno.Conn[] }>();
  readonly #tasks = new Set<Promise<void>>();
  /** Port of the tap. */
  port: number;

  constructor(port: number) {
    this.port = port;
    this.#track(this.#listen());
  }

  /** `127.0.0.1:PORT`. */
  get host(): string {
    return `127.0.0.1:${(this.#listener.addr as Deno.NetAddr).port}`;
  }

  /** Connections that are open now, by the path that they asked for. */
  get paths(): string[] {
    return [...this.#open].map(({ path }) => path);
  }

  /** Cuts every connection to a path; without one every connection. */
  cut(path?: string): void {
    for (const connection of [...this.#open]) {
      if (path === undefined || connection.path === path) {
        for (const end of connection.ends) shut(end);
      }
    }
  }

  /** Whether anybody is let in. */
  #isOpen = true;

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOpen) this.#listener.close();
    this.#isOpen = false;
    this.cut();
    await Promise.all(this.#tasks);
  }

  #track(task: Promise<void>): void {
    const tracked: Promise<void> = task.finally(() => this.#tasks.delete(tracked));
    this.#tasks.add(tracked);
  }

  async #listen(): Promise<void> {
    try {
      for await (const client of this.#listener) this.#track(this.#serve(client));
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #serve(client: Deno.Conn): Promise<void> {
    const head = new Uint8Array(65536);
    let length: number | null = null;
    try {
      length = await client.read(head);
    } catch {
      // It has gone.
    }
    if (length === null) return shut(client);
    const request = head.slice(0, length);
    const [, target = "/"] = new TextDecoder().decode(request).split(" ");
    const path = target.replace(/\?.*/, "");
    const answer = this.rules.blocked.includes(path)
      ? "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
      : this.rules.answer;
    if (answer !== undefined) {
      await client.write(new TextEncoder().encode(answer)).catch(() => {});
      return shut(client);
    }
    let tap: Deno.Conn;
    try {
      tap = await Deno.connect({ hostname: "127.0.0.1", port: this.port });
    } catch {
      return shut(client);
    }
    const connection = { path, ends: [client, tap] };
    this.#open.add(connection);
    await tap.write(request).catch(() => {});
    await Promise.all([this.#pump(client, tap), this.#pump(tap, client)]);
    this.#open.delete(connection);
  }

  async #pump(from: Deno.Conn, to: Deno.Conn): Promise<void> {
    let last = Promise.resolve();
    const buffer = new Uint8Array(65536);
    try {
      for (
        let length = await from.read(buffer);
        length !== null;
        length = await from.read(buffer)
      ) {
        if (this.rules.isMute) continue;
        const bytes = buffer.slice(0, length);
        const due = LOOP_TIME.now() + this.rules.lag;
        last = last.then(async () => {
          await LOOP_TIME.sleepUntil(due);
          for (let at = 0; at < bytes.length;) at += await to.write(bytes.subarray(at));
        }).catch(() => {});
      }
    } catch {
      // One of them has gone.
    }
    await last;
    shut(from);
    shut(to);
  }
}

function shut(end: Deno.Conn): void {
  try {
    end.close();
  } catch {
    // It is shut.
  }
}
