import { type Element, Spacer, Text } from "../kit/mod.ts";
import type { NumeralPanelProps, PanelId } from "./panel.ts";
import { shownPart } from "./panels.ts";
import { Section } from "./section.tsx";

/** Props of {@link List}. */
export interface ListProps extends NumeralPanelProps {
  readonly panel: PanelId;
  readonly title: string;
  /** At the right end of the title line; which lines are shown, where it is left out. */
  readonly note?: string | undefined;
  /** Line above the first one. */
  readonly heading?: string;
  readonly count: number;
  readonly line: (index: number) => Element;
}

/** A panel of lines, as many as have room, from where it was scrolled to. */
export function List(props: ListProps): Element {
  const { theme } = props.model;
  const { model, panel, columns, rows, isFocused, title, note, heading, count, line } = props;
  const { first, height } = shownPart(model, { panel, width: columns, height: rows });
  const shown = Math.max(0, Math.min(height, count - first));
  const part = count > height ? `${first + 1} to ${first + shown} of ${count}` : undefined;
  return (
    <Section theme={theme} title={title} isFocused={isFocused} note={part ?? note} grow={1}>
      {heading !== undefined && <Text style={theme.faint}>{heading}</Text>}
      {Array.from({ length: shown }, (_, index) => line(first + index))}
      <Spacer />
    </Section>
  );
}
