import { Encoder } from "@msgpack/msgpack";
import type { Field, Frame } from "../telemetry/mod.ts";
import type { EncoderShape, FrameEncoder } from "./encoding.ts";
import { FloaterTable, wireFloaters } from "./floater_table.ts";
import { frameTiming, masterClock } from "./json_encoding.ts";
import type { Payload } from "./payload.ts";

/** Every frame whole, as the `frame_update` of JSON in MessagePack. */
export class MessagePackEncoder implements FrameEncoder {
  readonly #encoder = new Encoder();
  readonly #shape: EncoderShape;
  #frame: Frame | undefined;

  constructor(shape: EncoderShape) {
    this.#shape = shape;
  }

  advance(frame: Frame): void {
    this.#frame = frame;
  }

  key(): Payload {
    const { selection: { members, channels, hasFloaters }, fps } = this.#shape;
    const frame = this.#frame!;
    const floaters = new FloaterTable();
    if (hasFloaters) floaters.take(frame, (value) => value);
    const bytes = this.#encoder.encode({
      type: "frame_update",
      frame: {
        ...read(members, frame),
        metadata: read(channels, frame),
        ...(hasFloaters && { floaters: wireFloaters(floaters) }),
      },
      master_clock: masterClock(frame),
      sync_info: frameTiming(fps),
    });
    return { bytes, isText: false };
  }

  delta(): undefined {}
}

function read(fields: readonly Field[], frame: Frame): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const field of fields) object[field.id] = field.read(frame);
  return object;
}
