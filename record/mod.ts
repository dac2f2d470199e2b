/** Recordings: what repeats a run exactly, and what was seen of it. */
export * from "./recorder.ts";
export * from "./recording_file.ts";
