import type { ParameterName, PlantParameters } from "../engine/terms/mod.ts";

/** What every row of the parameter dictionary has. */
export interface ParameterRow {
  /** A few words for a screen. */
  readonly label: string;
  /** One sentence: what it is. */
  readonly description: string;
}

/** A row whose value is a number. */
export interface NumberRow extends ParameterRow {
  readonly kind: "number" | "integer";
  /** SI; "" is dimensionless. */
  readonly unit: string;
  /** Hard limits: nothing outside means anything. */
  readonly min: number;
  readonly max: number;
  /** Whether `min` itself is outside. */
  readonly above?: true;
  /** Whether `max` itself is outside. */
  readonly below?: true;
  /** Whether `Infinity` is a value although above `max`. */
  readonly infinite?: true;
  /** Change by one key, and by one key with shift. */
  readonly fine: number;
  readonly coarse: number;
  /** Digits after the point, on screens only. */
  readonly decimals: number;
}

/** A row whose value is true or false. */
export interface BooleanRow extends ParameterRow {
  readonly kind: "boolean";
}

/** A row whose value is one of a few words. */
export interface ChoiceRow<Choice extends string = string> extends ParameterRow {
  readonly kind: "choice";
  readonly choices: readonly Choice[];
}

/** The row that fits the type of a value of `PlantParameters`. */
export type RowOf<Value> = [Value] extends [boolean] ? BooleanRow
  : [Value] extends [number] ? NumberRow
  : [Value] extends [string] ? ChoiceRow<Value>
  : never;

/** One row for each parameter: a missing or a misspelt one does not compile. */
export type ParameterRows = { readonly [Name in ParameterName]: RowOf<PlantParameters[Name]> };

/** One row of the parameter dictionary. */
export type Parameter = (NumberRow | BooleanRow | ChoiceRow) & {
  /** Public dotted name. */
  readonly name: ParameterName;
  /** The name up to the dot. */
  readonly group: string;
};
