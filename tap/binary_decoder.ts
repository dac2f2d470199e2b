import { HEAD_BYTES, KEY_FRAME, PRECISIONS } from "./binary_encoding.ts";
import type { SchemaMessage } from "./encoding.ts";

/** A binary frame as it was sent, lent until the next one. */
export interface BinaryRow {
  readonly schema: SchemaMessage;
  readonly frameId: number;
  /** Unix time, s. */
  readonly timestamp: number;
  /** Simulated time, s. */
  readonly simulationTime: number;
  readonly status: string;
  /**
   * Columns of the schema, then those of the floaters, each floater 0 first; NaN is "no data".
   * Shape: [columns + floater columns x floaterCount].
   */
  readonly values: Float64Array;
  readonly floaterCount: number;
}

/** Reads the binary frames of one connection, in the order in which they come. */
export class BinaryDecoder {
  readonly #schema: SchemaMessage;
  readonly #valueBytes: number;
  #values = new Float64Array(0);

  constructor(schema: SchemaMessage) {
    this.#schema = schema;
    this.#valueBytes = PRECISIONS[schema.encoding as keyof typeof PRECISIONS];
  }

  /**
   * Reads one.
   *
   * @param lastId Number of the frame before; `undefined` before the first.
   * @throws {RangeError} It is a delta to another frame, or does not end where it should.
   */
  read(data: Uint8Array, lastId: number | undefined): BinaryRow {
    const schema = this.#schema;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const frameId = view.getFloat64(8, true);
    const floaterCount = view.getUint16(2, true);
    const size = schema.columns.length + (schema.floaters?.length ?? 0) * floaterCount;
    const isKey = data[0] === KEY_FRAME;
    if (!isKey) checkBase(frameId - view.getUint32(4, true), lastId);
    if (isKey && data.length < HEAD_BYTES + size * this.#valueBytes) {
      throw new RangeError("Cannot read a frame as it must be as long as its schema says");
    }
    if (this.#values.length !== size) {
      if (!isKey) throw new RangeError("Cannot apply a delta as it must have as many values");
      this.#values = new Float64Array(size);
    }
    this.#take(data, { view, isKey });
    return {
      schema,
      frameId,
      timestamp: view.getFloat64(16, true),
      simulationTime: view.getFloat64(24, true),
      status: schema.statuses[data[1]],
      values: this.#values,
      floaterCount,
    };
  }

  #take(data: Uint8Array, { view, isKey }: { view: DataView; isKey: boolean }): void {
    const values = this.#values;
    const isSingle = this.#valueBytes === 4;
    let offset = HEAD_BYTES + (isKey ? 0 : Math.ceil(values.length / 8));
    for (let place = 0; place < values.length; place++) {
      const isThere = isKey || (data[HEAD_BYTES + (place >> 3)] >> (place & 7) & 1) === 1;
      if (!isThere) continue;
      values[place] = isSingle ? view.getFloat32(offset, true) : view.getFloat64(offset, true);
      offset += this.#valueBytes;
    }
  }
}

/**
 * Checks that a delta is to the last frame.
 *
 * @throws {RangeError} It is to another one.
 */
export function checkBase(base: number, lastId: number | undefined): void {
  if (lastId === base) return;
  throw new RangeError(
    `Cannot apply a delta as the frame before must be ${base}: current value is ` +
      `${lastId ?? "no frame"}`,
  );
}
