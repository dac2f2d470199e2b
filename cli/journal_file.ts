import type { JournalEntry } from "../monitor/mod.ts";
import { refusal } from "./parsers.ts";
import type { RunningPlant, World } from "./world.ts";

/** Writes the journal of a plant to the end of a file, one entry a line, until disposed of. */
export class JournalFile implements Disposable {
  readonly #path: string;
  readonly #world: World;
  readonly #parts = new DisposableStack();
  readonly #write: (text: string) => void;
  #failure: string | undefined;

  /** @throws {RangeError} The file cannot be written to. */
  constructor(path: string, plant: RunningPlant, world: World) {
    this.#path = path;
    this.#world = world;
    try {
      const file = this.#parts.use(world.openText(path));
      this.#write = (text) => file.write(text);
    } catch (error) {
      throw new RangeError(this.#refusal(error));
    }
    this.#parts.use(plant.journal.subscribe((entries) => this.#add(entries)));
  }

  /** Says what kept entries from being written, now that no screen is in the way. */
  [Symbol.dispose](): void {
    this.#parts.dispose();
    if (this.#failure !== undefined) this.#world.complain(this.#failure);
  }

  #add(entries: readonly JournalEntry[]): void {
    if (this.#failure !== undefined) return;
    try {
      this.#write(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    } catch (error) {
      this.#failure = this.#refusal(error);
    }
  }

  #refusal(error: unknown): string {
    const why = error instanceof Error ? error.message : String(error);
    return `${refusal("--journal", "a file that can be written", this.#path)} (${why})`;
  }
}
