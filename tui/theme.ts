import type { AlarmLevel } from "../monitor/mod.ts";
import type { Status } from "../telemetry/mod.ts";
import { style } from "./kit/mod.ts";

/**
 * How things look. Colour marks what is not as it should be, and never alone: a word or a sign says
 * the same. Everything else differs in weight only, so that it reads the same without colour.
 */
export const THEME = {
  /** A numeral that is read often. */
  value: style({ bold: true }),
  /** A label, a unit, a rule. */
  faint: style({ dim: true }),
  title: style({ bold: true }),
  chart: style({ color: 0x8fb8de }),
  /** Lap average, zero. */
  level: style({ dim: true }),
  air: style({ color: 0x8fb8de }),
  chain: style({ dim: true }),
  valve: style({ bold: true }),
  selected: style({ inverse: true }),
  cursor: style({ inverse: true }),
  warning: style({ color: 0xd7a13b, bold: true }),
  error: style({ color: 0xe5604d, bold: true }),
} as const;

/** The look of an alarm by its level. */
export const ALARM_STYLE = {
  info: THEME.value,
  warning: THEME.warning,
  error: THEME.error,
  critical: style({ color: 0xe5604d, bold: true, inverse: true }),
} as const satisfies Record<AlarmLevel, unknown>;

/** Sign and look of a status. */
export const STATUS_LOOK = {
  starting: { sign: "○", style: THEME.value },
  running: { sign: "●", style: THEME.value },
  held: { sign: "■", style: THEME.warning },
  starved: { sign: "▲", style: THEME.error },
  stuck: { sign: "▲", style: THEME.error },
  fault: { sign: "✗", style: THEME.error },
  replay: { sign: "►", style: THEME.value },
  stale: { sign: "▲", style: THEME.warning },
} as const satisfies Record<Status, unknown>;
