import type { JournalEntry } from "../../monitor/mod.ts";
import type { LoopTime } from "../../clock/mod.ts";
import type {
  AttachedPlant,
  DiskFile,
  RemoteOptions,
  Reply,
  RunningPlant,
  ServiceSocket,
  StopSignal,
  Surroundings,
  Tap,
  TapOptions,
  TrialRequest,
  Trials,
  World,
} from "../../cli/mod.ts";
import type { LastState, RunEnd, RunOptions } from "../../runtime/plant_thread.ts";
import {
  type Command,
  createProfileBoard,
  createTrafficBoard,
  type Frame,
} from "../../telemetry/mod.ts";

/** A terminal and machine on which everything works. */
export const HEALTHY: Surroundings = {
  terminals: { stdin: true, stdout: true },
  size: { columns: 120, rows: 40 },
  environment: { TERM: "xterm-256color", COLORTERM: "truecolor", LANG: "en_GB.UTF-8" },
  granted: new Set(["files", "environment", "network", "jobControl"]),
  deno: "2.9.6",
  v8: "15.0",
  machine: { arch: "x86_64", os: "linux", cores: 2 },
};

/** What a fake world does where the real one would surprise. */
export interface FakeWorldOptions {
  readonly isTerminal?: boolean;
  /** Where it seems to be: {@linkcode HEALTHY} when nothing is said. */
  readonly surroundings?: Surroundings;
  /** What comes of trying things; without it nothing can be tried. */
  readonly trials?: Trials;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Environment variables. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The frames a plant gives, and how it ends; without it no plant can be started. */
  readonly plant?: (options: RunOptions) => FakeRun;
  /** The tap that is opened; without it none can be. */
  readonly tap?: (options: TapOptions) => Tap;
  /** The plant of another program; without it there is none. */
  readonly attach?: (options: RemoteOptions) => AttachedPlant;
  /** Whether a sleep lasts until it is ended early; otherwise it is over at once. */
  readonly isTimeless?: boolean;
  /** Instead of stdout. */
  readonly write?: (bytes: Uint8Array) => Promise<void>;
}

/** What a fake plant does. */
export interface FakeRun {
  /** Given to whoever subscribes. */
  readonly replies?: readonly Reply[];
  readonly frames: Iterable<Frame> | AsyncIterable<Frame>;
  readonly end: RunEnd | Error | Promise<never>;
  /** What it leaves behind. */
  readonly last?: LastState;
  /** What happens to alarms, told after the last frame. */
  readonly journal?: readonly (readonly JournalEntry[])[];
}

/** A world of which everything that happened in it can be seen. */
export class FakeWorld implements World {
  readonly lines: string[] = [];
  /** Folders that were made. */
  readonly folders: string[] = [];
  readonly reports: string[] = [];
  readonly started: RunOptions[] = [];
  readonly written: Uint8Array[] = [];
  /** What was added to files of text. */
  readonly texts: Record<string, string[]> = {};
  /** Files written. */
  readonly files = new Map<string, Uint8Array>();
  readonly tried: TrialRequest[] = [];
  /** Plants disposed of. */
  stopped = 0;
  now = 0;
  readonly #options: FakeWorldOptions;
  readonly #listeners = new Map<StopSignal, Set<() => void>>();

  constructor(options: FakeWorldOptions = {}) {
    this.#options = options;
  }

  /** All that was written to stdout, as text. */
  get output(): string {
    const utf8 = new TextDecoder();
    return this.written.map((bytes) => utf8.decode(bytes, { stream: true })).join("");
  }

  readonly time: LoopTime = {
    now: () => this.now,
    wall: () => this.now,
    sleepUntil: (deadline, signal) => {
      if (this.#options.isTimeless) {
        return new Promise((resolve) => {
          signal?.addEventListener("abort", () => resolve(false));
        });
      }
      this.now = Math.max(this.now, deadline);
      return Promise.resolve(!signal?.aborted);
    },
    turn: () => Promise.resolve(),
  };

  get stdout(): World["stdout"] {
    const { isTerminal = false, write } = this.#options;
    return {
      isTerminal,
      write: async (bytes) => {
        await write?.(bytes);
        this.written.push(bytes);
      },
    };
  }

  complain(line: string): void {
    this.lines.push(line);
  }

