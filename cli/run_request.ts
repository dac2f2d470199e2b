import {
  checkParameters,
  createEncoder,
  DEFAULT_PRESET,
  type Field,
  type Format,
  type PlantParameters,
  type PresetName,
  PRESETS,
} from "../telemetry/mod.ts";
import {
  DEFAULT_FPS,
  DEFAULT_PLAIN_RATE,
  DEFAULT_RATE,
  type OptionValues,
  refusal,
} from "./options.ts";

/** The step of `--mode balanced`, s. */
export const FIXED_STEP = 1 / 240;

/** What one source (a configuration file, the command line) asks for. */
export interface RunLayer {
  readonly options: Partial<OptionValues>;
  readonly parameters: Partial<PlantParameters>;
}

/** What is to be run, complete and checked. Times in s. */
export interface RunRequest {
  readonly preset: PresetName;
  readonly parameters: PlantParameters;
  readonly fps: number;
  /** Simulated / elapsed time; Infinity is as fast as it goes. */
  readonly speed: number;
  /** Simulated time after which to end. */
  readonly duration?: number;
  /** Rows per second: of elapsed time, or of simulated time when `speed` is Infinity. */
  readonly rate: number;
  readonly format?: Format;
  readonly fields?: readonly Field[];
  readonly headless: boolean;
  readonly plain: boolean;
  readonly colors: OptionValues["colors"];
  readonly symbols: OptionValues["symbols"];
}

/**
 * The run that `layers` ask for together; a later one wins.
 *
 * @throws {RangeError} The options contradict each other, or the parameters make no plant.
 */
export function composeRun(layers: readonly RunLayer[]): RunRequest {
  const options: Partial<OptionValues> = Object.assign({}, ...layers.map((each) => each.options));
  const preset = options.preset ?? DEFAULT_PRESET;
  const parameters: PlantParameters = Object.assign(
    {},
    PRESETS[preset].parameters,
    ...layers.map((each) => each.parameters),
  );
  const [fault] = checkParameters(parameters);
  if (fault !== undefined) throw new RangeError(fault);
  if (options.plain === true && options.format !== undefined) {
    throw new RangeError(refusal("--format", "left out with --plain", options.format));
  }
  // Refuses fields that the format cannot write.
  createEncoder(options.format ?? "ndjson", options.fields);
  const { fps = DEFAULT_FPS, speed = 1 } = options;
  return {
    preset,
    parameters,
    fps,
    speed,
    rate: rowRate(options, fps, speed),
    ...(options.for === undefined ? {} : { duration: options.for }),
    ...(options.format === undefined ? {} : { format: options.format }),
    ...(options.fields === undefined ? {} : { fields: options.fields }),
    headless: options.headless ?? false,
    plain: options.plain ?? false,
    colors: options.colors ?? "auto",
    symbols: options.symbols ?? "auto",
  };
}

function rowRate(options: Partial<OptionValues>, fps: number, speed: number): number {
  const usual = options.plain === true ? DEFAULT_PLAIN_RATE : DEFAULT_RATE;
  if (speed === Infinity) return options.rate ?? usual;
  const { rate = Math.min(usual, fps) } = options;
  if (rate <= fps) return rate;
  throw new RangeError(refusal("--rate", `at most --fps, which is ${fps}`, String(rate)));
}
