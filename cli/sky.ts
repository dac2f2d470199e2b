import {
  type JournalEntry,
  type RulesDocument,
  SKY_WATCHABLE,
  watchedAlarms,
} from "../monitor/mod.ts";
import { type ElementSet, readElementFile } from "../sky/mod.ts";
import { SkyRun } from "../runtime/sky_run.ts";
import {
  createEncoder,
  type Encoder,
  type Format,
  parseFields,
  SKY_FIELDS,
} from "../telemetry/mod.ts";
import { JournalFile } from "./journal_file.ts";
import { refusal } from "./parsers.ts";
import { writePlant } from "./pipe.ts";
import { createPlainEncoder } from "./plain.ts";
import { EveryRow, NewestRow } from "./rows.ts";
import { composeRules } from "./run_rules.ts";
import { passesText } from "./sky_passes.ts";
import type { SkyRequest } from "./sky_request.ts";
import { Supervision } from "./supervision.ts";
import type { World } from "./world.ts";

/** Bytes of the longest file of elements: the catalogue of everything in orbit has five million. */
export const LONGEST_ELEMENTS = 20e6;

/** How long positions are given for, and passes looked for, when nothing is said, s. */
const USUAL_DURATION = { positions: 3600, passes: 86400 };

/** Positions per second of simulated time when nothing is said: one a minute. */
const USUAL_RATE = 1 / 60;

/** What is written when no fields are named; whole frames in every other format. */
const USUAL_FIELDS: Readonly<Partial<Record<Format | "plain", string>>> = {
  plain: "simulation_time,status,sky.azimuthDeg,sky.elevationDeg,sky.range",
  csv: "simulation_time,sky.time,sky.azimuthDeg,sky.elevationDeg,sky.range,sky.rangeRate," +
    "sky.visible,sky.latitudeDeg,sky.longitudeDeg,sky.height,sky.elementAge",
  plot: "sky.elevationDeg",
};

/** What is asked of the sky, with what files say. */
export interface SkyOrder {
  readonly kind: "sky";
  readonly request: SkyRequest;
  /** The element sets that are meant. */
  readonly sets: readonly ElementSet[];
  /** Unix time, s. */
  readonly start: number;
  readonly rules: RulesDocument;
}

/** Reads a file; `option` is what an error calls it, `longest` the bytes it may have. */
export type ReadText = (path: string, option: string, longest?: number) => Promise<string>;

/**
 * Reads what a request names.
 *
 * @throws {RangeError | AggregateError} A file cannot be read, or has faults, or there is no such
 * satellite.
 */
export async function readSky(
  request: SkyRequest,
  { read, world }: { read: ReadText; world: World },
): Promise<SkyOrder> {
  const { elements: path, rules: rulesPath, journal, limits, what } = request;
  const { sets, faults } = readElementFile(await read(path, "--elements", LONGEST_ELEMENTS));
  if (faults.length > 0) {
    const errors = faults.map(({ line, message }) =>
      new SyntaxError(`${path}:${line}: ${message}`)
    );
    throw new AggregateError(errors, errors[0].message);
  }
  const file = rulesPath && { path: rulesPath, text: await read(rulesPath, "--rules") };
  const rules = await composeRules([{ limits }], file || undefined, SKY_WATCHABLE);
  // One that cannot be written to is refused before the run.
  if (journal !== undefined) new JournalFile(journal, world)[Symbol.dispose]();
  const start = request.at ?? world.time.wall();
  const chosen = chooseSets(sets, { satellite: request.satellite, time: start });
  if (what !== "passes" && chosen.length > 1) {
    const names = chosen.slice(0, 3).map((set) => `${set.name} (${set.catalogueNumber})`);
    const allowed = `one of the ${chosen.length} that are meant, such as ${names.join(", ")}`;
    throw new RangeError(refusal("--satellite", allowed, request.satellite ?? ""));
  }
  return { kind: "sky", request, sets: chosen, start, rules };
}

/**
 * Of each satellite that is meant, the element set whose epoch is nearest.
 *
 * @throws {RangeError} No satellite is called that.
 */
