import { MAX_FPS, MAX_SPEED, MIN_FPS, MIN_SPEED } from "../clock/mod.ts";
import { ADAPTIVE_STEPS, INTEGRATION_LIMITS } from "../engine/terms/mod.ts";
import {
  DEFAULT_MODE,
  DEFAULT_SEED,
  type Field,
  type Format,
  FORMATS,
  MAX_SEED,
  type Mode,
  MODE_NAMES,
  MODES,
  parseFields,
  type PresetName,
  PRESETS,
} from "../telemetry/mod.ts";
import {
  duration,
  filePath,
  isTrue,
  LONGEST,
  numberWithin,
  oneOf,
  refusal,
  wholeWithin,
} from "./parsers.ts";

/** Where a tap listens. */
export interface Address {
  /** Name, or IP address without brackets. */
  readonly host: string;
  /** 0 is any that is free. */
  readonly port: number;
}

/** Which colours a screen uses. */
export const COLORS = ["auto", "never", "16", "256", "truecolor"] as const;

/** Which characters a screen draws with. */
export const SYMBOLS = ["auto", "braille", "blocks", "ascii"] as const;

/** What an option of `run` can be set to. Times in s; `speed` is Infinity for max. */
export interface OptionValues {
  readonly preset: PresetName;
  readonly fps: number;
  readonly speed: number;
  readonly for: number;
  readonly mode: Mode;
  readonly tolerance: number;
  readonly dt: number;
  readonly "dt-min": number;
  readonly "dt-max": number;
  readonly from: string;
  readonly snapshot: string;
  readonly record: string;
  readonly rules: string;
  readonly journal: string;
  readonly seed: number;
  readonly format: Format;
  readonly fields: readonly Field[];
  readonly rate: number;
  /** Where the tap is opened; without it there is none. */
  readonly tap: Address | undefined;
  readonly control: boolean;
  readonly token: string;
  readonly "token-file": string;
  readonly insecure: boolean;
  readonly cert: string;
  readonly key: string;
  readonly headless: boolean;
  readonly plain: boolean;
  readonly profile: boolean;
  readonly adapt: boolean;
  readonly colors: (typeof COLORS)[number];
  readonly symbols: (typeof SYMBOLS)[number];
  readonly theme: string;
  readonly mouse: boolean;
  readonly fresh: boolean;
}

/** Name of an option of `run` that a configuration file may set as well. */
export type OptionName = keyof OptionValues;

/** A type of JSON. */
export type JsonType = "string" | "number" | "boolean" | "array";

/** One row of the option dictionary. */
export interface OptionRow<Value> {
  /** What `--help` calls the value; without it the option is a flag. */
  readonly argument?: string;
  readonly description: string;
  /** Types a configuration file may use. */
  readonly types: readonly JsonType[];
  /** What a configuration file may say, as JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
  /**
   * The value written as `text`; a flag has the text `true` or `false`.
   *
   * @param name How an error calls the option.
   * @throws {RangeError} `text` is no value of this option.
   */
  readonly parse: (text: string, name: string) => Value;
}

/** Frames per second when nothing is said. */
export const DEFAULT_FPS = 30;

/** Rows per second of `--plain` when nothing is said. */
export const DEFAULT_PLAIN_RATE = 1;

/** Shortest and longest step that can be asked for, s. */
const STEP = INTEGRATION_LIMITS.step;

/** The same for a sub-step of error control, s. */
const SUB_STEP = { min: ADAPTIVE_STEPS.shortest, max: ADAPTIVE_STEPS.longest };

/** Errors that can be asked for. */
const TOLERANCE = INTEGRATION_LIMITS.tolerance;

/** Where a tap is opened when it is not said where. */
export const DEFAULT_TAP: Address = { host: "127.0.0.1", port: 9200 };

/** Highest number of a port. */
const MAX_PORT = 65535;

/** What a token is made of: what a header can carry without quotes. */
const TOKEN = /^[\x21-\x7e]{8,256}$/;

/** What is there or not. */
const FLAG = {
  types: ["boolean"],
  schema: { type: "boolean" },
  parse: isTrue,
} as const satisfies Omit<OptionRow<boolean>, "description">;

/** The path of a file. */
const FILE = {
  types: ["string"],
  schema: { type: "string", minLength: 1 },
  parse: filePath,
} as const satisfies Omit<OptionRow<string>, "description">;

