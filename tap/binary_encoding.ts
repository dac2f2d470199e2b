import {
  type ChannelId,
  channelIndex,
  type Field,
  type Frame,
  STATUSES,
} from "../telemetry/mod.ts";
import type { EncoderShape, FrameEncoder, SchemaMessage } from "./encoding.ts";
import type { Payload } from "./payload.ts";

/** First byte of a binary frame that is whole. */
export const KEY_FRAME = 1;

/** First byte of a binary frame that says what has changed. */
export const DELTA_FRAME = 2;

/**
 * Bytes before the columns, all little-endian: u8 kind, u8 status, u16 zero, u32 how many ids back
 * the frame is that a delta builds on, f64 frame_id, f64 timestamp, f64 simulation_time.
 */
export const HEAD_BYTES = 32;

/** How the values of a binary frame are written. */
export const PRECISIONS = { "delta-f64": 8, "delta-f32": 4 } as const;

/** A binary encoding. */
export type BinaryEncoding = keyof typeof PRECISIONS;

/**
 * A head, and the columns: all of them in a key frame; in a delta a bitmap with a bit per column,
 * least significant bit first, and the columns whose bit is 1. NaN is "no data".
 */
export class BinaryDeltaEncoder implements FrameEncoder {
  readonly schema: SchemaMessage;
  readonly #valueBytes: number;
  /** Of each column, its place in `Frame.values`. */
  readonly #sources: readonly number[];
  readonly #timestamp: Field["read"];
  #frame: Frame | undefined;
  #before: Frame | undefined;
  #values: Float64Array;
  #valuesBefore: Float64Array;

  constructor(encoding: BinaryEncoding, { selection: { members, channels } }: EncoderShape) {
    const shown = members.filter(({ channel }) => channel !== undefined);
    const columns = [...new Set([...channels, ...shown].map(({ channel }) => channel!))];
    this.schema = {
      type: "schema",
      encoding,
      columns,
      members: Object.fromEntries(shown.map(({ id, channel }) => [id, channel!])),
      metadata: channels.map(({ id }) => id),
      statuses: STATUSES,
    };
    this.#valueBytes = PRECISIONS[encoding];
    this.#sources = columns.map((id: ChannelId) => channelIndex(id));
    this.#timestamp = members.find(({ id }) => id === "timestamp")!.read;
    this.#values = new Float64Array(columns.length);
    this.#valuesBefore = new Float64Array(columns.length);
  }

  advance(frame: Frame): void {
    this.#before = this.#frame;
    this.#frame = frame;
    [this.#values, this.#valuesBefore] = [this.#valuesBefore, this.#values];
    for (let column = 0; column < this.#sources.length; column++) {
      const value = frame.values[this.#sources[column]];
      const rounded = this.#valueBytes === 4 ? Math.fround(value) : value;
      // Adding zero makes -0, which JSON does not have, 0.
      this.#values[column] = Number.isFinite(rounded) ? rounded + 0 : NaN;
    }
  }

  key(): Payload {
    const count = this.#sources.length;
    const bytes = new Uint8Array(HEAD_BYTES + count * this.#valueBytes);
    const view = this.#head(bytes, { kind: KEY_FRAME, back: 0 });
    for (let column = 0; column < count; column++) {
      this.#write(view, HEAD_BYTES + column * this.#valueBytes, column);
    }
    return { bytes, isText: false };
  }

  delta(): Payload | undefined {
    if (this.#before === undefined) return undefined;
    const count = this.#sources.length;
    const bitmapBytes = Math.ceil(count / 8);
    const bytes = new Uint8Array(HEAD_BYTES + bitmapBytes + count * this.#valueBytes);
    const back = this.#frame!.frameId - this.#before.frameId;
    const view = this.#head(bytes, { kind: DELTA_FRAME, back });
    let end = HEAD_BYTES + bitmapBytes;
    for (let column = 0; column < count; column++) {
      // NaN is the same as NaN here.
      if (Object.is(this.#values[column], this.#valuesBefore[column])) continue;
      bytes[HEAD_BYTES + (column >> 3)] |= 1 << (column & 7);
      this.#write(view, end, column);
      end += this.#valueBytes;
    }
    return { bytes: bytes.slice(0, end), isText: false };
  }

  #head(bytes: Uint8Array, { kind, back }: { kind: number; back: number }): DataView {
    const frame = this.#frame!;
    const view = new DataView(bytes.buffer);
    view.setUint8(0, kind);
    view.setUint8(1, STATUSES.indexOf(frame.status));
    view.setUint32(4, back, true);
    view.setFloat64(8, frame.frameId, true);
    view.setFloat64(16, Number(this.#timestamp(frame)), true);
    view.setFloat64(24, frame.simulationTime, true);
    return view;
  }

  #write(view: DataView, offset: number, column: number): void {
    if (this.#valueBytes === 4) view.setFloat32(offset, this.#values[column], true);
    else view.setFloat64(offset, this.#values[column], true);
  }
}
