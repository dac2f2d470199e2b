import { formatParameter, type Parameter, PARAMETERS } from "../../telemetry/mod.ts";
import { parameterValue } from "../changes.ts";
import { Column, type Element, Row, Spacer, Text, type Theme } from "../kit/mod.ts";
import type { StillModel } from "../still_model.ts";
import type { TextLine } from "../dialog.ts";
import { isFolded, treeLines } from "../tree.ts";
import type { PanelProps } from "./panel.ts";
import { ParameterDetail } from "./parameter_detail.tsx";
import { TypedLine } from "./dialog_line.tsx";
import { Section } from "./section.tsx";

/** Rows of what is said of the selected parameter, its name included; fewer on a low screen. */
const DETAIL_ROWS = 7;
const LOW_DETAIL_ROWS = 3;

/** Rows of the panel from which all is said. */
const DETAIL_FROM = 16;

const FOLDED = "▸";
const UNFOLDED = "▾";

/** The tree of parameters, and what there is to say of the selected one. */
export function ParametersPanel(
  { model, columns: width, rows, isFocused }: PanelProps,
): Element {
  const { theme, search, selected } = model;
  const detailRows = rows < DETAIL_FROM ? LOW_DETAIL_ROWS : DETAIL_ROWS;
  const height = Math.max(1, rows - 1 - detailRows);
  const lines = treeLines(model);
  const { group } = PARAMETERS[selected];
  const at = lines.findIndex((line) =>
    "position" in line ? line.position === selected : line.isFolded && line.group === group
  );
  const start = Math.max(0, Math.min(lines.length - height, at - (height >> 1)));
  const changed = PARAMETERS.filter((row) => isChanged(model, row)).length;
  const note = search === ""
    ? `${selected + 1} of ${PARAMETERS.length}${changed === 0 ? "" : `, ${changed} changed`}`
    : `/${search}`;
  return (
    <Column width={width}>
      <Section theme={theme} title="parameters" isFocused={isFocused} note={note} grow={1}>
        {lines.slice(start, start + height).map((line) =>
          "group" in line
            ? (
              <GroupLine
                key={line.group}
                theme={theme}
                {...line}
                isSelected={line.isFolded && line.group === group}
              />
            )
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
      <ParameterDetail
        model={model}
        width={width}
        rows={detailRows}
      />
    </Column>
  );
}

/** Whether the value of a parameter is not that of the preset. */
function isChanged(model: StillModel, { name }: Parameter): boolean {
  return parameterValue(model, name) !== model.preset.parameters[name];
}

function GroupLine(
  { theme, group, count, isFolded, isSelected }: {
    theme: Theme;
    group: string;
    count: number;
    isFolded: boolean;
    isSelected: boolean;
  },
): Element {
  const text = isFolded ? `${FOLDED} ${group} (${count})` : `${UNFOLDED} ${group}`;
  return <Text style={isSelected ? theme.selected : theme.faint}>{text}</Text>;
}

function ParameterLine(
  { model, position, width }: { model: StillModel; position: number; width: number },
): Element {
  const { theme, dialog } = model;
  const row = PARAMETERS[position];
  const isSelected = position === model.selected && !isFolded(model, row.group);
  if (isSelected && dialog?.kind === "value") {
    return <ValueLine theme={theme} row={row} line={dialog.line} />;
  }
  const long = formatParameter(row.name, parameterValue(model, row.name));
  const isTooLong = 2 + row.label.length + 1 + long.length > width;
  const text = ` ${isTooLong ? long.split(" ")[0] : long}`;
  const style = isSelected ? theme.selected : undefined;
  return (
    <Row height={1} style={style}>
      <Text style={style}>{isChanged(model, row) ? "* " : "  "}</Text>
      <Text style={style} grow={1}>{row.label}</Text>
      <Text style={style} minWidth={text.length}>{text}</Text>
    </Row>
  );
}

function ValueLine(
  { theme, row, line }: { theme: Theme; row: Parameter; line: TextLine },
): Element {
  return (
    <Row height={1}>
      <Text style={theme.title}>{`  ${row.label} `}</Text>
      <Spacer minWidth={1} />
      <TypedLine theme={theme} line={line} />
    </Row>
  );
}
