import { isMap, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { DocumentFault, DocumentPath } from "../monitor/mod.ts";
import { messageOf } from "../telemetry/mod.ts";

/** A file of YAML, which JSON is too, and where in it everything stands. */
export class YamlFile {
  /** What it says, as JSON has it. */
  readonly content: unknown;
  readonly #path: string;
  readonly #root: Node | null;
  readonly #lines = new LineCounter();

  /**
   * @param text What the file says.
   * @param path What an error calls it.
   * @throws {AggregateError} It is no YAML: each fault with path and line.
   */
  constructor(text: string, path: string) {
    this.#path = path;
    // Some editors begin a file with a byte order mark.
    const document = parseDocument(text.replace(/^\uFEFF/, ""), {
      lineCounter: this.#lines,
      prettyErrors: false,
    });
    this.#root = document.contents;
    const faults = [...document.errors, ...document.warnings].map(({ pos, message }) =>
      this.#fault(pos[0], `Cannot read the file as it must be YAML: ${plain(message)}`)
    );
    if (faults.length > 0) throw new AggregateError(faults, faults[0].message);
    try {
      this.content = document.toJS();
    } catch (error) {
      // An alias without its anchor, or one that makes a small file a large one.
      const why = messageOf(error);
      const fault = this.#fault(0, `Cannot read the file as it must be YAML: ${plain(why)}`);
      throw new AggregateError([fault], fault.message);
    }
  }

  /** Faults of its content with path and line, in the order in which they stand there. */
  faults(found: readonly DocumentFault[]): readonly SyntaxError[] {
    return found
      .map(({ path, message }) => ({ offset: this.#offsetOf(path), message }))
      .sort((one, other) => one.offset - other.offset)
      .map(({ offset, message }) => this.#fault(offset, message));
  }

  /** Where the last part of a path begins that is there. */
  #offsetOf(path: DocumentPath): number {
    let node: unknown = this.#root;
    let offset = this.#root?.range?.[0] ?? 0;
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find((each) => String(each.key) === key);
        if (pair === undefined) return offset;
        offset = (pair.key as Node).range?.[0] ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[key as number];
        offset = (node as Node | undefined)?.range?.[0] ?? offset;
      } else return offset;
    }
    return offset;
  }

  #fault(offset: number, message: string): SyntaxError {
    return new SyntaxError(`${this.#path}:${this.#lines.linePos(offset).line}: ${message}`);
  }
}

function plain(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
