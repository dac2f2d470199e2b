import { type AlarmEventName, operate } from "../actions/alarms.ts";
import { type Model, refuse, say, sending, type Update } from "../model.ts";
import type { StillModel } from "../still_model.ts";
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

/** What is typed to set a limit: `:alarm set chainSpeed.hi=8`. */
const SET = "set";

/** What can be typed after `:alarm`. */
const WHAT = [...Object.keys(EVENTS), SET];

/** Commands about alarms. */
export const ALARM_COMMANDS: readonly CommandRow[] = [
  {
    name: "alarm",
    usage: "WHAT ALARM",
    help: "Acknowledge, reset, shelve or remove an alarm or a rule, or set NAME.LIMIT=NUMBER",
    words: (model, before) =>
      before.length === 0 ? WHAT : before.length === 1 ? alarmWords(model, before[0]) : [],
    run: (model, [what, alarm]) => alarmCommand(model, what, alarm),
  },
];

function alarmWords({ alarms: { alarms } }: StillModel, what: string): readonly string[] {
  if (what !== SET) return [...new Set(alarms.flatMap(({ name, rule }) => [name, rule]))];
  return alarms.flatMap(({ name, limit }) => limit === null ? [] : [`${name}=${limit}`]);
}

function alarmCommand(model: Model, what: string, alarm: string): Update {
  if (what === SET) return setLimit(model, alarm);
  if (!Object.hasOwn(EVENTS, what)) {
    return refuse(model, `Cannot ${what} an alarm as it must be ${WHAT.join(", ")}`);
  }
  const isKnown = model.alarms.alarms.some(({ name, rule }) => name === alarm || rule === alarm);
  return isKnown
    ? operate(model, EVENTS[what], alarm)
    : refuse(model, `No alarm is called "${alarm}": page 5 shows them`);
}

/** Sets a limit as `chainSpeed.hi=8` says. */
function setLimit(model: Model, text: string): Update {
  const [name, digits = ""] = text.split("=");
  const alarm = model.alarms.alarms.find((each) => each.name === name);
  if (alarm === undefined || alarm.limit === null) {
    return refuse(model, `No limit is called "${name}": page 5 shows them`);
  }
  const limit = digits === "" ? NaN : Number(digits);
  if (!Number.isFinite(limit)) {
    return refuse(model, `Cannot set ${name} as it must be a number: current value is ${digits}`);
  }
  const said = `${name} set to ${`${limit} ${alarm.unit}`.trim()}`;
  return sending(say(model, said), { kind: "limit", alarm: name, limit });
}
