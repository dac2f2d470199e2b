import { adaptive, ADAPTIVE_STEPS } from "../engine/terms/mod.ts";
import { DEFAULT_RULES, type RulesDocument } from "../monitor/terms/mod.ts";
import { checkFaultTarget } from "../runtime/fault_checks.ts";
import type { RunStart } from "../runtime/plant_thread.ts";
import {
  checkFields,
  checkParameters,
  DEFAULT_MODE,
  DEFAULT_PRESET,
  DEFAULT_SEED,
  type Fault,
  type Field,
  type Format,
  MAX_FAULTS,
  type Mode,
  MODES,
  type PlantParameters,
  type PresetName,
  PRESETS,
  type Stepping,
} from "../telemetry/mod.ts";
import { type TapRequest, tapRequest } from "./tap_request.ts";
import { DEFAULT_FPS, DEFAULT_PLAIN_RATE, type OptionValues } from "./options.ts";
import { refusal } from "./parsers.ts";

/** Options that change the steps of a mode. */
const STEP_OPTIONS = ["tolerance", "dt", "dt-min", "dt-max"] as const;

/** What one source (a configuration file, the command line) asks for. */
export interface RunLayer {
  readonly options: Partial<OptionValues>;
  readonly parameters: Partial<PlantParameters>;
  /** Limits of alarms by name, such as `chainSpeed.hi`. */
  readonly limits?: Readonly<Record<string, number>>;
  /** What is made to go wrong. */
  readonly faults?: readonly Fault[];
}

/** What is to be run, complete and checked. Times in s. */
export interface RunRequest extends Stepping {
  readonly preset: PresetName;
  readonly parameters: PlantParameters;
  /** The mode that is run; `undefined` when options have changed its steps. */
  readonly mode: Mode | undefined;
  readonly fps: number;
  /** Simulated / elapsed time; Infinity is as fast as it goes. */
  readonly speed: number;
  /** Where the run begins; without it at time 0. */
  readonly start?: RunStart;
  /** Simulated time at which to end. */
  readonly duration?: number;
  /** File to which the run is recorded. */
  readonly record?: string;
  /** File in which the last state is kept. */
  readonly snapshot?: string;
  /** Rows per second: of elapsed time, or of simulated time when `speed` is Infinity. */
  readonly rate: number;
  readonly format?: Format;
  readonly fields?: readonly Field[];
  /** The tap that is to be opened. */
  readonly tap?: TapRequest;
  /** What alarms are raised by. */
  readonly rules: RulesDocument;
  /** What is made to go wrong, of every source. */
  readonly faults: readonly Fault[];
  /** Seed of the chance in it. */
  readonly seed: number;
  /** File to which what happens to alarms is added. */
  readonly journal?: string;
  readonly headless: boolean;
  readonly plain: boolean;
  /** Whether the end of the run says what its parts cost. */
  readonly profile: boolean;
  /** Whether the optimiser may ease the run. */
  readonly adapt: boolean;
  readonly colors: OptionValues["colors"];
  readonly symbols: OptionValues["symbols"];
  readonly mouse: boolean;
  /** Whether the screen is not to be as it was left. */
  readonly fresh: boolean;
  /** Name of a theme, or path of a theme file. */
  readonly theme?: string;
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
  checkFields(options.format ?? "ndjson", options.fields ?? []);
  const { mode = DEFAULT_MODE, fps = DEFAULT_FPS, speed = 1 } = options;
  return {
    preset,
    parameters,
    mode: STEP_OPTIONS.some((name) => options[name] !== undefined) ? undefined : mode,
    ...changedSteps(MODES[mode], options),
    fps,
    speed,
    rate: rowRate(options, { mode, fps, speed }),
    ...(options.for === undefined ? {} : { duration: options.for }),
    ...(options.record === undefined ? {} : { record: options.record }),
    ...(options.snapshot === undefined ? {} : { snapshot: options.snapshot }),
    ...(options.format === undefined ? {} : { format: options.format }),
    ...(options.fields === undefined ? {} : { fields: options.fields }),
    ...tapRequest(options),
    rules: DEFAULT_RULES,
    faults: faultsOf(layers, parameters),
    seed: options.seed ?? DEFAULT_SEED,
    ...(options.journal === undefined ? {} : { journal: options.journal }),
    headless: options.headless ?? false,
    plain: options.plain ?? false,
    profile: options.profile ?? false,
    adapt: options.adapt ?? false,
    colors: options.colors ?? "auto",
    symbols: options.symbols ?? "auto",
    mouse: options.mouse ?? false,
    fresh: options.fresh ?? false,
    ...(options.theme === undefined ? {} : { theme: options.theme }),
  };
}

/** What every layer makes go wrong, of a plant that has what it strikes. */
function faultsOf(layers: readonly RunLayer[], parameters: PlantParameters): readonly Fault[] {
  const faults = layers.flatMap((each) => each.faults ?? []);
  for (const fault of faults) checkFaultTarget(fault, parameters);
  if (faults.length <= MAX_FAULTS) return faults;
  throw new RangeError(
    refusal("--fault", `given at most ${MAX_FAULTS} times`, String(faults.length)),
  );
}

/** The steps of a mode, but for what options say of them. */
function changedSteps(mode: Stepping, options: Partial<OptionValues>): Stepping {
  const { dt = mode.dt, "dt-min": min, "dt-max": max } = options;
  const { tolerance = toleranceOf(mode) } = options;
  if (tolerance === undefined) {
    const [name, value] = min === undefined ? ["--dt-max", max] : ["--dt-min", min];
    if (value === undefined) return { dt, integration: mode.integration };
    const allowed = "left out without error control, which --tolerance or --mode accuracy gives";
    throw new RangeError(refusal(name, allowed, String(value)));
  }
  const { shortest: usualMin, longest: usualMax } = ADAPTIVE_STEPS;
  const [shortest, longest] = [min ?? usualMin, max ?? usualMax];
  if (shortest > longest) {
    const allowed = `at most --dt-max, which is ${longest}`;
    throw new RangeError(refusal("--dt-min", allowed, String(shortest)));
  }
  return { dt, integration: adaptive(tolerance, { shortest, longest }) };
}

function toleranceOf({ integration }: Stepping): number | undefined {
  return integration.kind === "adaptive" ? integration.tolerance : undefined;
}

function rowRate(
  options: Partial<OptionValues>,
  { mode, fps, speed }: { mode: Mode; fps: number; speed: number },
): number {
  const usual = options.plain === true ? DEFAULT_PLAIN_RATE : MODES[mode].rate;
  if (speed === Infinity) return options.rate ?? usual;
  const { rate = Math.min(usual, fps) } = options;
  if (rate <= fps) return rate;
  throw new RangeError(refusal("--rate", `at most --fps, which is ${fps}`, String(rate)));
}
