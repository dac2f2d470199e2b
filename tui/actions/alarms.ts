import type { AlarmCommand } from "../../telemetry/mod.ts";
import { listedAlarms, selectedAlarm, STATE_WORDS } from "../alarm_list.ts";
import type { Action } from "../keys/table.ts";
import { type Model, only, refuse, say, sending, type Update } from "../model.ts";

/** How long a key shelves an alarm, s of simulated time. */
export const SHELVING = 3600;

/** What an operator does to alarms. */
export type AlarmEventName = Extract<AlarmCommand, { kind: "alarm" }>["event"];

/** What the keys of the alarms do. */
export const ALARM_ACTIONS = {
  acknowledge: (model: Model): Update => onSelected(model, "acknowledge"),
  acknowledgeAll: (model: Model): Update =>
    model.alarms.annunciated.length === 0
      ? refuse(model, "No alarm asks for attention")
      : operating(model, { kind: "alarm", event: "acknowledge" }),
  shelve: (model: Model): Update =>
    onSelected(model, selectedAlarm(model)?.state === "shelved" ? "unshelve" : "shelve"),
  resetAlarm: (model: Model): Update => onSelected(model, "reset"),
  service: (model: Model): Update =>
    onSelected(model, selectedAlarm(model)?.state === "outOfService" ? "restore" : "remove"),
  alarmDown: (model: Model): Update => alarmMoved(model, 1),
  alarmUp: (model: Model): Update => alarmMoved(model, -1),
} satisfies Partial<Record<Action, (model: Model) => Update>>;

/** Does to an alarm, or to all alarms of a rule, what an operator does. */
export function operate(model: Model, event: AlarmEventName, alarm: string): Update {
  const duration = event === "shelve" ? { duration: SHELVING } : {};
  return operating(model, { kind: "alarm", event, alarm, ...duration });
}

function onSelected(model: Model, event: AlarmEventName): Update {
  const alarm = selectedAlarm(model);
  if (alarm === undefined) return refuse(model, "No alarm is watched for");
  const isNew = alarm.state === "unacknowledged" || alarm.state.endsWith("Unacknowledged");
  if (event === "acknowledge" && !isNew) {
    return refuse(model, `${alarm.label} is ${STATE_WORDS[alarm.state]}: nothing to acknowledge`);
  }
  if (event === "reset" && !alarm.state.startsWith("latched")) {
    return refuse(model, `${alarm.label} is ${STATE_WORDS[alarm.state]}: only a latch is reset`);
  }
  return operate(model, event, alarm.name);
}

function operating(model: Model, command: Extract<AlarmCommand, { kind: "alarm" }>): Update {
  const { event, alarm = "all alarms" } = command;
  return sending(say(model, `${event}: ${alarm}`), command);
}

function alarmMoved(model: Model, by: 1 | -1): Update {
  const listed = listedAlarms(model);
  const at = listed.findIndex(({ name }) => name === selectedAlarm(model)?.name);
  const next = listed[at + by];
  if (next === undefined) return refuse(model, `This is the ${by < 0 ? "first" : "last"} alarm`);
  return only({ ...model, alarm: next.name });
}
