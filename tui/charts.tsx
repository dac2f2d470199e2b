import { channelIndex, CHANNELS } from "../telemetry/mod.ts";
import { clockTime, percent, type Quantity, quantity, withUnit } from "./format.ts";
import { type Extent, extentOf, newestBuckets, NO_EXTENT } from "./history.ts";
import { Column, type Element, LineChart, Row, Spacer, Sparkline, Text } from "./kit/mod.ts";
import { type Layout, SCALE_COLUMNS } from "./layout.ts";
import { type Charted, type Model, visibleBuckets } from "./model.ts";
import { niceScale, type Scale } from "./scale.ts";
import { Rule, Section } from "./section.tsx";
import { THEME } from "./theme.ts";

/** Columns from which there is room to call least and greatest by name. */
const WORDS_FROM = 44;

interface ChartRow {
  readonly id: Charted;
  readonly title: string;
}

/** The charts, from the top. */
const CHARTS: readonly ChartRow[] = [
  { id: "generator.power", title: "power" },
  { id: "shaft.torque", title: "torque" },
  { id: "efficiency.running", title: "efficiency" },
];

/** Charts of power, torque and efficiency, one below the other. */
export function Charts({ model, layout }: { model: Model; layout: Layout }): Element {
  return (
    <Column grow={1}>
      {CHARTS.map((row) => <Chart key={row.id} model={model} layout={layout} row={row} />)}
      <Limits model={model} hasWords={layout.chartColumns >= WORDS_FROM} />
      {layout.hasTimeAxis && <TimeAxis model={model} />}
    </Column>
  );
}

function Chart(props: { model: Model; layout: Layout; row: ChartRow }): Element {
  const { model, layout, row: { id, title } } = props;
  const value = model.numerals?.frame.values[channelIndex(id)] ?? NaN;
  const { min, max } = model.numerals?.extents[id] ?? NO_EXTENT;
  const note = Number.isNaN(min)
    ? undefined
    : layout.chartColumns < WORDS_FROM
    ? `${said(id, min).number} to ${said(id, max).number}`
    : `min ${said(id, min).number}  max ${said(id, max).number}`;
  return (
    <Section title={title} value={withUnit(said(id, value))} note={note} grow={1}>
      {layout.hasLines ? <Lines model={model} id={id} /> : <Spark model={model} id={id} />}
    </Section>
  );
}

function Lines({ model, id }: { model: Model; id: Charted }): Element {
  const extents = newestBuckets(model.histories[id], visibleBuckets(model));
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

function Spark({ model, id }: { model: Model; id: Charted }): Element {
  const extents = newestBuckets(model.histories[id], visibleBuckets(model));
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
function TimeAxis({ model }: { model: Model }): Element {
  const [start] = newestBuckets(model.histories.time, visibleBuckets(model));
  const end = model.numerals?.frame.simulationTime;
  const isFull = model.histories.time.closed.length / 2 >= visibleBuckets(model);
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
