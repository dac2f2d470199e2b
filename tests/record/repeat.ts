import { ManualTime } from "../../clock/mod.ts";
import { parseConfig } from "../../cli/config.ts";
import { hashBytes, type Integration, Plant, SOUND } from "../../engine/mod.ts";
import { createOwnRings } from "../../runtime/own_rings.ts";
import { PlantRun } from "../../runtime/plant_run.ts";
import type { BrokenPlant, Resumption } from "../../runtime/plant_run_parts.ts";
import {
  type Command,
  MAX_FLOATERS,
  parseExactJson,
  type PlantParameters,
  PRESETS,
} from "../../telemetry/mod.ts";
import type { ReadRecording } from "./memory_file.ts";

/** How a repetition makes its plant: tests have some that fail. */
type MakePlant = (parameters: PlantParameters, integration: Integration) => Plant;

/** A recorded run that is done again: the same parts, without a clock. */
class Repetition {
  readonly hashes: string[] = [];
  readonly #plant: Plant;
  readonly #rings = createOwnRings({ maxFloaters: MAX_FLOATERS, slots: 2 });
  readonly #run: PlantRun;

  constructor({ start, broken, run }: ReadRecording, makePlant: MakePlant) {
    const newline = start.indexOf("\n".charCodeAt(0));
    const head = new TextDecoder().decode(start.subarray(0, newline));
    const { parameters: said } = parseConfig(head, "start.kpp");
    const parameters = { ...PRESETS["kpp-01"].parameters, ...said };
    const { dt, origin, step, integration, seed } = run as {
      dt: number;
      origin: number;
      step: number;
      integration: Integration;
      seed: number;
    };
    const exact = (value: unknown) => parseExactJson(JSON.stringify(value));
    const { parameters: inForce = parameters, impairments = SOUND } = exact(
      run.broken ?? {},
    ) as Partial<BrokenPlant>;
    const snapshot = broken ?? start.subarray(newline + 1);
    this.#plant = makePlant(inForce, integration);
    if (broken !== undefined) this.#plant.impair(impairments);
    this.#plant.restore(snapshot);
    const resumption = {
      isHeld: false,
      origin,
      step,
      rollback: exact(run.rollback),
      faults: exact(run.faults),
      shownTime: NaN,
      firstFrameId: 0,
    } as Resumption;
    const from = { snapshot, time: this.#plant.time };
    const options = { parameters, dt, integration, seed, from, resumption, fps: 30, speed: 1 };
    this.#run = new PlantRun({
      options,
      plant: this.#plant,
      time: new ManualTime(0),
      ...this.#rings.parts,
      reply: ({ state }) => state && this.hashes.push(hashBytes(state.snapshot)),
      journal: { add: () => {}, send: () => {}, flush: () => {}, waiting: 0 },
    }, undefined);
  }

  /** Obeys a command at a step; what has none is of the end, at a simulated time, s. */
  obey(command: Command, at: { readonly step?: number; readonly simulation_time: number }): void {
    const step = at.step ?? this.#run.place(at.simulation_time).step;
    this.#run.advance(step - this.#run.step);
    this.#rings.sender.send(command);
    this.#run.hear();
  }
}

/** Does again what a recording says, and returns the hashes that it comes to. */
export function repeat(
  recording: ReadRecording,
  makePlant: MakePlant = (...parts) => new Plant(...parts),
): string[] {
  const repetition = new Repetition(recording, makePlant);
  for (const { topic, content } of recording.entries) {
    if (topic === "/states") repetition.obey({ kind: "state" }, content);
    if (topic === "/commands" && content.outcome !== "refused" && changesPlant(content.command)) {
      repetition.obey(revived(content.command), content);
    }
  }
  return repetition.hashes;
}

/** Whether a command is of the plant; the others are of its clock, which a repetition has not. */
function changesPlant({ kind }: Command): boolean {
  return ["set", "mode", "reset", "fault", "clear"].includes(kind);
}

/** A command as it was given: JSON has no Infinity. */
function revived(command: Command): Command {
  return JSON.parse(JSON.stringify(command), (_, value) => value === "Infinity" ? Infinity : value);
}
