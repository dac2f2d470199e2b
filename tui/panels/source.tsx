import { NO_DATA } from "../format.ts";
import type { Quality } from "../../telemetry/mod.ts";
import { type Element, Row, Text } from "../kit/mod.ts";
import { channelText } from "../reading.ts";
import { qualityOf, shownChannels, sourceChannels } from "../source.ts";
import { List } from "./list.tsx";
import type { NumeralPanelProps } from "./panel.ts";

/** Columns of the table. */
const ID = 28;
const VALUE = 18;
const QUALITY = 11;
const LABEL = 32;

/** Least room for a label, and from which there is a description besides. */
const LABEL_FROM = 12;
const DESCRIPTION_FROM = 40;

/** Every channel of the source, as it is now: the same table whatever the source. */
export function SourcePanel(props: NumeralPanelProps): Element {
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
        const { quality, age } = qualityOf(model, index);
        const value = channelText(channel, numerals?.values[index]);
        return (
          <Row key={channel.id} height={1} gap={1}>
            <Text width={ID} style={theme.faint}>{channel.id}</Text>
            {label > 0 && <Text width={label - 1}>{channel.label}</Text>}
            <Text width={VALUE} align="right" style={value === NO_DATA ? theme.faint : theme.value}>
              {value}
            </Text>
            <Text width={QUALITY} style={quality === "good" ? theme.faint : theme.warning}>
              {quality !== "good" ? qualityText(quality, age) : value === NO_DATA ? "" : quality}
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

/** `▲ bad 12s`: what it is, and for how long. */
function qualityText(quality: Quality, age: number): string {
  return `▲ ${quality} ${Number.isNaN(age) ? "" : `${Math.min(99, Math.round(age))}s`}`;
}

function headingOf(label: number): string {
  const name = label > 0 ? "label".padEnd(label) : "";
  return `${"channel".padEnd(ID + 1)}${name}${"value".padStart(VALUE)} quality`;
}
