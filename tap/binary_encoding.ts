import { type Field, type Frame, PLANT_DICTIONARY, STATUSES } from "../telemetry/mod.ts";
import type { EncoderShape, FrameEncoder, SchemaMessage } from "./encoding.ts";
import { FLOATER_WIRE_COLUMNS, FloaterTable } from "./floater_table.ts";
import type { Payload } from "./payload.ts";

/** First byte of a binary frame that is whole. */
export const KEY_FRAME = 1;

/** First byte of a binary frame that says what has changed. */
export const DELTA_FRAME = 2;

/**
 * Bytes before the values, all little-endian: u8 kind, u8 status, u16 floaters, u32 how many ids
 * back the frame is that a delta builds on, f64 frame_id, f64 timestamp, f64 simulation_time.
 */
export const HEAD_BYTES = 32;

/** How the values of a binary frame are written. */
export const PRECISIONS = { "delta-f64": 8, "delta-f32": 4 } as const;

/** A binary encoding. */
export type BinaryEncoding = keyof typeof PRECISIONS;

/** A frame as numbers: the columns, then those of the floaters where they were asked for. */
class Row {
  readonly floaters = new FloaterTable();
  values = new Float64Array(0);
}

/**
 * A head, and the values: all of them in a key frame; in a delta a bitmap with a bit per value,
 * least significant bit first, and the values whose bit is 1. NaN is "no data".
 */
export class BinaryDeltaEncoder implements FrameEncoder {
  readonly schema: SchemaMessage;
  readonly #valueBytes: number;
  /** Of each column, its place in `Frame.values`. */
  readonly #sources: readonly number[];
  readonly #timestamp: Field["read"];
  #frame: Frame | undefined;
  #before: Frame | undefined;
  readonly #hasFloaters: boolean;
  readonly #round: (value: number) => number;
  #row = new Row();
  #rowBefore = new Row();

  constructor(encoding: BinaryEncoding, { selection }: EncoderShape) {
    const { members, channels, hasFloaters } = selection;
    const shown = members.filter(({ channel }) => channel !== undefined);
    const columns = [...new Set([...channels, ...shown].map(({ channel }) => channel!))];
    this.schema = {
      type: "schema",
      encoding,
      columns: columns.map(({ id }) => id),
      members: Object.fromEntries(shown.map(({ id, channel }) => [id, channel!.id])),
      metadata: channels.map(({ id }) => id),
      ...(hasFloaters && { floaters: FLOATER_WIRE_COLUMNS }),
      statuses: STATUSES,
    };
    this.#hasFloaters = hasFloaters;
    this.#valueBytes = PRECISIONS[encoding];
    this.#round = encoding === "delta-f32" ? Math.fround : (value) => value;
    this.#sources = columns.map((channel) => PLANT_DICTIONARY.channels.indexOf(channel));
    this.#timestamp = members.find(({ id }) => id === "timestamp")!.read;
  }

  advance(frame: Frame): void {
    this.#before = this.#frame;
    this.#frame = frame;
    [this.#row, this.#rowBefore] = [this.#rowBefore, this.#row];
    const { floaters } = this.#row;
    if (this.#hasFloaters) floaters.take(frame, this.#round);
    const columns = this.#sources.length;
    const size = columns + floaters.values.length;
    if (this.#row.values.length !== size) this.#row.values = new Float64Array(size);
    for (let column = 0; column < columns; column++) {
      const rounded = this.#round(frame.values[this.#sources[column]]);
      // Adding zero makes -0, which JSON does not have, 0.
      this.#row.values[column] = Number.isFinite(rounded) ? rounded + 0 : NaN;
    }
    this.#row.values.set(floaters.values, columns);
  }

  key(): Payload {
    const count = this.#row.values.length;
    const bytes = new Uint8Array(HEAD_BYTES + count * this.#valueBytes);
    const view = this.#head(bytes, { kind: KEY_FRAME, back: 0 });
    for (let place = 0; place < count; place++) {
      this.#write(view, HEAD_BYTES + place * this.#valueBytes, place);
    }
    return { bytes, isText: false };
  }

  delta(): Payload | undefined {
    const [{ values }, { values: before }] = [this.#row, this.#rowBefore];
    if (this.#before === undefined || before.length !== values.length) return undefined;
    const count = values.length;
    const bitmapBytes = Math.ceil(count / 8);
    const bytes = new Uint8Array(HEAD_BYTES + bitmapBytes + count * this.#valueBytes);
    const back = this.#frame!.frameId - this.#before.frameId;
    const view = this.#head(bytes, { kind: DELTA_FRAME, back });
    let end = HEAD_BYTES + bitmapBytes;
    for (let place = 0; place < count; place++) {
      // NaN is the same as NaN here.
      if (Object.is(values[place], before[place])) continue;
      bytes[HEAD_BYTES + (place >> 3)] |= 1 << (place & 7);
      this.#write(view, end, place);
      end += this.#valueBytes;
    }
    return { bytes: bytes.slice(0, end), isText: false };
  }

  #head(bytes: Uint8Array, { kind, back }: { kind: number; back: number }): DataView {
    const frame = this.#frame!;
    const view = new DataView(bytes.buffer);
    view.setUint8(0, kind);
    view.setUint8(1, STATUSES.indexOf(frame.status));
    view.setUint16(2, this.#row.floaters.count, true);
    view.setUint32(4, back, true);
    view.setFloat64(8, frame.frameId, true);
    view.setFloat64(16, Number(this.#timestamp(frame)), true);
    view.setFloat64(24, frame.simulationTime, true);
    return view;
  }

  #write(view: DataView, offset: number, place: number): void {
    const value = this.#row.values[place];
    if (this.#valueBytes === 4) view.setFloat32(offset, value, true);
    else view.setFloat64(offset, value, true);
  }
}
