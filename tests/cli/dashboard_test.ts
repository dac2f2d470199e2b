import { deepEqual, equal, match, ok } from "node:assert/strict";
import xterm from "@xterm/headless";
import { type DashboardWorld, runDashboard } from "../../cli/dashboard.ts";
import { composeRun, type RunRequest } from "../../cli/run_request.ts";
import { FIXED } from "../../engine/mod.ts";
import type { Reply, RunEnd, RunOptions } from "../../plant_thread.ts";
import { DEFAULT_RULES } from "../../monitor/mod.ts";
import { type Command, createProfileBoard, type Frame, PRESETS } from "../../telemetry/mod.ts";
import { frameAt } from "../tui/fixtures.ts";
import {
  type DeviceEvents,
  type GuardOptions,
  type Size,
  type TerminalDevice,
  TerminalGuard,
} from "../../tui/kit/mod.ts";
import { FakeWorld } from "./fake_world.ts";

const UTF_8 = new TextEncoder();

/** Turns of the event loop that a screen has to come up in. */
const TURNS = 1000;

/** A terminal with a screen that can be read and keys that can be pressed. */
class FakeTerminal implements TerminalDevice {
  readonly hasKeys = true;
  readonly raw: boolean[] = [];
  events: DeviceEvents | undefined;
  dimensions: Size = { width: 80, height: 24 };
  readonly #emulator = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  readonly #keys: string[] = [];
  #arrival = Promise.withResolvers<void>();

