import { type Channel, CHANNELS } from "../../telemetry/mod.ts";
import { channelText } from "../reading.ts";
import type { Element } from "../kit/mod.ts";
import { List } from "./list.tsx";
import type { NumeralPanelProps, PanelId } from "./panel.ts";
import { Line } from "./section.tsx";

/** A channel and its position in `Frame.values`. */
interface ChannelRow {
  readonly channel: Channel;
  readonly index: number;
}

/** How clock and engine keep up: whatever channels there are about it. */
export const CLOCK_ROWS = rowsOf(["clock.", "engine."]);

/** How well the method does, and what does not close. */
export const HEALTH_ROWS = rowsOf(["stability", "ledger.relative", "exergy.", "health."]);

/** The channels of clock and engine. */
export function ClockPanel(props: NumeralPanelProps): Element {
  return <Channels {...props} panel="clock" channels={CLOCK_ROWS} />;
}

/** The channels that say how far the numbers can be trusted. */
export function HealthPanel(props: NumeralPanelProps): Element {
  return <Channels {...props} panel="health" channels={HEALTH_ROWS} />;
}

function Channels(
  { channels, ...props }: NumeralPanelProps & { panel: PanelId; channels: readonly ChannelRow[] },
): Element {
  const frame = props.model.numerals;
  return (
    <List
      {...props}
      title={props.panel}
      count={channels.length}
      line={(row) => {
        const { channel, index } = channels[row];
        const value = channelText(channel, frame?.values[index]);
        return <Line theme={props.model.theme} label={channel.label} value={value} />;
      }}
    />
  );
}

function rowsOf(prefixes: readonly string[]): readonly ChannelRow[] {
  const all = CHANNELS.map((channel, index) => ({ channel, index }));
  return prefixes.flatMap((prefix) => all.filter(({ channel: { id } }) => id.startsWith(prefix)));
}
