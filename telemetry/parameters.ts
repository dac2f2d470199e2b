import {
  checkPlant,
  DEFAULT_PRESET,
  type ParameterName,
  type ParameterValue,
  type PlantParameters,
  PRESETS,
} from "../engine/terms/mod.ts";
import { MACHINE_PARAMETERS } from "./machine_parameters.ts";
import { didYouMean } from "./nearest.ts";
import type { NumberRow, Parameter, ParameterRows } from "./parameter.ts";
import { PROCESS_PARAMETERS } from "./process_parameters.ts";

const ROWS: ParameterRows = { ...MACHINE_PARAMETERS, ...PROCESS_PARAMETERS };

/** Every parameter, in the order of docs/PHYSICS.md section 1. */
export const PARAMETERS: readonly Parameter[] = Object.keys(PRESETS[DEFAULT_PRESET].parameters)
  .map((key) => {
    const name = key as ParameterName;
    return { ...ROWS[name], name, group: name.slice(0, name.indexOf(".")) };
  });

const BY_NAME: ReadonlyMap<string, Parameter> = new Map(PARAMETERS.map((row) => [row.name, row]));

/** Below this a number is shown with an exponent. */
const SMALL = 1e-3;

/**
 * The row of the parameter called `name`.
 *
 * @throws {RangeError} There is none; the message offers the nearest.
 */
export function parameter(name: string): Parameter {
  const row = BY_NAME.get(name);
  if (row !== undefined) return row;
  const names = PARAMETERS.map((each) => each.name);
  throw new RangeError(
    `Cannot set "${name}" as no parameter is called that${
      didYouMean(name, names) || "; see kpp list parameters"
    }`,
  );
}

/** The values a parameter takes, in words: `0 to 1 m, not 0`, `rigid or overrunning`. */
export function allowedValues(row: Parameter): string {
  if (row.kind === "boolean") return "true or false";
  if (row.kind === "choice") return row.choices.join(" or ");
  const unit = row.unit === "" ? "" : ` ${row.unit}`;
  const whole = row.kind === "integer" ? "a whole number " : "";
  const low = row.above === true ? `above ${row.min}` : `from ${row.min}`;
  const high = row.below === true ? `below ${row.max}` : `to ${row.max}`;
  return `${whole}${low} ${high}${unit}${row.infinite === true ? " or Infinity" : ""}`;
}

/**
 * The value written as `text`: `9`, `9 m`, `9m`, `Infinity`, `true`, `off`, `rigid`.
 *
 * @throws {RangeError} No parameter is called `name`, or the value is out of range.
 * @throws {SyntaxError} `text` is no such value, or has a unit that is not the parameter's.
 */
export function parseParameter(name: string, text: string): ParameterValue {
  const row = parameter(name);
  const value = readValue(row, text.trim());
  checkParameter(row.name, value);
  return value;
}

/**
 * Checks one value against its row.
 *
 * @throws {RangeError} No parameter is called `name`, or the value is out of range.
 * @throws {TypeError} The value is not of the parameter's type.
 */
export function checkParameter(name: string, value: unknown): void {
  const row = parameter(name);
  if (!hasType(row, value)) throw new TypeError(refusal(row, JSON.stringify(value)));
  if (!hasRange(row, value)) throw new RangeError(refusal(row, String(value)));
}

/**
 * What is wrong with a plant, one line each; empty when nothing is. Where values are out of their
 * ranges, how they go together is not looked at.
 */
export function checkParameters(parameters: PlantParameters): string[] {
  const faults = PARAMETERS.flatMap((row) => {
    const value = parameters[row.name];
    return hasType(row, value) && hasRange(row, value) ? [] : [refusal(row, String(value))];
  });
  return faults.length > 0 ? faults : checkPlant(parameters);
}

/** The value as a screen shows it, with its unit: `9.00 m`, `8.00e-7 m3/(s Pa)`, `rigid`, `on`. */
export function formatParameter(name: ParameterName, value: ParameterValue): string {
  const row = parameter(name);
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "string" || row.kind === "boolean" || row.kind === "choice") {
    return String(value);
  }
  const small = value !== 0 && Math.abs(value) < SMALL;
  const digits = !Number.isFinite(value)
    ? String(value)
    : small
    ? value.toExponential(2)
    : value.toFixed(row.decimals);
  return row.unit === "" ? digits : `${digits} ${row.unit}`;
}

/** Which way and how far a key changes a value. */
export interface Nudge {
  readonly direction: 1 | -1;
  readonly step: "fine" | "coarse";
}

/**
 * The value one key press away: the next number, the other of two, the next of several.
 * A number that would leave its range stops at the limit, or stays when the limit is outside.
 */
export function nudgeParameter<Name extends ParameterName>(
  name: Name,
  value: PlantParameters[Name],
  nudge: Nudge,
): PlantParameters[Name] {
  return nudged(parameter(name), value, nudge) as PlantParameters[Name];
}

function nudged(row: Parameter, value: ParameterValue, nudge: Nudge): ParameterValue {
  if (row.kind === "boolean") return !value;
  if (row.kind === "choice") {
    const count = row.choices.length;
    return row.choices[(row.choices.indexOf(value as string) + nudge.direction + count) % count];
  }
  const from = value as number;
  const step = row[nudge.step];
  // Twelve digits keep 0.1 + 0.2 from showing as 0.30000000000000004.
  const next = Number((from + nudge.direction * step).toPrecision(12));
  if (inRange(row, next)) return next;
  const limit = nudge.direction > 0 ? row.max : row.min;
  return inRange(row, limit) ? limit : from;
}

function hasType(row: Parameter, value: unknown): value is ParameterValue {
  if (row.kind === "boolean") return typeof value === "boolean";
  if (row.kind === "choice") return typeof value === "string";
  return typeof value === "number";
}

function hasRange(row: Parameter, value: ParameterValue): boolean {
  if (row.kind === "boolean") return true;
  if (row.kind === "choice") return row.choices.includes(value as string);
  return inRange(row, value as number);
}

function inRange(row: NumberRow, value: number): boolean {
  if (value === Infinity) return row.infinite === true;
  if (row.kind === "integer" && !Number.isInteger(value)) return false;
  const low = row.above === true ? value > row.min : value >= row.min;
  const high = row.below === true ? value < row.max : value <= row.max;
  return low && high;
}

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?infinity)\s*(.*)$/i;

const TRUTH: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  false: false,
  off: false,
};

function readValue(row: Parameter, text: string): ParameterValue {
  if (row.kind === "choice") return text;
  if (row.kind === "boolean") {
    if (Object.hasOwn(TRUTH, text)) return TRUTH[text];
    throw new SyntaxError(refusal(row, text));
  }
  const match = NUMBER.exec(text);
  if (match === null) throw new SyntaxError(refusal(row, text));
  const [, digits, unit] = match;
  if (unit !== "" && plainUnit(unit) !== plainUnit(row.unit)) {
    const right = row.unit === "" ? "it has no unit" : `its unit must be ${row.unit}`;
    throw new SyntaxError(`Cannot set ${row.name} as ${right}: current value is ${text}`);
  }
  return Number(digits.replace(/infinity/i, "Infinity"));
}

/** A unit without the freedoms of writing: `kg/m³` and `kg / m^3` are `kg/m3`. */
function plainUnit(unit: string): string {
  return unit.replaceAll("²", "2").replaceAll("³", "3").replaceAll(/[\s·*^]/g, "");
}

function refusal(row: Parameter, value: string): string {
  const current = value || "nothing";
  return `Cannot set ${row.name} as it must be ${allowedValues(row)}: current value is ${current}`;
}
