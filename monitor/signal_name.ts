import {
  type Dictionary,
  didYouMean,
  PARAMETERS,
  type ParameterValue,
  type PlantParameters,
} from "../telemetry/mod.ts";

/** What a name in an expression stands for. */
export interface SignalName {
  readonly kind: "channel" | "parameter";
  /** Its position among the channels, or the parameters, of its dictionary. */
  readonly index: number;
  readonly unit: string;
}

/** The names of each dictionary, once they are asked for. */
const NAMES = new WeakMap<Dictionary, ReadonlyMap<string, SignalName>>();

function namesOf(dictionary: Dictionary): ReadonlyMap<string, SignalName> {
  const known = NAMES.get(dictionary);
  if (known !== undefined) return known;
  const names = new Map([
    ...dictionary.parameters.map((row, index): [string, SignalName] => [row.name, {
      kind: "parameter",
      index,
      unit: "unit" in row ? row.unit : "",
    }]),
    // A channel wins over a parameter of the same name: it is what is, not what was asked for.
    ...dictionary.channels.map(({ id, unit }, index): [string, SignalName] => [id, {
      kind: "channel",
      index,
      unit,
    }]),
  ]);
  NAMES.set(dictionary, names);
  return names;
}

/**
 * What a name in an expression stands for.
 *
 * @throws {RangeError} No channel and no parameter with a number is called that.
 */
export function signalName(name: string, dictionary: Dictionary): SignalName {
  const names = namesOf(dictionary);
  const found = names.get(name);
  if (found === undefined) {
    const hint = didYouMean(name, [...names.keys()]) || "; see kpp list channels";
    throw new RangeError(`Cannot watch "${name}" as no channel is called that${hint}`);
  }
  if (found.kind === "parameter" && dictionary.parameters[found.index].kind === "choice") {
    throw new RangeError(`Cannot watch "${name}" as it must be a number: it is a word`);
  }
  return found;
}

/**
 * Writes the numbers of all parameters, as expressions see them.
 *
 * @param out Shape: [PARAMETERS.length]; truth becomes 1 or 0, a word NaN.
 */
export function readParameters(parameters: PlantParameters, out: Float64Array): void {
  PARAMETERS.forEach(({ name }, index) => out[index] = numberOf(parameters[name]));
}

function numberOf(value: ParameterValue): number {
  return typeof value === "string" ? NaN : Number(value);
}
