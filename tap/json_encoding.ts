import {
  channelIndex,
  type Field,
  type Frame,
  jsonMembers,
  qualityObject,
} from "../telemetry/mod.ts";
import type { EncoderShape, FrameEncoder } from "./encoding.ts";
import { FLOATER_WIRE_COLUMNS, FloaterTable, wireFloaters } from "./floater_table.ts";
import { type Payload, textPayload } from "./payload.ts";

/** Digits of a frame interval: microseconds. */
const INTERVAL_DIGITS = 6;

/** What `master_clock` shows, and the channel it shows it of. */
export const MASTER_CLOCK = {
  rtf: channelIndex("clock.rtf"),
  fps: channelIndex("clock.fps"),
  lateness: channelIndex("clock.lateness"),
  overruns: channelIndex("clock.overruns"),
} as const;

/** How the clock that made a frame keeps up; null is "no data". */
export type MasterClock = Record<keyof typeof MASTER_CLOCK, number | null>;

/** How often frames are made. */
export interface FrameTiming {
  /** Time between two frames, s. */
  readonly frame_interval: number;
  readonly target_fps: number;
}

/** How the clock that made `frame` keeps up. */
export function masterClock({ values }: Frame): MasterClock {
  const entries = Object.entries(MASTER_CLOCK).map(([name, index]) => [
    name,
    Number.isFinite(values[index]) ? values[index] : null,
  ]);
  return Object.fromEntries(entries);
}

/** How often frames are made at `fps`. */
export function frameTiming(fps: number): FrameTiming {
  return { frame_interval: Number((1 / fps).toFixed(INTERVAL_DIGITS)), target_fps: fps };
}

/** Every frame whole, as a `frame_update` of JSON. */
export class JsonEncoder implements FrameEncoder {
  readonly #members: (frame: Frame) => string;
  readonly #metadata: (frame: Frame) => string;
  readonly #channels: readonly Field[];
  readonly #hasFloaters: boolean;
  readonly #end: string;
  #frame: Frame | undefined;

  constructor({ selection, fps }: EncoderShape) {
    this.#members = jsonMembers(selection.members);
    this.#metadata = jsonMembers(selection.channels);
    this.#channels = selection.channels;
    this.#hasFloaters = selection.hasFloaters;
    this.#end = `,"sync_info":${JSON.stringify(frameTiming(fps))}}`;
  }

  advance(frame: Frame): void {
    this.#frame = frame;
  }

  key(): Payload {
    const frame = this.#frame!;
    return textPayload(
      `{"type":"frame_update","frame":${this.frameText(frame)},` +
        `"master_clock":${JSON.stringify(masterClock(frame))}${this.#end}`,
    );
  }

  /** A frame alone, as JSON. */
  frameText(frame: Frame): string {
    const floaters = this.#hasFloaters ? `,"floaters":${floatersText(frame)}` : "";
    const quality = qualityObject(frame, this.#channels);
    const doubts = quality === undefined ? "" : `,"quality":${JSON.stringify(quality)}`;
    return `{${this.#members(frame)},"metadata":{${this.#metadata(frame)}}${doubts}${floaters}}`;
  }

  delta(): undefined {}
}

const exact = (value: number) => value;

function floatersText(frame: Frame): string {
  const table = new FloaterTable();
  table.take(frame, exact);
  return JSON.stringify(wireFloaters(table));
}

/** Members that every `frame_delta` has. */
const ALWAYS = new Set(["frame_id", "timestamp", "simulation_time"]);

/** Key frames as {@linkcode JsonEncoder} writes them, and between them what has changed. */
export class JsonDeltaEncoder implements FrameEncoder {
  readonly #whole: JsonEncoder;
  readonly #members: readonly Field[];
  readonly #channels: readonly Field[];
  readonly #hasFloaters: boolean;
  #frame: Frame | undefined;
  #before: Frame | undefined;

  constructor(shape: EncoderShape) {
    this.#whole = new JsonEncoder(shape);
    this.#members = shape.selection.members;
    this.#channels = shape.selection.channels;
    this.#hasFloaters = shape.selection.hasFloaters;
  }

  advance(frame: Frame): void {
    this.#whole.advance(frame);
    this.#before = this.#frame;
    this.#frame = frame;
  }

  key(): Payload {
    return this.#whole.key();
  }

  delta(): Payload | undefined {
    const [before, frame] = [this.#before, this.#frame];
    if (before === undefined || frame === undefined) return undefined;
    const members = changes(this.#members, before, frame);
    const metadata = changes(this.#channels, before, frame);
    const rest = (metadata === "" ? "" : `,"metadata":{${metadata}}`) +
      qualityChange(this.#channels, before, frame) +
      (this.#hasFloaters ? floaterChanges(before, frame) : "");
    return textPayload(
      `{"type":"frame_delta","base":${before.frameId},"frame":{${members}${rest}}}`,
    );
  }
}

function changes(fields: readonly Field[], before: Frame, frame: Frame): string {
  let text = "";
  for (const { id, read } of fields) {
    const value = read(frame);
    if (value === read(before) && !ALWAYS.has(id)) continue;
    if (text !== "") text += ",";
    text += `${JSON.stringify(id)}:${JSON.stringify(value)}`;
  }
  return text;
}

/** What is not good, every time: its age changes; null once all is good again. */
function qualityChange(channels: readonly Field[], before: Frame, frame: Frame): string {
  const quality = qualityObject(frame, channels);
  const hadDoubts = qualityObject(before, channels) !== undefined;
  if (quality === undefined && !hadDoubts) return "";
  return `,"quality":${JSON.stringify(quality ?? null)}`;
}

/** Columns of the floaters in which anything has changed. */
function floaterChanges(before: Frame, frame: Frame): string {
  const [from, to] = [new FloaterTable(), new FloaterTable()];
  from.take(before, exact);
  to.take(frame, exact);
  if (from.count !== to.count || to.count === 0) {
    return from.count === to.count ? "" : `,"floaters":${JSON.stringify(wireFloaters(to))}`;
  }
  const columns = wireFloaters(to)!;
  const changed = FLOATER_WIRE_COLUMNS.filter((_, index) => {
    const [start, end] = [index * to.count, (index + 1) * to.count];
    const old = from.values.subarray(start, end);
    return to.values.subarray(start, end).some((value, place) => !Object.is(value, old[place]));
  });
  if (changed.length === 0) return "";
  const entries = changed.map((column) => [column, columns[column]]);
  return `,"floaters":${JSON.stringify(Object.fromEntries(entries))}`;
}
