import { type ChannelId, channelIndex } from "../../telemetry/mod.ts";
import { Bar, Column, Draw, type Element, Row, Spacer, Text } from "../kit/mod.ts";
import { NO_DATA, withUnit } from "../format.ts";
import type { Model } from "../model.ts";
import { reading } from "../reading.ts";
import type { MovingPanelProps } from "./panel.ts";
import { drawLoop } from "./schematic.ts";
import { Line, Section } from "./section.tsx";

const RECEIVER = "receiver";

/** Rows from which the receiver and the clutch have room. */
const GAUGES_FROM = 16;

/** The loop with its floaters, and what it does. */
export function LoopPanel({ model, rows, isFocused }: MovingPanelProps): Element {
  const { frame, parameters, theme } = model;
  const shown = model.numerals;
  const valves = reading(shown, "injector.openValves").number;
  return (
    <Column grow={1}>
      <Section theme={theme} title="loop" isFocused={isFocused} grow={1}>
        {frame === undefined ? <Spacer /> : (
          <Draw
            grow={1}
            draw={(cells, rect) => drawLoop(cells, rect, { frame, parameters, theme })}
          />
        )}
      </Section>
      <Row height={1}>
        <Text style={theme.faint}>↑ air</Text>
        <Spacer />
        <Text style={theme.faint}>water ↓</Text>
      </Row>
      <Line theme={theme} label="speed" value={withUnit(reading(shown, "chain.speed"))} />
      <Line theme={theme} label="air" value={withUnit(reading(shown, "air.volume"))} />
      <Line theme={theme} label="» valves" value={valves} />
      {rows >= GAUGES_FROM && <Gauges model={model} />}
    </Column>
  );
}

/** How full the receiver is between ambient and cut-out pressure, and what the clutch does. */
function Gauges({ model: { numerals, parameters, theme } }: { model: Model }): Element {
  const value = (id: ChannelId) => numerals?.values[channelIndex(id)] ?? NaN;
  const locked = value("clutch.locked");
  return (
    <Column>
      <Row height={1} gap={1}>
        <Text style={theme.faint} minWidth={RECEIVER.length}>{RECEIVER}</Text>
        <Bar
          value={value("receiver.pressure")}
          min={parameters["ambient.pressure"]}
          max={parameters["receiver.cutOut"]}
          style={theme.accent}
        />
      </Row>
      <Line
        theme={theme}
        label="clutch"
        value={Number.isNaN(locked) ? NO_DATA : locked > 0 ? "locked" : "free"}
      />
    </Column>
  );
}
