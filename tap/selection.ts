import { CHANNEL_FIELDS, type Field, FRAME_MEMBERS, parseFields } from "../telemetry/mod.ts";

/** What of each frame a client is sent. */
export interface Selection {
  /** Members of the frame itself; those that say which frame it is are always among them. */
  readonly members: readonly Field[];
  /** Channels, which stand in its `metadata`. */
  readonly channels: readonly Field[];
  /** The same for equal selections. */
  readonly key: string;
}

/** Members without which nobody could tell which frame it is. */
const IDENTITY = new Set(["frame_id", "timestamp", "simulation_time", "status"]);

/** Whole frames. */
export const WHOLE_FRAME: Selection = {
  members: FRAME_MEMBERS,
  channels: CHANNEL_FIELDS,
  key: "*",
};

/**
 * The selection of the fields called `ids`, in dictionary order.
 *
 * @throws {RangeError} An id is unknown, or is there twice.
 */
export function selectFields(ids: readonly string[]): Selection {
  const wanted = new Set(parseFields(ids.join(",")).map(({ id }) => id));
  const members = FRAME_MEMBERS.filter(({ id }) => IDENTITY.has(id) || wanted.has(id));
  const channels = CHANNEL_FIELDS.filter(({ id }) => wanted.has(id));
  return { members, channels, key: [...members, ...channels].map(({ id }) => id).join(",") };
}
