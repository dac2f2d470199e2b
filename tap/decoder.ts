import { decode } from "@msgpack/msgpack";
import { DELTA_FRAME, HEAD_BYTES, KEY_FRAME, PRECISIONS } from "./binary_encoding.ts";
import type { SchemaMessage } from "./encoding.ts";

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
}

/** A message that is no frame, as it came. */
export type OtherMessage = { readonly type: string } & Readonly<Record<string, unknown>>;

/** What a message turned out to be. */
export type Decoded =
  | { readonly kind: "frame"; readonly frame: WireFrame }
  | { readonly kind: "other"; readonly message: OtherMessage };

interface BinaryFrame {
  readonly schema: SchemaMessage;
  readonly values: Float64Array;
}

/**
 * Reads the messages of one connection, whatever their encoding, in the order in which they come.
 * Deltas are put onto the frame before.
 */
export class FrameDecoder {
  #frame: WireFrame | undefined;
  #binary: BinaryFrame | undefined;

  /**
   * Reads one message.
   *
   * @throws {SyntaxError} It is no message of the tap.
   * @throws {RangeError} It is a delta to a frame other than the last one.
   */
  decode(data: string | Uint8Array): Decoded {
    if (typeof data === "string") return this.#object(JSON.parse(data));
    // The first byte of a map in MessagePack is 0x80 or more.
    if (data[0] === KEY_FRAME || data[0] === DELTA_FRAME) return this.#take(this.#columns(data));
    return this.#object(decode(data));
  }

  #take(frame: WireFrame): Decoded {
    this.#frame = frame;
    return { kind: "frame", frame };
  }

  #object(value: unknown): Decoded {
    if (typeof value !== "object" || value === null || !("type" in value)) {
      throw new SyntaxError("Cannot read a message as it must be an object with a type");
    }
    const message = value as OtherMessage;
    if (message.type === "frame_update") return this.#take(message.frame as WireFrame);
    if (message.type === "frame_delta") return this.#take(this.#merge(message));
    if (message.type === "schema") {
      const schema = message as unknown as SchemaMessage;
      this.#binary = { schema, values: new Float64Array(schema.columns.length).fill(NaN) };
    }
    return { kind: "other", message };
  }

  #merge({ base, frame }: OtherMessage): WireFrame {
    const before = this.#base(base as number);
    const changed = frame as WireFrame;
    return { ...before, ...changed, metadata: { ...before.metadata, ...changed.metadata } };
  }

  #base(id: number): WireFrame {
    if (this.#frame?.frame_id === id) return this.#frame;
    throw new RangeError(
      `Cannot apply a delta as the frame before must be ${id}: current value is ` +
        `${this.#frame?.frame_id ?? "no frame"}`,
    );
  }

  #columns(data: Uint8Array): WireFrame {
    if (this.#binary === undefined) {
      throw new SyntaxError("Cannot read a binary frame as its schema must come before it");
    }
    const { schema, values } = this.#binary;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const frameId = view.getFloat64(8, true);
    const isKey = data[0] === KEY_FRAME;
    if (!isKey) this.#base(frameId - view.getUint32(4, true));
    const size = PRECISIONS[schema.encoding as keyof typeof PRECISIONS];
    let offset = HEAD_BYTES + (isKey ? 0 : Math.ceil(values.length / 8));
    for (let column = 0; column < values.length; column++) {
      const isThere = isKey || (data[HEAD_BYTES + (column >> 3)] >> (column & 7) & 1) === 1;
      if (!isThere) continue;
      values[column] = size === 4 ? view.getFloat32(offset, true) : view.getFloat64(offset, true);
      offset += size;
    }
    return wireFrame(this.#binary, {
      frame_id: frameId,
      timestamp: view.getFloat64(16, true),
      simulation_time: view.getFloat64(24, true),
      status: schema.statuses[data[1]],
    });
  }
}

function wireFrame(
  { schema, values }: BinaryFrame,
  head: Pick<WireFrame, "frame_id" | "timestamp" | "simulation_time" | "status">,
): WireFrame {
  const known = new Map(schema.columns.map((id, column) => [id, values[column]]));
  const read = (id: string) => {
    const value = known.get(id);
    return value === undefined || Number.isNaN(value) ? null : value;
  };
  return {
    ...head,
    ...Object.fromEntries(Object.entries(schema.members).map(([id, of]) => [id, read(of)])),
    metadata: Object.fromEntries(schema.metadata.map((id) => [id, read(id)])),
  };
}
