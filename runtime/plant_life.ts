/**
 * One life of a plant thread, and the memory it shares.
 *
 * @module
 */

import { LOOP_TIME } from "../clock/mod.ts";
import {
  closeOutbox,
  confirmTaken,
  createOutboxWord,
  type JournalEntry,
  Watchdog,
} from "../monitor/terms/mod.ts";
import { type Checkpoint, createCheckpointBoard, readCheckpoint } from "./plant_checkpoint.ts";
import type { RunOptions } from "./plant_run_parts.ts";
import type { RunOrder, ThreadReport } from "./plant_worker.ts";
import {
  CHANNELS,
  CommandSender,
  createCommandRing,
  createFrameRing,
  createHeartbeat,
  FRAME_SLOTS,
  FrameReader,
  MAX_FLOATERS,
} from "../telemetry/mod.ts";

/** Pause between two looks at whether a thread lives, s. */
const LOOK_PERIOD = 0.5;

/**
 * Looks in vain after which a thread is taken for blocked, 3 s: it says several times a second
 * that it lives, and once a second at one frame per second. One that is loaded has 15 s.
 */
const WATCH = { looks: 6, firstLooks: 30 };

/** Who is told of a life. */
export interface LifeListener {
  hear(report: Exclude<ThreadReport, { kind: "death" }>): void;
  /** It is over, without having come to an end; `untold` is what it had yet to tell. */
  fail(why: string, untold?: readonly JournalEntry[]): void;
  /** It was looked at, and lives. */
  look(): void;
}

/** What a life runs, and where. */
export interface LifeOrder extends Pick<RunOrder, "profile" | "recovery" | "traffic"> {
  readonly program: URL;
  readonly options: RunOptions;
}

/**
 * One life of a plant thread. A thread that is blocked cannot be ended from outside: it goes on
 * when it comes round. So the memory of a life is its own, and what it writes there after its end
 * reaches nobody.
 */
export class PlantLife {
  readonly #frames = createFrameRing({
    channelCount: CHANNELS.length,
    maxFloaters: MAX_FLOATERS,
    slots: FRAME_SLOTS,
  });
  readonly #commands = createCommandRing();
  readonly #checkpoints = createCheckpointBoard();
  readonly #heart = createHeartbeat();
  readonly #journal = createOutboxWord();
  readonly #over = new AbortController();
  #worker: Worker | undefined;

  /** Takes its frames. */
  readonly reader: FrameReader = new FrameReader(this.#frames);
  /** Sends it commands, before it begins too. */
  readonly sender: CommandSender = new CommandSender(this.#commands);

  /** Whether it goes on. */
  get isAlive(): boolean {
    return this.#worker !== undefined && !this.#over.signal.aborted;
  }

  /** Where another life can go on; `undefined` when this one has not come to anything. */
  get checkpoint(): Checkpoint | undefined {
    return readCheckpoint(this.#checkpoints);
  }

  /** Begins it. To be called once. */
  begin({ program, ...order }: LifeOrder, listener: LifeListener): void {
    const worker = new Worker(program, { type: "module", name: "plant" });
    this.#worker = worker;
    const fail = (why: string, untold?: readonly JournalEntry[]) =>
      void (this.isAlive && listener.fail(why, untold));
    worker.onmessage = ({ data }: MessageEvent<ThreadReport>) => {
      if (data.kind === "death") fail(data.message, data.untold);
      else if (this.isAlive) this.#hear(data, listener);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message);
    };
    worker.onmessageerror = () => fail("a message could not be read");
    worker.postMessage(
      {
        ...order,
        frames: this.#frames,
        commands: this.#commands,
        lifeline: { heart: this.#heart, checkpoints: this.#checkpoints },
        journal: this.#journal,
      } satisfies RunOrder,
    );
    void this.#watch(listener);
  }

  /** Takes what it has sent and no more; it is not heard any more, whatever it does. */
  end(): void {
    this.reader.seal();
    this.release();
  }

  /** Asks it to end, and takes nothing more. */
  stop(): void {
    // A thread that waits for a free slot takes this for a stop, as does one at its next tick.
    this.reader[Symbol.dispose]();
    closeOutbox(this.#journal);
    if (!this.sender.full) this.sender.send({ kind: "stop" });
  }

  /** Lets go of it. */
  release(): void {
    this.#over.abort();
    closeOutbox(this.#journal);
    this.#worker?.terminate();
  }

  #hear(report: Exclude<ThreadReport, { kind: "death" }>, listener: LifeListener): void {
    if (report.kind === "journal") confirmTaken(this.#journal);
    // It ends by itself.
    if (report.kind === "end") this.#over.abort();
    listener.hear(report);
  }

  async #watch(listener: LifeListener): Promise<void> {
    const watchdog = new Watchdog(this.#heart, WATCH);
    const { signal } = this.#over;
    while (await LOOP_TIME.sleepUntil(LOOP_TIME.now() + LOOK_PERIOD, signal)) {
      listener.look();
      // Whoever finds no free slot waits for the reader.
      if (watchdog.look(this.reader.full)) return listener.fail("it did not answer any more");
    }
  }
}
