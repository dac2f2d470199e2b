import { FLOATER_COLUMNS, type Frame } from "../telemetry/mod.ts";

/**
 * What of each floater travels: all columns but its place, which follows from `chain.position`.
 * Units: kg, J, K, m3; valve is 1 open, 0 shut.
 */
export const FLOATER_WIRE_COLUMNS = FLOATER_COLUMNS.filter((column) => column !== "sigma");

/** A column of the floaters as clients see it, floater 0 first; null is "no data". */
export type WireFloaters = Readonly<Record<string, readonly (number | null)[]>>;

const WIDTH = FLOATER_COLUMNS.length;
const SOURCES = FLOATER_WIRE_COLUMNS.map((column) => FLOATER_COLUMNS.indexOf(column));

/** The floaters of one frame, column by column. */
export class FloaterTable {
  /** Number of floaters. */
  count = 0;
  /** NaN is "no data". Shape: [FLOATER_WIRE_COLUMNS x count]. */
  values = new Float64Array(0);

  /** Takes the floaters of a frame in; `round` is what their encoding leaves of a value. */
  take({ floaterCount: count, floaters }: Frame, round: (value: number) => number): void {
    this.count = count;
    const size = SOURCES.length * count;
    if (this.values.length !== size) this.values = new Float64Array(size);
    for (let place = 0; place < size; place++) {
      const row = place % count * WIDTH;
      const rounded = round(floaters[row + SOURCES[Math.floor(place / count)]]);
      // Adding zero makes -0, which JSON does not have, 0.
      this.values[place] = Number.isFinite(rounded) ? rounded + 0 : NaN;
    }
  }
}

/** Floaters as clients see them; null where there are none. */
export function wireFloaters({ count, values }: FloaterTable): WireFloaters | null {
  if (count === 0) return null;
  const known = (value: number) => Number.isNaN(value) ? null : value;
  return Object.fromEntries(FLOATER_WIRE_COLUMNS.map((column, index) => [
    column,
    Array.from(values.subarray(index * count, (index + 1) * count), known),
  ]));
}
