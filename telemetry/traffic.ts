import { COMMAND_BYTES } from "./command_ring.ts";
import { FRAME_SLOTS } from "./frame_ring.ts";

/** Most entries of the journal that wait to be sent from one thread to another. */
export const OUTBOX_ENTRIES = 4096;

/** Most entries of a recording that wait to be written. */
export const RECORDING_ENTRIES = 1024;

/** Everything on its way between the parts of the program, and how much room there is for it. */
export const QUEUES = [
  {
    id: "frames",
    label: "frame ring",
    unit: "",
    room: FRAME_SLOTS,
    description: "Frames under way from the plant, this one not counted",
  },
  {
    id: "commands",
    label: "command ring",
    unit: "B",
    room: COMMAND_BYTES,
    description: "Most bytes of commands that waited since the frame before",
  },
  {
    id: "journal",
    label: "journal outbox",
    unit: "",
    room: OUTBOX_ENTRIES,
    description: "Entries of the journal that wait to be sent",
  },
  {
    id: "tap",
    label: "tap ring",
    unit: "",
    room: FRAME_SLOTS,
    description: "Frames under way to the tap; no data without one",
  },
  {
    id: "recording",
    label: "recording",
    unit: "",
    room: RECORDING_ENTRIES,
    description: "Entries that wait to be written to the recording; no data without one",
  },
] as const satisfies readonly {
  id: string;
  label: string;
  unit: string;
  room: number;
  description: string;
}[];

/** Something that waits between two parts of the program. */
export type Queue = (typeof QUEUES)[number]["id"];

/** Place of each queue in a {@linkcode TrafficBoard}; behind them what a screen takes, bytes. */
export const TRAFFIC: Readonly<Record<Queue | "screenBytes", number>> = {
  frames: 0,
  commands: 1,
  journal: 2,
  tap: 3,
  recording: 4,
  screenBytes: 5,
};

/**
 * Where every thread writes down what waits on its side; NaN is "no data". A place has one writer.
 * Shape: [queues + 1].
 */
export type TrafficBoard = Float64Array<SharedArrayBuffer>;

/** A board without data; can be posted to a Worker. */
export function createTrafficBoard(): TrafficBoard {
  const bytes = Object.keys(TRAFFIC).length * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(new SharedArrayBuffer(bytes)).fill(NaN);
}
