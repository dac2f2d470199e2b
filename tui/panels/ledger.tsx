import {
  ACCOUNTS,
  type ChannelId,
  channelIndex,
  type Frame,
  type LedgerRow,
  PLANT_BALANCE,
  STORED,
} from "../../telemetry/mod.ts";
import { energyNumber, energyUnit, magnitude, NO_DATA } from "../format.ts";
import { Column, type Element, Row, Spacer, Text, type Theme } from "../kit/mod.ts";
import { PANEL_GAP } from "../pages/page.ts";
import type { NumeralPanelProps } from "./panel.ts";
import { Line, Section } from "./section.tsx";

/** What enters and what leaves the plant as a whole; changes of parameters are no account. */
const INTO: readonly string[] = [...PLANT_BALANCE.in, "edited"];
const OUT_OF: readonly string[] = PLANT_BALANCE.out;
const HELD = ["receiver", "floaterAir", "chainKinetic", "shaftKinetic", "shellPotential"];

/** Columns of a sum in the summary, sign included. */
const SUM_COLUMNS = 7;

/** Widest column of accounts: a numeral stays near its label. */
const ACCOUNT_COLUMNS = 44;

const ROWS: ReadonlyMap<string, LedgerRow> = new Map(
  [...ACCOUNTS, ...STORED].map((row) => [row.name, row]),
);

interface Entry {
  readonly label: string;
  readonly joules: number;
}

interface Entries {
  readonly rows: readonly Entry[];
  readonly sum: number;
}

/** Rows and columns from which all accounts are shown, and rows from which what is stored is. */
const ACCOUNTS_FROM = { rows: 12, columns: 50 } as const;
const SUMMARY_FROM = 5;

/** The energy ledger: in, out, stored, and what does not close. */
export function LedgerPanel({ model, columns, rows, isFocused }: NumeralPanelProps): Element {
  const { numerals: frame, theme } = model;
  if (frame === undefined) {
    return <Section theme={theme} title="ledger" isFocused={isFocused} value={NO_DATA} />;
  }
  const hasAccounts = rows >= ACCOUNTS_FROM.rows && columns >= ACCOUNTS_FROM.columns;
  const isShort = rows < SUMMARY_FROM;
  const into = entries(frame, INTO);
  const out = entries(frame, OUT_OF);
  const residual = channel(frame, "ledger.plantResidual");
  const books = {
    theme,
    frame,
    into,
    out,
    stored: into.sum - out.sum + residual,
    turnedOver: channel(frame, "ledger.turnedOver"),
  };
  return (
    <Section
      theme={theme}
      title="ledger"
      isFocused={isFocused}
      note={`since the start, ${energyUnit(books.turnedOver)}`}
    >
      {hasAccounts
        ? <Accounts {...books} rows={rows - 2} />
        : <Summary {...books} isShort={isShort} />}
      {!isShort && <Spacer />}
      <Residual theme={theme} frame={frame} isShort={!hasAccounts} />
    </Section>
  );
}

interface Books {
  readonly theme: Theme;
  readonly frame: Frame;
  readonly into: Entries;
  readonly out: Entries;
  /** Change of what is stored, J. */
  readonly stored: number;
  /** Energy turned over, J. */
  readonly turnedOver: number;
}

type AccountsProps = Books & { readonly rows: number };
type SummaryProps = Books & { readonly isShort: boolean };

function Summary({ theme, frame, into, out, stored, turnedOver, isShort }: SummaryProps): Element {
  const said = (joules: number) => energyNumber(joules, turnedOver);
  const line = (label: string, sum: number, account: ChannelId, name: string) => (
    <Row height={1} gap={1}>
      <Text style={theme.faint} width={3}>{label}</Text>
      <Text width={SUM_COLUMNS} align="right">{said(sum)}</Text>
      <Spacer />
      <Text style={theme.faint}>{name}</Text>
      <Text width={SUM_COLUMNS} align="right">{said(channel(frame, account))}</Text>
    </Row>
  );
  return (
    <Column>
      {line("in", into.sum, "ledger.compressorElectric", "compressor")}
      {line("out", out.sum, "ledger.generatorElectric", "generator")}
      {!isShort && <Line theme={theme} label="stored, change" value={said(stored)} />}
    </Column>
  );
}

function Accounts({ theme, frame, into, out, stored, turnedOver, rows }: AccountsProps): Element {
  const said = (joules: number) => energyNumber(joules, turnedOver);
  const list = (entries: readonly Entry[], room: number) =>
    folded(entries, room).map(({ label, joules }) => (
      <Line theme={theme} key={label} label={label} value={said(joules)} />
    ));
  const held = entries(frame, HELD).rows;
  return (
    <Row height={rows} gap={PANEL_GAP}>
      <Column grow={1} maxWidth={ACCOUNT_COLUMNS}>
        <Line theme={theme} label="IN" value={said(into.sum)} isStrong />
        {list(into.rows, rows - 2 - held.length)}
        <Line theme={theme} label="STORED, change" value={said(stored)} isStrong />
        {held.map(({ label, joules }) => (
          <Line theme={theme} key={label} label={`${label}, now`} value={said(joules)} />
        ))}
      </Column>
      <Column grow={1} maxWidth={ACCOUNT_COLUMNS}>
        <Line theme={theme} label="OUT" value={said(out.sum)} isStrong />
        {list(out.rows, rows - 1)}
      </Column>
    </Row>
  );
}

/** As many entries as have room: the smallest share the last line, so that no joule is missing. */
function folded(entries: readonly Entry[], room: number): readonly Entry[] {
  if (entries.length <= room) return entries;
  const bySize = entries.toSorted((one, other) => Math.abs(other.joules) - Math.abs(one.joules));
  const kept = new Set(bySize.slice(0, room - 1));
  const others = bySize.slice(room - 1);
  const label = `${others.length} smaller ones`;
  return [
    ...entries.filter((entry) => kept.has(entry)),
    { label, joules: others.reduce((sum, { joules }) => sum + joules, 0) },
  ];
}

function Residual(
  { theme, frame, isShort }: { theme: Theme; frame: Frame; isShort: boolean },
): Element {
  const residual = magnitude(channel(frame, "ledger.plantResidual"));
  const relative = magnitude(channel(frame, "ledger.relativeResidual"));
  return (
    <Row height={1} gap={1}>
      <Text style={theme.faint}>residual</Text>
      {!isShort && <Text>{`${residual} J`}</Text>}
      <Spacer />
      <Text>{relative}</Text>
      <Text style={theme.faint}>{isShort ? "of turned over" : "of energy turned over"}</Text>
    </Row>
  );
}

/** The accounts of `names` that are not 0, and the sum of them. */
function entries(frame: Frame, names: readonly string[]): Entries {
  const rows = names
    .map((name) => ({
      label: ROWS.get(name)?.label ?? name,
      joules: channel(frame, `ledger.${name}` as ChannelId),
    }))
    .filter(({ joules }) => joules !== 0);
  return { rows, sum: rows.reduce((sum, { joules }) => sum + joules, 0) };
}

function channel(frame: Frame, id: ChannelId): number {
  return frame.values[channelIndex(id)];
}
