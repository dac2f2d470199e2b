import { CHANNELS, type Frame } from "../telemetry/mod.ts";
import { type Baseline as BaselineCourse, type History } from "./charts/mod.ts";
import { channelText } from "./reading.ts";

/** A run as it was at some instant, to compare the run since with. */
export interface Baseline {
  /** Its course up to then; it no longer changes. */
  readonly history: History;
  /** The frame of that instant. */
  readonly frame: Frame;
}

/** The run so far as a baseline. */
export function baselineOf(history: History, frame: Frame): Baseline {
  return { history: history.copy(), frame };
}

const LAP_TIME = CHANNELS.findIndex(({ id }) => id === "lap.time");

/**
 * The course of the baseline behind that of the run. A run that has begun again is compared with it
 * from its start; one that goes on, with the laps before the baseline, by as many whole laps later
 * as leave it no gap.
 */
export function ghost(
  baseline: Baseline,
  { runs, newest }: Pick<History, "runs" | "newest">,
): BaselineCourse {
  if (baseline.history.runs !== runs) return { history: baseline.history, shift: 0 };
  const since = newest - baseline.history.newest;
  const lap = baseline.frame.values[LAP_TIME];
  const shift = lap > 0 ? Math.ceil(since / lap) * lap : since;
  return { history: baseline.history, shift };
}

/** Averages over a lap that are compared. */
const COMPARED = CHANNELS
  .map((channel, index) => ({ channel, index }))
  .filter(({ channel: { id } }) => id.startsWith("lap.") && id !== "lap.startUp");

const LABEL_COLUMNS = 20;
const VALUE_COLUMNS = 14;

/** The averages of the last lap beside those of the baseline, in lines. */
export function comparisonLines(baseline: Baseline, frame: Frame): readonly string[] {
  const row = (label: string, ...texts: readonly string[]) =>
    label.padEnd(LABEL_COLUMNS) + texts.map((text) => text.padStart(VALUE_COLUMNS)).join("");
  return [
    row("average of the lap", "baseline", "now", "difference"),
    ...COMPARED.map(({ channel, index }) => {
      const [before, now] = [baseline.frame.values[index], frame.values[index]];
      const difference = now - before;
      const sign = difference > 0 ? "+" : "";
      const text = channelText(channel, difference);
      return row(
        channel.label,
        channelText(channel, before),
        channelText(channel, now),
        Number.isNaN(difference) ? text : `${sign}${text}`,
      );
    }),
  ];
}
