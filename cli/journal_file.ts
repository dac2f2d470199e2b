import type { JournalEntry } from "../monitor/mod.ts";
import { refusal } from "./parsers.ts";
import type { RunningPlant, World } from "./world.ts";

/** A file to whose end the journal of a plant is written, one entry a line. */
export class JournalFile implements Disposable {
  readonly #path: string;
  readonly #world: World;
  readonly #parts = new DisposableStack();
  readonly #file: ReturnType<World["openText"]>;
  #failure: string | undefined;

  /** @throws {RangeError} The file cannot be written to. */
  constructor(path: string, world: World) {
    this.#path = path;
    this.#world = world;
    try {
      this.#file = this.#parts.use(world.openText(path));
    } catch (error) {
      throw new RangeError(this.#refusal(error));
    }
  }

  /** Writes what happens to the alarms of a plant, until disposed of. */
  follow({ journal }: Pick<RunningPlant, "journal">): void {
    this.#parts.use(journal.subscribe((entries) => this.#add(entries)));
  }

  /** Says what kept entries from being written, now that no screen is in the way. */
  [Symbol.dispose](): void {
    this.#parts.dispose();
    if (this.#failure !== undefined) this.#world.complain(this.#failure);
  }

  #add(entries: readonly JournalEntry[]): void {
    if (this.#failure !== undefined) return;
    try {
      this.#file.write(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    } catch (error) {
      this.#failure = this.#refusal(error);
    }
  }

  #refusal(error: unknown): string {
    const why = error instanceof Error ? error.message : String(error);
    return `${refusal("--journal", "a file that can be written", this.#path)} (${why})`;
  }
}
