import type { ChannelRow } from "./channel.ts";
import { type Dictionary, PLANT_DICTIONARY, SKY_DICTIONARY } from "./dictionary.ts";
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
  readonly channel?: ChannelRow;
  /** Number, word, or `null` for "no data"; never NaN or infinite. */
  readonly read: (frame: Frame) => number | string | null;
}

/** What can be read from the frames of one kind of source. */
export interface FieldSet {
  /** The frame members that are not kept in `metadata`, in the order they are written in. */
  readonly members: readonly Field[];
  /** The channels, in dictionary order. */
  readonly channels: readonly Field[];
}

/** The field `id` that shows a channel of a dictionary; without such a channel it has no data. */
function channelField(id: string, channel: string, { channels }: Dictionary): Field {
  const index = channels.findIndex((each) => each.id === channel);
  if (index === -1) return { id, label: "of a plant alone", unit: "", read: () => null };
  const { label, unit } = channels[index];
  const read = ({ values }: Frame) => Number.isFinite(values[index]) ? values[index] : null;
  return { id, label, unit, channel: channels[index], read };
}

/** The fields of the frames of a source. */
function fieldsOf(dictionary: Dictionary): FieldSet {
  const members: readonly Field[] = [
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
    channelField("power", "generator.power", dictionary),
    channelField("torque", "shaft.torque", dictionary),
    channelField("efficiency", "lap.electricEfficiency", dictionary),
    {
      id: "status",
      label: "state of the source",
      unit: "",
      read: (frame) => frame.status,
    },
  ];
  return {
    members,
    channels: dictionary.channels.map(({ id }) => channelField(id, id, dictionary)),
  };
}

/** Fields of the frames of a plant. */
export const PLANT_FIELDS: FieldSet = fieldsOf(PLANT_DICTIONARY);

/** Fields of the frames of a satellite; those that only a plant has have no data. */
export const SKY_FIELDS: FieldSet = fieldsOf(SKY_DICTIONARY);

/** The frame members of a plant. */
export const FRAME_MEMBERS: readonly Field[] = PLANT_FIELDS.members;

/** The channels of a plant as fields, in dictionary order. */
export const CHANNEL_FIELDS: readonly Field[] = PLANT_FIELDS.channels;

/** Every field of a plant: frame members first, then channels. */
export const FIELDS: readonly Field[] = [...FRAME_MEMBERS, ...CHANNEL_FIELDS];

/**
 * The fields named in a list such as `power,power.net`.
 *
 * @param set What can be named; the fields of a plant if nothing is said.
 * @throws {RangeError} A name is unknown (the message offers the nearest), or is there twice.
 */
export function parseFields(list: string, set = PLANT_FIELDS): Field[] {
  const fields = [...set.members, ...set.channels];
  const names = list.split(",").map((name) => name.trim());
  return names.map((name, index) => {
    const field = fields.find(({ id }) => id === name);
    if (field === undefined) {
      const hint = didYouMean(name, fields.map(({ id }) => id)) || "; see kpp list channels";
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
