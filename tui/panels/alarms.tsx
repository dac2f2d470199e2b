import {
  type AlarmView,
  type FaultEntry,
  faultText,
  isAnnunciatedState,
} from "../../monitor/terms/mod.ts";
import { listedAlarms, selectedAlarm, STATE_WORDS } from "../alarm_list.ts";
import { clockTime, magnitude, NO_DATA } from "../format.ts";
import { Column, type Element, Row, Spacer, Text, type Theme, wrap } from "../kit/mod.ts";
import { alarmStyle } from "../theme.ts";
import type { PanelProps } from "./panel.ts";
import { Section } from "./section.tsx";

/** Rows of what is said of the selected alarm, its name included. */
const DETAIL_ROWS = 4;

/** Most injected faults that are listed. */
const FAULT_ROWS = 3;

const LEVEL_COLUMNS = 10;
const STATE_COLUMNS = 16;
const SINCE_COLUMNS = 12;
const COUNT_COLUMNS = 5;

/** Every alarm by its state, and what to do about the selected one. */
export function AlarmsPanel({ model, columns, rows, isFocused }: PanelProps): Element {
  const { theme, alarms } = model;
  const listed = listedAlarms(model);
  const selected = selectedAlarm(model);
  const faultRows = alarms.faults.length === 0 ? 0 : Math.min(alarms.faults.length, FAULT_ROWS) + 1;
  const height = Math.max(1, rows - 2 - DETAIL_ROWS - faultRows);
  const at = listed.findIndex(({ name }) => name === selected?.name);
  const first = Math.max(0, Math.min(listed.length - height, at - (height >> 1)));
  const asking = alarms.annunciated.length;
  const note = `${asking} of ${listed.length} ${asking === 1 ? "asks" : "ask"} for attention`;
  return (
    <Column grow={1}>
      <Section
        theme={theme}
        title="alarms"
        isFocused={isFocused}
        note={alarms.isFlood ? `▲ FLOOD  ${note}` : note}
        grow={1}
      >
        <Text style={theme.faint}>{heading()}</Text>
        {listed.slice(first, first + height).map((alarm) => (
          <AlarmRow
            key={alarm.name}
            theme={theme}
            alarm={alarm}
            isSelected={alarm === selected}
          />
        ))}
        <Spacer />
      </Section>
      {faultRows > 0 && <Faults theme={theme} faults={alarms.faults} height={faultRows} />}
      {selected !== undefined && <Detail theme={theme} alarm={selected} columns={columns} />}
    </Column>
  );
}

/** The faults that were injected and are there, the newest first. */
function Faults(
  { theme, faults, height }: {
    theme: Theme;
    faults: readonly FaultEntry[];
    height: number;
  },
): Element {
  const count = `${faults.length} there`;
  return (
    <Section theme={theme} title="injected faults" note={count} height={height}>
      {faults.toReversed().slice(0, height - 1).map((entry, index) => (
        <Text key={index} style={theme.warning}>
          {`▲ ${faultText(entry)}  since ${clockTime(entry.time)}`}
        </Text>
      ))}
    </Section>
  );
}

function heading(): string {
  return `  ${"level".padEnd(LEVEL_COLUMNS)}${"state".padEnd(STATE_COLUMNS)}` +
    `${"since".padEnd(SINCE_COLUMNS)}${"came".padStart(COUNT_COLUMNS)}  alarm`;
}

function AlarmRow(
  { theme, alarm, isSelected }: { theme: Theme; alarm: AlarmView; isSelected: boolean },
): Element {
  const { level, state, since, count, label, isFirstOut, isChattering } = alarm;
  const isAsking = isAnnunciatedState(state);
  const sinceText = state === "normal" && count === 0 ? "-" : clockTime(since);
  const marks = `${isFirstOut && isAsking ? "  first of its group" : ""}${
    isChattering ? "  chatters" : ""
  }`;
  const text = `${isAsking ? "▲" : " "} ${level.padEnd(LEVEL_COLUMNS)}` +
    `${STATE_WORDS[state].padEnd(STATE_COLUMNS)}${sinceText.padEnd(SINCE_COLUMNS)}` +
    `${String(count).padStart(COUNT_COLUMNS)}  ${label}${marks}`;
  const style = isAsking ? alarmStyle(theme, level) : theme.faint;
  return (
    <Row height={1} style={isSelected ? theme.selected : undefined}>
      <Text style={isSelected ? theme.selected : style} grow={1}>{text}</Text>
    </Row>
  );
}

function Detail(
  { theme, alarm, columns }: { theme: Theme; alarm: AlarmView; columns: number },
): Element {
  const { name, guidance, note, unit } = alarm;
  const limit = alarm.limit === null ? "" : `, limit ${said(alarm.limit, unit)}`;
  const values = `value ${said(alarm.value, unit)}, worst ${said(alarm.worst, unit)}${limit}`;
  const shelved = alarm.shelvedUntil === null
    ? ""
    : `, shelved until ${clockTime(alarm.shelvedUntil)}`;
  const lines = [...wrap(guidance, columns), note === "" ? `${values}${shelved}` : `note: ${note}`];
  return (
    <Section theme={theme} title={name} height={DETAIL_ROWS}>
      {lines.slice(0, DETAIL_ROWS - 1).map((line) => (
        <Text key={line} style={theme.faint}>{line}</Text>
      ))}
    </Section>
  );
}

function said(value: number | null, unit: string): string {
  if (value === null) return NO_DATA;
  const number = value !== 0 && Math.abs(value) < 1e-3
    ? magnitude(value)
    : String(Number(value.toPrecision(5)));
  return `${number} ${unit}`.trim();
}
