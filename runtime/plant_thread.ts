/**
 * The main thread's side of the plant thread.
 *
 * @module
 */

import { LOOP_TIME } from "../clock/mod.ts";
import type { JournalEntry } from "../monitor/terms/mod.ts";
import type { Checkpoint } from "./plant_checkpoint.ts";
import { checkFaults } from "./fault_checks.ts";
import { PlantLife } from "./plant_life.ts";
import type { LastState, Reply, RunEnd, RunOptions } from "./plant_run_parts.ts";
import type { ThreadReport } from "./plant_worker.ts";
import { type Reports, Subscribers } from "./subscribers.ts";
import {
  type Command,
  CommandSender,
  createProfileBoard,
  createRecoveryBoard,
  createTrafficBoard,
  type Frame,
  FrameReader,
  type ProfileBoard,
  type RecoveryBoard,
  type TrafficBoard,
} from "../telemetry/mod.ts";

export type {
  LastState,
  Reply,
  RunEnd,
  RunOptions,
  RunStart,
  RunState,
} from "./plant_run_parts.ts";

/** How long a plant thread is given to stop of its own accord, s. */
const STOP_PATIENCE = 0.6;

/** Looks without a new frame after which the last one says nothing of now any more. */
const STALE_LOOKS = 3;

/** How long frames are taken before keys and signals have their turn, s. */
const TURN_TIME = 8e-3;

/** A wait for a frame as long as this was a turn for everything else, s. */
const WAIT_TIME = 1e-3;

/** What a supervisor decides about a thread that failed. */
export type Verdict =
  | { readonly isTriedAgain: true }
  | { readonly isTriedAgain: false; readonly reason: string };

/** Who decides what becomes of a thread that failed. */
export interface ThreadSupervisor {
  /** Where the parts of the run write down how they recovered. */
  readonly recovery: RecoveryBoard;
  /**
   * The thread failed.
   *
   * @param why One line.
   * @param from Simulated time from which it would go on, s; `undefined` for the start.
   * @returns What is to be done, once it is time.
   */
  failed(why: string, from: number | undefined): Promise<Verdict>;
  /** Frames come again. */
  recovered(): void;
}

/** How a plant thread is started. */
export interface ThreadOptions {
  /** Module of the thread. */
  readonly program?: URL;
  /** Without one a thread that fails is not started again. */
  readonly supervisor?: ThreadSupervisor;
}

/** For how long no frame has come, s, where that is too long; else `undefined`. */
export type Outage = number | undefined;

/**
 * A plant that runs in a thread of its own. A thread that dies, or blocks, is started again from
 * its last checkpoint if the supervisor wants it: frames go on with the next number, and what was
 * done after the checkpoint is done again before the next one is sent. Commands not yet heard wait;
 * one that was being obeyed is answered as refused. Alarms and qualities go on as they were told.
 *
 * A run that dies, rather than ends, makes {@linkcode PlantThread.frames} reject with why.
 */
export class PlantThread implements AsyncDisposable {
  readonly #options: RunOptions;
  readonly #program: URL;
  readonly #supervisor: ThreadSupervisor | undefined;
  readonly #replies = new Subscribers<Reply>();
  readonly #journal = new Subscribers<readonly JournalEntry[]>();
  readonly #outages = new Subscribers<Outage>();
  readonly #end = Promise.withResolvers<RunEnd>();
  #life = new PlantLife();
  /** Where the last life that came to anything could be gone on with. */
  #checkpoint: Checkpoint | undefined;
  /** The newest frame of the lives before this one. */
  #newest: PlantLife["reader"]["newest"];
  /** Frames that they dropped. */
  #dropped = 0;
  #isDisposed = false;
  /** What the last life had yet to tell, while it is not known whether another one will. */
  #untold: readonly JournalEntry[] = [];
  /** Commands without an answer, oldest first, each with what had been sent by then. */
  #unanswered: { readonly command: Command; readonly end: number }[] = [];
  /** Whether frames of a thread that was started again have yet to come. */
  #isRecovering = false;
  /** When the last frame was taken, s, and how many looks ago. */
  #frameAt = LOOP_TIME.now();
  #looksWithoutFrame = 0;

