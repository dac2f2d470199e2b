import type { AlarmCommand } from "../telemetry/mod.ts";
import type { AlarmMonitor } from "./alarm_monitor.ts";
import type { WatchedAlarm } from "./watched_alarm.ts";

/** Who obeys a command, when, and by what rules are read. */
export interface CommandParts {
  readonly monitor: AlarmMonitor;
  /** Simulated time, s. */
  readonly time: number;
  /** The alarms of rules that were set; throws a RangeError where they have faults. */
  readonly alarmsOf: (rules: string) => readonly WatchedAlarm[];
}

/**
 * Does with a monitor what a command asks for.
 *
 * @returns The monitor that goes on: another one when there are other rules.
 * @throws {RangeError} It cannot be done; nothing is changed.
 */
export function obeyAlarmCommand(
  command: AlarmCommand,
  { monitor, time, alarmsOf }: CommandParts,
): AlarmMonitor {
  switch (command.kind) {
    case "alarm":
      monitor.operate(command, time);
      return monitor;
    case "limit":
      monitor.setLimit(command.alarm, command.limit, time);
      return monitor;
    case "rules":
      return monitor.replaced(alarmsOf(command.text), time);
  }
}
