import {
  type FaultEntry,
  faultText,
  type JournalEntry,
  qualityText,
  recoveryText,
} from "../../monitor/terms/mod.ts";
import { STATE_WORDS } from "../alarm_list.ts";
import { clockTime } from "../format.ts";
import type { JournalLine } from "../journal.ts";
import { type Element, Text } from "../kit/mod.ts";
import type { StillModel } from "../still_model.ts";
import { List } from "./list.tsx";
import type { NumeralPanelProps } from "./panel.ts";

/** What happened: to the run, to parameters and to alarms, the newest last. */
export function JournalPanel(props: NumeralPanelProps): Element {
  const { theme } = props.model;
  const lines = journalLines(props.model);
  return (
    <List
      {...props}
      panel="journal"
      title="journal"
      note={lines.length === 0 ? "nothing has happened" : undefined}
      count={lines.length}
      line={(index) => {
        const { time, text, kind } = lines[index];
        const style = kind === "refused"
          ? theme.warning
          : kind === "alarm"
          ? undefined
          : theme.faint;
        return <Text style={style}>{`${clockTime(time).padStart(10)}  ${text}`}</Text>;
      }}
    />
  );
}

/** Both journals by their times: that of the alarms, and that of the screen. */
export function journalLines({ journal, alarms }: StillModel): readonly JournalLine[] {
  const ofAlarms = alarms.journal.map((entry): JournalLine => ({
    time: entry.time,
    text: entryText(entry),
    kind: "alarm",
  }));
  // Both are in order within a run; stable, so that what began a run stands before what it holds.
  return [...journal, ...ofAlarms].toSorted((one, other) => one.time - other.time);
}

/** What became of a fault. */
const FAULT_WORDS: Readonly<Record<FaultEntry["event"], string>> = {
  began: "began",
  ended: "ended",
  cleared: "called off",
  missed: "chance left it out",
};

function entryText(entry: JournalEntry): string {
  switch (entry.kind) {
    case "transition": {
      const note = entry.note === undefined ? "" : `: ${entry.note}`;
      return `${entry.level} ${entry.alarm}: ${entry.event}, ${STATE_WORDS[entry.to]}${note}`;
    }
    case "chatter":
      return `${entry.alarm} ${entry.isChattering ? "chatters" : "no longer chatters"}`;
    case "flood":
      return entry.isFlood ? `alarm flood: ${entry.count} in ten minutes` : "alarm flood over";
    case "limit":
      return `${entry.alarm}: limit ${entry.limit}`;
    case "rules":
      return `other rules: ${entry.alarms.length} alarms`;
    case "restart":
      return "every alarm begins anew";
    case "recovery":
      return recoveryText(entry);
    case "quality":
      return qualityText(entry);
    case "lost":
      return `${entry.count} entries lost for lack of room`;
    case "fault":
      return `fault ${faultText(entry)}: ${FAULT_WORDS[entry.event]}`;
  }
}
