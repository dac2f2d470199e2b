import type { Model } from "./model.ts";

/** Members that no numeral is made from: most of them change with every frame. */
const MOVING = [
  "frames",
  "frame",
  "charted",
  "isStale",
  "history",
  "lateness",
  "painting",
] as const;

/**
 * A model without what moves. It changes when numerals are renewed, and with what is done or
 * happens; what is drawn from it need not be drawn for every frame.
 */
export type StillModel = Omit<Model, (typeof MOVING)[number]>;

/** What a chart is drawn from: of the history only what was there at the time `charted`. */
export type ChartModel = StillModel & Pick<Model, "history" | "charted">;

const IS_MOVING: ReadonlySet<string> = new Set(MOVING);

/** All members of a model that do not move, one by one. */
export function stillMembers(model: Model): readonly unknown[] {
  const members: unknown[] = [];
  for (const [name, value] of Object.entries(model)) if (!IS_MOVING.has(name)) members.push(value);
  return members;
}
