import type { LastState, RunState } from "../runtime/plant_thread.ts";
import { Subscribers } from "../runtime/subscribers.ts";
import { Recorder, type RecordingCounts } from "../record/mod.ts";
import {
  createEncoder,
  exactJson,
  type Frame,
  messageOf,
  type Mode,
  TRAFFIC,
} from "../telemetry/mod.ts";
import { ForwardedPlant } from "./forwarded_plant.ts";
import type { RunRequest } from "./run_request.ts";
import { encodeSnapshot } from "./snapshot_file.ts";
import type { Files } from "./runtime_faults.ts";
import { SupervisedFile } from "./supervised_file.ts";
import type { Supervision } from "./supervision.ts";
import type { AttributedReply, RunningPlant } from "./world.ts";

/** How often a recording gets a state that a repetition must come to, s. */
const STATE_PERIOD = 1;

/** How long a disk is given to take the end of a recording while the run goes on, s. */
const END_PATIENCE = 2;

/** Time in which a plant is to stop, and the disk to take the end of its recording, s. */
const LEAVE_TIME = 1.05;

/** What is recorded, and where it may be written. */
interface RecordedRun {
  readonly request: RunRequest;
  readonly world: Files;
  readonly supervision: Supervision;
  /** Whether the plant waits for the disk: in a run without a clock, as it does for a reader. */
  readonly waits: boolean;
}

/** A state that is waited for; `undefined` where the plant could not say it. */
type AskedState = PromiseWithResolvers<RunState | undefined>;

/** What is told of a recording that has ended. */
export interface EndedRecording extends RecordingCounts {
  readonly path: string;
}

/** A plant whose state can be kept while it runs, and whose run can be recorded. */
export class RecordedPlant extends ForwardedPlant {
  readonly #run: RecordedRun;
  readonly #parts = new DisposableStack();
  /** States that are waited for, in the order of the commands that ask for them. */
  readonly #asked: AskedState[] = [];
  #recorder: Recorder | undefined;
  #file: SupervisedFile | undefined;
  #path = "";
  #ready: Promise<void> = Promise.resolve();
  #stateAt = -Infinity;
  #mode: Mode | undefined;
  /** Why the last recording could not go on. */
  #fault: string | undefined;
  /** Told, once, why a recording cannot go on. */
  failed: (why: string) => void = () => {};

  readonly #replies = new Subscribers<AttributedReply>();

  constructor(plant: RunningPlant, run: RecordedRun) {
    super(plant);
    this.#run = run;
    this.#mode = run.request.mode;
    this.#parts.use(plant.replies.subscribe((reply) => this.#hear(reply)));
    this.#parts.use(plant.journal.subscribe((entries) => this.#recorder?.journal(entries)));
    const { record } = run.request;
    // Asked before the first step, so that the recording has all of the run.
    if (record !== undefined) this.#ready = this.record(record, { isReplacing: true });
    this.#ready.catch(() => {});
  }

  override get replies(): RunningPlant["replies"] {
    return this.#replies;
  }

  /** The file that is being recorded to, if one is. */
  get recording(): string | undefined {
    return this.#recorder === undefined ? undefined : this.#path;
  }