/** Every option of `run` but those that are repeated, by its long name. */
export const OPTIONS: { readonly [Name in OptionName]: OptionRow<OptionValues[Name]> } = {
  preset: {
    argument: "<name>",
    description: "plant to start from; see kpp list presets (default kpp-01)",
    types: ["string"],
    schema: { enum: Object.keys(PRESETS) },
    parse: oneOf(Object.keys(PRESETS) as PresetName[]),
  },
  fps: {
    argument: "<number>",
    description: `frames per second, ${MIN_FPS} to ${MAX_FPS} (default ${DEFAULT_FPS})`,
    types: ["number"],
    schema: { type: "number", minimum: MIN_FPS, maximum: MAX_FPS },
    parse: numberWithin(MIN_FPS, MAX_FPS),
  },
  speed: {
    argument: "<factor>",
    description: `simulated / elapsed time, ${MIN_SPEED} to ${MAX_SPEED}, or max (default 1)`,
    types: ["number", "string"],
    schema: {
      anyOf: [{ type: "number", minimum: MIN_SPEED, maximum: MAX_SPEED }, { const: "max" }],
    },
    parse: (text, name) =>
      text === "max" ? Infinity : numberWithin(MIN_SPEED, MAX_SPEED, " or max")(text, name),
  },
  for: {
    argument: "<duration>",
    description: "simulated time after which to end: 60s, 500ms, 10m, 1h",
    types: ["number", "string"],
    schema: {
      anyOf: [
        { type: "number", exclusiveMinimum: 0, maximum: LONGEST },
        {
          type: "string",
          pattern: "^\\s*\\+?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*(ms|s|m|h)?\\s*$",
        },
      ],
    },
    parse: duration,
  },
  mode: {
    argument: "<mode>",
    description: `${MODE_NAMES.map((name) => `${name}: ${MODES[name].description}`).join("; ")} ` +
      `(default ${DEFAULT_MODE})`,
    types: ["string"],
    schema: { enum: MODE_NAMES },
    parse: oneOf(MODE_NAMES),
  },
  tolerance: {
    argument: "<number>",
    description: `error control: error of a step / full scale, ${TOLERANCE.min} to ` +
      `${TOLERANCE.max} (default by --mode)`,
    types: ["number"],
    schema: { type: "number", minimum: TOLERANCE.min, maximum: TOLERANCE.max },
    parse: numberWithin(TOLERANCE.min, TOLERANCE.max),
  },
  dt: {
    argument: "<seconds>",
    description: `step of the grid, ${STEP.min} to ${STEP.max} (default by --mode)`,
    types: ["number"],
    schema: { type: "number", minimum: STEP.min, maximum: STEP.max },
    parse: numberWithin(STEP.min, STEP.max),
  },
  "dt-min": {
    argument: "<seconds>",
    description: `shortest sub-step of error control, ${SUB_STEP.min} to ${SUB_STEP.max} ` +
      `(default ${SUB_STEP.min})`,
    types: ["number"],
    schema: { type: "number", minimum: SUB_STEP.min, maximum: SUB_STEP.max },
    parse: numberWithin(SUB_STEP.min, SUB_STEP.max),
  },
  "dt-max": {
    argument: "<seconds>",
    description: `longest sub-step of error control, ${SUB_STEP.min} to ${SUB_STEP.max} ` +
      `(default ${SUB_STEP.max})`,
    types: ["number"],
    schema: { type: "number", minimum: SUB_STEP.min, maximum: SUB_STEP.max },
    parse: numberWithin(SUB_STEP.min, SUB_STEP.max),
  },
  from: {
    argument: "<file>",
    description: "go on from a snapshot; --for counts from there",
    ...FILE,
  },
  snapshot: {
    argument: "<file>",
    description: "where to keep the plant as it is after its last step, for --from",
    ...FILE,
  },
  record: {
    argument: "<file>",
    description: "record what repeats the run, and frames at --rate, to a new MCAP file",
    types: ["string"],
    schema: { type: "string", minLength: 1 },
    parse: filePath,
  },
  rules: {
    argument: "<file>",
    description: "rules of alarms, YAML or JSON, beside the default ones; see docs/ALARMS.md",
    ...FILE,
  },
  journal: {
    argument: "<file>",
    description: "where to add what happens to alarms, as NDJSON",
    ...FILE,
  },
  seed: {
    argument: "<number>",
    description: `of the chance in faults, 0 to ${MAX_SEED} (default ${DEFAULT_SEED})`,
    types: ["number"],
    schema: { type: "integer", minimum: 0, maximum: MAX_SEED },
    parse: wholeWithin(0, MAX_SEED),
  },
  format: {
    argument: "<format>",
    description: `how frames are written: ${FORMATS.join(", ")} (default ndjson)`,
    types: ["string"],
    schema: { enum: FORMATS },
    parse: oneOf(FORMATS),
  },
  fields: {
    argument: "<a,b>",
    description: "what is written of a frame; see kpp list channels",
    types: ["string", "array"],
    schema: {
      anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, minItems: 1 }],
    },
    parse: (text) => parseFields(text),
  },
  rate: {
    argument: "<hertz>",
    description: "rows per second, of simulated time with --speed max (default by --mode: " +
      `${MODE_NAMES.map((name) => MODES[name].rate).join(", ")})`,
    types: ["number"],
    schema: { type: "number", minimum: 1e-6, maximum: 1e4 },
    parse: numberWithin(1e-6, 1e4),
  },
  tap: {
    argument: "[address]",
    description: `let other programs read frames at [HOST:]PORT (bare: ${DEFAULT_TAP.host}:` +
      `${DEFAULT_TAP.port})`,
    types: ["boolean", "number", "string"],
    schema: {
      anyOf: [
        { type: "boolean" },
        { type: "integer", minimum: 0, maximum: MAX_PORT },
        { type: "string", minLength: 1 },
      ],
    },
    parse: tapAddress,
  },
  control: {
    description: "let clients of the tap change the run",
    ...FLAG,
  },
  token: {
    argument: "<secret>",
    description: "what clients of the tap must show; other users of this machine can see it",
    types: ["string"],
    schema: { type: "string", pattern: TOKEN.source },
    parse: parseToken,
  },
  "token-file": {
    argument: "<file>",
    description: "the same, from the first line of a file",
    ...FILE,
  },
  insecure: {
    description: "let other machines reach the tap without a token",
    ...FLAG,
  },
  cert: {
    argument: "<file>",
    description: "certificate of the tap as PEM: it then speaks TLS",
    ...FILE,
  },
  key: {
    argument: "<file>",
    description: "key of the certificate as PEM",
    ...FILE,
  },
  headless: {
    description: "write frames although stdout is a terminal",
    ...FLAG,
  },
  plain: {
    description: "one line of text a second, no screen and no escape codes",
    ...FLAG,
  },
  profile: {
    description: "say at the end on stderr what the parts of the program cost",
    ...FLAG,
  },
  adapt: {
    description: "when ticks overrun, ease the run: a cheaper mode, fewer frames, less speed",
    ...FLAG,
  },
  colors: {
    argument: "<depth>",
    description: `colours of the screen: ${COLORS.join(", ")} (default auto)`,
    types: ["string"],
    schema: { enum: COLORS },
    parse: oneOf(COLORS),
  },
  symbols: {
    argument: "<set>",
    description: `characters of the screen: ${SYMBOLS.join(", ")} (default auto)`,
    types: ["string"],
    schema: { enum: SYMBOLS },
    parse: oneOf(SYMBOLS),
  },
  theme: {
    argument: "<name>",
    description: "how the screen looks: dark, light, high-contrast, monochrome, or a theme file",
    ...FILE,
  },
  mouse: {
    description: "click to focus, wheel to zoom and scroll; Shift selects text as ever",
    ...FLAG,
  },
  fresh: {
    description: "open the screen as if for the first time",
    ...FLAG,
  },
};

/** Every option name, in the order of `--help`. */
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

function tapAddress(text: string, name: string): Address | undefined {
  if (text === "true") return DEFAULT_TAP;
  if (text === "false") return undefined;
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9a-f:.]+)\]:|([^:\s]+):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits ?? NaN);
  if (port <= MAX_PORT) return { host: bracketed ?? plain ?? DEFAULT_TAP.host, port };
  throw new RangeError(refusal(name, `[HOST:]PORT with a port from 0 to ${MAX_PORT}`, text));
}

/**
 * The token written as `text`, which no message quotes.
 *
 * @throws {RangeError} It is none.
 */
export function parseToken(text: string, name: string): string {
  if (TOKEN.test(text)) return text;
  throw new RangeError(`Cannot use ${name} as it must be 8 to 256 printable characters, no blanks`);
}
