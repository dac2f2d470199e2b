import type { KeyPlace } from "../keys/binding.ts";
import type { Element } from "../kit/mod.ts";
import type { Model } from "../model.ts";
import type { ChartModel, NumeralModel, StillModel } from "../still_model.ts";

/** Every panel there is; a page shows some of them. */
export const PANEL_IDS = [
  "power",
  "torque",
  "efficiency",
  "ledger",
  "loop",
  "parameters",
  "flows",
  "balance",
  "verdict",
  "chart1",
  "chart2",
  "chart3",
  "chart4",
  "chart5",
  "chart6",
  "floaters",
  "alarms",
  "journal",
  "ticks",
  "clock",
  "health",
  "profile",
  "queues",
  "source",
] as const;

/** Name of a panel. */
export type PanelId = (typeof PANEL_IDS)[number];

/** What a panel is drawn from. */
export interface PanelProps {
  readonly model: StillModel;
  /** Cells it has. */
  readonly columns: number;
  readonly rows: number;
  /** Whether keys go to it. */
  readonly isFocused: boolean;
}

/** What a panel with numerals is drawn from. */
export interface NumeralPanelProps extends PanelProps {
  readonly model: NumeralModel;
}

/** What a chart is drawn from, which moves between two renewals of the numerals. */
export interface ChartPanelProps extends PanelProps {
  readonly model: ChartModel;
}

/** What a panel is drawn from that moves with every frame. */
export interface MovingPanelProps extends PanelProps {
  readonly model: Model;
}

/** One panel: how it looks, and what keys mean in it. */
export type Panel = PanelTraits & (StillPanel | NumeralPanel | ChartPanel | MovingPanel);

/** A panel that is drawn anew only when something was done or has happened. */
interface StillPanel {
  readonly moves?: undefined;
  readonly View: (props: PanelProps) => Element;
}

/** A panel that is drawn anew when the numerals are renewed as well. */
interface NumeralPanel {
  readonly moves: "with numerals";
  readonly View: (props: NumeralPanelProps) => Element;
}

/** A panel that is drawn anew when the charts are renewed as well. */
interface ChartPanel {
  readonly moves: "with charts";
  readonly View: (props: ChartPanelProps) => Element;
}

/** A panel that is drawn anew for every frame. */
interface MovingPanel {
  readonly moves: "with frames";
  readonly View: (props: MovingPanelProps) => Element;
}

/** What keys mean in a panel, and what it is called. */
interface PanelTraits {
  /** What it is called where keys are refused. */
  readonly title: string;
  /** Where its keys stand in the key table; without it no key is its own. */
  readonly place?: KeyPlace;
  /** Of a panel with more lines than it may have room for. */
  readonly list?: ListSize;
}

/** How long a list is. */
export interface ListSize {
  /** Rows that are no lines of it: title and heading. */
  readonly headRows: number;
  /** Whether it is seen from its end at first. */
  readonly startsAtEnd?: true;
  readonly lineCount: (model: NumeralModel, columns: number) => number;
}
