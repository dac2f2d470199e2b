import {
  checkParameter,
  type Command,
  didYouMean,
  faultRow,
  formatFault,
  formatFaultSelection,
  MODE_NAMES,
  parseFault,
  parseFaultSelection,
} from "../telemetry/mod.ts";
import type { ParameterName, ParameterValue } from "../telemetry/mod.ts";

type Members = Readonly<Record<string, unknown>>;

/** Kinds of commands that a tap passes on: all but the end of the run and
 * other rules. */
const KINDS = [
  "set",
  "hold",
  "resume",
  "step",
  "speed",
  "fps",
  "mode",
  "reset",
  "alarm",
  "limit",
  "fault",
  "clear",
] as const;

/** Longest name of an alarm, and longest note. */
const LONGEST_TEXT = 256;

/** What can be done about alarms. */
const ALARM_EVENTS = [
  "acknowledge",
  "reset",
  "shelve",
  "unshelve",
  "remove",
  "restore",
] as const;

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
    case "fps":
      return { kind, fps: numberOf(members, "fps") };
    case "mode":
      return { kind, mode: modeOf(members.mode) };
    case "alarm":
      return parseAlarm(members);
    case "limit":
      return { kind, alarm: textOf(members, "alarm"), limit: numberOf(members, "limit") };
    case "fault":
      return parseInjection(members);
    case "clear": {
      const faults = members.faults === undefined ? "" : textOf(members, "faults");
      return { kind, faults: parseFaultSelection(faults, "faults") };
    }
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
  if (command.kind === "fault") return { kind: command.kind, fault: formatFault(command.fault) };
  if (command.kind === "clear") {
    const faults = formatFaultSelection(command.faults);
    return { kind: command.kind, ...(faults !== "" && { faults }) };
  }
  return Object.fromEntries(
    Object.entries(command).map(([name, value]) => [name, value === Infinity ? "Infinity" : value]),
  );
}

function parseAlarm(members: Members): Command {
  const event = ALARM_EVENTS.find((each) => each === members.event);
  if (event === undefined) {
    throw new RangeError(
      `Cannot obey as event must be ${
        ALARM_EVENTS.join(" or ")
      }: current value is ${members.event}`,
    );
  }
  return {
    kind: "alarm",
    event,
    ...(members.alarm !== undefined && { alarm: textOf(members, "alarm") }),
    ...(members.note !== undefined && { note: textOf(members, "note") }),
    ...(members.duration !== undefined && { duration: numberOf(members, "duration") }),
  };
}

/** The fault that a client wrote: one of a sensor or the plant, but none of the program itself. */
function parseInjection(members: Members): Command {
  const fault = parseFault(textOf(members, "fault"), "fault");
  if (faultRow(fault.kind).part !== "runtime") return { kind: "fault", fault };
  throw new RangeError(
    `Cannot obey as a fault that comes through a tap must be of a sensor or the plant: ` +
      `current value is ${fault.kind}`,
  );
}

function textOf(members: Members, name: string): string {
  const value = members[name];
  if (typeof value === "string" && value.length <= LONGEST_TEXT) return value;
  throw new TypeError(
    `Cannot obey as ${name} must be a string of at most ${LONGEST_TEXT} characters`,
  );
}

function numberOf(members: Members, name: string): number {
  const value = members[name];
  if (typeof value === "number") return value;
  throw new TypeError(`Cannot obey as ${name} must be a number: current value is ${value}`);
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
