import {
  type Channel,
  type ChannelId,
  channelIndex,
  CHANNELS,
  type Frame,
  QUALITIES,
  type Quality,
} from "../telemetry/mod.ts";
import { fixed, magnitude, NO_DATA, type Quantity, quantity, withUnit } from "./format.ts";

/** Ranges up to this are of durations too short to be read in seconds, s. */
const SHORT = 0.1;

/** Digits after the point of milliseconds. */
const MILLISECOND_DECIMALS = 3;

/** A channel as the screen says it; "no data" without a frame. */
export function reading(frame: Frame | undefined, id: ChannelId): Quantity {
  const index = channelIndex(id);
  const { unit, decimals } = CHANNELS[index];
  const { number, unit: shown } = quantity(frame?.values[index] ?? NaN, unit, decimals);
  return { number: `${number}${doubt(frame, index)}`, unit: shown };
}

/** What stands behind a number that is not to be believed: `~` stale, `!` bad. */
function doubt(frame: Frame | undefined, index: number): string {
  const judged = frame?.quality;
  if (judged === undefined || judged.stale + judged.bad === 0) return "";
  return DOUBTS[QUALITIES[judged.quality[index]]];
}

const DOUBTS: Readonly<Record<Quality, string>> = { good: "", stale: "~", bad: "!" };

/** A unit of the screen, and how a value of the dictionary is written in it. */
export interface ScreenUnit {
  readonly unit: string;
  readonly format: (value: number) => string;
}

/** Dimensionless channels that are read as percentages. */
const PERCENTAGE = /efficiency|^ceiling$|Share$/i;

/** In what a channel is shown: W as kW, Pa as bar, ratios of energies as percentages. */
export function screenUnit({ id, unit, range, decimals }: Channel): ScreenUnit {
  if (unit === "" && PERCENTAGE.test(id)) {
    return { unit: "%", format: (value) => quantity(100 * value, "%", 1).number };
  }
  if (unit === "s" && range[1] <= SHORT) {
    return { unit: "ms", format: (value) => fixed(1e3 * value, MILLISECOND_DECIMALS) };
  }
  const { unit: shown } = quantity(0, unit, decimals);
  return { unit: shown, format: (value) => quantity(value, unit, decimals).number };
}

/** What the channels that are 1 or 0 say. */
const TRUTH = ["no", "yes"];

/** Whether a channel says that something is so, or is not. */
function isTruth({ unit, range, decimals }: Channel): boolean {
  return unit === "" && range[0] === 0 && range[1] === 1 && decimals === 0;
}

/** A time too short to be read in seconds. */
function durationText(seconds: number): string {
  return Math.abs(seconds) < 1e-3
    ? `${fixed(1e6 * seconds, 1)} µs`
    : `${fixed(1e3 * seconds, 3)} ms`;
}

/** A value of any channel with its unit; one that its decimals would hide has an exponent. */
export function channelText(channel: Channel, value = NaN): string {
  if (Number.isNaN(value)) return NO_DATA;
  const { unit, decimals, range, words } = channel;
  const meant = words ?? (isTruth(channel) ? TRUTH : undefined);
  if (meant !== undefined) return meant[value] ?? `${value}`;
  if (unit === "s" && range[1] <= SHORT) return durationText(value);
  const isHidden = value !== 0 && Math.abs(value) < Math.min(1e-3, 10 ** (3 - decimals));
  if (isHidden) return withUnit({ number: magnitude(value), unit });
  const shown = screenUnit(channel);
  return withUnit({ number: shown.format(value), unit: shown.unit });
}
