import type { Model } from "./model.ts";

/** Most lines that are kept; the oldest is forgotten. */
export const JOURNAL_LIMIT = 500;

/** Something that happened. */
export interface JournalLine {
  /** Simulated time, s; NaN before the first frame. */
  readonly time: number;
  readonly text: string;
  readonly kind: "run" | "change" | "alarm" | "refused";
}

/** The model with one more line in its journal. */
export function noted(model: Model, text: string, kind: JournalLine["kind"]): Model {
  const line = { time: model.frame?.simulationTime ?? NaN, text, kind };
  return { ...model, journal: [...model.journal, line].slice(-JOURNAL_LIMIT) };
}
