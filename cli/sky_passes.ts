import { OLD_ELEMENTS } from "../monitor/mod.ts";
import {
  type ElementSet,
  findPasses,
  type Instant,
  type Pass,
  PropagationFault,
  Propagator,
  Station,
} from "../sky/mod.ts";
import type { SkyRequest } from "./sky_request.ts";

/** A pass and whose it is. */
interface NamedPass extends Pass {
  readonly set: ElementSet;
}

/** What comes of looking for passes. */
interface Findings {
  /** A table or JSON, in the order in which passes begin. */
  readonly text: string;
  /** Of elements that are old. */
  readonly warnings: readonly string[];
  /** Of satellites that have no position somewhere in the window. */
  readonly faults: readonly string[];
}

const HEADINGS = [
  "SATELLITE",
  "AOS (UTC)",
  "TCA",
  "LOS",
  "DURATION",
  "AZ AOS",
  "AZ TCA",
  "EL TCA",
  "AZ LOS",
] as const;

/** Columns from here on are numbers, aligned at their ends. */
const FIRST_NUMBER = HEADINGS.indexOf("DURATION");

/**
 * What `kpp sky passes` prints, and what it has to say besides.
 *
 * @param window Unix times, s.
 */
export function passesText(
  sets: readonly ElementSet[],
  { request, window }: { request: SkyRequest; window: { from: number; to: number } },
): Findings {
  const station = new Station(request.station);
  const passes: NamedPass[] = [];
  const warnings: string[] = [];
  const faults: string[] = [];
  for (const set of sets) {
    const days = (window.from - set.epoch) / 86400;
    if (Math.abs(days) * 86400 > OLD_ELEMENTS) {
      const age = `${Math.abs(days).toFixed(1)} days ${days > 0 ? "old" : "later than that"}`;
      warnings.push(`warning: the elements of ${set.name} are ${age}`);
    }
    try {
      const { maskDeg } = request;
      for (const pass of findPasses(new Propagator(set), station, { ...window, maskDeg })) {
        passes.push({ ...pass, set });
      }
    } catch (error) {
      if (!(error instanceof PropagationFault)) throw error;
      faults.push(error.message);
    }
  }
  passes.sort((one, other) => one.aos.time - other.aos.time);
  return { text: request.json ? json(passes) : table(passes), warnings, faults };
}

/** An instant of UTC to so many decimals of a second: `2026-08-01 12:00:00.0`. */
function clockText(time: number, decimals: 1 | 3): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.round(time * 1e3));
  const options = { fractionalSecondDigits: decimals, roundingMode: "halfExpand" } as const;
  return instant.toString(options).replace("T", " ").replace("Z", "");
}

function table(passes: readonly NamedPass[]): string {
  const lines = [HEADINGS, ...passes.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  const text = lines.map((row) =>
    row.map((cell, column) =>
      column < FIRST_NUMBER ? cell.padEnd(widths[column]) : cell.padStart(widths[column])
    ).join("  ").trimEnd()
  );
  const isClipped = passes.some(({ isClipped: { start, end } }) => start || end);
  const note = "\n< it was above the mask before the window, > it is after it\n";
  return `${text.join("\n")}\n${isClipped ? note : ""}`;
}

function cellsOf({ set, aos, tca, los, isClipped }: NamedPass): readonly string[] {
  const timeOfDay = ({ time }: Instant) => clockText(time, 1).split(" ")[1];
  const degrees = (value: number) => value.toFixed(1);
  return [
    set.name,
    `${isClipped.start ? "<" : " "}${clockText(aos.time, 1)}`,
    timeOfDay(tca),
    `${timeOfDay(los)}${isClipped.end ? ">" : ""}`,
    `${(los.time - aos.time).toFixed(1)} s`,
    degrees(aos.look.azimuthDeg),
    degrees(tca.look.azimuthDeg),
    degrees(tca.look.elevationDeg),
    degrees(los.look.azimuthDeg),
  ];
}

function json(passes: readonly NamedPass[]): string {
  const instantOf = ({ time, look }: Instant) => ({
    time: `${clockText(time, 3).replace(" ", "T")}Z`,
    azimuthDeg: look.azimuthDeg,
    elevationDeg: look.elevationDeg,
    range: look.range,
  });
  const objects = passes.map(({ set, aos, tca, los, isClipped }) => ({
    satellite: set.name,
    catalogueNumber: set.catalogueNumber,
    elementAge: aos.time - set.epoch,
    aos: instantOf(aos),
    tca: instantOf(tca),
    los: instantOf(los),
    duration: los.time - aos.time,
    isClipped,
  }));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
