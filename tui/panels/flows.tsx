import { energyNumber, energyStep, energyUnit, NO_DATA } from "../format.ts";
import {
  type Cells,
  Draw,
  type Element,
  type Rect,
  Row,
  Spacer,
  Text,
  type Theme,
} from "../kit/mod.ts";
import { lastLap, sinceStart } from "./books.ts";
import { cascade, type CascadeStep, shownNumbers, steps } from "./cascade.ts";
import { Efficiencies } from "./efficiencies.tsx";
import type { NumeralPanelProps } from "./panel.ts";
import { Section } from "./section.tsx";

const NUMBER_COLUMNS = 8;

/** Columns of the labels, and what the panel has at least for the bars besides. */
const LABEL_COLUMNS = 28;
const LEAST_BAR_COLUMNS = 6;

/** Rows of both lines of efficiency, and of the panel from which they have room. */
const EFFICIENCY_ROWS = 2;
const EFFICIENCY_FROM = 13;

const LEFT = 0x2588; // █
const LOST = 0x2591; // ░
const ZERO = 0x2502; // │

/** Where each joule goes, from the compressor to net, over the last lap and since the start. */
export function FlowsPanel({ model, columns, rows, isFocused }: NumeralPanelProps): Element {
  const { numerals: frame, theme } = model;
  if (frame === undefined) {
    return <Section theme={theme} title="flows" isFocused={isFocused} value={NO_DATA} />;
  }
  const all = sinceStart(frame);
  const lap = lastLap(model);
  const hasEfficiencies = rows >= EFFICIENCY_FROM;
  const room = rows - 1 - (hasEfficiencies ? EFFICIENCY_ROWS : 0);
  const table = cascade(
    lap === undefined ? [all] : [all, lap],
    model.parameters,
    room,
  );
  const turnedOver = all.turnedOver;
  const joules = shownNumbers(table, 0, energyStep(turnedOver));
  const watts = lap === undefined
    ? undefined
    : shownNumbers(table, 1, lap.duration).map((each) => each / lap.duration);
  const bars = steps(table, lap === undefined ? 0 : 1);
  const ends = extent(bars);
  const labelColumns = Math.min(
    LABEL_COLUMNS,
    columns - 2 * NUMBER_COLUMNS - LEAST_BAR_COLUMNS - 3,
  );
  const lapNote = lap === undefined ? "no lap yet" : `lap ${lap.duration.toFixed(1)} s, W`;
  return (
    <Section
      theme={theme}
      title="flows"
      isFocused={isFocused}
      note={`${lapNote}  all, ${energyUnit(turnedOver)}`}
      grow={1}
    >
      {table.map(({ label, kind }, index) => {
        const isLeft = kind === "left";
        const style = isLeft ? theme.value : undefined;
        return (
          <Row key={index} height={1} gap={1}>
            <Text style={isLeft ? theme.value : theme.faint} width={labelColumns}>
              {isLeft ? label : `- ${label}`}
            </Text>
            <Draw
              grow={1}
              height={1}
              draw={(cells, rect) => drawStep(cells, rect, { step: bars[index], ends, theme })}
            />
            <Text style={style} width={NUMBER_COLUMNS} align="right">
              {watts === undefined ? "-" : watts[index].toFixed(0)}
            </Text>
            <Text style={style} width={NUMBER_COLUMNS} align="right">
              {energyNumber(joules[index], turnedOver)}
            </Text>
          </Row>
        );
      })}
      <Spacer />
      {hasEfficiencies && <Efficiencies model={model} />}
    </Section>
  );
}

/** Ends of the scale of all bars, J. */
interface Ends {
  readonly least: number;
  readonly most: number;
}

function extent(bars: readonly CascadeStep[]): Ends {
  const ends = bars.flatMap(({ above, below }) => [above, below]);
  return { least: Math.min(0, ...ends), most: Math.max(0, ...ends) };
}

interface BarLook {
  readonly step: CascadeStep;
  readonly ends: Ends;
  readonly theme: Theme;
}

/** What is left as a bar from zero, and what is lost as the part by which the bar grows shorter. */
function drawStep(
  cells: Cells,
  rect: Rect,
  { step: { kind, above, below }, ends: { least, most }, theme }: BarLook,
): void {
  if (!(most > least)) return;
  const at = (joules: number) =>
    Math.min(rect.width - 1, Math.floor((joules - least) / (most - least) * rect.width));
  if (least < 0) cells.set(rect.x + at(0), rect.y, ZERO, theme.faint);
  const [from, to] = above < below ? [at(above), at(below)] : [at(below), at(above)];
  const width = above === below ? 0 : to - from + 1;
  const sign = kind === "left" ? LEFT : LOST;
  cells.fill({ x: rect.x + from, y: rect.y, width, height: 1 }, sign, theme.accent);
}
