import { type ChannelId, channelIndex } from "../../telemetry/mod.ts";
import { percent } from "../format.ts";
import {
  type Cells,
  Column,
  Draw,
  type Element,
  type Rect,
  Row,
  Text,
  type Theme,
} from "../kit/mod.ts";
import type { NumeralModel } from "../still_model.ts";

const BAR = 0x2588; // █
const TRACK = 0x00b7; // ·
const CEILING = 0x2502; // │
const CARNOT = 0x250a; // ┊

const LABEL = "efficiency";

/** Electric efficiency on a scale to 100 % or more, beside the ceiling and what heat is worth. */
export function Efficiencies({ model }: { model: NumeralModel }): Element {
  const { theme } = model;
  const value = (id: ChannelId) => model.numerals?.values[channelIndex(id)] ?? NaN;
  const efficiency = value("lap.electricEfficiency");
  const ceiling = value("ceiling");
  const carnot = carnotEfficiency(model);
  return (
    <Column height={2}>
      <Row height={1} gap={1}>
        <Text style={theme.faint} minWidth={LABEL.length}>{LABEL}</Text>
        <Text style={theme.value}>{percent(efficiency)}</Text>
        <Draw
          grow={1}
          height={1}
          draw={(cells, rect) => drawScale(cells, rect, { efficiency, ceiling, carnot, theme })}
        />
      </Row>
      <Row height={1} gap={2}>
        <Text style={theme.faint}>{`│ ceiling ${percent(ceiling)}`}</Text>
        <Text style={theme.faint}>{`┊ Carnot ${percent(carnot)}`}</Text>
      </Row>
    </Column>
  );
}

/** Part of the heat taken from the water that could be work. Source: docs/PHYSICS.md 6, H2. */
function carnotEfficiency({ parameters }: NumeralModel): number {
  const water = parameters[parameters["h2.enabled"] ? "h2.waterTemperature" : "water.temperature"];
  return Math.max(0, 1 - parameters["ambient.temperature"] / water);
}

interface Marks {
  readonly theme: Theme;
  readonly efficiency: number;
  readonly ceiling: number;
  readonly carnot: number;
}

function drawScale(cells: Cells, rect: Rect, marks: Marks): void {
  const { theme, efficiency, ceiling, carnot } = marks;
  const end = [1, efficiency, ceiling, carnot].reduce((one, other) => other > one ? other : one);
  const at = (ratio: number) =>
    rect.x + Math.max(0, Math.min(rect.width - 1, Math.round(ratio / end * (rect.width - 1))));
  cells.fill(rect, TRACK, theme.faint);
  if (efficiency > 0) {
    cells.fill({ ...rect, width: at(efficiency) - rect.x + 1 }, BAR, theme.accent);
  }
  if (!Number.isNaN(carnot)) cells.set(at(carnot), rect.y, CARNOT, theme.value);
  if (!Number.isNaN(ceiling)) cells.set(at(ceiling), rect.y, CEILING, theme.value);
}
