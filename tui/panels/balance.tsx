import {
  type AccountName,
  ACCOUNTS,
  PLANT_BALANCE,
  STORED,
  type StoredName,
} from "../../telemetry/mod.ts";
import { energyNumber, energyStep, energyUnit, NO_DATA } from "../format.ts";
import { type Element, Row, Spacer, Text } from "../kit/mod.ts";
import { addingUp, type Books, lastLap, sinceStart } from "./books.ts";
import type { NumeralPanelProps } from "./panel.ts";
import { Section } from "./section.tsx";

const NUMBER_COLUMNS = 8;

/** Rows of the panel besides the accounts: title, both sums, what is stored, the residual. */
const OTHER_ROWS = 5;

type Name = AccountName | StoredName;

const LABELS: ReadonlyMap<string, string> = new Map(
  [...ACCOUNTS, ...STORED].map(({ name, label }) => [name, label]),
);

/** A line of one side: an account, or several small ones. */
interface Side {
  readonly label: string;
  readonly names: readonly Name[];
}

/** Both sides of the plant's books: what came in, what went out, and what is stored, adding up. */
export function BalancePanel({ model, rows, isFocused }: NumeralPanelProps): Element {
  const { numerals: frame, theme } = model;
  if (frame === undefined) {
    return <Section theme={theme} title="balance" isFocused={isFocused} value={NO_DATA} />;
  }
  const all = sinceStart(frame);
  const lap = lastLap(model);
  const room = Math.max(2, rows - OTHER_ROWS);
  const into = used([...PLANT_BALANCE.in, "edited"], all, lap);
  const out = used(PLANT_BALANCE.out, all, lap);
  const inRoom = Math.max(1, Math.min(into.length, Math.max(room - out.length, room >> 1)));
  const sides = { into: folded(into, all, inRoom), out: folded(out, all, room - inRoom) };
  const joules = columnOf(sides, all, energyStep(all.turnedOver));
  const watts = lap === undefined ? undefined : columnOf(sides, lap, lap.duration);
  const line = (label: string, at: number, isStrong = false) => (
    <Row key={at} height={1} gap={1}>
      <Text style={isStrong ? theme.value : theme.faint} grow={1}>{label}</Text>
      <Text style={isStrong ? theme.value : undefined} width={NUMBER_COLUMNS} align="right">
        {watts === undefined || lap === undefined ? "-" : (watts[at] / lap.duration).toFixed(0)}
      </Text>
      <Text style={isStrong ? theme.value : undefined} width={NUMBER_COLUMNS} align="right">
        {energyNumber(joules[at], all.turnedOver)}
      </Text>
    </Row>
  );
  const outAt = 1 + sides.into.length;
  const storedAt = outAt + 1 + sides.out.length;
  return (
    <Section
      theme={theme}
      title="balance"
      isFocused={isFocused}
      note={`${lap === undefined ? "no lap yet" : "lap, W"}  all, ${energyUnit(all.turnedOver)}`}
      grow={1}
    >
      {line("IN", 0, true)}
      {sides.into.map(({ label }, index) => line(label, 1 + index))}
      {line("OUT", outAt, true)}
      {sides.out.map(({ label }, index) => line(label, outAt + 1 + index))}
      {line("STORED, change", storedAt, true)}
      <Spacer />
    </Section>
  );
}

/** The numbers of all lines, so that IN is OUT and STORED, and each is the sum of its accounts. */
function columnOf(
  { into, out }: { into: readonly Side[]; out: readonly Side[] },
  books: Books,
  unit: number,
): readonly number[] {
  const sum = ({ names }: Side) => names.reduce((known, name) => known + books.joules(name), 0);
  const [inside, outside] = [addingUp(into.map(sum), unit), addingUp(out.map(sum), unit)];
  const total = (numbers: readonly number[]) => numbers.reduce((known, each) => known + each, 0);
  const [taken, given] = [total(inside), total(outside)];
  return [taken, ...inside, given, ...outside, taken - given];
}

/** The accounts with something in them. */
function used(names: readonly Name[], all: Books, lap: Books | undefined): readonly Side[] {
  return names
    .filter((name) => all.joules(name) !== 0 || (lap?.joules(name) ?? 0) !== 0)
    .map((name) => ({ label: LABELS.get(name) ?? name, names: [name] }));
}

/** As many lines as have room: the smallest accounts share the last one. */
function folded(sides: readonly Side[], books: Books, room: number): readonly Side[] {
  if (sides.length <= room) return sides;
  const size = ({ names: [name] }: Side) => Math.abs(books.joules(name));
  const bySize = sides.toSorted((one, other) => size(other) - size(one));
  const kept = new Set(bySize.slice(0, room - 1));
  const others = bySize.slice(room - 1);
  return [
    ...sides.filter((side) => kept.has(side)),
    { label: `${others.length} smaller ones`, names: others.flatMap(({ names }) => names) },
  ];
}
