import type { Model } from "./model.ts";

/** Members that change with frames, whatever is done or happens. */
const MOVING = [
  "frames",
  "frame",
  "numerals",
  "charted",
  "isStale",
  "history",
  "lateness",
  "shownLateness",
  "painting",
] as const;

/**
 * A model without what moves. It changes with what is done or happens; what is drawn from it need
 * not be drawn for every frame.
 */
export type StillModel = Omit<Model, (typeof MOVING)[number]>;

/** What numerals are drawn from. */
export type NumeralModel = StillModel & Pick<Model, "numerals" | "shownLateness">;

/** What a chart is drawn from: of the history only what was there at the time `charted`. */
export type ChartModel = NumeralModel & Pick<Model, "history" | "charted">;

const IS_MOVING: ReadonlySet<string> = new Set(MOVING);

/** All members of a model that do not move, one by one. */
export function stillMembers(model: Model): readonly unknown[] {
  const members: unknown[] = [];
  for (const name of Object.keys(model) as (keyof Model)[]) {
    if (!IS_MOVING.has(name)) members.push(model[name]);
  }
  return members;
}
