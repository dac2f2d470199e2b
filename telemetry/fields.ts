import { type ChannelId, channelIndex, CHANNELS } from "./channels.ts";
import type { Frame } from "./frame.ts";
import { didYouMean } from "./nearest.ts";

/** One thing that can be read from a frame by its public name: a frame member or a channel. */
export interface Field {
  /** Name of a frame member, or id of a channel. */
  readonly id: string;
  readonly label: string;
  /** SI unless it says otherwise; "" is dimensionless or no number. */
  readonly unit: string;
  /** The channel it shows, if it shows one. */
  readonly channel?: ChannelId;
  /** Number, word, or `null` for "no data"; never NaN or infinite. */
  readonly read: (frame: Frame) => number | string | null;
}

/** The field `id` that shows a channel. */
function channelField(id: string, channel: ChannelId): Field {
  const index = channelIndex(channel);
  const { label, unit } = CHANNELS[index];
  const read = ({ values }: Frame) => Number.isFinite(values[index]) ? values[index] : null;
  return { id, label, unit, channel, read };
}

/** The frame members that are not kept in `metadata`, in the order they are written in. */
export const FRAME_MEMBERS: readonly Field[] = [
  {
    id: "frame_id",
    label: "number of the frame",
    unit: "",
    read: (frame) => frame.frameId,
  },
  {
    id: "timestamp",
    label: "Unix time",
    unit: "s",
    read: (frame) => Math.round(frame.timestamp * 1e6) / 1e6,
  },
  {
    id: "simulation_time",
    label: "simulated time",
    unit: "s",
    read: (frame) => frame.simulationTime,
  },
  channelField("power", "generator.power"),
  channelField("torque", "shaft.torque"),
  channelField("efficiency", "lap.electricEfficiency"),
  {
    id: "status",
    label: "state of the source",
    unit: "",
    read: (frame) => frame.status,
  },
];

/** The channels as fields, in dictionary order. */
export const CHANNEL_FIELDS: readonly Field[] = CHANNELS.map(({ id }) => channelField(id, id));

/** Every field: frame members first, then channels. */
export const FIELDS: readonly Field[] = [...FRAME_MEMBERS, ...CHANNEL_FIELDS];

const BY_ID: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.id, field]));

/**
 * The fields named in a list such as `power,power.net`.
 *
 * @throws {RangeError} A name is unknown (the message offers the nearest), or is there twice.
 */
export function parseFields(list: string): Field[] {
  const names = list.split(",").map((name) => name.trim());
  return names.map((name, index) => {
    const field = BY_ID.get(name);
    if (field === undefined) {
      const hint = didYouMean(name, FIELDS.map(({ id }) => id)) || "; see kpp list channels";
      throw new RangeError(`Cannot write "${name}" as no field is called that${hint}`);
    }
    if (names.indexOf(name) !== index) {
      throw new RangeError(
        `Cannot write "${name}" as a field must be named once: it is named twice`,
      );
    }
    return field;
  });
}
