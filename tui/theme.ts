import type { AlarmLevel } from "../monitor/terms/mod.ts";
import type { Status } from "../telemetry/mod.ts";
import type { Role, Style, Theme } from "./kit/mod.ts";

const ALARM_ROLES: Readonly<Record<AlarmLevel, Role>> = {
  info: "value",
  warning: "warning",
  error: "error",
  critical: "critical",
};

/** The look of an alarm by its level. */
export function alarmStyle(theme: Theme, level: AlarmLevel): Style {
  return theme[ALARM_ROLES[level]];
}

/** Sign and role of a status. */
export const STATUS_LOOK = {
  starting: { sign: "○", role: "value" },
  running: { sign: "●", role: "value" },
  held: { sign: "■", role: "warning" },
  starved: { sign: "▲", role: "error" },
  stuck: { sign: "▲", role: "error" },
  fault: { sign: "✗", role: "error" },
  replay: { sign: "►", role: "value" },
  stale: { sign: "▲", role: "warning" },
} as const satisfies Record<Status, { sign: string; role: Role }>;
