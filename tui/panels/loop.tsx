import { Column, Draw, type Element, Row, Spacer, Text } from "../kit/mod.ts";
import { withUnit } from "../format.ts";
import { reading } from "../reading.ts";
import type { PanelProps } from "./panel.ts";
import { drawLoop } from "./schematic.ts";
import { Line, Section } from "./section.tsx";
import { THEME } from "../theme.ts";

/** The loop with its floaters, and what it does. */
export function LoopPanel({ model, isFocused }: PanelProps): Element {
  const { frame, parameters } = model;
  const shown = model.numerals?.frame;
  const valves = reading(shown, "injector.openValves").number;
  return (
    <Column grow={1}>
      <Section title="loop" isFocused={isFocused} grow={1}>
        {frame === undefined
          ? <Spacer />
          : <Draw grow={1} draw={(cells, rect) => drawLoop(cells, rect, { frame, parameters })} />}
      </Section>
      <Row height={1}>
        <Text style={THEME.faint}>↑ air</Text>
        <Spacer />
        <Text style={THEME.faint}>water ↓</Text>
      </Row>
      <Line label="speed" value={withUnit(reading(shown, "chain.speed"))} />
      <Line label="air" value={withUnit(reading(shown, "air.volume"))} />
      <Line label="» valves" value={valves} />
    </Column>
  );
}
