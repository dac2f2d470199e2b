/** A file that a recording is written to. */
export interface RecordingFile {
  /**
   * Writes all of `bytes` behind what was written before.
   *
   * @throws The disk does not take them.
   */
  write(bytes: Uint8Array): Promise<void>;
  close(): void;
}

/** What a recording begins with. */
export interface RecordingStart {
  /** The plant as it was then, as a snapshot file. */
  readonly snapshot: Uint8Array;
  /** The snapshot is of a plant in good order; where it was not, one of the plant as it was. */
  readonly broken?: Uint8Array;
  /** What else decides how the run goes on, each as JSON. */
  readonly run: Readonly<Record<string, string>>;
  /** Simulated time of the start, s. */
  readonly simulationTime: number;
}

/** Kinds of entries, by the topic under which a recording has them. */
export const TOPICS = {
  frames: "Frames at the output rate, as in a pipe",
  commands: "What was obeyed or refused: step and simulated time at which it was heard",
  states: "Hashes of the state of the plant: what a repetition must come to",
  journal: "What happened to alarms, and other events",
  gaps: "Frames that are missing, as the disk was slower than the run",
} as const;

/** Kind of an entry. */
export type RecordingTopic = keyof typeof TOPICS;

/** Something to be written. */
export interface RecordingEntry {
  readonly topic: RecordingTopic;
  /** Unix time, s. */
  readonly time: number;
  /** A JSON object as UTF-8. */
  readonly bytes: Uint8Array;
}
