import { auditText } from "../../monitor/terms/mod.ts";
import { NO_DATA } from "../format.ts";
import { type Element, Text, wrap } from "../kit/mod.ts";
import type { NumeralModel } from "../still_model.ts";
import { List } from "./list.tsx";
import type { NumeralPanelProps } from "./panel.ts";

/** What was claimed, beside what the same air costs, gives, and could give at best. */
export function VerdictPanel(props: NumeralPanelProps): Element {
  const lines = verdictLines(props.model, props.columns);
  return (
    <List
      {...props}
      panel="verdict"
      title="verdict"
      count={lines.length}
      line={(index) => <Text>{lines[index]}</Text>}
    />
  );
}

/** The verdict in lines of so many columns. */
export function verdictLines(
  { preset, numerals, parameters }: NumeralModel,
  columns: number,
): readonly string[] {
  if (numerals === undefined) return [NO_DATA];
  const text = auditText({ name: preset.name, preset, parameters, frame: numerals });
  return text.split("\n").flatMap((line) => fitted(line, columns));
}

/** A line, or the lines into which it has to be broken; a table that fits keeps its blanks. */
function fitted(line: string, columns: number): readonly string[] {
  return line.length <= columns ? [line] : wrap(line, columns);
}
