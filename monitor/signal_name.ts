import {
  CHANNELS,
  didYouMean,
  PARAMETERS,
  type ParameterValue,
  type PlantParameters,
} from "../telemetry/mod.ts";

/** What a name in an expression stands for. */
export interface SignalName {
  readonly kind: "channel" | "parameter";
  /** Its position in `CHANNELS` or in `PARAMETERS`. */
  readonly index: number;
  readonly unit: string;
}

const NAMES: ReadonlyMap<string, SignalName> = new Map([
  ...PARAMETERS.map((row, index): [string, SignalName] => [row.name, {
    kind: "parameter",
    index,
    unit: "unit" in row ? row.unit : "",
  }]),
  // A channel wins over a parameter of the same name: it is what is, not what was asked for.
  ...CHANNELS.map(({ id, unit }, index): [string, SignalName] => [id, {
    kind: "channel",
    index,
    unit,
  }]),
]);

/**
 * What a name in an expression stands for.
 *
 * @throws {RangeError} No channel and no parameter with a number is called that.
 */
export function signalName(name: string): SignalName {
  const found = NAMES.get(name);
  if (found === undefined) {
    const hint = didYouMean(name, [...NAMES.keys()]) || "; see kpp list channels";
    throw new RangeError(`Cannot watch "${name}" as no channel is called that${hint}`);
  }
  if (found.kind === "parameter" && PARAMETERS[found.index].kind === "choice") {
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
