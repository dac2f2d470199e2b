import type { JournalEntry } from "../monitor/terms/mod.ts";
import { refusal } from "./parsers.ts";
import type { Supervision } from "./supervision.ts";
import type { RunningPlant, World } from "./world.ts";
import { messageOf } from "../telemetry/mod.ts";

/** Most entries that wait for a file that cannot be written to; more are counted and given up. */
const WAITING_ENTRIES = 4096;

/** What a journal needs of the world. */
type JournalWorld = Pick<World, "openText" | "complain">;

/**
 * A file to whose end the journal of a plant is written, one entry a line. While it cannot be
 * written to, entries wait, and it is opened and tried again as the supervision wants; a line that
 * was written in part goes on where it ended.
 */
export class JournalFile implements Disposable {
  readonly #path: string;
  readonly #world: JournalWorld;
  readonly #subscriptions = new DisposableStack();
  #file: ReturnType<JournalWorld["openText"]>;
  #waiting: JournalEntry[] = [];
  #lost = 0;
  /** What is left of the entries that are being written. */
  #rest = new Uint8Array(0);
  /** Why it cannot be written to. */
  #failure: string | undefined;

  /** @throws {RangeError} The file cannot be written to. */
  constructor(path: string, world: JournalWorld) {
    this.#path = path;
    this.#world = world;
    this.#file = this.#open();
  }

  /** Writes what happens to a plant, until disposed of. */
  follow({ journal }: Pick<RunningPlant, "journal">, supervision: Supervision): void {
    this.#subscriptions.use(journal.subscribe((entries) => {
      for (const entry of entries) this.#add(entry);
      if (this.#failure !== undefined) return;
      try {
        this.#write();
      } catch (error) {
        void this.#recover(error, supervision);
      }
    }));
  }

  /** Tries for the last time, and says what kept entries from being written. */
  [Symbol.dispose](): void {
    this.#subscriptions.dispose();
    try {
      this.#write();
    } catch (error) {
      const lost = this.#lost + this.#waiting.length;
      const what = lost > 0 ? `; ${lost} entries are not in it` : "";
      this.#world.complain(`${this.#refusal(error)}${what}`);
    }
    this.#file[Symbol.dispose]();
  }

  #open(): ReturnType<World["openText"]> {
    try {
      return this.#world.openText(this.#path);
    } catch (error) {
      throw new RangeError(this.#refusal(error));
    }
  }

  #add(entry: JournalEntry): void {
    if (this.#waiting.length >= WAITING_ENTRIES) {
      this.#lost++;
      return;
    }
    if (this.#lost > 0) this.#waiting.push({ kind: "lost", time: entry.time, count: this.#lost });
    this.#lost = 0;
    this.#waiting.push(entry);
  }

  /** Writes all that waits. */
  #write(): void {
    for (;;) {
      while (this.#rest.length > 0) this.#rest = this.#rest.subarray(this.#file.write(this.#rest));
      if (this.#waiting.length === 0) return;
      const lines = this.#waiting.map((entry) => `${JSON.stringify(entry)}\n`);
      this.#rest = new TextEncoder().encode(lines.join(""));
      this.#waiting = [];
    }
  }

  /** Opens the file anew, again and again, until all that waits is written or it is given up. */
  async #recover(error: unknown, supervision: Supervision): Promise<void> {
    this.#failure = messageOf(error);
    while (this.#failure !== undefined) {
      const { isTriedAgain } = await supervision.failed("journal", this.#failure);
      if (!isTriedAgain) return;
      try {
        const file = this.#open();
        this.#file[Symbol.dispose]();
        this.#file = file;
        this.#write();
        this.#failure = undefined;
      } catch (again) {
        this.#failure = messageOf(again);
      }
    }
    supervision.recovered("journal");
  }

  #refusal(error: unknown): string {
    const why = messageOf(error);
    return `${refusal("--journal", "a file that can be written", this.#path)} (${why})`;
  }
}
