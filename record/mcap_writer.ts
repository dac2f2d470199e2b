import { zstdCompressSync } from "node:zlib";
import { McapWriter } from "@mcap/core";
import { CHANNELS } from "../telemetry/mod.ts";
import {
  type RecordingEntry,
  type RecordingFile,
  type RecordingStart,
  type RecordingTopic,
  TOPICS,
} from "./recording_file.ts";

/**
 * Bytes gathered into one compressed part: less than two seconds of frames, so that a run that is
 * ended by force loses no more.
 */
const CHUNK_BYTES = 1 << 16;

const UTF_8 = new TextEncoder();

/**
 * Writes a recording as MCAP: an attachment `start.kpp` with the plant as it was, and one more,
 * `broken`, where it was not in good order, metadata `run`, and JSON messages by topic, in
 * compressed parts with an index at the end. A file without its end can be read up to there.
 * Source: mcap.dev/spec.
 */
export class McapRecording {
  readonly #writer: McapWriter;
  readonly #channels: ReadonlyMap<RecordingTopic, number>;
  #sequence = 0;

  /** Begins a recording in a file that is empty. */
  static async begin(
    file: RecordingFile,
    { snapshot, broken, run }: RecordingStart,
    time: number,
  ): Promise<McapRecording> {
    let position = 0n;
    const writer = new McapWriter({
      writable: {
        position: () => position,
        async write(bytes) {
          await file.write(bytes);
          position += BigInt(bytes.length);
        },
      },
      chunkSize: CHUNK_BYTES,
      compressChunk: (bytes) => ({ compression: "zstd", compressedData: zstdCompressSync(bytes) }),
    });
    await writer.start({ profile: "kpp", library: "kpp" });
    await writer.addMetadata({ name: "run", metadata: new Map(Object.entries(run)) });
    const at = { logTime: nanoseconds(time), createTime: nanoseconds(time) };
    for (const [name, data] of [["start.kpp", snapshot], ["broken", broken]] as const) {
      if (data === undefined) continue;
      await writer.addAttachment({ name, ...at, mediaType: "application/octet-stream", data });
    }
    const channels = new Map<RecordingTopic, number>();
    for (const topic of Object.keys(TOPICS) as RecordingTopic[]) {
      channels.set(topic, await registerTopic(writer, topic));
    }
    return new McapRecording(writer, channels);
  }

  private constructor(writer: McapWriter, channels: ReadonlyMap<RecordingTopic, number>) {
    this.#writer = writer;
    this.#channels = channels;
  }

  /** Writes an entry; one at a time. */
  async add({ topic, time, bytes }: RecordingEntry): Promise<void> {
    await this.#writer.addMessage({
      channelId: this.#channels.get(topic)!,
      sequence: this.#sequence++,
      logTime: nanoseconds(time),
      publishTime: nanoseconds(time),
      data: bytes,
    });
  }

  /** Writes what is still gathered, and the index. */
  async end(): Promise<void> {
    await this.#writer.end();
  }
}

async function registerTopic(writer: McapWriter, topic: RecordingTopic): Promise<number> {
  const schemaId = await writer.registerSchema({
    name: `kpp.${topic}`,
    encoding: "jsonschema",
    data: UTF_8.encode(JSON.stringify(schemaOf(topic))),
  });
  return await writer.registerChannel({
    schemaId,
    topic: `/${topic}`,
    messageEncoding: "json",
    metadata: new Map([["description", TOPICS[topic]]]),
  });
}

/** What viewers know of a topic: the numbers of frames by their names, to be plotted. */
function schemaOf(topic: RecordingTopic): unknown {
  const description = TOPICS[topic];
  if (topic !== "frames") return { type: "object", description };
  const number = { type: ["number", "null"] };
  const channels = CHANNELS.map(({ id, description }) => [id, { ...number, description }]);
  return {
    type: "object",
    description,
    properties: {
      frame_id: { type: "integer" },
      timestamp: { type: "number" },
      simulation_time: { type: "number" },
      power: number,
      torque: number,
      efficiency: number,
      status: { type: "string" },
      metadata: { type: "object", properties: Object.fromEntries(channels) },
    },
  };
}

/** Unix time in ns; seconds have it to the microsecond. */
function nanoseconds(seconds: number): bigint {
  return BigInt(Math.round(seconds * 1e6)) * 1000n;
}
