import { type AlarmEventName, operate } from "../actions/alarms.ts";
import { type Model, refuse, type Update } from "../model.ts";
import type { CommandRow } from "./command.ts";

/** What is typed for what an operator does. */
const EVENTS: Readonly<Record<string, AlarmEventName>> = {
  ack: "acknowledge",
  reset: "reset",
  shelve: "shelve",
  unshelve: "unshelve",
  remove: "remove",
  restore: "restore",
};

/** Commands about alarms. */
export const ALARM_COMMANDS: readonly CommandRow[] = [
  {
    name: "alarm",
    usage: "WHAT ALARM",
    help: "Acknowledge, reset, shelve or remove an alarm or a rule",
    words: ({ alarms }, before) =>
      before.length === 0
        ? Object.keys(EVENTS)
        : before.length === 1
        ? [...new Set(alarms.alarms.flatMap(({ name, rule }) => [name, rule]))]
        : [],
    run: (model, [what, alarm]) => alarmCommand(model, what, alarm),
  },
];

function alarmCommand(model: Model, what: string, alarm: string): Update {
  if (!Object.hasOwn(EVENTS, what)) {
    return refuse(model, `Cannot ${what} an alarm as it must be ${Object.keys(EVENTS).join(", ")}`);
  }
  const isKnown = model.alarms.alarms.some(({ name, rule }) => name === alarm || rule === alarm);
  return isKnown
    ? operate(model, EVENTS[what], alarm)
    : refuse(model, `No alarm is called "${alarm}": page 5 shows them`);
}
