import { NO_DATA } from "../format.ts";
import { type Element, Row, Text } from "../kit/mod.ts";
import { channelText } from "../reading.ts";
import { qualityOf, shownChannels, sourceChannels } from "../source.ts";
import { List } from "./list.tsx";
import type { PanelProps } from "./panel.ts";

/** Columns of the table. */
const ID = 28;
const VALUE = 18;
const QUALITY = 9;
const LABEL = 32;

/** Least room for a label, and from which there is a description besides. */
const LABEL_FROM = 12;
const DESCRIPTION_FROM = 40;

/** Every channel of the source, as it is now: the same table whatever the source. */
export function SourcePanel(props: PanelProps): Element {
  const { model, columns } = props;
  const { theme, numerals, dialog } = model;
  const found = shownChannels(model);
  const left = columns - ID - VALUE - QUALITY - 3;
  const label = left < LABEL_FROM ? 0 : Math.min(LABEL, left);
  const description = Math.max(0, left - label - 2);
  const isSearched = model.find !== "" && dialog?.kind !== "find";
  return (
    <List
      {...props}
      panel="source"
      title={`channels of ${model.preset.name}`}
      note={isSearched ? `/${model.find}` : `${found.length} of ${sourceChannels().length}`}
      heading={headingOf(label)}
      count={found.length}
      line={(row) => {
        const { channel, index } = found[row];
        const quality = qualityOf(model);
        const value = channelText(channel, numerals?.values[index]);
        return (
          <Row key={channel.id} height={1} gap={1}>
            <Text width={ID} style={theme.faint}>{channel.id}</Text>
            {label > 0 && <Text width={label - 1}>{channel.label}</Text>}
            <Text width={VALUE} align="right" style={value === NO_DATA ? theme.faint : theme.value}>
              {value}
            </Text>
            <Text width={QUALITY} style={quality === "good" ? theme.faint : theme.warning}>
              {value === NO_DATA ? "" : quality === "good" ? quality : `▲ ${quality}`}
            </Text>
            {description >= DESCRIPTION_FROM && (
              <Text style={theme.faint}>{channel.description}</Text>
            )}
          </Row>
        );
      }}
    />
  );
}

function headingOf(label: number): string {
  const name = label > 0 ? "label".padEnd(label) : "";
  return `${"channel".padEnd(ID + 1)}${name}${"value".padStart(VALUE)} quality`;
}
