import { zstdDecompressSync } from "node:zlib";
import { McapStreamReader } from "@mcap/core";
import type { RecordingFile } from "../../record/mod.ts";

/** A file in memory, on a disk that can be slow or full. */
export class MemoryFile implements RecordingFile {
  readonly parts: Uint8Array[] = [];
  closed = 0;
  /** Writes that wait while the disk is slow. */
  #gate: PromiseWithResolvers<void> | undefined;
  /** Thrown by every write. */
  full: Error | undefined;

  async write(bytes: Uint8Array): Promise<void> {
    await this.#gate?.promise;
    if (this.full !== undefined) throw this.full;
    this.parts.push(bytes.slice());
  }

  close(): void {
    this.closed++;
  }

  stall(): void {
    this.#gate = Promise.withResolvers();
  }

  goOn(): void {
    this.#gate?.resolve();
    this.#gate = undefined;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.parts.flatMap((part) => [...part]));
  }
}

/** What a recording says. */
export interface ReadRecording {
  readonly run: Readonly<Record<string, unknown>>;
  readonly start: Uint8Array;
  readonly broken: Uint8Array | undefined;
  /** Entries in the order in which they were written. */
  // deno-lint-ignore no-explicit-any -- entries are looked into
  readonly entries: readonly { readonly topic: string; readonly content: any }[];
  /** Whether it was closed properly. */
  readonly isWhole: boolean;
}

/** Reads a recording as far as it goes. */
export function readRecording(bytes: Uint8Array): ReadRecording {
  const reader = new McapStreamReader({
    decompressHandlers: { zstd: (chunk) => zstdDecompressSync(chunk) },
  });
  reader.append(bytes);
  const text = new TextDecoder();
  const topics = new Map<number, string>();
  const entries = [];
  let run = {};
  let start = new Uint8Array(0);
  let broken: Uint8Array | undefined;
  for (let record = reader.nextRecord(); record; record = reader.nextRecord()) {
    if (record.type === "Channel") topics.set(record.id, record.topic);
    if (record.type === "Attachment" && record.name === "start.kpp") start = record.data.slice();
    if (record.type === "Attachment" && record.name === "broken") broken = record.data.slice();
    if (record.type === "Metadata" && record.name === "run") {
      const said = [...record.metadata].map(([name, json]) => [name, JSON.parse(json)]);
      run = Object.fromEntries(said);
    }
    if (record.type !== "Message") continue;
    const content = JSON.parse(text.decode(record.data));
    entries.push({ topic: topics.get(record.channelId)!, content });
  }
  return { run, start, broken, entries, isWhole: reader.done() };
}

/** The contents of the entries of one topic. */
export function contents({ entries }: ReadRecording, topic: string) {
  return entries.filter((entry) => entry.topic === topic).map(({ content }) => content);
}