  /** What the components of a run cost: the thread's, and those of whoever takes its frames. */
  readonly profile: ProfileBoard = createProfileBoard();

  /** How the parts of a run recovered: the thread's, and those of whoever watches over it. */
  readonly recovery: RecoveryBoard;

  /** What waits between the threads, written down by each of them. */
  readonly traffic: TrafficBoard = createTrafficBoard();

  /** What the run left behind, once it has ended; nothing when the thread died. */
  last: LastState | undefined;

  /** What became of each command, in the order sent. */
  readonly replies: Reports<Reply> = this.#replies;

  /** What happened to alarms, in order. */
  readonly journal: Reports<readonly JournalEntry[]> = this.#journal;

  /** For how long no frame has come, twice a second while that is too long, and when it is over. */
  readonly outages: Reports<Outage> = this.#outages;

  /**
   * Starts a run.
   *
   * @param options What is run. Checked before: what cannot be run makes the thread die.
   * @param how Module of the thread, and who watches over it.
   * @throws {RangeError} Its faults are too many, or strike what is not there.
   */
  static start(options: RunOptions, how: ThreadOptions = {}): PlantThread {
    checkFaults(options.faults ?? [], options.parameters);
    return new PlantThread(options, how);
  }

  private constructor(options: RunOptions, { program, supervisor }: ThreadOptions) {
    this.#options = options;
    this.#program = program ?? new URL("./plant_worker.ts", import.meta.url);
    this.#supervisor = supervisor;
    this.recovery = supervisor?.recovery ?? createRecoveryBoard();
    // Whoever never asks for frames must not be brought down by a rejection nobody handles.
    this.#end.promise.catch(() => {});
    this.#begin(options);
  }

  /** Frames never sampled because the reader was behind. */
  get droppedFrames(): number {
    return this.#dropped + this.#life.reader.dropped;
  }

  /**
   * Sends a command. It is obeyed between two steps, within a frame.
   *
   * @throws {RangeError} Too many commands wait, or it names no parameter; nothing is sent.
   */
  send(command: Command): void {
    this.#unanswered.push({ command, end: this.#life.sender.send(command) });
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
    for (;;) {
      const { reader } = this.#life;
      await this.#take(reader, receive);
      if (reader === this.#life.reader) return await this.#end.promise;
    }
  }

  /** Takes every frame of a life. */
  async #take(
    reader: FrameReader,
    receive: (frame: Frame) => void | Promise<void>,
  ): Promise<void> {
    let turn = LOOP_TIME.now();
    for (;;) {
      const asked = LOOP_TIME.now();
      if (!await reader.arrival()) break;
      const came = LOOP_TIME.now();
      if (came - asked >= WAIT_TIME) turn = came;
      for (let frame = reader.peek(); frame; frame = reader.peek()) {
        this.#noteFrame(reader);
        const received = receive(frame);
        if (received !== undefined) await received;
        reader.release();
        if (LOOP_TIME.now() - turn < TURN_TIME) continue;
        await LOOP_TIME.turn();
        turn = LOOP_TIME.now();
      }
    }
  }

