import { type Children, Column, Draw, type Element, Row, Text } from "../kit/mod.ts";
import { THEME } from "../theme.ts";

const RULE = 0x2500;

/** Before the title of the panel that keys go to. */
const FOCUS = "▸";

/** Props of {@link Section}. */
export interface SectionProps {
  readonly title: string;
  /** Whether keys go to it. */
  readonly isFocused?: boolean;
  /** After the title, as the most important numeral of the section. */
  readonly value?: string | undefined;
  /** At the right end of the title line. */
  readonly note?: string | undefined;
  /** Rows, title included. */
  readonly height?: number;
  /** Share of the rows left over. */
  readonly grow?: number;
  readonly children?: Children;
}

/** A panel: a title line with its numerals and a rule, and what is below. */
export function Section(props: SectionProps): Element {
  const { title, isFocused = false, value, note, height, grow, children } = props;
  return (
    <Column height={height} grow={grow}>
      <Row height={1} gap={1}>
        {isFocused && <Text style={THEME.title}>{FOCUS}</Text>}
        <Text style={value === undefined ? THEME.title : THEME.faint}>{title}</Text>
        {value !== undefined && <Text style={THEME.value}>{value}</Text>}
        <Rule />
        {note !== undefined && <Text style={THEME.faint}>{note}</Text>}
      </Row>
      {children}
    </Column>
  );
}

/** A faint line across the room that is left. */
export function Rule(): Element {
  return (
    <Draw
      grow={1}
      height={1}
      draw={(cells, rect) => cells.fill(rect, RULE, THEME.faint)}
    />
  );
}

/** A label at the left, and its value at the right end of the line. */
export function Line(props: { label: string; value: string; isStrong?: boolean }): Element {
  return (
    <Row height={1} gap={1}>
      <Text style={THEME.faint} grow={1}>{props.label}</Text>
      <Text minWidth={props.value.length} style={props.isStrong === true ? THEME.value : undefined}>
        {props.value}
      </Text>
    </Row>
  );
}
