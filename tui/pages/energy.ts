import { below, besides, type Page, type PlacedPanel, within } from "./page.ts";

/** Rows of the verdict: its conclusion, or all of it. */
const VERDICT_ROWS = 3;
const WHOLE_VERDICT_ROWS = 12;

/** Rows of the body from which all of the verdict has room, and any of it. */
const WHOLE_FROM = 30;
const VERDICT_FROM = 15;

/** Where each joule goes: from the compressor to net, both sides of the books, the verdict. */
export const ENERGY: Page = {
  key: "2",
  title: "Energy",
  focus: "flows",
  place(body) {
    const verdictRows = body.height >= WHOLE_FROM
      ? WHOLE_VERDICT_ROWS
      : body.height >= VERDICT_FROM
      ? VERDICT_ROWS
      : 0;
    const [upper, verdict] = below(body, body.height - verdictRows);
    const [flows, balance] = besides(upper, within(Math.round(body.width * 0.54), 30, 90));
    const books: readonly PlacedPanel[] = [
      { panel: "flows", rect: flows },
      { panel: "balance", rect: balance },
    ];
    return verdictRows === 0 ? books : [...books, { panel: "verdict", rect: verdict }];
  },
};
