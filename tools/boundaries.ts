/**
 * The table of boundaries that the lint plugin holds the program to: which folder may import
 * which, and through which files the program reaches the world outside.
 *
 * @module
 */

/** What the files of one folder may import. */
export interface Layer {
  /** Folders whose `mod.ts` may be imported; "any" for the composition roots. */
  readonly imports: readonly string[] | "any";
  /** Bare specifiers (npm packages by name in deno.json, `node:` modules) that may be imported. */
  readonly packages: readonly string[] | "any";
}

const none: readonly string[] = [];

/**
 * Folders by path, longest path first where one lies in another. A file that no row names is
 * outside the program (tests, benchmarks, tools) and free.
 */
export const LAYERS: Readonly<Record<string, Layer>> = {
  "tui/kit": { imports: none, packages: none },
  "tui/charts": { imports: ["tui/kit"], packages: none },
  engine: { imports: none, packages: none },
  clock: { imports: none, packages: none },
  sky: { imports: none, packages: "any" },
  telemetry: { imports: ["engine", "clock", "sky"], packages: "any" },
  monitor: { imports: ["telemetry", "clock"], packages: none },
  record: { imports: ["engine", "telemetry"], packages: "any" },
  "tap/foxglove": { imports: ["telemetry"], packages: none },
  "tap/client": { imports: ["tap", "telemetry", "clock"], packages: "any" },
  tap: { imports: ["telemetry", "clock", "tap/foxglove"], packages: "any" },
  study: { imports: ["engine", "telemetry"], packages: "any" },
  simtest: { imports: ["telemetry", "monitor"], packages: none },
  tui: { imports: ["telemetry", "monitor", "tui/kit", "tui/charts"], packages: none },
  cli: { imports: "any", packages: "any" },
};

/**
 * Files, or folders ending in "/", that wire the parts. Only they and cli/ may import one another,
 * file by file: a run must not load what another kind of run needs.
 */
export const ROOTS: readonly string[] = ["main.ts", "runtime/"];

/** One way out of the program, and the only files that may use it. */
export interface Door {
  /** What the message calls it. */
  readonly name: string;
  /** Globals: a bare name, or a dotted name that covers its members; "new Date" is the clock. */
  readonly globals: readonly string[];
  /** Module specifiers that lead to the same place. */
  readonly modules: readonly string[];
  /** Files, or folders ending in "/", that may use it. */
  readonly files: readonly string[];
}

/** Every door. A `Deno` member that is neither here nor in {@linkcode PURE_DENO} has no door. */
export const DOORS: readonly Door[] = [
  {
    name: "time and randomness",
    globals: [
      "new Date",
      "Date.now",
      "performance",
      "Temporal.Now",
      "setTimeout",
      "setInterval",
      "setImmediate",
      "AbortSignal.timeout",
      "Math.random",
      "crypto.getRandomValues",
      "crypto.randomUUID",
    ],
    modules: ["node:timers", "node:timers/promises", "node:perf_hooks"],
    // The page of the tap runs in a browser.
    files: ["clock/time.ts", "tap/page/"],
  },
  {
    name: "the terminal",
    globals: [
      "console",
      "prompt",
      "alert",
      "confirm",
      "Deno.stdin",
      "Deno.stdout",
      "Deno.stderr",
      "Deno.consoleSize",
      "Deno.addSignalListener",
      "Deno.removeSignalListener",
    ],
    modules: ["node:tty", "node:readline", "node:readline/promises"],
    files: ["tui/kit/terminal.ts", "cli/", "main.ts"],
  },
  {
    name: "files",
    globals: [
      "Deno.open",
      "Deno.openSync",
      "Deno.readFile",
      "Deno.readFileSync",
      "Deno.readTextFile",
      "Deno.readTextFileSync",
      "Deno.writeFile",
      "Deno.writeFileSync",
      "Deno.writeTextFile",
      "Deno.writeTextFileSync",
      "Deno.stat",
      "Deno.statSync",
      "Deno.rename",
      "Deno.remove",
      "Deno.mkdir",
      "Deno.readDir",
      "Deno.makeTempDirSync",
      "Deno.removeSync",
    ],
    modules: ["node:fs", "node:fs/promises"],
    files: ["record/", "cli/"],
  },
  {
    name: "the network",
    globals: [
      "fetch",
      "WebSocket",
      "WebSocketStream",
      "EventSource",
      "Deno.serve",
      "Deno.listen",
      "Deno.connect",
      "Deno.upgradeWebSocket",
      "Deno.listenDatagram",
    ],
    modules: ["node:http", "node:https", "node:net", "node:dgram", "ws"],
    files: [
      "tap/server.ts",
      "tap/sockets.ts",
      "tap/ws.d.ts",
      "tap/page/",
      "tap/client/http.ts",
      "tap/client/transports.ts",
      "cli/trials.ts",
      "cli/service_socket.ts",
      "sky/celestrak.ts",
    ],
  },
  {
    name: "cryptography",
    globals: [],
    modules: ["node:crypto"],
    files: ["tap/token.ts"],
  },
  {
    name: "the environment",
    globals: [
      "Deno.env",
      "Deno.args",
      "Deno.hostname",
      "Deno.osRelease",
      "Deno.permissions",
      "Deno.pid",
    ],
    modules: ["node:os", "node:process"],
    files: ["cli/", "main.ts"],
  },
  {
    name: "threads",
    globals: ["Worker"],
    modules: ["node:worker_threads"],
    files: ["runtime/plant_life.ts", "runtime/tap_thread.ts", "study/", "cli/"],
  },
  {
    // Ctrl-Z: only the kernel's job control, reached through kill(1), stops a whole job.
    name: "programs",
    globals: ["Deno.Command", "Deno.kill"],
    modules: ["node:child_process"],
    files: ["tui/kit/terminal.ts"],
  },
  {
    name: "the exit",
    globals: ["Deno.exit", "Deno.exitCode"],
    modules: none,
    files: ["main.ts"],
  },
];

/** Members of `Deno` that touch nothing outside the program. */
export const PURE_DENO: readonly string[] = ["build", "errors", "inspect", "version"];

/**
 * Members of `Math` that every runtime computes alike, to the last bit; sin, exp, log, pow and
 * hypot differ between runtimes, so engine/ has series of its own.
 */
export const EXACT_MATH: readonly string[] = [
  "PI",
  "abs",
  "ceil",
  "floor",
  "fround",
  "imul",
  "max",
  "min",
  "round",
  "sign",
  "sqrt",
  "trunc",
];

/** Words that name no concept and so stand in no name. */
export const EMPTY_WORDS: readonly string[] = ["manager", "helper", "util", "handler", "info"];

/** Lines of the longest function: what one screen shows whole. */
export const FUNCTION_LINES = 70;
