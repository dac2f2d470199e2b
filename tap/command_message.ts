import { checkParameter, type Command, didYouMean, MODE_NAMES } from "../telemetry/mod.ts";
import type { ParameterName, ParameterValue } from "../telemetry/mod.ts";

type Members = Readonly<Record<string, unknown>>;

/** Kinds of commands that a tap passes on: all but the end of the run. */
const KINDS = ["set", "hold", "resume", "step", "speed", "mode", "reset"] as const;

/**
 * The command that a client wrote as JSON: `{"kind":"set","parameter":"water.depth","value":9}`,
 * `{"kind":"hold"}`, `{"kind":"speed","speed":2}` or `"max"`, `{"kind":"mode","mode":"accuracy"}`.
 * A number that JSON cannot write is the word `"Infinity"`.
 *
 * @throws {RangeError | TypeError} It is none, or not one that a tap passes on.
 */
export function parseCommand(value: unknown): Command {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`Cannot obey as a command must be an object: current value is ${value}`);
  }
  const members = value as Members;
  const kind = KINDS.find((each) => each === members.kind);
  switch (kind) {
    case "set":
      return parseSetting(members.parameter, members.value);
    case "speed":
      return { kind, speed: speedOf(members.speed) };
    case "mode":
      return { kind, mode: modeOf(members.mode) };
    case undefined: {
      const said = String(members.kind);
      const hint = didYouMean(said, KINDS) || `: ${KINDS.join(", ")}`;
      throw new RangeError(`Cannot obey "${said}" as no command of a tap is called that${hint}`);
    }
    default:
      return { kind };
  }
}

/**
 * The command that sets a parameter to a value of JSON.
 *
 * @throws {RangeError | TypeError} No parameter is called that, or the value is none of its values.
 */
export function parseSetting(name: unknown, json: unknown): Command {
  const value = json === "Infinity" ? Infinity : json;
  checkParameter(String(name), value);
  return { kind: "set", parameter: name as ParameterName, value: value as ParameterValue };
}

/** A command as JSON shows it. */
export function commandMessage(command: Command): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(command).map(([name, value]) => [name, value === Infinity ? "Infinity" : value]),
  );
}

function speedOf(value: unknown): number {
  if (value === "max" || value === "Infinity") return Infinity;
  if (typeof value === "number" && value > 0) return value;
  throw new RangeError(
    `Cannot obey as speed must be a number above 0 or "max": current value is ${value}`,
  );
}

function modeOf(value: unknown): (typeof MODE_NAMES)[number] {
  const mode = MODE_NAMES.find((each) => each === value);
  if (mode !== undefined) return mode;
  throw new RangeError(
    `Cannot obey as mode must be ${MODE_NAMES.join(" or ")}: current value is ${value}`,
  );
}
