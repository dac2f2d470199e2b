import assert from "node:assert/strict";
import document from "../../docs/ALARMS.md" with { type: "text" };
import {
  ALARM_EVENTS,
  ALARM_STATES,
  alarmCondition,
  nextAlarmState,
  PLANT_WATCHABLE,
  SKY_WATCHABLE,
  watchedAlarms,
} from "../../monitor/mod.ts";

/** A table of Markdown. */
function table(rows: readonly (readonly string[])[]): string {
  const [heading, ...others] = rows.map((cells) => `| ${cells.join(" | ")} |`);
  return [heading, `|${"---|".repeat(rows[0].length)}`, ...others].join("\n");
}

/** Where an event leads an alarm, in the words of the document. */
function cell(state: (typeof ALARM_STATES)[number], event: (typeof ALARM_EVENTS)[number]): string {
  const rest = nextAlarmState(state, event, { condition: "normal", isSuppressed: false });
  const active = nextAlarmState(state, event, { condition: "active", isSuppressed: false });
  if (rest === null) return "";
  if (rest !== active) return "*as it is*";
  return rest === state ? "stays" : rest;
}

Deno.test("docs/ALARMS.md: the table of states is what the machine does", () => {
  const rows = ALARM_EVENTS.map((event) => [
    event,
    ...ALARM_STATES.map((state) => cell(state, event)),
  ]);
  const expected = table([["", ...ALARM_STATES], ...rows]);
  assert.ok(document.includes(expected), expected);
});

Deno.test("docs/ALARMS.md: the default alarms are those that are in force", () => {
  const alarms = [PLANT_WATCHABLE, SKY_WATCHABLE].flatMap(({ rules, dictionary }) =>
    watchedAlarms(rules, dictionary)
  );
  const rows = alarms.map(({ alarm }) => [
    `\`${alarm.name}\``,
    alarm.level,
    `\`${alarmCondition(alarm)}\``,
  ]);
  for (const cells of rows) {
    const expected = `| ${cells.join(" | ")} |`;
    assert.ok(document.includes(expected), expected);
  }
});
