import { type ChannelId, channelIndex } from "../../telemetry/mod.ts";
import { percent } from "../format.ts";
import { Column, type Element, Row, Text } from "../kit/mod.ts";
import { chartedIn } from "../model.ts";
import type { NumeralModel } from "../still_model.ts";
import { ChannelChart } from "./channel_chart.tsx";
import type { ChartPanelProps, PanelId } from "./panel.ts";
import { Section } from "./section.tsx";

/** Columns from which there is room to call things by their whole names. */
const WORDS_FROM = 44;

/** The course of the generator's power; the time is below the last one of the stack. */
export function PowerPanel({ model, isFocused, rows }: ChartPanelProps): Element {
  const channels = [{ id: "generator.power", label: "power" }] as const;
  const look = { model, isFocused, rows, channels, hasTime: model.isExpanded };
  return <ChannelChart {...look} />;
}

/** The course of the torque of the shaft. */
export function TorquePanel({ model, isFocused, rows }: ChartPanelProps): Element {
  const channels = [{ id: "shaft.torque", label: "torque" }] as const;
  const look = { model, isFocused, rows, channels, hasTime: model.isExpanded };
  return <ChannelChart {...look} />;
}

/** The course of the running efficiency, and what it is to be compared with. */
export function EfficiencyPanel({ model, columns, rows, isFocused }: ChartPanelProps): Element {
  const channels = [{ id: "efficiency.running", label: "efficiency" }] as const;
  return (
    <Column grow={1}>
      <ChannelChart model={model} isFocused={isFocused} rows={rows - 1} channels={channels} />
      <Limits model={model} hasWords={columns >= WORDS_FROM} />
    </Column>
  );
}

/** The panel of one of the charts of the charts page. */
export function chartPanel(panel: PanelId): (props: ChartPanelProps) => Element {
  return ({ model, isFocused, rows }) => {
    const channels = chartedIn(model, panel) ?? [];
    if (channels.length === 0) {
      return <Section theme={model.theme} title="no channel yet" isFocused={isFocused} />;
    }
    return (
      <ChannelChart
        model={model}
        isFocused={isFocused}
        rows={rows}
        channels={channels.map((id) => ({ id }))}
      />
    );
  };
}

/** What the running efficiency is to be compared with. */
function Limits({ model, hasWords }: { model: NumeralModel; hasWords: boolean }): Element {
  const { theme } = model;
  const value = (id: ChannelId) => model.numerals?.values[channelIndex(id)] ?? NaN;
  const lap = value("lap.startUp") > 0 ? "first lap" : hasWords ? "lap average" : "lap";
  return (
    <Row height={1} gap={1}>
      <Text style={theme.faint}>{lap}</Text>
      <Text>{percent(value("lap.electricEfficiency"))}</Text>
      <Text style={theme.faint}>ceiling</Text>
      <Text>{percent(value("ceiling"))}</Text>
    </Row>
  );
}
