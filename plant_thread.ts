/**
 * The main thread's side of the plant thread.
 *
 * @module
 */

import { LOOP_TIME } from "./clock/mod.ts";
import { closeOutbox, confirmTaken, createOutboxWord, type JournalEntry } from "./monitor/mod.ts";
import type { LastState, Reply, RunEnd, RunOptions } from "./plant_run_parts.ts";
import type { RunOrder, ThreadReport } from "./plant_worker.ts";
import {
  CHANNELS,
  type Command,
  CommandSender,
  createCommandRing,
  createFrameRing,
  createProfileBoard,
  createRecoveryBoard,
  type Frame,
  FRAME_SLOTS,
  FrameReader,
  MAX_FLOATERS,
  type ProfileBoard,
  type RecoveryBoard,
} from "./telemetry/mod.ts";

export type { LastState, Reply, RunEnd, RunOptions, RunStart } from "./plant_run_parts.ts";

/** How long a plant thread is given to stop of its own accord, s. */
const STOP_PATIENCE = 1;

/** How long frames are taken before keys and signals have their turn, s. */
const TURN_TIME = 8e-3;

/** What may be subscribed to. */
export interface Reports<Report> {
  /** Subscribes until disposed of: `using subscription = replies.subscribe(show)`. */
  subscribe(receive: (report: Report) => void): Disposable;
}

/** Tells every subscriber of what comes. */
class Subscribers<Report> implements Reports<Report> {
  readonly #receivers = new Set<(report: Report) => void>();

  subscribe(receive: (report: Report) => void): Disposable {
    // A function of its own for each call, so that one function subscribed twice is told twice.
    const own = (report: Report) => receive(report);
    this.#receivers.add(own);
    return { [Symbol.dispose]: () => void this.#receivers.delete(own) };
  }

  tell(report: Report): void {
    for (const receive of this.#receivers) receive(report);
  }
}

/**
 * A plant that runs in a thread of its own.
 *
 * A run that dies, rather than ends, makes {@linkcode PlantThread.frames} reject with why.
 */
export class PlantThread implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #reader: FrameReader;
  readonly #sender: CommandSender;
  readonly #replies = new Subscribers<Reply>();
  readonly #journal = new Subscribers<readonly JournalEntry[]>();
  readonly #journalWord = createOutboxWord();
  readonly #end = Promise.withResolvers<RunEnd>();

  /** What the components of a run cost: the thread's, and those of whoever takes its frames. */
  readonly profile: ProfileBoard = createProfileBoard();

  /** How the parts of a run recovered: the thread's, and those of whoever watches over it. */
  readonly recovery: RecoveryBoard = createRecoveryBoard();

  /** What the run left behind, once it has ended; nothing when the thread died. */
  last: LastState | undefined;

  /** What became of each command, in the order sent. */
  readonly replies: Reports<Reply> = this.#replies;

  /** What happened to alarms, in order. */
  readonly journal: Reports<readonly JournalEntry[]> = this.#journal;

  /**
   * Starts a run.
   *
   * @param options What is run. Checked before: what cannot be run makes the thread die.
   * @param program Module of the thread.
   */
  static start(
    options: RunOptions,
    program = new URL("./plant_worker.ts", import.meta.url),
  ): PlantThread {
    return new PlantThread(options, program);
  }

  private constructor(options: RunOptions, program: URL) {
    const frames = createFrameRing({
      channelCount: CHANNELS.length,
      maxFloaters: MAX_FLOATERS,
      slots: FRAME_SLOTS,
    });
    const commands = createCommandRing();
    this.#reader = new FrameReader(frames);
    this.#sender = new CommandSender(commands);
    // Whoever never asks for frames must not be brought down by a rejection nobody handles.
    this.#end.promise.catch(() => {});
    this.#worker = new Worker(program, { type: "module", name: "plant" });
    this.#worker.onmessage = (event: MessageEvent<ThreadReport>) => this.#hear(event.data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#die(event.message);
    };
    this.#worker.onmessageerror = () => this.#die("a message could not be read");
    const { profile, recovery } = this;
    const order = { options, frames, commands, profile, recovery, journal: this.#journalWord };
    this.#worker.postMessage(order satisfies RunOrder);
  }

  /** Frames never sampled because the reader was behind. */
  get droppedFrames(): number {
    return this.#reader.dropped;
  }

  /**
   * Sends a command. It is obeyed between two steps, within a frame.
   *
   * @throws {RangeError} Too many commands wait, or it names no parameter; nothing is sent.
   */
  send(command: Command): void {
    this.#sender.send(command);
  }

  /**
   * Takes every frame until the run ends. To be called once.
   *
   * @param receive Told of each frame, which is lent until it returns or what it returns resolves.
   * @returns Why the run ended.
   * @throws {Error} Why the thread died.
   * @throws What `receive` throws.
   */
  async frames(receive: (frame: Frame) => void | Promise<void>): Promise<RunEnd> {
    let turn = LOOP_TIME.now();
    while (await this.#reader.arrival()) {
      for (let frame = this.#reader.peek(); frame; frame = this.#reader.peek()) {
        const received = receive(frame);
        if (received !== undefined) await received;
        this.#reader.release();
        if (LOOP_TIME.now() - turn < TURN_TIME) continue;
        await LOOP_TIME.turn();
        turn = LOOP_TIME.now();
      }
    }
    return await this.#end.promise;
  }

  /** Stops the run and its thread; one that does not stop by itself is ended by force. */
  async [Symbol.asyncDispose](): Promise<void> {
    // A thread that waits for a free slot takes this for a stop, as does one at its next tick.
    this.#reader[Symbol.dispose]();
    closeOutbox(this.#journalWord);
    if (!this.#sender.full) this.#sender.send({ kind: "stop" });
    const patience = new AbortController();
    const stopped = this.#end.promise.then(() => {}, () => {});
    await Promise.race([
      stopped,
      LOOP_TIME.sleepUntil(LOOP_TIME.now() + STOP_PATIENCE, patience.signal),
    ]);
    patience.abort();
    this.#worker.terminate();
    this.#end.resolve({ reason: "stopped" });
  }

  #hear(report: ThreadReport): void {
    if (report.kind === "end") {
      this.last = report.last;
      this.#end.resolve(report.end);
    }
    if (report.kind === "death") this.#die(report.message);
    if (report.kind === "reply") this.#replies.tell(report.reply);
    if (report.kind !== "journal") return;
    confirmTaken(this.#journalWord);
    this.#journal.tell(report.entries);
  }

  #die(why: string): void {
    this.#end.reject(new Error(`The plant thread died: ${why}`));
    this.#reader[Symbol.dispose]();
  }
}
