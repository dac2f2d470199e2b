import { type ChannelId, channelIndex, CHANNELS } from "../../telemetry/mod.ts";
import { ALARM_LEVELS } from "../../monitor/terms/mod.ts";
import { ghost } from "../baseline.ts";
import { Chart, type Series, type Threshold } from "../charts/mod.ts";
import { clockTime } from "../format.ts";
import type { Element } from "../kit/mod.ts";
import { screenUnit } from "../reading.ts";
import type { ChartModel, StillModel } from "../still_model.ts";
import { alarmStyle } from "../theme.ts";

/** Before the name of the first channel of the chart that keys go to. */
const FOCUS = "▸ ";

/** A channel of a chart, and what it is called there. */
export interface Charted {
  readonly id: ChannelId;
  readonly label?: string;
}

/** Props of {@link ChannelChart}. */
export interface ChannelChartProps {
  readonly model: ChartModel;
  readonly channels: readonly Charted[];
  readonly isFocused: boolean;
  readonly rows: number;
  /** Whether the time is below; charts in a stack need it once. */
  readonly hasTime?: boolean;
}

/** The course of some channels in the window that all charts share, and the baseline behind it. */
export function ChannelChart(props: ChannelChartProps): Element {
  const { model, channels, isFocused, rows, hasTime = true } = props;
  const { history, charted, chartView, theme, numerals, baseline } = model;
  const { runs } = history;
  return (
    <Chart
      history={history}
      series={channels.map((charted, index) => ({
        ...seriesOf(charted, isFocused && index === 0),
        thresholds: thresholdsOf(model, charted.id),
      }))}
      view={chartView}
      theme={theme}
      formatTime={clockTime}
      until={charted}
      numeralsAt={numerals?.simulationTime}
      baseline={baseline === undefined ? undefined : ghost(baseline, { runs, newest: charted })}
      hasTime={hasTime}
      height={rows}
    />
  );
}

function seriesOf({ id, label }: Charted, isMarked: boolean): Series {
  const channel = CHANNELS[channelIndex(id)];
  const { unit, format } = screenUnit(channel);
  const [min, max] = channel.range;
  return {
    label: `${isMarked ? FOCUS : ""}${label ?? channel.label}`,
    channel: channelIndex(id),
    unit,
    format,
    range: { min, max },
  };
}

/** On which side of a limit of an alarm something is wrong; other limits are of no value. */
const SIDES: Readonly<Record<string, Threshold["side"]>> = {
  hi: "above",
  hihi: "above",
  lo: "below",
  lolo: "below",
};

/** The limits that alarms watch a channel for, the mildest first. */
function thresholdsOf({ alarms, theme }: StillModel, id: ChannelId): readonly Threshold[] {
  return alarms.alarms
    .filter(({ channel, state }) => channel === id && state !== "outOfService")
    .toSorted((one, other) => ALARM_LEVELS.indexOf(one.level) - ALARM_LEVELS.indexOf(other.level))
    .flatMap(({ limitName, limit, level }) =>
      limit === null || limitName === null || !Object.hasOwn(SIDES, limitName)
        ? []
        : [{ value: limit, side: SIDES[limitName], style: alarmStyle(theme, level) }]
    );
}
