import { plot } from "asciichart";
import { channelIndex, CHANNELS, type Frame } from "../telemetry/mod.ts";
import { History } from "../tui/charts/mod.ts";
import type { SymbolSet } from "../tui/kit/mod.ts";
import { looks } from "./looks.ts";
import type { RunRequest } from "./run_request.ts";
import type { World } from "./world.ts";

/** Columns and rows of the curve. */
const COLUMNS = 60;
const ROWS = 8;

/** Cells of a number on the axis. */
const LABEL = 8;

/** asciichart's ten symbols, from characters that every terminal has. */
const ASCII_SYMBOLS = ["+", "|", "-", "-", "-", "`", ".", ".", "'", "|"];

/** Where the course of a run without a screen is kept, frame by frame. */
export function openCourse(): History {
  return new History(CHANNELS.length);
}

/** What a run has left behind. */
export interface RunCourse {
  /** Every channel of it. */
  readonly history: History;
  /** The last frame; nothing when none came. */
  readonly frame: Frame | undefined;
}

/** Says what the run of a request came to, with symbols that the terminal has. */
export function tellSummary(
  course: RunCourse,
  { request, world }: { request: RunRequest; world: World },
): void {
  const text = summaryText(course, looks(request, world).symbols);
  if (text !== "") world.report(text);
}

/**
 * What a run came to, in a few lines of text: how long it was, its last lap, and the course of the
 * power with both extremes of each column. Empty where there is not yet a course.
 */
export function summaryText({ history, frame }: RunCourse, symbols: SymbolSet): string {
  const course = powerCourse(history);
  if (frame === undefined || course === null) return "";
  const lines = [`${seconds(frame.simulationTime)} simulated; generator power in kW:`];
  const options = { height: ROWS, format: label, offset: 3 };
  const { mins, maxs } = course;
  lines.push(
    plot([mins, maxs], symbols === "ascii" ? { ...options, symbols: ASCII_SYMBOLS } : options),
  );
  lines.push(lapText(frame));
  return lines.join("\n").replaceAll(/ +$/gm, "").trimEnd();
}

/** Extremes of each column, kW, after the last stretch without data; null where none is left. */
function powerCourse(history: History): { mins: number[]; maxs: number[] } | null {
  const channel = channelIndex("generator.power");
  const span = history.newest - history.oldest;
  if (!(span > 0)) return null;
  const count = Math.min(COLUMNS, history.samples);
  const borders = Array.from(
    { length: count },
    (_, i) => history.sampleAt(history.oldest + (span * i) / count),
  );
  const extents = borders.map((first, i) =>
    history.extent(channel, first, borders[i + 1] ?? history.samples)
  );
  const known = extents.slice(extents.findLastIndex(({ min }) => Number.isNaN(min)) + 1);
  if (known.length < 2) return null;
  return { mins: known.map(({ min }) => min / 1e3), maxs: known.map(({ max }) => max / 1e3) };
}

/** The last full lap; empty before there is one. */
function lapText(frame: Frame): string {
  const value = (id: Parameters<typeof channelIndex>[0]) => frame.values[channelIndex(id)];
  if (!(value("lap.time") > 0)) return "";
  const kilowatts = (watts: number) => `${(watts / 1e3).toFixed(3)} kW`;
  const { decimals } = CHANNELS[channelIndex("lap.count")];
  return `lap ${value("lap.count").toFixed(decimals)}: generator ${
    kilowatts(value("lap.power"))
  }, ` +
    `compressor ${kilowatts(value("lap.compressor"))}, net ${kilowatts(value("lap.net"))}`;
}

function seconds(time: number): string {
  return `${time.toFixed(1)} s`;
}

function label(value: number): string {
  return value.toFixed(3).padStart(LABEL);
}
