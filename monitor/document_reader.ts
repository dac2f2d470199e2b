import { didYouMean } from "../telemetry/mod.ts";

/** Where something is in a document: keys and positions from the top. */
export type DocumentPath = readonly (string | number)[];

/** What is wrong with a document, and where. */
export interface DocumentFault {
  readonly path: DocumentPath;
  /** One line. */
  readonly message: string;
}

/** An object as JSON has it. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** Reads a document, as JSON has it, and gathers everything that is wrong with it. */
export class DocumentReader {
  readonly faults: DocumentFault[] = [];

  /** Refuses every member that is none of `members`. */
  refuseOthers(object: PlainObject, path: DocumentPath, members: readonly string[]): void {
    for (const key of Object.keys(object)) {
      if (members.includes(key)) continue;
      const hint = didYouMean(key, members) || `: it must be one of ${members.join(", ")}`;
      this.say([...path, key], `Cannot use "${key}" as nothing is called that here${hint}`);
    }
  }

  /** The value if it is an object; it is refused otherwise. */
  object(value: unknown, path: DocumentPath, what: string): PlainObject | undefined {
    if (isObject(value)) return value;
    this.say(path, `Cannot use ${what} as it must be an object: current value is ${shown(value)}`);
    return undefined;
  }

  /** The entries of a list; it is refused otherwise. */
  list(value: unknown, path: DocumentPath): Iterable<[number, unknown]> {
    if (Array.isArray(value)) return value.entries();
    this.refuse(path, "a list", value);
    return [];
  }

  /** Says what the value must be that is there. */
  refuse(path: DocumentPath, allowed: string, value: unknown): void {
    const name = path.findLast((key) => typeof key === "string") ?? "the file";
    this.say(
      path,
      `Cannot use ${name} as it must be ${allowed}: current value is ${shown(value)}`,
    );
  }

  /** Adds a fault. */
  say(path: DocumentPath, message: string): void {
    this.faults.push({ path, message });
  }
}

/** Whether a value is an object as JSON has it. */
export function isObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Most characters of a value that a message quotes. */
const QUOTED = 60;

function shown(value: unknown): string {
  const text = value === undefined
    ? "nothing"
    : typeof value === "number"
    ? String(value)
    : JSON.stringify(value);
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}...` : text;
}
