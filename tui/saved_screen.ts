import { type ChannelId, CHANNELS, type ParameterName, PARAMETERS } from "../telemetry/mod.ts";
import { type ChartView, SPANS } from "./charts/mod.ts";
import type { Model } from "./model.ts";
import { PAGE_IDS, type PageId } from "./pages/pages.ts";
import { PANEL_IDS, type PanelId } from "./panels/panel.ts";

/** Most charts on the charts page. */
export const CHART_LIMIT = 6;

/** Most channels in one chart. */
export const SERIES_LIMIT = 4;

/** Most commands that are remembered; the oldest is forgotten. */
export const COMMAND_LIMIT = 100;

/** Channels that share a chart. */
export type ChartedChannels = readonly ChannelId[];

/** What of a screen is remembered from one run to the next. */
export interface SavedScreen {
  readonly page: PageId;
  /** The panel that keys go to, of pages where that is not the usual one. */
  readonly focus: Readonly<Partial<Record<PageId, PanelId>>>;
  readonly themeName: string;
  readonly parameter: ParameterName;
  /** Groups of parameters of which only the name is shown. */
  readonly folded: readonly string[];
  /** What the charts page shows. */
  readonly charts: readonly ChartedChannels[];
  /** How charts show it. */
  readonly chart: Pick<ChartView, "span" | "scale" | "style">;
  /** What was typed after `:`, the newest last. */
  readonly commands: readonly string[];
}

/** A screen that was never seen. */
export const FIRST_SCREEN: SavedScreen = {
  page: "overview",
  focus: {},
  themeName: "dark",
  // Its effect shows within seconds, and nothing restarts.
  parameter: "injector.freeAirVolume",
  folded: [],
  charts: [["generator.power", "compressor.power"], ["shaft.torque"], ["receiver.pressure"]],
  chart: { span: 60, scale: "auto", style: "scroll" },
  commands: [],
};

/** What is to be remembered of a screen, as JSON. */
export function screenText(model: Model): string {
  const { page, focus, theme, folded, charts, chartView: { span, scale, style }, commands } = model;
  const saved: SavedScreen = {
    page,
    focus,
    themeName: theme.name,
    parameter: PARAMETERS[model.selected].name,
    folded,
    charts,
    chart: { span, scale, style },
    commands,
  };
  return `${JSON.stringify({ version: SCREEN_VERSION, ...saved }, null, 2)}\n`;
}

/** Changes when an old text no longer means the same. */
const SCREEN_VERSION = 1;

/**
 * Reads what was remembered. What is not known any more, a channel or a page, is left out.
 *
 * @returns `undefined` for a text that is no such thing, or of another version.
 */
export function parseScreen(text: string): Partial<SavedScreen> | undefined {
  const value = parsed(text);
  if (value?.version !== SCREEN_VERSION) return undefined;
  const { page, focus, themeName, parameter, folded, charts, chart, commands } = value;
  return {
    ...(isOneOf(PAGE_IDS, page) && { page }),
    ...(isRecord(focus) && { focus: knownFocus(focus) }),
    ...(typeof themeName === "string" && { themeName }),
    ...(isOneOf(PARAMETERS.map(({ name }) => name), parameter) && { parameter }),
    ...(isTexts(folded) && { folded: folded.slice(0, PARAMETERS.length) }),
    ...(Array.isArray(charts) && knownCharts(charts).length > 0 && { charts: knownCharts(charts) }),
    ...(isChart(chart) && { chart }),
    ...(isTexts(commands) && { commands: commands.slice(-COMMAND_LIMIT) }),
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isOneOf<Word extends string>(words: readonly Word[], value: unknown): value is Word {
  return words.some((word) => word === value);
}

function knownFocus(focus: Record<string, unknown>): Partial<Record<PageId, PanelId>> {
  return Object.fromEntries(
    Object.entries(focus).filter(([page, panel]) =>
      isOneOf(PAGE_IDS, page) && isOneOf(PANEL_IDS, panel)
    ),
  );
}

function knownCharts(charts: readonly unknown[]): readonly ChartedChannels[] {
  const ids = CHANNELS.map(({ id }) => id);
  return charts
    .map((chart) => isTexts(chart) ? chart.filter((id): id is ChannelId => isOneOf(ids, id)) : [])
    .filter((chart) => chart.length > 0)
    .map((chart) => chart.slice(0, SERIES_LIMIT))
    .slice(0, CHART_LIMIT);
}

function isChart(value: unknown): value is SavedScreen["chart"] {
  return isRecord(value) && SPANS.some((span) => span === value.span) &&
    isOneOf(["auto", "fixed"], value.scale) && isOneOf(["scroll", "sweep"], value.style);
}
