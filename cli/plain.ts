import { type Encoder, type Field, type Frame, parseFields } from "../telemetry/mod.ts";

/** What a line says when no fields are named. */
const USUAL = "simulation_time,status,power,power.net,efficiency.running,efficiency";

/** Decimals of frame members that show no channel. */
const DECIMALS: Readonly<Record<string, number>> = { timestamp: 6, simulation_time: 1 };

function decimalsOf({ id, channel }: Field): number {
  return channel === undefined ? DECIMALS[id] ?? 0 : channel.decimals;
}

/** An encoder for people: one line of text a frame, `-` for no data, no escape codes. */
export function createPlainEncoder(fields: readonly Field[] = parseFields(USUAL)): Encoder {
  const utf8 = new TextEncoder();
  const word = (field: Field) => {
    const decimals = decimalsOf(field);
    const unit = field.unit === "" ? "" : ` ${field.unit}`;
    return (frame: Frame) => {
      const value = field.read(frame);
      if (typeof value === "string") return value;
      return `${field.id} ${value === null ? "-" : `${value.toFixed(decimals)}${unit}`}`;
    };
  };
  const words = fields.map(word);
  return {
    header: new Uint8Array(0),
    encode: (frame) => utf8.encode(`${words.map((each) => each(frame)).join("  ")}\n`),
  };
}
