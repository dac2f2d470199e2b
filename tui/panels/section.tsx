import { type Children, Column, Draw, type Element, Row, Text, type Theme } from "../kit/mod.ts";

const RULE = 0x2500;

/** Before the title of the panel that keys go to. */
const FOCUS = "▸";

/** Props of {@link Section}. */
export interface SectionProps {
  readonly theme: Theme;
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
  const { theme, title, isFocused = false, value, note, height, grow, children } = props;
  return (
    <Column height={height} grow={grow}>
      <Row height={1} gap={1}>
        {isFocused && <Text style={theme.title}>{FOCUS}</Text>}
        <Text style={value === undefined ? theme.title : theme.faint}>{title}</Text>
        {value !== undefined && <Text style={theme.value}>{value}</Text>}
        <Rule theme={theme} />
        {note !== undefined && <Text style={theme.faint}>{note}</Text>}
      </Row>
      {children}
    </Column>
  );
}

/** A faint line across the room that is left. */
export function Rule({ theme }: { theme: Theme }): Element {
  return (
    <Draw
      grow={1}
      height={1}
      draw={(cells, rect) => cells.fill(rect, RULE, theme.faint)}
    />
  );
}

/** A label at the left, and its value at the right end of the line. */
export function Line(
  { theme, label, value, isStrong }: {
    theme: Theme;
    label: string;
    value: string;
    isStrong?: boolean;
  },
): Element {
  return (
    <Row height={1} gap={1}>
      <Text style={theme.faint} grow={1}>{label}</Text>
      <Text minWidth={value.length} style={isStrong === true ? theme.value : undefined}>
        {value}
      </Text>
    </Row>
  );
}
