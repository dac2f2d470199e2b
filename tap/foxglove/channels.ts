import { CHANNELS, FRAME_MEMBERS } from "../../telemetry/mod.ts";

/** A channel of Foxglove: the channels of one group of the plant, or the frame itself. */
export interface FoxgloveChannel {
  readonly id: number;
  readonly topic: string;
  readonly encoding: "json";
  readonly schemaName: string;
  readonly schemaEncoding: "jsonschema";
  /** JSON Schema of a message, as text. */
  readonly schema: string;
}

/** A member of a message: its name there, and where a frame has it. */
export interface FoxgloveMember {
  readonly name: string;
  /** Id of the channel, or name of the member of the frame. */
  readonly source: string;
}

/** A channel with what its messages are made of. */
export interface FoxgloveTopic {
  readonly channel: FoxgloveChannel;
  readonly members: readonly FoxgloveMember[];
}

/** Topic of the frame itself, and of channels that belong to no group. */
const FRAME_TOPIC = "frame";

interface Described extends FoxgloveMember {
  readonly group: string;
  readonly type: "number" | "string";
  readonly description: string;
}

/** What is told of a frame, sorted by topic. A message path cannot have a dot within a name. */
export const FOXGLOVE_TOPICS: readonly FoxgloveTopic[] = topics();

function topics(): FoxgloveTopic[] {
  const groups = Map.groupBy([...frameMembers(), ...channelMembers()], ({ group }) => group);
  return [...groups].map(([group, members], index) => ({
    channel: {
      id: index + 1,
      topic: `/${group}`,
      encoding: "json",
      schemaName: `kpp.${group}`,
      schemaEncoding: "jsonschema",
      schema: JSON.stringify({
        title: `kpp.${group}`,
        type: "object",
        properties: Object.fromEntries(
          members.map(({ name, type, description }) => [name, { type, description }]),
        ),
      }),
    },
    members: members.map(({ name, source }) => ({ name, source })),
  }));
}

function frameMembers(): Described[] {
  return FRAME_MEMBERS.map(({ id, label, unit }) => ({
    group: FRAME_TOPIC,
    name: id,
    source: id,
    type: id === "status" ? "string" : "number",
    description: withUnit(label, unit),
  }));
}

function channelMembers(): Described[] {
  return CHANNELS.map(({ id, description, unit }) => {
    const dot = id.indexOf(".");
    return {
      group: dot === -1 ? FRAME_TOPIC : id.slice(0, dot),
      name: id.slice(dot + 1),
      source: id,
      type: "number",
      description: withUnit(description, unit),
    };
  });
}

function withUnit(text: string, unit: string): string {
  return unit === "" ? text : `${text}, ${unit}`;
}
