import { type ChannelId, channelIndex, CHANNELS, QUEUES } from "../../telemetry/mod.ts";
import { NO_DATA } from "../format.ts";
import type { Element } from "../kit/mod.ts";
import { channelText } from "../reading.ts";
import { List } from "./list.tsx";
import type { NumeralPanelProps } from "./panel.ts";
import { Line } from "./section.tsx";

/** What is told of: each queue, and what the terminal is sent. */
const ROWS: readonly { readonly id: ChannelId; readonly room?: number }[] = [
  { id: "screen.frameBytes" },
  ...QUEUES.map(({ id, room }) => ({ id: `queue.${id}` as const, room })),
];

/** How many lines it has. */
export const QUEUE_ROWS = ROWS.length;

/** What waits between the parts of the program, of how much there is room for. */
export function QueuesPanel(props: NumeralPanelProps): Element {
  const { model: { numerals, theme } } = props;
  return (
    <List
      {...props}
      panel="queues"
      title="queues"
      count={QUEUE_ROWS}
      line={(row) => {
        const { id, room } = ROWS[row];
        const channel = CHANNELS[channelIndex(id)];
        const text = channelText(channel, numerals?.values[channelIndex(id)]);
        const [number, ...unit] = text.split(" ");
        const isBounded = room !== undefined && text !== NO_DATA;
        const value = isBounded ? [number, "of", room, ...unit].join(" ") : text;
        return <Line theme={theme} label={channel.label} value={value} />;
      }}
    />
  );
}
