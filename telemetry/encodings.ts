import { type Field, type FieldSet, PLANT_FIELDS } from "./fields.ts";
import type { Frame } from "./frame.ts";
import { qualityObject } from "./wire_quality.ts";

/** Ways to write frames. */
export const FORMATS = ["ndjson", "csv", "msgpack", "plot"] as const;

/** A way to write frames. */
export type Format = (typeof FORMATS)[number];

/** Writes frames one after another. */
export interface Encoder {
  /** What comes before the first frame. */
  readonly header: Uint8Array;
  /** One frame, as bytes of its own; no bytes when the format has no way to say it. */
  encode(frame: Frame): Uint8Array;
}

const UTF_8 = new TextEncoder();
const NOTHING = new Uint8Array(0);

/**
 * Checks what is to be written.
 *
 * @throws {RangeError} The format cannot write one of `fields`.
 */
export function checkFields(format: Format, fields: readonly Field[]): void {
  if (format === "plot" && fields.some(({ id }) => id === "status")) {
    throw new RangeError("Cannot plot a field as it must be a number: current value is status");
  }
}

/**
 * An encoder of `format`.
 *
 * @param what Some fields, or what whole frames have; `plot` writes `power` of those.
 * @throws {RangeError} The format cannot write one of the fields.
 */
export async function createEncoder(
  format: Format,
  what: readonly Field[] | FieldSet = PLANT_FIELDS,
): Promise<Encoder> {
  const whole = "members" in what ? what : undefined;
  const fields = "members" in what ? [...what.members, ...what.channels] : what;
  switch (format) {
    case "ndjson":
      return { header: NOTHING, encode: whole ? jsonFrame(whole) : jsonLine(fields) };
    case "csv":
      return csv(fields);
    case "msgpack":
      return await messagePack(what);
    case "plot": {
      const plotted = whole ? fields.filter(({ id }) => id === "power") : fields;
      checkFields(format, plotted);
      return plot(plotted);
    }
  }
}

/**
 * A writer of fields as the members of a JSON object, without its braces: the shortest text that
 * reads back as the same number, a word in quotes, `null` for no data.
 */
export function jsonMembers(fields: readonly Field[]): (frame: Frame) => string {
  const keys = fields.map(({ id }) => `${JSON.stringify(id)}:`);
  return (frame) => {
    let text = "";
    for (let index = 0; index < fields.length; index++) {
      if (index > 0) text += ",";
      text += keys[index] + JSON.stringify(fields[index].read(frame));
    }
    return text;
  };
}

function jsonLine(fields: readonly Field[]): (frame: Frame) => Uint8Array {
  const members = jsonMembers(fields);
  return (frame) => UTF_8.encode(`{${members(frame)}}\n`);
}

function jsonFrame(set: FieldSet): (frame: Frame) => Uint8Array {
  const members = jsonMembers(set.members);
  const metadata = jsonMembers(set.channels);
  return (frame) => {
    const quality = qualityObject(frame, set.channels);
    const rest = quality === undefined ? "" : `,"quality":${JSON.stringify(quality)}`;
    return UTF_8.encode(`{${members(frame)},"metadata":{${metadata(frame)}}${rest}}\n`);
  };
}

/**
 * Comma separated values of RFC 4180, with the line end of Unix tools. No id and no status has a
 * character that would need quotes.
 */
function csv(fields: readonly Field[]): Encoder {
  return {
    header: UTF_8.encode(`${fields.map(({ id }) => id).join(",")}\n`),
    encode: (frame) =>
      UTF_8.encode(`${fields.map((field) => String(field.read(frame) ?? "")).join(",")}\n`),
  };
}

async function messagePack(what: readonly Field[] | FieldSet): Promise<Encoder> {
  // Loaded when it is asked for: the plant's thread and the screen never need it.
  const { Encoder: MessagePack } = await import("@msgpack/msgpack");
  const encoder = new MessagePack();
  const objectOf = (fields: readonly Field[], frame: Frame): Record<string, unknown> =>
    Object.fromEntries(fields.map((field) => [field.id, field.read(frame)]));
  return {
    header: NOTHING,
    encode: (frame) => {
      if (!("members" in what)) return encoder.encode(objectOf(what, frame));
      const metadata = objectOf(what.channels, frame);
      return encoder.encode({ ...objectOf(what.members, frame), metadata });
    },
  };
}

/**
 * Numbers between blanks, one line a frame, as ttyplot reads them. ttyplot skips what is no number
 * and would then take the next one for it, so a frame with "no data" in a field has no line.
 */
function plot(fields: readonly Field[]): Encoder {
  return {
    header: NOTHING,
    encode: (frame) => {
      const numbers = fields.map((field) => field.read(frame));
      return numbers.includes(null) ? NOTHING : UTF_8.encode(`${numbers.join(" ")}\n`);
    },
  };
}
