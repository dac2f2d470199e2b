import type { Rect } from "../kit/mod.ts";
import { below, besides, type Page, PANEL_GAP, type PlacedPanel, within } from "./page.ts";

/** Below this the loop has no room, columns. */
const LOOP_FROM = 72;

/** Rows of the ledger: all accounts where they have much or some room, a summary, its sums. */
const LEDGER_ROWS = { high: 18, full: 14, summary: 5, short: 4 } as const;

/** Rows of the body from which each of them has room, and columns that all accounts need. */
const HIGH_FROM = 45;
const FULL_FROM = 30;
const SUMMARY_FROM = 17;
const ACCOUNT_COLUMNS = 50;

/** Rows below the chart of efficiency: what it is compared with. */
const LIMIT_ROWS = 1;

/** Power, torque, efficiency and the ledger; the loop; the parameters. */
export const OVERVIEW: Page = {
  key: "1",
  title: "Overview",
  focus: "parameters",
  place(body) {
    const parameterColumns = within(Math.round(body.width * 0.32), 24, 48);
    const [rest, parameters] = besides(body, body.width - parameterColumns - PANEL_GAP);
    if (body.width < LOOP_FROM) {
      return [...courses(rest), { panel: "parameters", rect: parameters }];
    }
    const loopColumns = within(Math.round(body.width * 0.18), 16, 48);
    const [left, loop] = besides(rest, rest.width - loopColumns - PANEL_GAP);
    return [
      ...courses(left),
      { panel: "loop", rect: loop },
      { panel: "parameters", rect: parameters },
    ];
  },
};

/** The three charts, and the ledger below them. */
function courses(area: Rect): readonly PlacedPanel[] {
  const [upper, lower] = below(area, area.height - ledgerRows(area));
  const gap = area.height >= FULL_FROM ? 1 : 0;
  const rows = Math.floor((upper.height - gap - LIMIT_ROWS) / 3);
  const [power, two] = below(upper, rows);
  const [torque, three] = below(two, rows);
  const efficiency = { ...three, height: three.height - gap };
  return [
    { panel: "power", rect: power },
    { panel: "torque", rect: torque },
    { panel: "efficiency", rect: efficiency },
    { panel: "ledger", rect: lower },
  ];
}

function ledgerRows({ width, height }: Rect): number {
  const hasAccounts = height >= FULL_FROM && width >= ACCOUNT_COLUMNS;
  if (hasAccounts) return height >= HIGH_FROM ? LEDGER_ROWS.high : LEDGER_ROWS.full;
  return height >= SUMMARY_FROM ? LEDGER_ROWS.summary : LEDGER_ROWS.short;
}
