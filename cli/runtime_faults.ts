import type { LoopTime } from "../clock/mod.ts";
import type { FaultEntry, JournalEntry } from "../monitor/terms/mod.ts";
import type { RunningPlant, World } from "./world.ts";

/** What a run reaches of the world to write its files. */
export type Files = Pick<
  World,
  "time" | "complain" | "openText" | "createFile" | "writeBytes"
>;

/** A file that a full disk keeps from being written. */
export type FullFile = "journal" | "snapshot" | "record";

/** Faults of the main thread, which are there while the journal of the plant says so. */
export class RuntimeFaults {
  readonly #time: LoopTime;
  #active: readonly FaultEntry[] = [];

  constructor(time: LoopTime) {
    this.#time = time;
  }

  /** Does what the journal of a plant says, until disposed of. */
  follow({ journal }: Pick<RunningPlant, "journal">): Disposable {
    return journal.subscribe((entries) => entries.forEach((entry) => this.#take(entry)));
  }

  /** The files of a world, of which one cannot be written while the disk is full. */
  files(world: World, file: FullFile): Files {
    const check = () => {
      const isFull = this.#active.some(({ fault, target }) =>
        fault === "disk-full" && target === file
      );
      if (isFull) throw new Error("No space left on device (os error 28)");
    };
    return {
      time: world.time,
      complain: (line) => world.complain(line),
      openText: (path) => {
        const text = world.openText(path);
        const write = (bytes: Uint8Array) => (check(), text.write(bytes));
        return { write, [Symbol.dispose]: () => text[Symbol.dispose]() };
      },
      createFile: (path, options) => {
        const made = world.createFile(path, options);
        const write = async (bytes: Uint8Array) => (check(), await made.write(bytes));
        return { write, close: () => made.close() };
      },
      writeBytes: async (path, bytes) => (check(), await world.writeBytes(path, bytes)),
    };
  }

  /** What has become of a frame, once whoever takes it has taken as much longer as it does. */
  linger(received: void | Promise<void>): void | Promise<void> {
    let delay = 0;
    for (const { fault, magnitude } of this.#active) {
      if (fault === "slow-reader") delay += magnitude!;
    }
    if (delay === 0) return received;
    const late = this.#time.sleepUntil(this.#time.now() + delay);
    return Promise.all([received, late]).then(() => {});
  }

  #take(entry: JournalEntry): void {
    if (entry.kind === "restart") this.#active = [];
    if (entry.kind !== "fault") return;
    if (entry.event !== "began") {
      const over = this.#active.findIndex(({ fault, target, magnitude }) =>
        fault === entry.fault && target === entry.target && magnitude === entry.magnitude
      );
      this.#active = this.#active.filter((_, index) => index !== over);
      return;
    }
    this.#active = [...this.#active, entry];
    if (entry.fault === "block") this.#block(entry.magnitude!);
  }

  /** Lets nothing else happen in this thread for so long, s. */
  #block(duration: number): void {
    const until = this.#time.now() + duration;
    while (this.#time.now() < until);
  }
}
