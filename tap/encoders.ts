import { BinaryDeltaEncoder } from "./binary_encoding.ts";
import type { EncoderShape, Encoding, FrameEncoder } from "./encoding.ts";
import { JsonDeltaEncoder, JsonEncoder } from "./json_encoding.ts";
import { MessagePackEncoder } from "./message_pack_encoding.ts";

/** An encoder that has seen no frame yet. */
export function createFrameEncoder(encoding: Encoding, shape: EncoderShape): FrameEncoder {
  switch (encoding) {
    case "json":
      return new JsonEncoder(shape);
    case "json-delta":
      return new JsonDeltaEncoder(shape);
    case "delta-f64":
    case "delta-f32":
      return new BinaryDeltaEncoder(encoding, shape);
    case "msgpack":
      return new MessagePackEncoder(shape);
  }
}
