import {
  allowedValues,
  formatParameter,
  type NumberRow,
  type Parameter,
  PARAMETERS,
  RESTART_PARAMETERS,
} from "../../telemetry/mod.ts";
import { valueFault } from "../actions/parameters.ts";
import { parameterValue } from "../changes.ts";
import { type Cells, Draw, type Element, type Rect, Text, type Theme, wrap } from "../kit/mod.ts";
import type { StillModel } from "../still_model.ts";
import { Section } from "./section.tsx";

const TRACK = 0x2500; // ─
const VALUE = 0x25cf; // ●
const PRESET = 0x2502; // │

/** Coarse steps beyond which a range is shown on a logarithmic scale. */
const LINEAR_STEPS = 1000;

interface DetailProps {
  readonly model: StillModel;
  readonly width: number;
  /** Title included. */
  readonly rows: number;
}

/** What a parameter is, where it stands in its range, and how keys change it. */
export function ParameterDetail({ model, width, rows }: DetailProps): Element {
  const { theme, selected, dialog, preset } = model;
  const row = PARAMETERS[selected];
  const value = parameterValue(model, row.name);
  const usual = preset.parameters[row.name];
  if (dialog?.kind === "value") {
    const fault = valueFault(model);
    const now = `now ${formatParameter(row.name, value)}, ${allowedValues(row)}`;
    const lines = wrap(fault === undefined ? now : `! ${fault}`, width);
    return (
      <Section theme={theme} title={row.name} height={rows}>
        {lines.map((line) => (
          <Text key={line} style={fault === undefined ? theme.faint : theme.warning}>{line}</Text>
        ))}
      </Section>
    );
  }
  const isNumber = row.kind === "number" || row.kind === "integer";
  const described = wrap(row.description, width);
  const facts = [
    ...wrap(allowedValues(row), width),
    `preset ${formatParameter(row.name, usual)}`,
    stepsOf(row),
  ];
  const barRows = isNumber ? 1 : 0;
  const room = rows - 1 - barRows;
  const shown = [...described.slice(0, Math.max(0, room - facts.length)), ...facts].slice(0, room);
  return (
    <Section theme={theme} title={row.name} height={rows}>
      {isNumber && <RangeBar theme={theme} row={row} value={Number(value)} usual={Number(usual)} />}
      {shown.map((line) => <Text key={line} style={theme.faint}>{line}</Text>)}
    </Section>
  );
}

function stepsOf(row: Parameter): string {
  const steps = row.kind === "number" || row.kind === "integer"
    ? `step ${row.fine}, coarse ${row.coarse}`
    : "+ and - change it";
  return RESTART_PARAMETERS.has(row.name) ? `${steps}; restarts` : steps;
}

interface RangeProps {
  readonly theme: Theme;
  readonly row: NumberRow;
  readonly value: number;
  readonly usual: number;
}

/** Where a value stands in its range, and where that of the preset does. */
function RangeBar(props: RangeProps): Element {
  return <Draw height={1} draw={(cells, rect) => drawRange(cells, rect, props)} />;
}

function drawRange(cells: Cells, rect: Rect, { theme, row, value, usual }: RangeProps): void {
  const at = (each: number) => rect.x + Math.round(placeInRange(row, each) * (rect.width - 1));
  cells.fill(rect, TRACK, theme.faint);
  cells.set(at(usual), rect.y, PRESET, theme.faint);
  cells.set(at(value), rect.y, VALUE, theme.value);
}

/**
 * Place of a value in the range of its parameter, 0 at the least to 1 at the greatest: in
 * proportion, or by its logarithm in fine steps where the range is that of many magnitudes.
 */
export function placeInRange({ min, max, fine, coarse }: NumberRow, value: number): number {
  const isLinear = (max - min) / coarse <= LINEAR_STEPS;
  const scaled = (each: number) =>
    isLinear ? each : Math.sign(each) * Math.log1p(Math.abs(each) / fine);
  const place = (scaled(value) - scaled(min)) / (scaled(max) - scaled(min));
  return Math.max(0, Math.min(1, place));
}