function chooseSets(
  sets: readonly ElementSet[],
  { satellite, time }: { satellite: string | undefined; time: number },
): readonly ElementSet[] {
  const isMeant = ({ name, catalogueNumber }: ElementSet) =>
    satellite === undefined || name.toLowerCase() === satellite.toLowerCase() ||
    String(catalogueNumber) === satellite.replace(/^0+(?=.)/, "");
  const nearest = new Map<number, ElementSet>();
  for (const set of sets.filter(isMeant)) {
    const known = nearest.get(set.catalogueNumber);
    const away = ({ epoch }: ElementSet) => Math.abs(time - epoch);
    if (known === undefined || away(set) < away(known)) nearest.set(set.catalogueNumber, set);
  }
  if (nearest.size > 0) return [...nearest.values()];
  throw new RangeError(refusal("--satellite", "one that the file has", satellite!));
}

/**
 * Does what is asked of the sky.
 *
 * @returns The exit code.
 */
export async function runSky(order: SkyOrder, world: World): Promise<number> {
  const { request, sets, start } = order;
  if (request.what === "passes") {
    const window = { from: start, to: start + (request.for ?? USUAL_DURATION.passes) };
    const { text, warnings, faults } = passesText(sets, { request, window });
    await world.stdout.write(new TextEncoder().encode(text));
    for (const line of [...warnings, ...faults]) world.complain(line);
    return faults.length > 0 ? 1 : 0;
  }
  return await followSatellite(order, world);
}

async function followSatellite(
  { request, sets: [elements], start, rules }: SkyOrder,
  world: World,
): Promise<number> {
  const { station: place, maskDeg, fps, speed, rate = USUAL_RATE, journal } = request;
  const isLive = request.what === "frames";
  const duration = request.for ?? (isLive ? undefined : USUAL_DURATION.positions);
  const satellite = new SkyRun({
    elements,
    place,
    maskDeg,
    start,
    fps,
    speed,
    rules,
    ...(duration !== undefined && { duration }),
    ...(!isLive && { rows: { rate } }),
  }, world.time);
  using file = journal === undefined ? undefined : new JournalFile(journal, world);
  using supervision = new Supervision(world);
  file?.follow(satellite, supervision);
  using _told = satellite.journal.subscribe(tellAlarms(rules, world));
  const encoder = await encoderOf(request, world);
  const rows = isLive
    ? new NewestRow(encoder, { world, rate: { fps, rate } })
    : new EveryRow(encoder, world);
  return await writePlant({ plant: satellite, rows }, world);
}

async function encoderOf(request: SkyRequest, world: World): Promise<Encoder> {
  const { what, plain, fields } = request;
  const { format = what === "positions" ? "csv" : "ndjson" } = request;
  const isText = what === "frames" && request.format === undefined && world.stdout.isTerminal;
  const form = plain || isText ? "plain" : format;
  const usual = USUAL_FIELDS[form];
  const named = fields ?? (usual === undefined ? undefined : parseFields(usual, SKY_FIELDS));
  return form === "plain"
    ? createPlainEncoder(named)
    : await createEncoder(form, named ?? SKY_FIELDS);
}

/** Says once of each alarm that it has come: there is no screen that would show it. */
function tellAlarms(
  rules: RulesDocument,
  world: World,
): (entries: readonly JournalEntry[]) => void {
  const watched = watchedAlarms(rules, SKY_WATCHABLE.dictionary);
  const untold = new Map(watched.map(({ alarm }) => [alarm.name, alarm]));
  return (entries) => {
    for (const entry of entries) {
      if (entry.kind !== "transition" || entry.to !== "unacknowledged") continue;
      const alarm = untold.get(entry.alarm);
      if (alarm === undefined) continue;
      untold.delete(entry.alarm);
      const what = `${alarm.level}: ${alarm.label} (${alarm.name})`;
      world.complain(alarm.guidance === "" ? what : `${what}. ${alarm.guidance}`);
    }
  };
}