  report(text: string): void {
    this.reports.push(text);
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  environment(name: string): string | undefined {
    return this.#options.variables?.[name];
  }

  readBytes(path: string): Promise<Uint8Array> {
    const file = this.files.get(path) ?? this.#options.files?.[path];
    if (typeof file === "string") return Promise.resolve(new TextEncoder().encode(file));
    if (file !== undefined) return Promise.resolve(file);
    return Promise.reject(new Deno.errors.NotFound("No such file or directory (os error 2)"));
  }

  lookAround(): Promise<Surroundings> {
    return Promise.resolve(this.#options.surroundings ?? HEALTHY);
  }

  tryOut(request: TrialRequest): Promise<Trials> {
    this.tried.push(request);
    const { trials } = this.#options;
    if (trials === undefined) throw new Error("nothing can be tried in this test");
    return Promise.resolve(trials);
  }

  exists(path: string): Promise<boolean> {
    return Promise.resolve(this.files.has(path));
  }

  createFile(path: string, { isReplacing }: { isReplacing: boolean }): DiskFile {
    if (path.startsWith("/nowhere/")) {
      throw new Deno.errors.NotFound("No such file or directory (os error 2)");
    }
    if (this.files.has(path) && !isReplacing) {
      throw new Deno.errors.AlreadyExists("File exists (os error 17)");
    }
    this.files.set(path, new Uint8Array(0));
    return {
      write: (bytes) => {
        const before = this.files.get(path)!;
        const all = new Uint8Array(before.length + bytes.length);
        all.set(before);
        all.set(bytes, before.length);
        this.files.set(path, all);
        return Promise.resolve(bytes.length);
      },
      close: () => {},
    };
  }

  openText(path: string): { write(bytes: Uint8Array): number } & Disposable {
    const texts = this.texts[path] ??= [];
    return {
      write: (bytes) => {
        texts.push(new TextDecoder().decode(bytes));
        return bytes.length;
      },
      [Symbol.dispose]: () => {},
    };
  }

  claimFile(path: string): Promise<void> {
    if (!path.startsWith("/nowhere/")) return Promise.resolve();
    return Promise.reject(new Deno.errors.NotFound("No such file or directory (os error 2)"));
  }

  makeFolder(path: string): Promise<void> {
    this.folders.push(path);
    return Promise.resolve();
  }

  writeBytes(path: string, bytes: Uint8Array): Promise<void> {
    this.files.set(path, bytes);
    return Promise.resolve();
  }

  /** What the service manager was told. */
  readonly notices: string[] = [];
  readonly pid = 4711;

  openServiceSocket(path: string): ServiceSocket {
    if (path.startsWith("/nowhere/")) throw new Error("no such socket");
    return {
      send: (text) => {
        if (path === "/deaf") return Promise.reject(new Error("connection refused"));
        this.notices.push(`${this.now} ${text}`);
        return Promise.resolve();
      },
      [Symbol.dispose]: () => void this.notices.push("closed"),
    };
  }

  onSignal(signal: StopSignal, act: () => void): Disposable {
    const listeners = this.#listeners.get(signal) ?? new Set();
    this.#listeners.set(signal, listeners.add(act));
    return { [Symbol.dispose]: () => void listeners.delete(act) };
  }

  /** Sends a signal. Returns whether anybody listened. */
  signal(signal: StopSignal): boolean {
    const listeners = [...this.#listeners.get(signal) ?? []];
    for (const act of listeners) act();
    return listeners.length > 0;
  }

  openTap(options: TapOptions): Promise<Tap> {
    const tap = this.#options.tap?.(options);
    return tap === undefined
      ? Promise.reject(new Error("no tap in this test"))
      : Promise.resolve(tap);
  }

  attach(options: RemoteOptions): Promise<AttachedPlant> {
    const plant = this.#options.attach?.(options);
    return plant === undefined
      ? Promise.reject(new Error("nothing to attach to in this test"))
      : Promise.resolve(plant);
  }

  startPlant(options: RunOptions): RunningPlant {
    this.started.push(options);
    const run = this.#options.plant?.(options);
    if (run === undefined) throw new Error("no plant in this test");
    const journal = new Set<(entries: readonly JournalEntry[]) => void>();
    return {
      send: (_: Command) => {},
      replies: {
        subscribe: (receive) => {
          for (const reply of run.replies ?? []) receive(reply);
          return { [Symbol.dispose]: () => {} };
        },
      },
      profile: createProfileBoard(),
      traffic: createTrafficBoard(),
      ...(run.last && { last: run.last }),
      journal: {
        subscribe: (receive) => {
          journal.add(receive);
          return { [Symbol.dispose]: () => void journal.delete(receive) };
        },
      },
      frames: async (receive) => {
        for await (const frame of run.frames) await receive(frame);
        for (const entries of run.journal ?? []) for (const tell of journal) tell(entries);
        const end = await run.end;
        if (end instanceof Error) throw end;
        return end;
      },
      [Symbol.asyncDispose]: () => {
        this.stopped++;
        return Promise.resolve();
      },
    };
  }
}
