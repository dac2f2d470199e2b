import { didYouMean } from "../../telemetry/mod.ts";
import { type Model, refuse, type Update } from "../model.ts";
import type { StillModel } from "../still_model.ts";
import { ALARM_COMMANDS } from "./alarm_commands.ts";
import { type CommandRow, misused } from "./command.ts";
import { FAULT_COMMANDS } from "./fault_commands.ts";
import { PLANT_COMMANDS } from "./plant_commands.ts";
import { RECORD_COMMANDS } from "./record_commands.ts";
import { RUN_COMMANDS } from "./run_commands.ts";
import { SCREEN_COMMANDS } from "./screen_commands.ts";

/** Every command that can be typed after `:`. */
export const COMMANDS: readonly CommandRow[] = [
  ...PLANT_COMMANDS,
  ...RUN_COMMANDS,
  ...ALARM_COMMANDS,
  ...FAULT_COMMANDS,
  ...RECORD_COMMANDS,
  ...SCREEN_COMMANDS,
].toSorted((one, other) => one.name < other.name ? -1 : 1);

/** Does what a line says. */
export function runCommand(model: Model, text: string): Update {
  const [name, ...words] = text.trim().split(/\s+/);
  const command = commandOf(name);
  if (command === undefined) {
    const hint = didYouMean(name, COMMANDS.map((each) => each.name)) || "; Tab shows them";
    return refuse(model, `No command is called "${name}"${hint}`);
  }
  const needed = command.usage.split(" ").filter((word) => /^[A-Z]/.test(word)).length;
  return words.length < needed ? misused(model, command) : command.run(model, words);
}

/** What the last word of a line can be. */
export function completions(model: StillModel, text: string): readonly string[] {
  const words = text.trimStart().split(/\s+/);
  if (words.length <= 1) return COMMANDS.map(({ name }) => name);
  const command = commandOf(words[0]);
  return command?.words?.(model, words.slice(1, -1)) ?? [];
}

/** The command that a line begins with, once its name is whole. */
export function commandIn(text: string): CommandRow | undefined {
  return /\s/.test(text.trimStart()) ? commandOf(text.trimStart().split(/\s+/)[0]) : undefined;
}

function commandOf(name: string): CommandRow | undefined {
  return COMMANDS.find((each) => each.name === name);
}
