/**
 * The main thread's side of a tap's thread.
 *
 * @module
 */

import { LOOP_TIME } from "../clock/mod.ts";
import { Watchdog } from "../monitor/terms/mod.ts";
import type { Address, CommandResult, Topic } from "../tap/mod.ts";
import type { TapMessage, TapOrder, TapReport } from "./tap_worker.ts";
import {
  CHANNELS,
  type Command,
  createFrameRing,
  createHeartbeat,
  type Frame,
  FRAME_SLOTS,
  FrameWriter,
  MAX_FLOATERS,
  type PlantParameters,
} from "../telemetry/mod.ts";

export type { Address, CommandResult, Credentials } from "../tap/mod.ts";
export type { TapOrder } from "./tap_worker.ts";

/** What is to be opened. */
export type TapOptions = Omit<TapOrder, "frames" | "heart">;

/** Obeys a command, or says why not. */
export type CommandObeyer = (command: Command, origin: string) => Promise<CommandResult>;

const PROGRAM = new URL("./tap_worker.ts", import.meta.url);

/** Pause between two looks at whether the thread lives, s. */
const LOOK_PERIOD = 0.5;

/** Looks in vain after which it is taken for blocked, 5 s; one that is loaded has 20 s. */
const WATCH = { looks: 10, firstLooks: 40 };

/** How long a tap is given to say goodbye to its clients, s. */
const CLOSE_PATIENCE = 0.3;

/**
 * A tap in a thread of its own. Nothing here ever waits for it: a frame for which there is no room
 * is left out, counted, and announced to its clients.
 */
export class TapThread implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #frames: FrameWriter;
  readonly #opened = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #died = Promise.withResolvers<string>();
  readonly #over = new AbortController();
  #obey: CommandObeyer | undefined;
  #address: Address;

  /**
   * Opens a tap.
   *
   * @param program Module of the thread.
   * @throws {Error} It cannot be opened; one line.
   */
  static async open(options: TapOptions, program: URL = PROGRAM): Promise<TapThread> {
    const worker = new Worker(program, { type: "module", name: "tap" });
    const thread = new TapThread(options, worker);
    await thread.#opened.promise;
    return thread;
  }

  private constructor(options: TapOptions, worker: Worker) {
    const frames = createFrameRing({
      channelCount: CHANNELS.length,
      maxFloaters: MAX_FLOATERS,
      slots: FRAME_SLOTS,
    });
    this.#address = options.address;
    this.#frames = new FrameWriter(frames);
    this.#worker = worker;
    worker.onmessage = (event: MessageEvent<TapReport>) => this.#hear(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#die(event.message);
    };
    const heart = createHeartbeat();
    worker.postMessage({ ...options, frames, heart } satisfies TapOrder);
    void this.#watch(new Watchdog(heart, WATCH));
  }

  /** Where it listens. */
  get address(): Address {
    return this.#address;
  }

  /** Resolves with why the tap died, if it ever does. */
  get death(): Promise<string> {
    return this.#died.promise;
  }

  /** Frames under way to it. */
  get waiting(): number {
    return this.#frames.waiting;
  }

  /** Hands a frame on, which is copied. */
  relay(frame: Frame): void {
    this.#frames.relay(frame);
  }

  /** Says who obeys the commands of clients. */
  control(obey: CommandObeyer): void {
    this.#obey = obey;
  }

  /** Tells the subscribers of a topic of an event, and later ones of `state`. */
  tell(topic: Exclude<Topic, "frames" | "metrics">, data: unknown, state?: unknown): void {
    this.#post({ kind: "tell", topic, data, ...(state !== undefined && { state }) });
  }

  /** Says what those are shown who subscribe to a topic, without an event. */
  show(topic: Exclude<Topic, "frames" | "metrics">, state: unknown): void {
    this.#post({ kind: "show", topic, state });
  }

  /** Tells clients what became of a command, whoever sent it. */
  showCommand(
    command: Command,
    { origin, result }: { origin: string; result: CommandResult },
  ): void {
    this.#post({ kind: "obeyed", command, origin, result });
  }

  /** Says what the parameters are now. */
  showParameters(parameters: PlantParameters): void {
    this.#post({ kind: "parameters", parameters });
  }

  /** Says goodbye to all clients, and ends the thread. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    this.#frames.end();
    this.#post({ kind: "close" });
    const patience = new AbortController();
    const tired = LOOP_TIME.sleepUntil(LOOP_TIME.now() + CLOSE_PATIENCE, patience.signal);
    await Promise.race([this.#closed.promise, tired]);
    patience.abort();
    this.#worker.terminate();
  }

  #post(message: TapMessage): void {
    this.#worker.postMessage(message);
  }

  #hear(report: TapReport): void {
    if (report.kind === "open") {
      this.#address = report.address;
      this.#opened.resolve();
    }
    if (report.kind === "failure") {
      this.#over.abort();
      this.#opened.reject(new Error(report.message));
    }
    if (report.kind === "closed") this.#closed.resolve();
    if (report.kind === "command") void this.#obeyCommand(report);
  }

  async #watch(watchdog: Watchdog): Promise<void> {
    const { signal } = this.#over;
    while (await LOOP_TIME.sleepUntil(LOOP_TIME.now() + LOOK_PERIOD, signal)) {
      if (watchdog.look()) return this.#die("it did not answer any more");
    }
  }

  async #obeyCommand(
    { number, command, origin }: Extract<TapReport, { kind: "command" }>,
  ): Promise<void> {
    const result = await this.#obey?.(command, origin) ??
      { outcome: "refused", reason: "there is no run yet", simulation_time: null };
    this.#post({ kind: "result", number, result });
  }

  #die(why: string): void {
    this.#over.abort();
    this.#worker.terminate();
    const message = `The tap died: ${why}`;
    this.#opened.reject(new Error(message));
    this.#closed.resolve();
    this.#died.resolve(message);
  }
}