  async read(buffer: Uint8Array): Promise<number> {
    while (this.#keys.length === 0) {
      await this.#arrival.promise;
      this.#arrival = Promise.withResolvers();
    }
    const bytes = UTF_8.encode(this.#keys.shift());
    buffer.set(bytes);
    return bytes.length;
  }

  press(keys: string): void {
    this.#keys.push(keys);
    this.#arrival.resolve();
  }

  /** Waits for a screen that `expected` matches. */
  async shows(expected: RegExp): Promise<void> {
    for (let count = 0; count < TURNS && !expected.test(this.screen); count++) await turn();
    match(this.screen, expected);
  }

  async write(bytes: Uint8Array): Promise<number> {
    const kept = bytes.slice();
    await new Promise<void>((resolve) => this.#emulator.write(kept, resolve));
    return kept.length;
  }

  writeSync(bytes: Uint8Array): void {
    this.#emulator.write(bytes.slice());
  }

  setRaw(raw: boolean): void {
    this.raw.push(raw);
  }

  size(): Size {
    return this.dimensions;
  }

  resize(width: number, height: number): void {
    this.dimensions = { width, height };
    this.#emulator.resize(width, height);
    this.events?.resized();
  }

  listen(events: DeviceEvents): Disposable {
    this.events = events;
    return { [Symbol.dispose]: () => this.events = undefined };
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  /** Whether the full screen is in use. */
  get isTaken(): boolean {
    return this.#emulator.buffer.active.type === "alternate";
  }

  get screen(): string {
    const { active } = this.#emulator.buffer;
    return Array.from(
      { length: this.#emulator.rows },
      (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? "",
    ).join("\n");
  }
}

/** A plant whose frames, answers and end are given by hand. */
class HandPlant {
  readonly profile = createProfileBoard();
  readonly commands: Command[] = [];
  full = false;
  #receive: (frame: Frame) => void | Promise<void> = () => {};
  #reply: (reply: Reply) => void = () => {};
  readonly #end = Promise.withResolvers<RunEnd>();

  readonly replies = {
    subscribe: (receive: (reply: Reply) => void) => {
      this.#reply = receive;
      return { [Symbol.dispose]: () => {} };
    },
  };

  readonly journal = { subscribe: () => ({ [Symbol.dispose]: () => {} }) };

  send(command: Command): void {
    if (this.full) throw new RangeError("Cannot send as the ring must have room: it is full");
    this.commands.push(command);
  }

  frames(receive: (frame: Frame) => void | Promise<void>): Promise<RunEnd> {
    this.#receive = receive;
    return this.#end.promise;
  }

  frame(index: number, more: Partial<Frame> = {}): void {
    try {
      this.#receive({ ...frameAt(index, PRESETS["kpp-01"].parameters), ...more });
    } catch (error) {
      this.#end.reject(error);
    }
  }

  reply(reply: Reply): void {
    this.#reply(reply);
  }

  end(end: RunEnd | Error): void {
    if (end instanceof Error) this.#end.reject(end);
    else this.#end.resolve(end);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

/** A world with a hand-driven plant and a terminal in it. */
class ScreenWorld extends FakeWorld implements DashboardWorld {
  readonly terminal = new FakeTerminal();
  readonly plant = new HandPlant();
  readonly variables: Record<string, string> = { LANG: "C.UTF-8", TERM: "xterm-256color" };
  colors = "";

  readonly enterTerminal = (options: GuardOptions) => {
    this.colors = options.colors;
    // Nothing here is so slow that a patience would end.
    return new TerminalGuard(this.terminal, { ...options, sleep: () => new Promise(() => {}) });
  };

  override startPlant(options: RunOptions): HandPlant {
    this.started.push(options);
    return this.plant;
  }

  override environment(name: string): string | undefined {
    return this.variables[name];
  }
}

/** Lets what has been asked for happen, the emulator's queue included. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/** A dashboard that runs, and what it has returned once it has. */
async function opened(options: Partial<RunRequest> = {}) {
  const world = new ScreenWorld();
  const request = { ...composeRun([]), ...options };
  const code = runDashboard(request, world);
  await world.terminal.shows(/kpp-01|claimed/);
  return { world, terminal: world.terminal, plant: world.plant, code };
}

Deno.test("the screen is there before the first frame, and follows the frames", async () => {
  const { world, terminal, plant, code } = await opened({ fps: 60, speed: 5, duration: 9 });
  deepEqual(world.started, [{
    rules: DEFAULT_RULES,
    parameters: PRESETS["kpp-01"].parameters,
    dt: 1 / 240,
    integration: FIXED,
    fps: 60,
    speed: 5,
    duration: 9,
  }]);
  await terminal.shows(/kpp-01 {2}○ starting {2}no data/);
  plant.frame(0);
  plant.frame(3000);
  plant.frame(3001);
  terminal.press("j");
  await terminal.shows(/● running {2}0:01:40.0/);
  terminal.press("q");
  equal(await code, 0);
});

Deno.test("a key sends its command at once, and the answer shows", async () => {
  const { terminal, plant, code } = await opened();
  plant.frame(0);
  terminal.press("+");
  const command: Command = { kind: "set", parameter: "injector.freeAirVolume", value: 0.165 };
  await terminal.shows(/\* free air per fill {2}0.165/);
  deepEqual(plant.commands, [command]);
  plant.reply({ command, outcome: "refused", reason: "no", simulationTime: 0 });
  await terminal.shows(/! Refused: no/);
  await terminal.shows(/ {2}free air per fill {2}0.160/);
  terminal.press("\x03");
  equal(await code, 0);
});

Deno.test("m takes the next mode, and the header follows the plant", async () => {
  const { terminal, plant, code } = await opened({ mode: undefined });
  terminal.resize(120, 40);
  plant.frame(0);
  await terminal.shows(/mode custom/);
  for (const mode of ["balanced", "accuracy", "performance", "balanced"] as const) {
    terminal.press("m");
    const command: Command = { kind: "mode", mode };
    await terminal.shows(new RegExp(`Mode ${mode}: `));
    deepEqual(plant.commands.at(-1), command);
    plant.reply({ command, outcome: "applied", simulationTime: 0 });
    await terminal.shows(new RegExp(`mode ${mode} `));
  }
  terminal.press("q");
  equal(await code, 0);
});

Deno.test("Ctrl-Z holds a plant that runs while the program is stopped, and no other", async () => {
  const { terminal, plant, code } = await opened();
  plant.frame(0);
  terminal.press("\x1a");
  for (let turns = 0; turns < 1000 && plant.commands.length < 2; turns++) await turn();
  terminal.press(" ");
  await terminal.shows(/Held/);
  terminal.press("\x1a");
  for (let turns = 0; turns < 20; turns++) await turn();
  terminal.press("v");
  await terminal.shows(/verdict/);
  deepEqual(plant.commands.map(({ kind }) => kind), ["hold", "resume", "hold"]);
  terminal.press("q");
  terminal.press("q");
  await code;
});

Deno.test("a command that there is no room for is refused", async () => {
  const { terminal, plant, code } = await opened();
  plant.full = true;
  terminal.press(" ");
  await terminal.shows(/! Refused: Cannot send/);
  terminal.press("q");
  await code;
});

Deno.test("a new size has a new screen", async () => {
  const { terminal, plant, code } = await opened();
  plant.frame(0);
  terminal.resize(120, 40);
  await terminal.shows(/^ q quit .* v verdict {2}< slower/m);
  terminal.resize(50, 10);
  await terminal.shows(/this terminal has 50 x 10/);
  terminal.press("q");
  equal(await code, 0);
});

const ENDS: readonly [
  string,
  (parts: Awaited<ReturnType<typeof opened>>) => void,
  number,
  RegExp,
][] = [
  ["the end of the run", ({ plant }) => plant.end({ reason: "done" }), 0, /^$/],
  [
    "a fault of the plant",
    ({ plant }) => plant.end({ reason: "fault", message: "speed is not finite at 3 s" }),
    1,
    /^speed is not finite at 3 s$/,
  ],
  ["the death of its thread", ({ plant }) => plant.end(new Error("out of memory")), 1, /^out of/],
  [
    "an exception in a view",
    ({ plant }) => {
      // Numerals are renewed a few times a second: one of these frames is shown.
      for (let i = 1; i < 30; i++) plant.frame(i, { status: "unheard of" as never });
    },
    1,
    /^Cannot read properties of undefined/,
  ],
  ["SIGTERM", ({ terminal }) => terminal.events?.ended("SIGTERM"), 143, /^$/],
  ["SIGHUP", ({ terminal }) => terminal.events?.ended("SIGHUP"), 129, /^$/],
  ["SIGINT", ({ terminal }) => terminal.events?.ended("SIGINT"), 130, /^$/],
  [
    "an error that nothing caught",
    ({ terminal }) => terminal.events?.faulted(new Error("oh")),
    1,
    /^oh$/,
  ],
];

for (const [what, happen, expected, complaint] of ENDS) {
  Deno.test(`${what} gives the terminal back and exits ${expected}`, async () => {
    const parts = await opened();
    parts.plant.frame(0);
    ok(parts.terminal.isTaken);
    happen(parts);
    equal(await parts.code, expected);
    ok(!parts.terminal.isTaken);
    deepEqual(parts.terminal.raw, [true, false]);
    match(parts.world.lines.join("\n"), complaint);
    deepEqual(parts.world.reports, []);
  });
}

Deno.test("a plant with a claim is judged once the screen is gone", async () => {
  const preset = "claimed-25m";
  const { world, plant, terminal, code } = await opened({ preset });
  plant.frame(0);
  terminal.press("q");
  equal(await code, 0);
  equal(world.reports.length, 1);
  match(world.reports[0], /530.00 kW/);
});

Deno.test("--profile says what the screen cost once it is gone", async () => {
  const { world, plant, terminal, code } = await opened({ profile: true });
  plant.frame(0);
  terminal.press("q");
  equal(await code, 0);
  match(world.reports.join(), /^Profile: [^]*\npaint .* 1\/1\nencode .* 1\/1$/);
});

Deno.test("options, NO_COLOR and the locale decide how it looks", async () => {
  const looks = async (options: Partial<RunRequest>, variables: Record<string, string>) => {
    const world = new ScreenWorld();
    Object.assign(world.variables, variables);
    const code = runDashboard({ ...composeRun([]), ...options }, world);
    await world.terminal.shows(/kpp-01/);
    const isAscii = /^[\x20-\x7e\n]*$/.test(world.terminal.screen);
    world.terminal.press("q");
    await code;
    return [world.colors, isAscii];
  };
  deepEqual(await looks({}, {}), ["256", false]);
  deepEqual(await looks({}, { NO_COLOR: "1", LANG: "C" }), ["mono", true]);
  deepEqual(await looks({ colors: "16", symbols: "ascii" }, {}), ["16", true]);
  deepEqual(await looks({ colors: "never", symbols: "blocks" }, {}), ["mono", false]);
});
