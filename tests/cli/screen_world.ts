import { match } from "node:assert/strict";
import xterm from "@xterm/headless";
import { type DashboardWorld, runDashboard } from "../../cli/dashboard.ts";
import { composeRun, type RunRequest } from "../../cli/run_request.ts";
import type { Reply, RunEnd, RunOptions } from "../../runtime/plant_thread.ts";
import {
  type Command,
  createProfileBoard,
  createTrafficBoard,
  type Frame,
  PRESETS,
} from "../../telemetry/mod.ts";
import {
  type DeviceEvents,
  type GuardOptions,
  type Size,
  type TerminalDevice,
  TerminalGuard,
} from "../../tui/kit/mod.ts";
import { frameAt } from "../tui/fixtures.ts";
import { FakeWorld } from "./fake_world.ts";

const UTF_8 = new TextEncoder();

/** Turns of the event loop that a screen has to come up in. */
const TURNS = 1000;

/** A terminal with a screen that can be read and keys that can be pressed. */
export class FakeTerminal implements TerminalDevice {
  readonly hasKeys = true;
  readonly raw: boolean[] = [];
  /** Bytes that were written. */
  written = 0;
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

  /** Waits until what was asked for has happened. */
  async settled(): Promise<void> {
    for (let count = 0; count < 3; count++) await turn();
  }

  async write(bytes: Uint8Array): Promise<number> {
    const kept = bytes.slice();
    this.written += kept.length;
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
export class HandPlant {
  readonly profile = createProfileBoard();
  readonly traffic = createTrafficBoard();
  readonly commands: Command[] = [];
  full = false;
  /** Does what a command asks for. */
  obey: (command: Command) => void = () => {};
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
    this.obey(command);
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
export class ScreenWorld extends FakeWorld implements DashboardWorld {
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
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/** A dashboard that runs, and what it has returned once it has. */
export async function opened(options: Partial<RunRequest> = {}, world = new ScreenWorld()) {
  const request = { ...composeRun([]), ...options };
  const code = runDashboard(request, world);
  await world.terminal.shows(/kpp-01|claimed/);
  return { world, terminal: world.terminal, plant: world.plant, code };
}
