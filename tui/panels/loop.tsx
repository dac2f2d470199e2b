import { type ChannelId, channelIndex } from "../../telemetry/mod.ts";
import { Bar, Column, Draw, type Element, Row, Spacer, Stack, Still, Text } from "../kit/mod.ts";
import { NO_DATA, withUnit } from "../format.ts";
import { reading } from "../reading.ts";
import type { NumeralModel } from "../still_model.ts";
import type { MovingPanelProps } from "./panel.ts";
import { drawChain, drawFloaters } from "./schematic.ts";
import { Line, Section } from "./section.tsx";

const RECEIVER = "receiver";

/** Rows from which the receiver and the clutch have room. */
const GAUGES_FROM = 16;

/** Rows below the loop: two of the gauges are left out where there is no room for them. */
const READING_ROWS = 6;
const GAUGE_ROWS = 2;

/** The loop with its floaters, and what it does. */
export function LoopPanel({ model, rows, isFocused }: MovingPanelProps): Element {
  const { frame, numerals, parameters, theme } = model;
  const hasGauges = rows >= GAUGES_FROM;
  const chain = { parameters, theme };
  const readings = { ...chain, numerals, hasGauges };
  return (
    <Column grow={1}>
      <Section theme={theme} title="loop" isFocused={isFocused} grow={1}>
        {frame === undefined ? <Spacer /> : (
          <Stack grow={1}>
            <Still
              grow={1}
              from={[drawChain, parameters, theme]}
              content={() => (
                <Draw
                  grow={1}
                  draw={(cells, rect) => drawChain(cells, rect, chain)}
                />
              )}
            />
            <Draw draw={(cells, rect) => drawFloaters(cells, rect, { ...chain, frame })} />
          </Stack>
        )}
      </Section>
      <Still
        height={hasGauges ? READING_ROWS : READING_ROWS - GAUGE_ROWS}
        from={[Readings, ...Object.values(readings)]}
        content={() => <Readings {...readings} />}
      />
    </Column>
  );
}

/** What is said below the loop. */
interface ReadingsProps extends Pick<NumeralModel, "numerals" | "parameters" | "theme"> {
  readonly hasGauges: boolean;
}

function Readings({ numerals, parameters, theme, hasGauges }: ReadingsProps): Element {
  return (
    <Column>
      <Row height={1}>
        <Text style={theme.faint}>↑ air</Text>
        <Spacer />
        <Text style={theme.faint}>water ↓</Text>
      </Row>
      <Line theme={theme} label="speed" value={withUnit(reading(numerals, "chain.speed"))} />
      <Line theme={theme} label="air" value={withUnit(reading(numerals, "air.volume"))} />
      <Line
        theme={theme}
        label="» valves"
        value={reading(numerals, "injector.openValves").number}
      />
      {hasGauges && <Gauges numerals={numerals} parameters={parameters} theme={theme} />}
    </Column>
  );
}

/** How full the receiver is between ambient and cut-out pressure, and what the clutch does. */
function Gauges(
  { numerals, parameters, theme }: Omit<ReadingsProps, "hasGauges">,
): Element {
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
