import { COMPONENTS } from "../../telemetry/mod.ts";
import { shownChannels } from "../source.ts";
import { AlarmsPanel } from "./alarms.tsx";
import { BalancePanel } from "./balance.tsx";
import { CLOCK_ROWS, ClockPanel, HEALTH_ROWS, HealthPanel } from "./channel_list.tsx";
import { FloatersPanel } from "./floaters.tsx";
import { FlowsPanel } from "./flows.tsx";
import { journalLines, JournalPanel } from "./journal.tsx";
import { LedgerPanel } from "./ledger.tsx";
import { LoopPanel } from "./loop.tsx";
import type { Panel, PanelId } from "./panel.ts";
import { ParametersPanel } from "./parameters.tsx";
import { ProfilePanel } from "./profile.tsx";
import { QUEUE_ROWS, QueuesPanel } from "./queues.tsx";
import { SourcePanel } from "./source.tsx";
import { TicksPanel } from "./ticks.tsx";
import { chartPanel, EfficiencyPanel, PowerPanel, TorquePanel } from "./courses.tsx";
import type { NumeralModel } from "../still_model.ts";
import { verdictLines, VerdictPanel } from "./verdict.tsx";

/** Every panel. */
export const PANELS: Readonly<Record<PanelId, Panel>> = {
  power: { title: "power", place: "chart", moves: "with charts", View: PowerPanel },
  torque: { title: "torque", place: "chart", moves: "with charts", View: TorquePanel },
  efficiency: { title: "efficiency", place: "chart", moves: "with charts", View: EfficiencyPanel },
  ledger: { title: "ledger", moves: "with numerals", View: LedgerPanel },
  loop: { title: "loop", moves: "with frames", View: LoopPanel },
  parameters: { title: "parameters", place: "parameters", View: ParametersPanel },
  flows: { title: "flows", moves: "with numerals", View: FlowsPanel },
  balance: { title: "balance", moves: "with numerals", View: BalancePanel },
  verdict: {
    title: "verdict",
    place: "list",
    moves: "with numerals",
    View: VerdictPanel,
    list: {
      headRows: 1,
      startsAtEnd: true,
      lineCount: (model, columns) => verdictLines(model, columns).length,
    },
  },
  chart1: { title: "chart 1", place: "chart", moves: "with charts", View: chartPanel("chart1") },
  chart2: { title: "chart 2", place: "chart", moves: "with charts", View: chartPanel("chart2") },
  chart3: { title: "chart 3", place: "chart", moves: "with charts", View: chartPanel("chart3") },
  chart4: { title: "chart 4", place: "chart", moves: "with charts", View: chartPanel("chart4") },
  chart5: { title: "chart 5", place: "chart", moves: "with charts", View: chartPanel("chart5") },
  chart6: { title: "chart 6", place: "chart", moves: "with charts", View: chartPanel("chart6") },
  floaters: {
    title: "floaters",
    place: "list",
    moves: "with numerals",
    View: FloatersPanel,
    list: { headRows: 2, lineCount: (model) => model.numerals?.floaterCount ?? 0 },
  },
  alarms: { title: "alarms", place: "alarms", View: AlarmsPanel },
  journal: {
    title: "journal",
    place: "list",
    moves: "with numerals",
    View: JournalPanel,
    list: { headRows: 1, startsAtEnd: true, lineCount: (model) => journalLines(model).length },
  },
  ticks: { title: "ticks", moves: "with numerals", View: TicksPanel },
  clock: {
    title: "clock",
    place: "list",
    moves: "with numerals",
    View: ClockPanel,
    list: { headRows: 1, lineCount: () => CLOCK_ROWS.length },
  },
  health: {
    title: "health",
    place: "list",
    moves: "with numerals",
    View: HealthPanel,
    list: { headRows: 1, lineCount: () => HEALTH_ROWS.length },
  },
  profile: {
    title: "profile",
    place: "list",
    moves: "with numerals",
    View: ProfilePanel,
    list: { headRows: 2, lineCount: () => COMPONENTS.length },
  },
  queues: {
    title: "queues",
    place: "list",
    moves: "with numerals",
    View: QueuesPanel,
    list: { headRows: 1, lineCount: () => QUEUE_ROWS },
  },
  source: {
    title: "channels",
    place: "source",
    moves: "with numerals",
    View: SourcePanel,
    list: { headRows: 2, lineCount: (model) => shownChannels(model).length },
  },
};

/** Which lines of a list are shown. */
export interface ShownPart {
  readonly first: number;
  /** Lines that have room. */
  readonly height: number;
  /** The first line shown at its end. */
  readonly last: number;
}

/** Which lines of the list in a panel of some size are shown. */
export function shownPart(
  model: NumeralModel,
  { panel, width, height: rows }: { panel: PanelId; width: number; height: number },
): ShownPart {
  const { list } = PANELS[panel];
  const height = Math.max(1, rows - (list?.headRows ?? 0));
  const last = Math.max(0, (list?.lineCount(model, width) ?? 0) - height);
  const start = list?.startsAtEnd === true ? last : 0;
  return { first: Math.min(last, model.scrolls[panel] ?? start), height, last };
}
