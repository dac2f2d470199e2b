/** What a screen says where there is no number: never 0. */
export const NO_DATA = "no data";

/** A number as a screen says it. */
export interface Quantity {
  readonly number: string;
  readonly unit: string;
}

interface Scale {
  readonly unit: string;
  readonly factor: number;
  readonly decimals: number;
}

/** Units of a screen for units of the dictionary: one each, so that a numeral never changes it. */
const SCREEN_SCALES: Readonly<Record<string, Scale>> = {
  "W": { unit: "kW", factor: 1e-3, decimals: 3 },
  "N m": { unit: "N m", factor: 1, decimals: 0 },
  "Pa": { unit: "bar", factor: 1e-5, decimals: 3 },
};

const ENERGY_SCALES: readonly Scale[] = [
  { unit: "kJ", factor: 1e-3, decimals: 1 },
  { unit: "MJ", factor: 1e-6, decimals: 3 },
  { unit: "GJ", factor: 1e-9, decimals: 3 },
  { unit: "TJ", factor: 1e-12, decimals: 3 },
];

/** Most digits a numeral shows; further ones are noise. */
const SIGNIFICANT_DIGITS = 5;

/**
 * A value of the dictionary as a screen says it: W as kW, Pa as bar, efficiencies as they are asked
 * for by {@link percent}; other units with `decimals` digits after the point.
 */
export function quantity(value: number, unit: string, decimals: number): Quantity {
  const scale = SCREEN_SCALES[unit];
  if (Number.isNaN(value)) return { number: NO_DATA, unit: "" };
  if (scale === undefined) return { number: significant(value, decimals), unit };
  return { number: significant(value * scale.factor, scale.decimals), unit: scale.unit };
}

/** The unit in which `joules` reads well, so that a whole table can share it. */
export function energyUnit(joules: number): string {
  return energyScale(joules).unit;
}

/** The smallest difference that numbers of {@link energyNumber} show, J. */
export function energyStep(reference: number): number {
  const { factor, decimals } = energyScale(reference);
  return 10 ** -decimals / factor;
}

/** `joules` as a number in the unit of {@link energyUnit} of `reference`. */
export function energyNumber(joules: number, reference: number): string {
  if (Number.isNaN(joules)) return NO_DATA;
  const scale = energyScale(reference);
  return fixed(joules * scale.factor, scale.decimals);
}

/** A ratio as a percentage, "no data" for NaN. */
export function percent(ratio: number, decimals = 1): string {
  return Number.isNaN(ratio) ? NO_DATA : `${fixed(100 * ratio, decimals)} %`;
}

/** Number and unit in one text. */
export function withUnit({ number, unit }: Quantity): string {
  return unit === "" ? number : `${number} ${unit}`;
}

/** Simulated time as h:mm:ss and so many digits of a second. */
export function clockTime(seconds: number, decimals = 1): string {
  if (Number.isNaN(seconds)) return NO_DATA;
  // Steps do not quite add up: 72 of 1/240 s are a little less than 0.3 s.
  const parts = Math.floor(seconds * 10 ** decimals + 1e-6);
  const whole = Math.floor(parts / 10 ** decimals);
  const fraction = (parts % 10 ** decimals).toString().padStart(decimals, "0");
  const clock = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return `${Math.floor(whole / 3600)}:${clock}${decimals === 0 ? "" : `.${fraction}`}`;
}

/** Seconds of a simulated time as people write it: `90`, `1:30`, `0:01:30.5`; NaN for others. */
export function parseClockTime(text: string): number {
  const match = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)s?$/.exec(text);
  if (match === null) return NaN;
  const [, hours = "0", minutes = "0", seconds] = match;
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
}

/** A real-time factor as people say it: 1, 0.1, 250, max. */
export function speedText(speed: number): string {
  return speed === Infinity ? "max" : `${speed}`;
}

/** A number that may be far from 1, in few characters. */
export function magnitude(value: number): string {
  return Number.isNaN(value) ? NO_DATA : value === 0 ? "0" : value.toExponential(1);
}

/** `value` with fixed decimals, without the minus of a negative zero. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : value < 0 ? "-Infinity" : NO_DATA;
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** At most `decimals` digits after the point, and not more than are significant. */
function significant(value: number, decimals: number): string {
  const whole = Math.max(1, Math.floor(Math.log10(Math.max(1, Math.abs(value)))) + 1);
  return fixed(value, Math.max(0, Math.min(decimals, SIGNIFICANT_DIGITS - whole)));
}

function energyScale(joules: number): Scale {
  const size = Math.abs(joules);
  return ENERGY_SCALES.find(({ factor }) => size * factor < 1e4) ?? ENERGY_SCALES.at(-1)!;
}

function two(value: number): string {
  return value.toString().padStart(2, "0");
}
