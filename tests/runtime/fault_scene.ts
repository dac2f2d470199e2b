/**
 * Runs of the real plant with faults, without a thread and without a clock.
 *
 * @module
 */

import { ManualTime } from "../../clock/mod.ts";
import { FIXED, Plant, type PlantParameters, PRESETS } from "../../engine/mod.ts";
import type { FaultEntry, JournalEntry } from "../../monitor/mod.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import type { Reply, RunEnd, RunOptions } from "../../runtime/plant_run_parts.ts";
import { createOwnRings } from "../../runtime/own_rings.ts";
import {
  type ChannelId,
  channelIndex,
  type Command,
  FrameReader,
  parseFault,
} from "../../telemetry/mod.ts";

/** The plant that every run here has. */
export const PARAMETERS: PlantParameters = PRESETS["kpp-01"].parameters;

/** What was seen of a run of the real plant, a row every tenth of a second. */
export interface Course {
  readonly end: RunEnd | undefined;
  readonly error: unknown;
  readonly rows: readonly { readonly time: number; readonly values: Float64Array }[];
  readonly journal: readonly JournalEntry[];
  readonly replies: readonly Reply[];
  readonly hash: string;
  readonly parameters: PlantParameters;
  /** The parameters that the plant had after each row. */
  readonly inForce: readonly PlantParameters[];
  /** How long the run took, s. */
  readonly elapsed: number;
}

/** A run, and what happens during it. */
export interface Scene extends Partial<RunOptions> {
  /** Commands by the time at which they are heard, s. */
  readonly commands?: readonly (readonly [number, Command])[];
}

/** Runs a plant with the faults that are written, ten rows in a second unless told otherwise. */
export function run(texts: readonly string[], { commands = [], ...options }: Scene = {}): Course {
  const faults = texts.map((text) => parseFault(text));
  const time = new ManualTime(0);
  const plant = new Plant(options.parameters ?? PARAMETERS);
  const { parts, reader, sender } = createOwnRings({ maxFloaters: 40, slots: 4096 });
  const journal: JournalEntry[] = [];
  const replies: Reply[] = [];
  const inForce: PlantParameters[] = [];
  const waiting = [...commands];
  const step = plant.step.bind(plant);
  plant.step = (dt) => {
    while (waiting.length > 0 && waiting[0][0] <= plant.time + 1e-9) {
      sender.send(waiting.shift()![1]);
    }
    step(dt);
  };
  const writer = parts.frames;
  const commit = writer.commit.bind(writer);
  writer.commit = () => {
    inForce.push(plant.parameters);
    commit();
  };
  let end: RunEnd | undefined;
  let error: unknown;
  try {
    end = runPlant({
      options: {
        parameters: PARAMETERS,
        dt: 1 / 240,
        integration: FIXED,
        fps: 30,
        speed: 1,
        duration: 20,
        rows: { rate: 10 },
        faults,
        ...options,
      },
      plant,
      time,
      ...parts,
      reply: (reply) => replies.push(reply),
      journal: { add: (entry) => journal.push(entry), send: () => {}, flush: () => {}, waiting: 0 },
    });
  } catch (caught) {
    error = caught;
  }
  const rows = rowsOf(reader);
  return {
    end,
    error,
    rows,
    journal,
    replies,
    hash: plant.hash(),
    parameters: plant.parameters,
    inForce,
    elapsed: time.now(),
  };
}

function rowsOf(reader: FrameReader): Course["rows"] {
  const rows = [];
  for (let frame = reader.peek(); frame; frame = reader.peek()) {
    rows.push({ time: frame.simulationTime, values: frame.values.slice() });
    reader.release();
  }
  return rows;
}

/** What is written down of faults. */
export function faultEntries({ journal }: Course): FaultEntry[] {
  return journal.filter((entry) => entry.kind === "fault");
}

/** What a channel reads in every row. */
export function readings({ rows }: Course, id: ChannelId): number[] {
  return rows.map(({ values }) => values[channelIndex(id)]);
}
