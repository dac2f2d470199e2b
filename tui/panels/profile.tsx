import { type ChannelId, channelIndex, COMPONENTS } from "../../telemetry/mod.ts";
import { fixed, NO_DATA, percent } from "../format.ts";
import { type Element, Text } from "../kit/mod.ts";
import { List } from "./list.tsx";
import type { NumeralPanelProps } from "./panel.ts";

const LABEL_COLUMNS = 9;

/** A column of the table; those that have no room are dropped from the right. */
interface ProfileColumn {
  readonly heading: string;
  readonly width: number;
  /** The end of the channels' ids. */
  readonly end: "Share" | "P50" | "P99" | "Max";
}

const COLUMNS: readonly ProfileColumn[] = [
  { heading: "core", width: 8, end: "Share" },
  { heading: "median", width: 8, end: "P50" },
  { heading: "99 %", width: 8, end: "P99" },
  { heading: "max ms", width: 8, end: "Max" },
];

/** What each part of the program costs: its part of a core, and its time per frame, ms. */
export function ProfilePanel(props: NumeralPanelProps): Element {
  const { model: { numerals }, columns } = props;
  const shown = shownColumns(columns - LABEL_COLUMNS);
  const value = (id: ChannelId) => numerals?.values[channelIndex(id)] ?? NaN;
  const headings = shown.map(({ heading, width }) => heading.padStart(width)).join("");
  return (
    <List
      {...props}
      panel="profile"
      title="profile"
      heading={" ".repeat(LABEL_COLUMNS) + headings}
      count={COMPONENTS.length}
      line={(row) => {
        const { id, label } = COMPONENTS[row];
        const cells = shown.map(({ end, width }) =>
          numberText(value(`profile.${id}${end}`), end).padStart(width)
        );
        return <Text>{label.padEnd(LABEL_COLUMNS) + cells.join("")}</Text>;
      }}
    />
  );
}

function numberText(value: number, end: ProfileColumn["end"]): string {
  if (Number.isNaN(value)) return NO_DATA;
  return end === "Share" ? percent(value, 2) : fixed(value * 1e3, 3);
}

/** As many columns as have room. */
function shownColumns(room: number): readonly ProfileColumn[] {
  let used = 0;
  return COLUMNS.filter(({ width }) => (used += width) <= room);
}
