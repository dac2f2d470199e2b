import type { AlarmState, AlarmView } from "../monitor/terms/mod.ts";
import type { Model } from "./model.ts";

/** States that are shown although nothing asks for attention, in the order of the list. */
const SET_ASIDE: readonly AlarmState[] = ["shelved", "suppressed", "outOfService", "error"];

/** Alarms as the page lists them: what asks for attention, what was set aside, and the rest. */
export function listedAlarms({ alarms }: Pick<Model, "alarms">): readonly AlarmView[] {
  const aside = SET_ASIDE.flatMap((state) => alarms.alarms.filter((each) => each.state === state));
  const first = new Set([...alarms.annunciated, ...aside]);
  return [...first, ...alarms.alarms.filter((each) => !first.has(each))];
}

/** The alarm that keys go to; `undefined` where none is watched for. */
export function selectedAlarm(model: Pick<Model, "alarms" | "alarm">): AlarmView | undefined {
  const listed = listedAlarms(model);
  return listed.find(({ name }) => name === model.alarm) ?? listed[0];
}

/** What a state is called. */
export const STATE_WORDS: Readonly<Record<AlarmState, string>> = {
  normal: "normal",
  unacknowledged: "active, new",
  acknowledged: "active",
  returnedUnacknowledged: "returned, new",
  latchedUnacknowledged: "latched, new",
  latchedAcknowledged: "latched",
  shelved: "shelved",
  suppressed: "suppressed",
  outOfService: "out of service",
  noData: "no data",
  error: "in error",
};
