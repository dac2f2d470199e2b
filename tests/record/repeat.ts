import { parseConfig } from "../../cli/config.ts";
import { type Integration, Plant } from "../../engine/mod.ts";
import {
  type Command,
  type Mode,
  MODES,
  type PlantParameters,
  PRESETS,
} from "../../telemetry/mod.ts";
import type { ReadRecording } from "./memory_file.ts";

/** Does again what a recording says, and returns the hashes that it comes to. */
export function repeat(recording: ReadRecording): string[] {
  const { start, run } = recording;
  const newline = start.indexOf("\n".charCodeAt(0));
  const head = new TextDecoder().decode(start.subarray(0, newline));
  const { parameters } = parseConfig(head, "start.kpp");
  const plant = new Plant({ ...PRESETS["kpp-01"].parameters, ...parameters });
  plant.restore(start.subarray(newline + 1));
  plant.integration = run.integration as Integration;
  let { dt, step } = run as { dt: number; step: number };
  const hashes: string[] = [];
  for (const { topic, content } of recording.entries) {
    if (topic !== "/commands" && topic !== "/states") continue;
    for (; step < content.step; step++) plant.step(dt);
    if (topic === "/states") hashes.push(plant.hash());
    else if (content.outcome !== "refused") obey(content.command);
  }
  return hashes;

  function obey(command: Command): void {
    if (command.kind === "set") {
      const value = String(command.value) === "Infinity" ? Infinity : command.value;
      plant.change({ ...plant.parameters, [command.parameter]: value } as PlantParameters);
    }
    if (command.kind === "mode") {
      ({ dt, integration: plant.integration } = MODES[command.mode as Mode]);
      step = 0;
    }
    if (command.kind === "reset") {
      plant.reset();
      step = 0;
    }
  }
}
