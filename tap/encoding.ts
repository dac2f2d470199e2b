import type { Frame } from "../telemetry/mod.ts";
import type { Payload } from "./payload.ts";
import type { Selection } from "./selection.ts";

/** Ways to write frames on the tap. */
export const ENCODINGS = ["json", "json-delta", "delta-f64", "delta-f32", "msgpack"] as const;

/** A way to write frames on the tap. */
export type Encoding = (typeof ENCODINGS)[number];

/** What an encoder writes. */
export interface EncoderShape {
  readonly selection: Selection;
  /** Frames per second of the source. */
  readonly fps: number;
}

/** What a reader of a binary encoding must know before its first frame. */
export interface SchemaMessage {
  readonly type: "schema";
  readonly encoding: Encoding;
  /** Channel whose value each column holds. */
  readonly columns: readonly string[];
  /** Members of the frame that are columns, and which. */
  readonly members: Readonly<Record<string, string>>;
  /** Columns that stand in `metadata`. */
  readonly metadata: readonly string[];
  /** What of each floater follows the columns, where that was asked for. */
  readonly floaters?: readonly string[];
  /** Words of the status, by their number in a binary frame. */
  readonly statuses: readonly string[];
}

/**
 * Writes the frames of one stream. What it is given must stay as it is until the frame after the
 * next.
 */
export interface FrameEncoder {
  /** What is sent before the first frame. */
  readonly schema?: SchemaMessage;
  /** Makes `frame` the current one. */
  advance(frame: Frame): void;
  /** The current frame, whole. */
  key(): Payload;
  /** The current frame for who has the one before; `undefined` where there is no such thing. */
  delta(): Payload | undefined;
}
