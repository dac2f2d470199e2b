import { Command, Option } from "@commander-js/extra-typings";
import {
  checkFields,
  type Field,
  type Format,
  parseFields,
  type Place,
  SKY_FIELDS,
} from "../telemetry/mod.ts";
import { DEFAULT_FPS, OPTIONS, type OptionValues } from "./options.ts";
import { duration, filePath, numberWithin, oneOf, refusal } from "./parsers.ts";
import { parseLimit } from "./run_rules.ts";

/** What `kpp sky` can do besides following a satellite as time goes by. */
export const SKY_COMMANDS = ["positions", "passes"] as const;

/** What is asked of the sky, checked, but for what files say. Times in s. */
export interface SkyRequest extends Partial<Pick<OptionValues, "rate" | "rules" | "journal">> {
  /** Frames as time goes by, or positions as fast as they are taken, or passes. */
  readonly what: "frames" | (typeof SKY_COMMANDS)[number];
  /** File of element sets. */
  readonly elements: string;
  /** Name or catalogue number. */
  readonly satellite?: string;
  readonly station: Place;
  readonly maskDeg: number;
  /** Unix time; without it now. */
  readonly at?: number;
  readonly for?: number;
  readonly fps: number;
  readonly speed: number;
  readonly format?: Format;
  readonly fields?: readonly Field[];
  readonly plain: boolean;
  readonly json: boolean;
  /** Limits of alarms by name, such as `elementAge.hi`. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Mask when nothing is said, degrees: what trees, houses and the atmosphere leave. */
const USUAL_MASK = 5;

/** Rows per second of frames when nothing is said. */
const USUAL_RATE = 1;

/** Years in which instants lie: those of two-digit epochs, and some beside them. */
const YEARS = [1950, 2100] as const;

/** Highest station, m, and lowest: the shore of the Dead Sea lies at -430 m. */
const HEIGHTS = [-500, 10_000] as const;

/** How options of `kpp sky` are read. */
const PARSERS = {
  elements: filePath,
  satellite: (text: string, name: string) => {
    if (text.trim() !== "") return text.trim();
    throw new RangeError(refusal(name, "the name or number of a satellite", text));
  },
  station: parseStation,
  mask: numberWithin(-10, 89),
  at: parseInstant,
  for: duration,
  speed: numberWithin(0.1, 1000),
  fps: OPTIONS.fps.parse,
  rate: OPTIONS.rate.parse,
  format: OPTIONS.format.parse,
  fields: (text: string) => parseFields(text, SKY_FIELDS),
  rules: OPTIONS.rules.parse,
  journal: OPTIONS.journal.parse,
  plain: () => true,
  json: () => true,
} as const;

type SkyOption = keyof typeof PARSERS;

/** What the options say. */
type Said = { -readonly [name in SkyOption]?: ReturnType<(typeof PARSERS)[name]> };

/** Every option: its flags, what it is, and what it is of. */
const ROWS: readonly (readonly [name: SkyOption, argument: string, description: string])[] = [
  ["elements", "<file>", "two-line element sets, with names or without"],
  ["satellite", "<name>", "which of them: its name or catalogue number"],
  ["station", "<lat,lon,height>", "where it is seen from: degrees, degrees, metres (WGS-84)"],
  ["mask", "<degrees>", `least elevation of a pass (default ${USUAL_MASK})`],
  ["at", "<instant>", "when: 2026-08-01T12:00:00Z (default now)"],
  ["for", "<duration>", "for how long: 60s, 10m, 24h"],
];

const FRAME_ROWS: typeof ROWS = [
  ["format", "<format>", OPTIONS.format.description.replace(/ \(.*/, "")],
  ["fields", "<a,b>", "what is written of a frame; see kpp list channels"],
  ["plain", "", "one line of text a row"],
  ["rules", "<file>", "rules of alarms beside the default ones; see docs/ALARMS.md"],
  ["journal", "<file>", OPTIONS.journal.description],
];

const POSITION_ROWS: typeof ROWS = [
  ["rate", "<hertz>", "rows per second of simulated time (default one a minute)"],
];

const PACE_ROWS: typeof ROWS = [
  ["rate", "<hertz>", `rows per second (default ${USUAL_RATE})`],
  ["fps", "<number>", OPTIONS.fps.description],
  ["speed", "<factor>", "simulated / elapsed time, 0.1 to 1000 (default 1)"],
];

const PASS_ROWS: typeof ROWS = [["json", "", "as JSON"]];

/** The command `sky`; `ready` is told what it asks for once it is parsed. */
export function skyCommand(kpp: Command, ready: (request: SkyRequest) => void): Command {
  const sky = commandOf("frames", [...ROWS, ...PACE_ROWS, ...FRAME_ROWS], ready)
    .name("sky")
    .description("a satellite as a station sees it: frames as time goes by")
    .allowExcessArguments()
    .hook("preAction", (_, { args: [word] }) => {
      if (word !== undefined) oneOf(SKY_COMMANDS)(word, "the command of kpp sky");
    });
  const positions = commandOf("positions", [...ROWS, ...POSITION_ROWS, ...FRAME_ROWS], ready)
    .description("where it is and is seen, as fast as rows are taken");
  const passes = commandOf("passes", [...ROWS, ...PASS_ROWS], ready)
    .description("when satellites come above the mask, are highest, and are gone");
  for (const command of [positions, passes]) {
    sky.addCommand(command.copyInheritedSettings(kpp).allowExcessArguments(false));
  }
  return sky;
}

function commandOf(
  what: SkyRequest["what"],
  rows: typeof ROWS,
  ready: (request: SkyRequest) => void,
): Command {
  const command = new Command(what);
  const said: Said = {};
  const limits: Record<string, number> = {};
  for (const [name, argument, description] of rows) {
    command.addOption(new Option(`--${name} ${argument}`.trim(), description));
    command.on(`option:${name}`, (text: string | undefined) => {
      Object.assign(said, { [name]: PARSERS[name](text ?? "", `--${name}`) });
    });
  }
  if (what !== "passes") {
    const description = "set a limit of an alarm, such as elementAge.hi=86400 (repeatable)";
    command.addOption(new Option("--alarm <name.limit=number>", description));
    command.on("option:alarm", (text: string) => {
      const [name, limit] = parseLimit(text);
      limits[name] = limit;
    });
  }
  return command.action(() => ready(requestOf(what, said, limits)));
}

/** @throws {RangeError} Something is missing, or the options contradict each other. */
function requestOf(
  what: SkyRequest["what"],
  { elements, station, mask = USUAL_MASK, fps = DEFAULT_FPS, speed = 1, ...said }: Said,
  limits: Readonly<Record<string, number>>,
): SkyRequest {
  if (elements === undefined) throw new RangeError(refusal("--elements", "given", ""));
  if (station === undefined) throw new RangeError(refusal("--station", STATION_FORM, ""));
  const { plain = false, json = false, format, fields, rate } = said;
  if (plain && format !== undefined) {
    throw new RangeError(refusal("--format", "left out with --plain", format));
  }
  checkFields(format ?? "ndjson", fields ?? []);
  if (what === "frames" && rate !== undefined && rate > fps) {
    throw new RangeError(refusal("--rate", `at most --fps, which is ${fps}`, String(rate)));
  }
  const usual = what === "frames" ? { rate: Math.min(USUAL_RATE, fps) } : {};
  return {
    ...usual,
    ...said,
    what,
    elements,
    station,
    maskDeg: mask,
    fps,
    speed,
    plain,
    json,
    limits,
  };
}

const STATION_FORM = "LAT,LON,HEIGHT in degrees, degrees and metres such as 49.87,8.62,145";

/** @throws {RangeError} It is no place. */
function parseStation(text: string, name: string): Place {
  const parts = text.split(",");
  if (parts.length !== 3) throw new RangeError(refusal(name, STATION_FORM, text));
  const [latitudeDeg, longitudeDeg, height] = [
    ["latitude", -90, 90] as const,
    ["longitude", -180, 180] as const,
    ["height", ...HEIGHTS] as const,
  ].map(([what, min, max], index) =>
    numberWithin(min, max)(parts[index], `the ${what} of ${name}`)
  );
  return { latitudeDeg, longitudeDeg, height };
}

/** An instant, Unix time, s. @throws {RangeError} It is none. */
function parseInstant(text: string, name: string): number {
  const allowed = `an instant of ${YEARS[0]} to ${YEARS[1]} such as 2026-08-01T12:00:00Z`;
  let time: number;
  try {
    time = Temporal.Instant.from(text).epochMilliseconds / 1e3;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(refusal(name, allowed, text));
  }
  const [from, to] = YEARS.map((year) => Date.UTC(year, 0, 1) / 1e3);
  if (time >= from && time < to) return time;
  throw new RangeError(refusal(name, allowed, text));
}
