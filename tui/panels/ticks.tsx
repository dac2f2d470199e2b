import { type Element, Row, Spacer, Text } from "../kit/mod.ts";
import { LATENESS_BOUNDS, type LatenessCounts } from "../lateness.ts";
import type { NumeralPanelProps } from "./panel.ts";
import { Section } from "./section.tsx";

const LABEL_COLUMNS = 14;
const COUNT_COLUMNS = 8;

/** How late ticks came: how many of them by how much. */
export function TicksPanel({ model, columns, rows, isFocused }: NumeralPanelProps): Element {
  const { theme, shownLateness: { counts, ticks } } = model;
  const room = columns - LABEL_COLUMNS - COUNT_COLUMNS - 2;
  const most = Math.max(1, ...counts);
  return (
    <Section
      theme={theme}
      title="lateness of ticks"
      isFocused={isFocused}
      note={ticks === 0 ? "no data" : `of ${ticks}`}
      height={rows}
    >
      {folded(counts, rows - 1).map(({ label, count }) => (
        <Row key={label} height={1} gap={1}>
          <Text style={theme.faint} width={LABEL_COLUMNS} align="right">{label}</Text>
          <Text width={COUNT_COLUMNS} align="right">{count}</Text>
          <Text style={theme.accent}>{barOf(count, { most, room })}</Text>
        </Row>
      ))}
      <Spacer />
    </Section>
  );
}

/** A bar that shows a single tick among many: never shorter than a cell. */
function barOf(count: number, { most, room }: { most: number; room: number }): string {
  return count === 0 ? "" : "█".repeat(Math.max(1, Math.round(room * count / most)));
}

/** As many classes as have room: those of the latest ticks share the last line. */
function folded(
  counts: LatenessCounts["counts"],
  room: number,
): readonly { readonly label: string; readonly count: number }[] {
  const shown = Math.max(1, Math.min(counts.length, room));
  return Array.from({ length: shown }, (_, index) => {
    const isLast = index === shown - 1;
    const count = isLast ? counts.slice(index).reduce((sum, each) => sum + each, 0) : counts[index];
    return { label: labelOf(index, isLast), count };
  });
}

function labelOf(index: number, isLast: boolean): string {
  const from = index === 0 ? 0 : LATENESS_BOUNDS[index - 1];
  if (isLast) return `from ${said(from)}`;
  return index === 0 ? `below ${said(LATENESS_BOUNDS[0])}` : `to ${said(LATENESS_BOUNDS[index])}`;
}

function said(seconds: number): string {
  return seconds < 1e-3 ? `${Math.round(seconds * 1e6)} µs` : `${seconds * 1e3} ms`;
}