  /** Stops the run and its thread; one that does not stop by itself is let go of. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#journal.tell(this.#untold);
    this.#life.stop();
    if (this.#life.isAlive) await this.#awaitEnd();
    this.#life.release();
    this.#end.resolve({ reason: "stopped" });
  }

  async #awaitEnd(): Promise<void> {
    const patience = new AbortController();
    const stopped = this.#end.promise.then(() => {}, () => {});
    await Promise.race([
      stopped,
      LOOP_TIME.sleepUntil(LOOP_TIME.now() + STOP_PATIENCE, patience.signal),
    ]);
    patience.abort();
  }

  /** Begins the life that is next. */
  #begin(options: RunOptions): void {
    const { profile, recovery, traffic } = this;
    this.#life.begin({ program: this.#program, options, profile, recovery, traffic }, {
      hear: (report) => this.#hear(report),
      fail: (why, untold) => void this.#recover(why, untold),
      look: () => this.#noteLook(),
    });
  }

  #noteLook(): void {
    if (this.#life.reader.full || ++this.#looksWithoutFrame < STALE_LOOKS) return;
    this.#outages.tell(LOOP_TIME.now() - this.#frameAt);
  }

  #noteFrame(reader: FrameReader): void {
    const wasStale = this.#looksWithoutFrame >= STALE_LOOKS || this.#isRecovering;
    this.#frameAt = LOOP_TIME.now();
    this.#looksWithoutFrame = 0;
    if (wasStale) this.#outages.tell(undefined);
    // What the last life had sent is no sign of this one.
    if (!this.#isRecovering || reader !== this.#life.reader) return;
    this.#isRecovering = false;
    this.#supervisor?.recovered();
  }

  #hear(report: Exclude<ThreadReport, { kind: "death" }>): void {
    if (report.kind === "end") {
      this.last = report.last;
      this.#end.resolve(report.end);
    }
    if (report.kind === "reply") this.#answer(report.reply);
    if (report.kind === "journal") this.#journal.tell(report.entries);
  }

  #answer(reply: Reply): void {
    if (reply.by === undefined) this.#unanswered.shift();
    this.#replies.tell(reply);
  }

  /** A thread has failed: it is ended, and started again if the supervisor wants it. */
  async #recover(why: string, untold: readonly JournalEntry[] = []): Promise<void> {
    const { checkpoint, reader, sender } = this.#life;
    this.#life.end();
    this.#checkpoint = checkpoint ?? this.#checkpoint;
    this.#newest = reader.newest ?? this.#newest;
    this.#dropped += reader.dropped;
    this.#life = new PlantLife();
    this.#isRecovering = true;
    this.#outages.tell(LOOP_TIME.now() - this.#frameAt);
    this.#passOn(sender, why);
    this.#untold = untold;
    const verdict = await this.#supervisor?.failed(why, this.#checkpoint?.time) ??
      { isTriedAgain: false, reason: why };
    if (this.#isDisposed) return;
    if (verdict.isTriedAgain) return this.#resume();
    this.#journal.tell(this.#untold);
    this.#untold = [];
    this.#end.reject(new Error(`The plant thread died: ${verdict.reason}`));
    this.#life.stop();
  }

  /** Goes on where the last life left off; from the beginning if it left nothing. */
  #resume(): void {
    this.#untold = [];
    if (this.#checkpoint === undefined) return this.#begin(this.#options);
    const { snapshot, time, isHeld, origin, step, rollback, faults, watch, frames, ...rest } =
      this.#checkpoint;
    const newest = this.#newest;
    // Frames from before the checkpoint may be of another course of the plant.
    const isNewer = newest !== undefined && newest.frameId >= frames;
    const shownTime = isNewer ? newest.simulationTime : rest.shownTime;
    const firstFrameId = newest === undefined ? 0 : newest.frameId + 1;
    this.#begin({
      ...this.#options,
      ...rest,
      from: { snapshot, time },
      resumption: {
        isHeld,
        origin,
        step,
        rollback,
        faults,
        watch,
        shownTime,
        firstFrameId,
      },
    });
  }

  /** Answers what the thread had heard and can no longer answer; the next one hears the rest. */
  #passOn(sender: CommandSender, why: string): void {
    const unanswered = this.#unanswered;
    this.#unanswered = [];
    for (const { command, end } of unanswered) {
      if (sender.isReceived(end)) {
        const reason = `the plant thread died before it answered: ${why}`;
        this.#replies.tell({ command, outcome: "refused", reason, simulationTime: NaN });
      } else this.send(command);
    }
  }
}
