import {
  allowedValues,
  formatParameter,
  type Parameter,
  PARAMETERS,
  RESTART_PARAMETERS,
} from "../../telemetry/mod.ts";
import { editFault } from "../actions/text.ts";
import { Column, type Element, Row, Spacer, Text, wrap } from "../kit/mod.ts";
import { type Edit, type Model, parameterValue } from "../model.ts";
import type { PanelProps } from "./panel.ts";
import { Section } from "./section.tsx";
import { THEME } from "../theme.ts";

/** A line of the list: the heading of a group, or a parameter by its position. */
type Line = { readonly heading: string } | { readonly position: number };

const LINES: readonly Line[] = PARAMETERS.flatMap((row, position): Line[] =>
  row.group === PARAMETERS[position - 1]?.group
    ? [{ position }]
    : [{ heading: row.group }, { position }]
);

/** Rows of what is said of the selected parameter, its name included; fewer on a low screen. */
const DETAIL_ROWS = 6;
const LOW_DETAIL_ROWS = 3;

/** Rows of the panel from which all is said. */
const DETAIL_FROM = 16;

/** The list of parameters, and what there is to say of the selected one. */
export function ParametersPanel(
  { model, columns: width, rows, isFocused }: PanelProps,
): Element {
  const detailRows = rows < DETAIL_FROM ? LOW_DETAIL_ROWS : DETAIL_ROWS;
  const height = Math.max(1, rows - 1 - detailRows);
  const at = LINES.findIndex((line) => "position" in line && line.position === model.selected);
  const start = Math.max(0, Math.min(LINES.length - height, at - (height >> 1)));
  return (
    <Column width={width}>
      <Section
        title="parameters"
        isFocused={isFocused}
        note={`${model.selected + 1} of ${PARAMETERS.length}`}
        grow={1}
      >
        {LINES.slice(start, start + height).map((line) =>
          "heading" in line
            ? <Text key={line.heading} style={THEME.faint}>{line.heading}</Text>
            : (
              <ParameterLine
                key={line.position}
                model={model}
                position={line.position}
                width={width}
              />
            )
        )}
        <Spacer />
      </Section>
      <Detail model={model} width={width} rows={detailRows} />
    </Column>
  );
}

function ParameterLine(
  { model, position, width }: { model: Model; position: number; width: number },
): Element {
  const row = PARAMETERS[position];
  const isSelected = position === model.selected;
  if (isSelected && model.edit !== undefined) return <EditLine row={row} edit={model.edit} />;
  const value = parameterValue(model, row.name);
  const isChanged = value !== model.options.preset.parameters[row.name];
  const long = formatParameter(row.name, value);
  const isTooLong = 2 + row.label.length + 1 + long.length > width;
  const text = ` ${isTooLong ? long.split(" ")[0] : long}`;
  const style = isSelected ? THEME.selected : undefined;
  return (
    <Row height={1} style={style}>
      <Text style={style}>{isChanged ? "* " : "  "}</Text>
      <Text style={style} grow={1}>{row.label}</Text>
      <Text style={style} minWidth={text.length}>{text}</Text>
    </Row>
  );
}

function EditLine({ row, edit }: { row: Parameter; edit: Edit }): Element {
  const under = edit.text.slice(edit.cursor, edit.cursor + 1);
  return (
    <Row height={1}>
      <Text style={THEME.title}>{`  ${row.label} `}</Text>
      <Spacer minWidth={1} />
      <Text minWidth={edit.cursor}>{edit.text.slice(0, edit.cursor)}</Text>
      <Text minWidth={1} style={THEME.cursor}>{under === "" ? " " : under}</Text>
      <Text minWidth={edit.text.length - edit.cursor}>{edit.text.slice(edit.cursor + 1)}</Text>
    </Row>
  );
}

function Detail(
  { model, width, rows }: { model: Model; width: number; rows: number },
): Element {
  const row = PARAMETERS[model.selected];
  const fault = editFault(model);
  const now = formatParameter(row.name, parameterValue(model, row.name));
  const steps = row.kind === "number" || row.kind === "integer"
    ? `step ${row.fine}, coarse ${row.coarse}`
    : "+ and - change it";
  const lines = [
    ...wrap(row.description, width),
    ...wrap(allowedValues(row), width),
    RESTART_PARAMETERS.has(row.name) ? `${steps}; restarts` : steps,
  ];
  return (
    <Section title={row.name} height={rows}>
      {model.edit === undefined
        ? lines.slice(0, rows - 1).map((line) => <Text key={line} style={THEME.faint}>{line}</Text>)
        : fault === undefined
        ? <Text style={THEME.faint}>{`now ${now}`}</Text>
        : wrap(`! ${fault}`, width).map((line) => (
          <Text key={line} style={THEME.warning}>{line}</Text>
        ))}
    </Section>
  );
}
