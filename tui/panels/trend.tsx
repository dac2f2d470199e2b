import { channelIndex, CHANNELS } from "../../telemetry/mod.ts";
import { clockTime, percent, type Quantity, quantity, withUnit } from "../format.ts";
import { type Extent, extentOf, newestBuckets, NO_EXTENT } from "../history.ts";
import { Column, type Element, LineChart, Row, Spacer, Sparkline, Text } from "../kit/mod.ts";
import { SCALE_COLUMNS } from "../layout.ts";
import { type Charted, hasLines, type Model, visibleBuckets } from "../model.ts";
import { AXIS_FROM } from "../pages/overview.ts";
import { niceScale, type Scale } from "../scale.ts";
import type { PanelId, PanelProps } from "./panel.ts";
import { Rule, Section } from "./section.tsx";
import { THEME } from "../theme.ts";

/** Columns from which there is room to call least and greatest by name. */
const WORDS_FROM = 44;

/** Rows of the terminal beside the body of a page. */
const OTHER_ROWS = 6;

/** The course of the generator's power. */
export function PowerPanel(props: PanelProps): Element {
  return <Course {...props} panel="power" id="generator.power" />;
}

/** The course of the torque of the shaft. */
export function TorquePanel(props: PanelProps): Element {
  return <Course {...props} panel="torque" id="shaft.torque" />;
}

/** The course of the running efficiency, and what it is to be compared with. */
export function EfficiencyPanel(props: PanelProps): Element {
  const { model, columns, rows, ...rest } = props;
  const hasAxis = model.rows - OTHER_ROWS >= AXIS_FROM;
  const chartRows = rows - 1 - (hasAxis ? 1 : 0);
  return (
    <Column grow={1}>
      <Course
        {...rest}
        model={model}
        columns={columns}
        rows={chartRows}
        panel="efficiency"
        id="efficiency.running"
      />
      <Limits model={model} hasWords={columns >= WORDS_FROM} />
      {hasAxis && <TimeAxis model={model} panel="efficiency" />}
    </Column>
  );
}

interface CourseProps extends PanelProps {
  readonly panel: PanelId;
  readonly id: Charted;
}

function Course({ model, columns, rows, isFocused, panel, id }: CourseProps): Element {
  const value = model.numerals?.frame.values[channelIndex(id)] ?? NaN;
  const { min, max } = model.numerals?.extents[id] ?? NO_EXTENT;
  const note = Number.isNaN(min)
    ? undefined
    : columns < WORDS_FROM
    ? `${said(id, min).number} to ${said(id, max).number}`
    : `min ${said(id, min).number}  max ${said(id, max).number}`;
  return (
    <Section
      title={panel}
      isFocused={isFocused}
      value={withUnit(said(id, value))}
      note={note}
      height={rows}
    >
      {hasLines(rows)
        ? <Lines model={model} panel={panel} id={id} />
        : <Spark model={model} panel={panel} id={id} />}
    </Section>
  );
}

interface LinesProps {
  readonly model: Model;
  readonly panel: PanelId;
  readonly id: Charted;
}

function Lines({ model, panel, id }: LinesProps): Element {
  const extents = newestBuckets(model.histories[id], visibleBuckets(model, panel));
  const lap = id === "efficiency.running" ? lapEfficiency(model) : NaN;
  const { min, max } = scaleOf(id, extentOf(extents), lap);
  return (
    <Row grow={1} gap={1}>
      <LineChart
        extents={extents}
        min={min}
        max={max}
        style={THEME.chart}
        levels={[{ value: lap, style: THEME.level }]}
      />
      <Column width={SCALE_COLUMNS - 1}>
        <Text style={THEME.faint} align="right">{scaleText(id, max)}</Text>
        <Spacer />
        <Text style={THEME.faint} align="right">{scaleText(id, min)}</Text>
      </Column>
    </Row>
  );
}

function Spark({ model, panel, id }: LinesProps): Element {
  const extents = newestBuckets(model.histories[id], visibleBuckets(model, panel));
  const { min, max } = scaleOf(id, extentOf(extents), NaN);
  return <Sparkline extents={extents} min={min} max={max} style={THEME.chart} />;
}

/** What the running efficiency is to be compared with. */
function Limits({ model, hasWords }: { model: Model; hasWords: boolean }): Element {
  const { numerals } = model;
  const ceiling = numerals?.frame.values[channelIndex("ceiling")] ?? NaN;
  const isStartUp = (numerals?.frame.values[channelIndex("lap.startUp")] ?? 0) > 0;
  return (
    <Row height={1} gap={1}>
      <Text style={THEME.faint}>{isStartUp ? "first lap" : hasWords ? "lap average" : "lap"}</Text>
      <Text>{percent(lapEfficiency(model))}</Text>
      <Text style={THEME.faint}>ceiling</Text>
      <Text>{percent(ceiling)}</Text>
    </Row>
  );
}

/** Simulated time at both ends of the charts. */
function TimeAxis({ model, panel }: { model: Model; panel: PanelId }): Element {
  const [start] = newestBuckets(model.histories.time, visibleBuckets(model, panel));
  const end = model.numerals?.frame.simulationTime;
  const isFull = model.histories.time.closed.length / 2 >= visibleBuckets(model, panel);
  return (
    <Row height={1} gap={1}>
      <Text style={THEME.faint}>{isFull ? clockTime(start, 0) : ""}</Text>
      <Rule />
      <Text style={THEME.faint}>{end === undefined ? "" : clockTime(end, 0)}</Text>
      <Spacer width={SCALE_COLUMNS - 1} />
    </Row>
  );
}

function lapEfficiency({ numerals }: Model): number {
  return numerals?.frame.values[channelIndex("lap.electricEfficiency")] ?? NaN;
}

function scaleOf(id: Charted, { min, max }: Extent, level: number): Scale {
  const [low, high] = CHANNELS[channelIndex(id)].range;
  const least = Number.isNaN(level) ? min : Math.min(min, level);
  const most = Number.isNaN(level) ? max : Math.max(max, level);
  return niceScale({ min: least, max: most }, { min: low, max: high });
}

function said(id: Charted, value: number): Quantity {
  if (id === "efficiency.running") return quantity(100 * value, "%", 1);
  const { unit, decimals } = CHANNELS[channelIndex(id)];
  return quantity(value, unit, decimals);
}

/** An end of a scale: round, so without further digits. */
function scaleText(id: Charted, value: number): string {
  if (id === "efficiency.running") return `${Number((100 * value).toPrecision(3))} %`;
  const { unit } = CHANNELS[channelIndex(id)];
  return `${Number((unit === "W" ? value / 1e3 : value).toPrecision(3))}`;
}