  override async frames(
    receive: (frame: Frame) => void | Promise<void>,
  ): ReturnType<RunningPlant["frames"]> {
    await this.#ready;
    return await this.plant.frames((frame) => {
      const received = receive(frame);
      const recorder = this.#recorder;
      if (recorder === undefined) return received;
      recorder.frame(frame);
      this.plant.traffic[TRAFFIC.recording] = recorder.waiting;
      const now = this.#run.world.time.now();
      if (now - this.#stateAt >= STATE_PERIOD) {
        this.#stateAt = now;
        // Where there is no room for the command, the next second has one.
        this.#recordState(recorder).catch(() => {});
      }
      if (!this.#run.waits || !recorder.full) return received;
      return Promise.all([received, recorder.room()]).then(() => {});
    });
  }

  /**
   * Begins to record.
   *
   * @param path A file that is not there yet, unless it is to be replaced.
   * @throws {RangeError} It cannot be written to, or something is being recorded.
   */
  async record(path: string, { isReplacing = false } = {}): Promise<void> {
    if (this.#recorder !== undefined) {
      throw new RangeError(
        `Cannot record as ${this.#path} is being recorded: :record stop ends it`,
      );
    }
    const { world, request, supervision } = this.#run;
    const made = openedFile(() => world.createFile(path, { isReplacing }), path);
    const file = new SupervisedFile(made, supervision);
    const asked = this.#state();
    const recorder = new Recorder({
      file,
      encoder: await createEncoder("ndjson"),
      rate: this.#run.waits ? Infinity : request.rate,
      fps: this.#run.waits ? Infinity : request.fps,
      wall: () => world.time.wall(),
      failed: (why) => this.#fail(why),
    });
    this.#recorder = recorder;
    this.#file = file;
    this.#path = path;
    this.#fault = undefined;
    this.#stateAt = world.time.now();
    void asked.then((state) => {
      if (state === undefined) return this.#fail("the plant does not say its state");
      recorder.begin({
        snapshot: encodeSnapshot(request.preset, state),
        ...(state.broken && { broken: state.broken.snapshot }),
        simulationTime: instantOf(state),
        run: this.#conditions(state),
      });
    });
  }

  /**
   * Ends the recording where the plant is now.
   *
   * @throws {RangeError} Nothing is being recorded.
   */
  async stopRecording(): Promise<EndedRecording> {
    const recorder = this.#recorder;
    if (recorder === undefined) throw new RangeError("Cannot end a recording as there is none");
    await this.#recordState(recorder);
    return await this.#end(recorder, this.#run.world.time.now() + END_PATIENCE);
  }

  /** @param latest When the disk is waited for no longer, s. */
  async #end(recorder: Recorder, latest: number): Promise<EndedRecording> {
    this.#recorder = undefined;
    this.#file?.hurry();
    this.plant.traffic[TRAFFIC.recording] = NaN;
    const { time } = this.#run.world;
    const ended = new AbortController();
    const isLate = time.sleepUntil(latest, ended.signal);
    const whole = recorder.end().then(() => false);
    const isBroken = await Promise.race([whole, isLate]);
    ended.abort();
    if (isBroken) this.#fail("the disk did not take its end");
    return { path: this.#path, ...recorder.counts };
  }

  /**
   * Keeps the state of the plant in a file, as `--from` reads it.
   *
   * @throws {Error} The file cannot be written, or is there and not to be replaced.
   */
  async snapshot(path: string): Promise<number> {
    const { world, request } = this.#run;
    const state = await this.#state();
    if (state === undefined) throw new Error("Cannot keep the state as the plant does not say it");
    try {
      await world.writeBytes(path, encodeSnapshot(request.preset, state));
    } catch (error) {
      throw new RangeError(fileFault(path, error));
    }
    return instantOf(state);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    const latest = this.#run.world.time.now() + LEAVE_TIME;
    await this.plant[Symbol.asyncDispose]();
    for (const asked of this.#asked.splice(0)) asked.resolve(undefined);
    const { last } = this.plant;
    if (last !== undefined && this.#recorder !== undefined) {
      const simulationTime = await timeOf(last);
      this.#recorder?.state({ ...last, simulationTime });
    }
    if (this.#recorder !== undefined) await this.#end(this.#recorder, latest);
    this.#parts.dispose();
    if (this.#fault !== undefined) this.#run.world.complain(this.#fault);
  }

  #hear(reply: AttributedReply): void {
    if (reply.command.kind === "state") return this.#asked.shift()?.resolve(reply.state);
    if (reply.command.kind === "mode" && reply.outcome !== "refused") {
      this.#mode = reply.command.mode;
    }
    this.#recorder?.command(reply);
    this.#replies.tell(reply);
  }

  /**
   * Asks the plant for its state.
   *
   * @throws {RangeError} There is no room for another command.
   */
  #state(): Promise<RunState | undefined> {
    const asked: AskedState = Promise.withResolvers();
    this.#asked.push(asked);
    try {
      this.plant.send({ kind: "state" });
    } catch (error) {
      this.#asked.pop();
      throw error;
    }
    return asked.promise;
  }

  async #recordState(recorder: Recorder): Promise<void> {
    const state = await this.#state();
    if (state !== undefined) recorder.state({ ...state, simulationTime: instantOf(state) });
  }

  /** What decides, besides the plant as it is, how the run goes on. */
  #conditions(state: RunState): Record<string, string> {
    const { dt, origin, step, integration, faults, rollback, broken } = state;
    const { preset, fps, rate, seed } = this.#run.request;
    const steps = { mode: this.#mode ?? null, dt, origin, step, integration };
    const said = { preset, ...steps, fps, rate, seed };
    const texts = Object.entries(said).map(([name, value]) => [name, json(value)]);
    const { parameters, impairments } = broken ?? {};
    // Of these every number must be the same again.
    const exact = { faults, rollback, ...(broken && { broken: { parameters, impairments } }) };
    const exactTexts = Object.entries(exact).map(([name, value]) => [name, exactJson(value)]);
    return Object.fromEntries([...texts, ...exactTexts]);
  }

  #fail(why: string): void {
    this.#recorder = undefined;
    this.plant.traffic[TRAFFIC.recording] = NaN;
    this.#fault = `The recording to ${this.#path} has ended: ${why}`;
    this.failed(this.#fault);
  }
}

/** @throws {RangeError} It cannot be opened: one line. */
function openedFile<File>(open: () => File, path: string): File {
  try {
    return open();
  } catch (error) {
    throw new RangeError(fileFault(path, error));
  }
}

function fileFault(path: string, error: unknown): string {
  const why = messageOf(error);
  return `Cannot write ${path}: ${why}`;
}

/** Simulated time of a state, s. */
function instantOf({ origin, step, dt }: RunState): number {
  return origin + step * dt;
}

/** Simulated time of the last state of a run, s. */
async function timeOf({ parameters, snapshot }: LastState): Promise<number> {
  // What reads a state is needed once, by runs that are recorded.
  const { Plant } = await import("../engine/mod.ts");
  const plant = new Plant(parameters);
  plant.restore(snapshot);
  return plant.time;
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, each) => each === Infinity ? "Infinity" : each);
}
