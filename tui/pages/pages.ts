import { ALARMS } from "./alarms.ts";
import { CHARTS } from "./charts.ts";
import { ENERGY } from "./energy.ts";
import { FLOATERS } from "./floaters.ts";
import { OVERVIEW } from "./overview.ts";
import type { Page } from "./page.ts";
import { PERFORMANCE } from "./performance.ts";
import { SOURCE } from "./source.ts";

/** Every page, in the order of their digits. */
export const PAGES = {
  overview: OVERVIEW,
  energy: ENERGY,
  charts: CHARTS,
  floaters: FLOATERS,
  alarms: ALARMS,
  performance: PERFORMANCE,
  source: SOURCE,
} as const satisfies Readonly<Record<string, Page>>;

/** Name of a page. */
export type PageId = keyof typeof PAGES;

/** Every name, in the order of the digits. */
export const PAGE_IDS = Object.keys(PAGES) as readonly PageId[];
