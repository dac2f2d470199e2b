import type { ParameterName } from "../../../engine/mod.ts";

/** What follows from a parameter's value, by a law that does not come from the engine. */
export interface Row {
  readonly predicts: string;
  /** Throws unless the plant does as predicted. */
  holds(): void;
}

/** Rows of every parameter whose name begins with one of the prefixes; none can be left out. */
export type Rows<Prefix extends string> = Readonly<
  Record<Extract<ParameterName, `${Prefix}.${string}`>, readonly Row[]>
>;
