import {
  allowedValues,
  FAULT_KIND_NAMES,
  faultRow,
  FIELDS,
  magnitudeText,
  type Parameter,
  PARAMETERS,
  type ParameterValue,
  type Preset,
  PRESETS,
  RESTART_PARAMETERS,
  SKY_FIELDS,
  targetText,
} from "../telemetry/mod.ts";
import { alarmCondition, PLANT_WATCHABLE, SKY_WATCHABLE, watchedAlarms } from "../monitor/mod.ts";
import { KEYS } from "../tui/mod.ts";
import type { Topic } from "./command_line.ts";

/** A list as rows of text, and as the objects that `--json` prints. */
interface List {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly objects: readonly Readonly<Record<string, unknown>>[];
}

const LISTS: Readonly<Record<Topic, () => List>> = {
  channels,
  parameters,
  presets,
  alarms,
  faults,
  keys,
};

/** What `kpp list` prints: a table with a heading, or JSON. */
export function listText(topic: Topic, { json }: { json: boolean }): string {
  const { headings, rows, objects } = LISTS[topic]();
  if (json) return `${JSON.stringify(objects, finite, 2)}\n`;
  const table = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd()
  );
  return `${lines.join("\n")}\n`;
}

/** JSON has no infinity; a configuration file writes it as a word too. */
function finite(_: string, value: unknown): unknown {
  return value === Infinity ? "Infinity" : value;
}

function channels(): List {
  const sky = SKY_FIELDS.channels.filter(({ id }) => !FIELDS.some((field) => field.id === id));
  const objects = [...FIELDS, ...sky].map(({ id, label, unit, channel }) => {
    const { range, decimals, description } = channel === undefined
      ? { range: null, decimals: null, description: `Of the frame itself: ${label}` }
      : channel;
    return { id, label, unit, range, decimals, description };
  });
  return {
    headings: ["FIELD", "UNIT", "TYPICAL RANGE", "DESCRIPTION"],
    rows: objects.map(({ id, unit, range, description }) => [
      id,
      dash(unit),
      range === null ? "-" : `${range[0]} to ${range[1]}`,
      description,
    ]),
    objects,
  };
}

function parameters(): List {
  const usual = PRESETS["kpp-01"].parameters;
  return {
    headings: ["PARAMETER", "UNIT", "KPP-01", "ALLOWED", "DESCRIPTION"],
    rows: PARAMETERS.map((row) => [
      row.name,
      "unit" in row ? dash(row.unit) : "-",
      shown(usual[row.name]),
      allowedValues(row),
      row.description,
    ]),
    objects: PARAMETERS.map((row) => parameterObject(row, usual[row.name])),
  };
}

function parameterObject(row: Parameter, usual: ParameterValue): Record<string, unknown> {
  const { name, label, description, kind } = row;
  const values = kind === "boolean" ? {} : kind === "choice" ? { choices: row.choices } : {
    unit: row.unit,
    min: row.min,
    max: row.max,
    minExcluded: row.above ?? false,
    maxExcluded: row.below ?? false,
    infinite: row.infinite ?? false,
  };
  const restarts = RESTART_PARAMETERS.has(name);
  return { name, label, kind, ...values, default: usual, restarts, description };
}

function presets(): List {
  const entries = Object.entries(PRESETS) as [string, Preset][];
  return {
    headings: ["PRESET", "CLAIM", "SUMMARY"],
    rows: entries.map(([name, { summary, claim }]) => [
      name,
      claim === undefined ? "-" : `${claim.electricPower / 1e3} kW`,
      summary,
    ]),
    objects: entries.map(([name, preset]) => ({ name, ...preset })),
  };
}

function alarms(): List {
  const named = [PLANT_WATCHABLE, SKY_WATCHABLE]
    .flatMap(({ rules, dictionary }) => watchedAlarms(rules, dictionary))
    .map(({ alarm }) => [alarm.name, alarm] as const);
  // What a clock drives has the rules of the clock, whatever it is.
  const alarms = [...new Map(named).values()];
  return {
    headings: ["ALARM", "LEVEL", "CONDITION", "GUIDANCE"],
    rows: alarms.map((alarm) => [
      alarm.name,
      alarm.level,
      alarmCondition(alarm),
      alarm.guidance,
    ]),
    objects: alarms.map((alarm) => ({ ...alarm, condition: alarmCondition(alarm) })),
  };
}

function faults(): List {
  return {
    headings: ["FAULT", "PART", "TARGET", "MAGNITUDE", "DESCRIPTION"],
    rows: FAULT_KIND_NAMES.map((kind) => {
      const row = faultRow(kind);
      return [kind, row.part, targetText(row), magnitudeText(row), row.description];
    }),
    objects: FAULT_KIND_NAMES.map((kind) => ({ kind, ...faultRow(kind) })),
  };
}

function keys(): List {
  return {
    headings: ["KEYS", "WHERE", "WHAT"],
    rows: KEYS.map((row) => [row.keys.join(" ") || "any character", row.place, row.help]),
    objects: KEYS.map(({ keys, place, action, section, help }) => ({
      keys,
      place,
      action,
      section,
      help,
    })),
  };
}

function dash(unit: string): string {
  return unit === "" ? "-" : unit;
}

/** Enough digits for a table; `--json` has them all. */
function shown(value: ParameterValue): string {
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value);
}
