import { adaptive, FIXED, type Integration } from "../engine/terms/mod.ts";

/** How simulated time is stepped through. */
export interface Stepping {
  /** Length of a step of the grid, s: commands take effect and live frames are made on it. */
  readonly dt: number;
  /** How the engine gets from one step of the grid to the next. */
  readonly integration: Integration;
}

/** One row of the table of modes. */
export interface ModeRow extends Stepping {
  /** Rows that a pipe writes per second when nothing is said. */
  readonly rate: number;
  readonly description: string;
}

/** Every mode of a run, from the cheapest to the most accurate. */
export const MODES = {
  performance: {
    dt: 0.02,
    integration: FIXED,
    rate: 5,
    description: "fixed steps of 20 ms",
  },
  balanced: {
    dt: 1 / 240,
    integration: FIXED,
    rate: 10,
    description: "fixed steps of 1/240 s",
  },
  accuracy: {
    dt: 1 / 60,
    integration: adaptive(1e-8),
    rate: 20,
    description: "error control to 1e-8, every step checked, on a grid of 1/60 s",
  },
} as const satisfies Readonly<Record<string, ModeRow>>;

/** Name of a mode. */
export type Mode = keyof typeof MODES;

/** Every mode, in the order of the table. */
export const MODE_NAMES = Object.keys(MODES) as readonly Mode[];

/** The mode of a run when nothing is said. */
export const DEFAULT_MODE: Mode = "balanced";
