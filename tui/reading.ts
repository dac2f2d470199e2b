import {
  type Channel,
  type ChannelId,
  channelIndex,
  CHANNELS,
  type Frame,
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
  return quantity(frame?.values[index] ?? NaN, unit, decimals);
}

/** A value of any channel with its unit; one that its decimals would hide has an exponent. */
export function channelText({ unit, range, decimals }: Channel, value = NaN): string {
  if (Number.isNaN(value)) return NO_DATA;
  if (unit === "s" && range[1] <= SHORT) {
    return `${fixed(1e3 * value, MILLISECOND_DECIMALS)} ms`;
  }
  const isHidden = value !== 0 && Math.abs(value) < 1e-3 && Math.abs(value) < 10 ** (3 - decimals);
  return isHidden
    ? withUnit({ number: magnitude(value), unit })
    : withUnit(quantity(value, unit, decimals));
}
