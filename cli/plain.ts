import { CHANNELS, type Encoder, type Field, parseFields } from "../telemetry/mod.ts";

/** What a line says when no fields are named. */
const USUAL = "simulation_time,status,power,power.net,efficiency.running,efficiency";

/** Decimals of frame members that are numbers; channels have their own. */
const MEMBER_DECIMALS: Readonly<Record<string, number>> = {
  frame_id: 0,
  timestamp: 6,
  simulation_time: 1,
  power: 1,
  torque: 1,
  efficiency: 4,
};

const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...CHANNELS.map(({ id, decimals }): [string, number] => [id, decimals]),
  ...Object.entries(MEMBER_DECIMALS),
]);

/** An encoder for people: one line of text a frame, `-` for no data, no escape codes. */
export function createPlainEncoder(fields: readonly Field[] = parseFields(USUAL)): Encoder {
  const utf8 = new TextEncoder();
  const word = ({ id, unit, read }: Field) => {
    const decimals = DECIMALS.get(id) ?? 0;
    return (frame: Parameters<Field["read"]>[0]) => {
      const value = read(frame);
      if (typeof value === "string") return value;
      if (value === null) return `${id} -`;
      return `${id} ${value.toFixed(decimals)}${unit === "" ? "" : ` ${unit}`}`;
    };
  };
  const words = fields.map(word);
  return {
    header: new Uint8Array(0),
    encode: (frame) => utf8.encode(`${words.map((each) => each(frame)).join("  ")}\n`),
  };
}
