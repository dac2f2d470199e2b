import { hashBytes } from "../engine/terms/mod.ts";
import {
  type Command,
  type Encoder,
  type Frame,
  messageOf,
  RECORDING_ENTRIES,
} from "../telemetry/mod.ts";
import type { McapRecording } from "./mcap_writer.ts";
import type {
  RecordingEntry,
  RecordingFile,
  RecordingStart,
  RecordingTopic,
} from "./recording_file.ts";

/** Entries up to which frames are taken: the rest is for what a repetition needs. */
export const FRAME_ENTRIES = RECORDING_ENTRIES * 3 / 4;

/** What became of a command, and when it was heard. */
export interface RecordedCommand {
  readonly command: Command;
  readonly outcome: string;
  readonly reason?: string;
  readonly by?: string;
  readonly simulationTime: number;
  readonly step?: number;
}

/** A state of the plant that a repetition must come to. */
export interface RecordedState {
  readonly simulationTime: number;
  /** Steps since the grid began; not known of the last state of a run. */
  readonly step?: number;
  readonly snapshot: Uint8Array;
}

/** What a recorder is made of. */
export interface RecorderParts {
  readonly file: RecordingFile;
  readonly encoder: Pick<Encoder, "encode">;
  /** Frames of a second that are recorded, and that come; both are Infinity for all. */
  readonly rate: number;
  readonly fps: number;
  /** Unix time, s. */
  readonly wall: () => number;
  /** Told once, and last, when it cannot go on: one line. */
  readonly failed: (why: string) => void;
}

/** How much was recorded. */
export interface RecordingCounts {
  readonly frames: number;
  readonly commands: number;
  /** Frames for which there was no room. */
  readonly dropped: number;
}

interface Waiting extends RecordingEntry {
  /** Of a frame, s; NaN for everything else. */
  readonly simulationTime: number;
}

const UTF_8 = new TextEncoder();

/**
 * Records a run. Nothing here waits for the disk: what it has not taken yet waits, at most
 * {@linkcode RECORDING_ENTRIES} entries. From {@linkcode FRAME_ENTRIES} on frames are dropped,
 * counted, and announced in the recording by an entry in their place. When there is no room for a
 * command either, the recording could not repeat the run any more, and fails.
 */
export class Recorder {
  readonly #parts: RecorderParts;
  #waiting: Waiting[] = [];
  #start: RecordingStart | undefined;
  /** Resolves when it is known where the recording starts, or that it never will. */
  readonly #begun = Promise.withResolvers<void>();
  #recording: McapRecording | undefined;
  #draining: Promise<void> | undefined;
  #hasFailed = false;
  #counts = { frames: 0, commands: 0, dropped: 0 };
  /** Frames dropped since the last one that was taken. */
  #gap = 0;
  /** Unix time from which the next frame is recorded, s. */
  #dueAt = -Infinity;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** Entries that wait for the disk. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether there is no room for frames. */
  get full(): boolean {
    return this.#waiting.length >= FRAME_ENTRIES && !this.#hasFailed;
  }

  /** How much was recorded so far. */
  get counts(): RecordingCounts {
    return this.#counts;
  }

  /** Says where the recording starts; frames from before are left out, commands too. */
  begin(start: RecordingStart): void {
    this.#start = start;
    this.#begun.resolve();
    this.#waiting = this.#waiting.filter(({ simulationTime }) =>
      simulationTime >= start.simulationTime
    );
    this.#drain();
  }

  /** Records a frame if it is its turn. */
  frame(frame: Frame): void {
    if (this.#hasFailed || !this.#isDue(frame)) return;
    if (this.full) {
      this.#gap++;
      this.#counts.dropped++;
      return;
    }
    if (this.#gap > 0) {
      this.#add("gaps", { dropped: this.#gap, before: frame.frameId }, frame.simulationTime);
      this.#gap = 0;
    }
    this.#counts.frames++;
    const { timestamp: time, simulationTime } = frame;
    const bytes = this.#parts.encoder.encode(frame);
    this.#waiting.push({ topic: "frames", time, simulationTime, bytes });
    this.#drain();
  }

  /** Records what became of a command. */
  command({ command, outcome, reason, by, simulationTime, step }: RecordedCommand): void {
    if (this.#start === undefined) return;
    this.#counts.commands++;
    this.#add("commands", { step, simulation_time: simulationTime, command, outcome, reason, by });
  }

  /** Records the hash of a state. */
  state({ simulationTime, step, snapshot }: RecordedState): void {
    if (this.#start === undefined) return;
    this.#add("states", { step, simulation_time: simulationTime, hash: hashBytes(snapshot) });
  }

  /** Records what happened to alarms. */
  journal(entries: readonly unknown[]): void {
    if (this.#start === undefined) return;
    for (const entry of entries) this.#add("journal", entry);
  }

  /** Resolves when there is room for a frame again. */
  async room(): Promise<void> {
    await this.#begun.promise;
    while (this.full && this.#draining !== undefined) await this.#draining;
  }

  /** Writes all that waits and closes the file. */
  async end(): Promise<void> {
    this.#begun.resolve();
    if (this.#gap > 0) this.#add("gaps", { dropped: this.#gap, before: null });
    this.#gap = 0;
    while (this.#draining !== undefined) await this.#draining;
    if (this.#hasFailed) return;
    try {
      await this.#recording?.end();
      this.#parts.file.close();
    } catch (error) {
      this.#fail(error);
    }
  }

  #isDue({ timestamp }: Frame): boolean {
    const { rate, fps } = this.#parts;
    if (rate >= fps) return true;
    if (timestamp < this.#dueAt - 0.5 / fps) return false;
    const isEarly = timestamp < this.#dueAt + 1 / rate;
    this.#dueAt = (isEarly ? this.#dueAt : timestamp) + 1 / rate;
    return true;
  }

  #add(topic: RecordingTopic, content: unknown, simulationTime = NaN): void {
    if (this.#hasFailed) return;
    if (this.#waiting.length >= RECORDING_ENTRIES) {
      this.#fail(new Error(`the disk is too slow: ${RECORDING_ENTRIES} entries wait for it`));
      return;
    }
    // JSON has no Infinity.
    const text = JSON.stringify(content, (_, value) => value === Infinity ? "Infinity" : value);
    const bytes = UTF_8.encode(text);
    this.#waiting.push({ topic, time: this.#parts.wall(), simulationTime, bytes });
    this.#drain();
  }

  /** Writes what waits, unless that is under way. */
  #drain(): void {
    if (this.#start === undefined || this.#draining !== undefined || this.#hasFailed) return;
    this.#draining = this.#write(this.#start)
      .catch((error) => this.#fail(error))
      .finally(() => {
        this.#draining = undefined;
        if (this.#waiting.length > 0) this.#drain();
      });
  }

  async #write(start: RecordingStart): Promise<void> {
    if (this.#recording === undefined) {
      // A library that few runs have a use for.
      const { McapRecording } = await import("./mcap_writer.ts");
      const { file, wall } = this.#parts;
      this.#recording = await McapRecording.begin(file, start, wall());
    }
    while (this.#waiting.length > 0 && !this.#hasFailed) {
      await this.#recording.add(this.#waiting[0]);
      this.#waiting.shift();
    }
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#waiting = [];
    this.#parts.file.close();
    this.#parts.failed(messageOf(error));
  }
}
