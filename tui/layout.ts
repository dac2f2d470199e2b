/** Fewest columns that the dashboard is drawn on. */
export const MIN_COLUMNS = 60;

/** Fewest rows that the dashboard is drawn on. */
export const MIN_ROWS = 16;

/** Columns of a chart's scale, right of it. */
export const SCALE_COLUMNS = 7;

/** Blank columns between panels. */
export const PANEL_GAP = 2;

/** Below this the loop has no room. */
const LOOP_COLUMNS_FROM = 72;

/** Rows of the ledger, title included: all accounts, a summary, one without what is stored. */
const LEDGER_ROWS = { full: 14, summary: 5, short: 4 } as const;

/** Rows of the panels from which all accounts have more room, and how much. */
const HIGH_FROM = 45;
const HIGH_LEDGER_ROWS = 18;

/** Columns that all accounts need. */
const ACCOUNT_COLUMNS = 50;

/** How much the ledger shows. */
export type LedgerDetail = keyof typeof LEDGER_ROWS;

/** Where things are on a terminal of some size; the same thing is always at the same place. */
export interface Layout {
  readonly isTooSmall: boolean;
  /** Rows above the panels: header, headline and, where there is room, a blank one. */
  readonly headRows: number;
  /** Widths of the panels, from the left; the loop has 0 where it has no room. */
  readonly chartColumns: number;
  readonly loopColumns: number;
  readonly parameterColumns: number;
  readonly ledger: LedgerDetail;
  readonly ledgerRows: number;
  /** Whether charts have room for more than one line. */
  readonly hasLines: boolean;
  /** Whether there is room for a time axis. */
  readonly hasTimeAxis: boolean;
}

/** Rows below the panels: alarms, message, keys. */
export const FOOT_ROWS = 3;

/** Rows that the charts need besides their lines: three titles, and the limits of efficiency. */
const CHART_TITLE_ROWS = 4;

/** The layout of a terminal of `columns` x `rows` cells. */
export function layoutOf(columns: number, rows: number): Layout {
  const headRows = rows >= 30 ? 3 : 2;
  const body = rows - headRows - FOOT_ROWS;
  const parameterColumns = within(Math.round(columns * 0.32), 24, 48);
  const loopColumns = columns < LOOP_COLUMNS_FROM ? 0 : within(Math.round(columns * 0.18), 16, 48);
  const gaps = loopColumns === 0 ? PANEL_GAP : 2 * PANEL_GAP;
  const chartColumns = columns - parameterColumns - loopColumns - gaps;
  const hasAccounts = body >= 30 && chartColumns >= ACCOUNT_COLUMNS;
  const ledger = hasAccounts ? "full" : body >= 18 ? "summary" : "short";
  const ledgerRows = hasAccounts && body >= HIGH_FROM ? HIGH_LEDGER_ROWS : LEDGER_ROWS[ledger];
  return {
    isTooSmall: columns < MIN_COLUMNS || rows < MIN_ROWS,
    headRows,
    chartColumns,
    loopColumns,
    parameterColumns,
    ledger,
    ledgerRows,
    hasLines: body - ledgerRows - CHART_TITLE_ROWS >= 6,
    hasTimeAxis: body >= 24,
  };
}

function within(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}
