import { CHANNEL_FIELDS, type Field, FRAME_MEMBERS, parseFields } from "../telemetry/mod.ts";

/** What of each frame a client is sent. */
export interface Selection {
  /** Members of the frame itself; those that say which frame it is are always among them. */
  readonly members: readonly Field[];
  /** Channels, which stand in its `metadata`. */
  readonly channels: readonly Field[];
  /** Whether it is sent what each floater holds. */
  readonly hasFloaters: boolean;
  /** The same for equal selections. */
  readonly key: string;
}

/**
 * What of a frame the query of an address asks for: `?fields=a,b&floaters=true`.
 *
 * @throws {RangeError} `floaters` is neither true nor false.
 */
export function askedOf(query: URLSearchParams): Asked {
  const floaters = query.get("floaters") ?? "false";
  if (floaters !== "true" && floaters !== "false") {
    const current = floaters.slice(0, 128);
    throw new RangeError(
      `Cannot answer as floaters must be true or false: current value is ${current}`,
    );
  }
  return { fields: query.get("fields")?.split(","), floaters: floaters === "true" };
}

/** Members without which nobody could tell which frame it is. */
const IDENTITY = new Set(["frame_id", "timestamp", "simulation_time", "status"]);

/** Whole frames. */
export const WHOLE_FRAME: Selection = {
  members: FRAME_MEMBERS,
  channels: CHANNEL_FIELDS,
  hasFloaters: false,
  key: "*",
};

/** What a client may ask for. */
export interface Asked {
  /** Names of fields; without them all. */
  readonly fields?: readonly string[] | undefined;
  /** Whether it wants to know what each floater holds. */
  readonly floaters?: boolean | undefined;
}

/**
 * What a client is sent that asks so.
 *
 * @throws {RangeError} A field is unknown, or is there twice.
 */
export function selectionOf({ fields, floaters = false }: Asked): Selection {
  const selection = fields === undefined ? WHOLE_FRAME : selectFields(fields);
  if (!floaters) return selection;
  return { ...selection, hasFloaters: true, key: `${selection.key} floaters` };
}

/**
 * The selection of the fields called `ids`, in dictionary order.
 *
 * @throws {RangeError} An id is unknown, or is there twice.
 */
export function selectFields(ids: readonly string[]): Selection {
  const wanted = new Set(parseFields(ids.join(",")).map(({ id }) => id));
  const members = FRAME_MEMBERS.filter(({ id }) => IDENTITY.has(id) || wanted.has(id));
  const channels = CHANNEL_FIELDS.filter(({ id }) => wanted.has(id));
  const key = [...members, ...channels].map(({ id }) => id).join(",");
  return { members, channels, hasFloaters: false, key };
}
