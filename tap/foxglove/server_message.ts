import { FOXGLOVE_TOPICS, type FoxgloveTopic } from "./channels.ts";

/** Sub-protocols of a WebSocket by which Foxglove and Lichtblick ask for theirs. */
export const FOXGLOVE_SUBPROTOCOLS = ["foxglove.sdk.v1", "foxglove.websocket.v1"] as const;

/** First byte of a message of data, and bytes before the data: u8, u32 subscription, u64 ns. */
const MESSAGE_DATA = 1;
const HEAD_BYTES = 13;

/** How bad a status message is. */
export const STATUS_LEVELS = { info: 0, warning: 1, error: 2 } as const;

/** A frame as clients of a tap see it. */
export interface ToldFrame {
  /** Unix time, s. */
  readonly timestamp: number;
  readonly metadata: Readonly<Record<string, number | null>>;
  readonly [member: string]: unknown;
}

const UTF_8 = new TextEncoder();

/** Who the tap is. */
export function introduction(
  { name, epoch, isControlled }: {
    readonly name: string;
    readonly epoch: string;
    readonly isControlled: boolean;
  },
): object {
  return {
    op: "serverInfo",
    name,
    capabilities: ["parameters", "parametersSubscribe"],
    supportedEncodings: ["json"],
    metadata: { control: String(isControlled) },
    sessionId: epoch,
  };
}

/** What can be subscribed to. */
export function advertise(): object {
  return { op: "advertise", channels: FOXGLOVE_TOPICS.map(({ channel }) => channel) };
}

/** Something to tell the person in front of the client. */
export function status(level: keyof typeof STATUS_LEVELS, message: string): object {
  return { op: "status", level: STATUS_LEVELS[level], message };
}

/**
 * What a frame says of a topic, for one subscription. What is "no data" is left out: a schema has
 * one type for a member.
 */
export function messageData(
  { members }: FoxgloveTopic,
  { subscription, frame }: { readonly subscription: number; readonly frame: ToldFrame },
): Uint8Array<ArrayBuffer> {
  const entries = members.map((
    { name, source },
  ) => [name, frame.metadata[source] ?? frame[source]]);
  const json = UTF_8.encode(
    JSON.stringify(Object.fromEntries(entries.filter(([, value]) => value !== null))),
  );
  const bytes = new Uint8Array(HEAD_BYTES + json.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, MESSAGE_DATA);
  view.setUint32(1, subscription, true);
  // Microseconds are exact in a number, nanoseconds are not.
  view.setBigUint64(5, BigInt(Math.round(frame.timestamp * 1e6)) * 1000n, true);
  bytes.set(json, HEAD_BYTES);
  return bytes;
}
