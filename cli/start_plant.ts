import { JournalFile } from "./journal_file.ts";
import { encodeSnapshot } from "./snapshot_file.ts";
import { refusal } from "./parsers.ts";
import type { RunRequest } from "./run_request.ts";
import { RecordedPlant } from "./recorded_plant.ts";
import { type Files, RuntimeFaults } from "./runtime_faults.ts";
import { Service } from "./service.ts";
import { supervised, type Supervision } from "./supervision.ts";
import { TappedPlant } from "./tapped_plant.ts";
import type { RunningPlant, Tap, World } from "./world.ts";
import { messageOf } from "../telemetry/mod.ts";

/** How a plant is started. */
export interface StartOptions {
  /** Instead of a frame per tick, so many in a second of simulated time. */
  readonly rows?: { readonly rate: number };
  /** Who is given the frames too, and may send commands. */
  readonly tap?: Tap | undefined;
  /** Whether somebody may ask for its state and for recordings while it runs. */
  readonly isKept?: boolean;
  /** Told in one line of every command that comes through the tap. */
  readonly log?: (line: string) => void;
  /** What keeps the parts of the run. */
  readonly supervision: Supervision;
}

/** A plant that was started, and what keeps it where that was asked for. */
export type StartedPlant = RunningPlant & { readonly keeper?: RecordedPlant };

/**
 * Starts the plant of a request. When it is disposed of, what it was after its last step is
 * written to the snapshot file that was asked for; until then what happens to alarms is added to
 * the journal, and a service manager that waits for it is told how the run goes.
 */
export function startPlant(
  request: RunRequest,
  world: World,
  { rows, tap, isKept = false, log, supervision }: StartOptions,
): StartedPlant {
  const { parameters, dt, integration, fps, speed, duration, start, rules, faults, seed } = request;
  const { mode, profile, adapt, snapshot, journal } = request;
  const runtime = new RuntimeFaults(world.time);
  const journalFiles = runtime.files(world, "journal");
  const file = journal === undefined ? undefined : new JournalFile(journal, journalFiles);
  const thread = world.startPlant({
    parameters,
    rules,
    faults,
    seed,
    dt,
    integration,
    fps,
    speed,
    ...(start && { from: start }),
    ...(duration !== undefined && { duration }),
    ...(rows && { rows }),
    ...(profile && { profile }),
    ...(adapt && { adapt: { mode } }),
  }, supervision.plant);
  const bare = supervised(thread, supervision);
  const keeper = isKept || request.record !== undefined
    ? new RecordedPlant(bare, {
      request,
      world: runtime.files(world, "record"),
      supervision,
      waits: rows !== undefined,
    })
    : undefined;
  const kept = keeper ?? bare;
  const plant = tap === undefined ? kept : new TappedPlant(kept, tap, {
    request,
    ...(rows && { time: world.time }),
    ...(log && { log }),
  });
  const service = Service.open(world);
  const faulty = runtime.follow(plant);
  file?.follow(plant, supervision);
  return {
    ...(keeper && { keeper }),
    send: (command) => plant.send(command),
    replies: plant.replies,
    journal: plant.journal,
    ...(plant.outages && { outages: plant.outages }),
    profile: plant.profile,
    frames: (receive) =>
      plant.frames((frame) => {
        service?.alive();
        return runtime.linger(receive(frame));
      }),
    traffic: plant.traffic,
    get last() {
      return plant.last;
    },
    async [Symbol.asyncDispose]() {
      await service?.[Symbol.asyncDispose]();
      await plant[Symbol.asyncDispose]();
      file?.[Symbol.dispose]();
      faulty[Symbol.dispose]();
      const files = runtime.files(world, "snapshot");
      if (snapshot !== undefined) await writeSnapshot(plant, { request, path: snapshot, files });
    },
  };
}

async function writeSnapshot(
  { last }: RunningPlant,
  { request, path, files }: { request: RunRequest; path: string; files: Files },
): Promise<void> {
  if (last === undefined) {
    throw new Error(
      `Cannot write --snapshot as the plant must end by itself: ${path} is as it was`,
    );
  }
  try {
    await files.writeBytes(path, encodeSnapshot(request.preset, last));
  } catch (error) {
    const why = messageOf(error);
    throw new RangeError(`${refusal("--snapshot", "a file that can be written", path)} (${why})`);
  }
}
