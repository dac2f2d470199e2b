import type { KeyPlace } from "../keys/binding.ts";
import type { Element } from "../kit/mod.ts";
import type { Model } from "../model.ts";

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
] as const;

/** Name of a panel. */
export type PanelId = (typeof PANEL_IDS)[number];

/** What a panel is drawn from. */
export interface PanelProps {
  readonly model: Model;
  /** Cells it has. */
  readonly columns: number;
  readonly rows: number;
  /** Whether keys go to it. */
  readonly isFocused: boolean;
}

/** One panel: how it looks, and what keys mean in it. */
export interface Panel {
  /** What it is called where keys are refused. */
  readonly title: string;
  /** Where its keys stand in the key table; without it no key is its own. */
  readonly place?: KeyPlace;
  readonly View: (props: PanelProps) => Element;
  /** Of a panel with more lines than it may have room for. */
  readonly list?: ListSize;
}

/** How long a list is. */
export interface ListSize {
  /** Rows that are no lines of it: title and heading. */
  readonly headRows: number;
  /** Whether it is seen from its end at first. */
  readonly startsAtEnd?: true;
  readonly lineCount: (model: Model, columns: number) => number;
}
