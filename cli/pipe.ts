import { auditText, effortText, isEffort, Profiler, profileText } from "../monitor/terms/mod.ts";
import { createEncoder, type Frame, FrameBus, type Preset, PRESETS } from "../telemetry/mod.ts";
import { createPlainEncoder } from "./plain.ts";
import { EveryRow, NewestRow, type RowRate, type Rows } from "./rows.ts";
import type { RunRequest } from "./run_request.ts";
import { startPlant } from "./start_plant.ts";
import { StopRequest } from "./stop_request.ts";
import type { Supervision } from "./supervision.ts";
import type { Reply, RunningPlant, Tap, World } from "./world.ts";

/** How long a reader has to take the last rows after a signal, s. */
const GRACE = 0.4;

/** How a run ended; `code` is the exit code of a signal. */
type PipeEnd = Awaited<ReturnType<RunningPlant["frames"]>> | { reason: "signal"; code: number };

/** A plant, or another source, whose frames are written, and how. */
export interface WrittenPlant {
  /** Disposed of when all is written. */
  readonly plant: Pick<RunningPlant, "frames"> & AsyncDisposable;
  readonly rows: Rows;
  /** What makes rows of frames, where more is to be done besides. */
  readonly receive?: (frame: Frame) => void;
  /** Told of every frame. */
  readonly watch?: (frame: Frame) => void;
  /** Told of the last frame when all is written. */
  readonly conclude?: (last: Frame | undefined) => void;
}

/**
 * Runs a plant and writes its frames to stdout.
 *
 * @returns The exit code.
 * @throws What kept the plant from running or the rows from being written.
 */
export async function runPipe(
  request: RunRequest,
  world: World,
  { tap, supervision }: { readonly tap: Tap | undefined; readonly supervision: Supervision },
): Promise<number> {
  const rows = await createRows(request, world);
  // Only people want a summary: whoever reads rows need not load what draws it.
  const summary = request.plain ? await import("./summary.ts") : undefined;
  const course = summary?.openCourse();
  const { speed, rate } = request;
  const plant = startPlant(request, world, {
    ...(speed === Infinity && { rows: { rate } }),
    tap,
    supervision,
    log: (line) => world.complain(line),
  });
  using _adapted = plant.replies.subscribe((reply) => tellAdapted(reply, world));
  return await writePlant({
    plant,
    rows,
    receive: timed(rows, { plant, request, world }),
    watch: (frame) => course?.append(frame.simulationTime, frame.values),
    conclude: (frame) => {
      if (course !== undefined) {
        summary?.tellSummary({ history: course, frame }, { request, world });
      }
      tellAudit(request, { frame, world });
      if (request.profile) world.report(profileText(plant.profile));
    },
  }, world);
}

/**
 * Writes the frames of a plant to stdout until it ends, or a signal ends it.
 *
 * @returns The exit code.
 * @throws What kept the plant from running or the rows from being written.
 */
export async function writePlant(
  { plant: given, rows, watch, conclude, receive }: WrittenPlant,
  world: World,
): Promise<number> {
  await using plant = given;
  using stop = new StopRequest(world);
  const last = new LastFrame();
  const bus = new FrameBus();
  using rowsFromBus = bus.subscribe(receive ?? ((frame) => rows.receive(frame)));
  using _last = bus.subscribe((frame) => last.keep(frame));
  using _watch = bus.subscribe((frame) => watch?.(frame));
  const frames = plant.frames((frame) => {
    bus.publish(frame);
    return rows.ready();
  });
  const stopped = stop.code.then((code): PipeEnd => ({ reason: "signal", code }));
  try {
    const end = await Promise.race([frames, stopped, rows.failed]);
    rowsFromBus[Symbol.dispose]();
    if (end.reason === "signal") await flushInTime(rows, world);
    else await Promise.race([rows.flush(), stopped]);
    tellLoss(rows, world);
    conclude?.(last.frame);
    return exitCode(end, world);
  } catch (error) {
    // The reader has all it wanted: kpp | head.
    if (error instanceof Deno.errors.BrokenPipe) return 0;
    throw error;
  }
}

/** What of a request says how its rows are written. */
export type RowsRequest =
  & Pick<RunRequest, "plain" | "format" | "fields" | "speed">
  & RowRate;

/** The rows that a request asks for. */
export async function createRows(request: RowsRequest, world: World): Promise<Rows> {
  const encoder = request.plain
    ? createPlainEncoder(request.fields)
    : await createEncoder(request.format ?? "ndjson", request.fields);
  if (request.speed === Infinity) return new EveryRow(encoder, world);
  return new NewestRow(encoder, { world, rate: request });
}

/** Gives frames to `rows`, and times it where the plant is timed. */
function timed(
  rows: Rows,
  { plant, request, world }: { plant: RunningPlant; request: RunRequest; world: World },
): (frame: Frame) => void {
  if (request.speed === Infinity && !request.profile) return (frame) => rows.receive(frame);
  const profiler = new Profiler(world.time, { board: plant.profile, components: ["encode"] });
  return (frame) => {
    profiler.begin();
    rows.receive(frame);
    profiler.lap("encode");
    profiler.end();
  };
}

/** Writes the last rows unless the reader is too slow to take them. */
async function flushInTime(rows: Rows, world: World): Promise<void> {
  const written = new AbortController();
  const flushed = rows.flush().then(() => written.abort());
  await Promise.race([flushed, world.time.sleepUntil(world.time.now() + GRACE, written.signal)]);
}

/** A run that is no longer what was asked for says so. */
function tellAdapted({ command, by, simulationTime }: Reply, world: World): void {
  if (by === "optimiser" && isEffort(command)) {
    const when = `${simulationTime.toFixed(3)} s`;
    world.complain(`adapted to what this machine can do at ${when}: ${effortText(command)}`);
  }
}

function tellLoss({ counts }: Rows, world: World): void {
  if (counts.replaced === 0) return;
  world.complain(`the reader was slow: ${counts.replaced} of ${counts.rows} rows were left out`);
}

function tellAudit(
  { preset: name, parameters }: RunRequest,
  { frame, world }: { frame: Frame | undefined; world: World },
): void {
  const preset: Preset = PRESETS[name];
  if (preset.claim === undefined || frame === undefined) return;
  world.report(auditText({ name, preset, parameters, frame }));
}

function exitCode(end: PipeEnd, world: World): number {
  if (end.reason === "signal") return end.code;
  if (end.reason !== "fault") return 0;
  world.complain(end.message);
  return 1;
}

/** A copy of the last frame of a run, since frames are lent. */
class LastFrame {
  frame: Frame | undefined;

  keep(frame: Frame): void {
    const values = this.frame?.values ?? new Float64Array(frame.values.length);
    values.set(frame.values);
    this.frame = { ...frame, values, floaterCount: 0, floaters: NO_FLOATERS };
  }
}

const NO_FLOATERS = new Float64Array(0);
