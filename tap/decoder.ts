import { decode } from "@msgpack/msgpack";
import type { WireQuality } from "../telemetry/mod.ts";
import { BinaryDecoder, type BinaryRow, checkBase } from "./binary_decoder.ts";
import { DELTA_FRAME, KEY_FRAME } from "./binary_encoding.ts";
import type { SchemaMessage } from "./encoding.ts";
import type { WireFloaters } from "./floater_table.ts";

/** A frame as clients see it; null is "no data". */
export interface WireFrame {
  readonly frame_id: number;
  readonly timestamp: number;
  readonly simulation_time: number;
  readonly status: string;
  readonly power?: number | null;
  readonly torque?: number | null;
  readonly efficiency?: number | null;
  readonly metadata: Readonly<Record<string, number | null>>;
  /** The channels that are not good, where any is not. */
  readonly quality?: Readonly<Record<string, WireQuality>> | null;
  /** What each floater holds, where that was asked for. */
  readonly floaters?: WireFloaters | null;
}

/** A message that is no frame, as it came. */
export type OtherMessage = { readonly type: string } & Readonly<Record<string, unknown>>;

/** What a message turned out to be. */
export type Decoded =
  | { readonly kind: "frame"; readonly frame: WireFrame }
  | { readonly kind: "other"; readonly message: OtherMessage };

/** The same, with a binary frame as the numbers that were sent. */
export type Read = Decoded | { readonly kind: "row"; readonly row: BinaryRow };

/**
 * Reads the messages of one connection, whatever their encoding, in the order in which they come.
 * Deltas are put onto the frame before.
 */
export class FrameDecoder {
  #lastId: number | undefined;
  /** The last frame that was an object. */
  #frame: WireFrame | undefined;
  #binary: BinaryDecoder | undefined;

  /**
   * Reads one message, a frame as an object.
   *
   * @throws {SyntaxError} It is no message of the tap.
   * @throws {RangeError} It is a delta to a frame other than the last one.
   */
  decode(data: string | Uint8Array): Decoded {
    const read = this.read(data);
    return read.kind === "row" ? { kind: "frame", frame: wireFrame(read.row) } : read;
  }

  /**
   * Reads one message, a binary frame as the numbers that were sent, lent until the next message.
   *
   * @throws {SyntaxError} It is no message of the tap.
   * @throws {RangeError} It is a delta to a frame other than the last one.
   */
  read(data: string | Uint8Array): Read {
    if (typeof data === "string") return this.#object(JSON.parse(data));
    // The first byte of a map in MessagePack is 0x80 or more.
    if (data[0] !== KEY_FRAME && data[0] !== DELTA_FRAME) return this.#object(decode(data));
    if (this.#binary === undefined) {
      throw new SyntaxError("Cannot read a binary frame as its schema must come before it");
    }
    const row = this.#binary.read(data, this.#lastId);
    this.#lastId = row.frameId;
    return { kind: "row", row };
  }

  #object(value: unknown): Decoded {
    if (typeof value !== "object" || value === null || !("type" in value)) {
      throw new SyntaxError("Cannot read a message as it must be an object with a type");
    }
    const message = value as OtherMessage;
    if (message.type === "frame_update") return this.#take(message.frame as WireFrame);
    if (message.type === "frame_delta") return this.#take(this.#merge(message));
    if (message.type === "schema") {
      this.#binary = new BinaryDecoder(message as unknown as SchemaMessage);
    }
    return { kind: "other", message };
  }

  #take(frame: WireFrame): Decoded {
    this.#frame = frame;
    this.#lastId = frame.frame_id;
    return { kind: "frame", frame };
  }

  #merge({ base, frame }: OtherMessage): WireFrame {
    checkBase(base as number, this.#frame?.frame_id);
    const before = this.#frame!;
    const changed = frame as WireFrame;
    const floaters = changed.floaters && { ...before.floaters, ...changed.floaters };
    return {
      ...before,
      ...changed,
      metadata: { ...before.metadata, ...changed.metadata },
      ...(floaters !== undefined && { floaters }),
    };
  }
}

function wireFrame({ schema, values, floaterCount, ...head }: BinaryRow): WireFrame {
  const known = new Map(schema.columns.map((id, column) => [id, orNull(values[column])]));
  const read = (id: string) => known.get(id) ?? null;
  const floatersAt = schema.columns.length;
  const column = (index: number) => {
    const start = floatersAt + index * floaterCount;
    return Array.from(values.subarray(start, start + floaterCount), orNull);
  };
  const floaters = schema.floaters?.map((id, index) => [id, column(index)]);
  return {
    frame_id: head.frameId,
    timestamp: head.timestamp,
    simulation_time: head.simulationTime,
    status: head.status,
    ...Object.fromEntries(Object.entries(schema.members).map(([id, of]) => [id, read(of)])),
    metadata: Object.fromEntries(schema.metadata.map((id) => [id, read(id)])),
    ...(floaters && { floaters: floaterCount === 0 ? null : Object.fromEntries(floaters) }),
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
