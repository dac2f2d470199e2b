import type { Command } from "./command.ts";
import { type FaultSelection, formatFault } from "./fault.ts";

/** Which faults are selected, as it is written: `stuck:chain.speed`, `stuck`, or "" for all. */
export function formatFaultSelection({ kind, target }: FaultSelection): string {
  return [kind, target].filter((word) => word !== undefined).join(":");
}

/** A command in one line: `set water.depth 9`, `fault stuck:chain.speed:60s`. */
export function commandWords(command: Command): string {
  if (command.kind === "fault") return `fault ${formatFault(command.fault)}`;
  if (command.kind === "clear") return `clear ${formatFaultSelection(command.faults)}`.trim();
  return Object.values(command).join(" ");
}
