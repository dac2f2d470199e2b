/** What the time of a run goes into, in the order in which a frame passes through. */
export const COMPONENTS = [
  { id: "engine", label: "engine", description: "the steps of a frame, without their events" },
  { id: "events", label: "events", description: "locating the events of a frame" },
  { id: "sampling", label: "sampling", description: "observing the plant and reading channels" },
  { id: "monitors", label: "monitors", description: "watching the run" },
  { id: "publish", label: "publish", description: "handing a frame to the other threads" },
  { id: "paint", label: "paint", description: "drawing a frame into cells" },
  { id: "encode", label: "encode", description: "turning a frame, or a screen, into bytes" },
] as const satisfies readonly { id: string; label: string; description: string }[];

/** Something that the time of a run goes into. */
export type Component = (typeof COMPONENTS)[number]["id"];

/** What is known of a component: its place in a row of a {@linkcode ProfileBoard}. */
export const STATISTIC = {
  /** Part of one core, lately. */
  share: 0,
  /** Time per frame over the recent frames that were timed, s: median, 99 % and largest. */
  p50: 1,
  p99: 2,
  max: 3,
  /** Frames since the start, and how many of them were timed. */
  frames: 4,
  timed: 5,
  /** Time since the start, as the frames that were timed say, s. */
  time: 6,
} as const;

/** Numbers in a row of a {@linkcode ProfileBoard}. */
export const STATISTICS = Object.keys(STATISTIC).length;

/**
 * Where every thread writes down what its components cost; NaN is "no data". A row has one writer.
 * Shape: [components x statistics].
 */
export type ProfileBoard = Float64Array<SharedArrayBuffer>;

/** A board without data; can be posted to a Worker. */
export function createProfileBoard(): ProfileBoard {
  const bytes = COMPONENTS.length * STATISTICS * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(new SharedArrayBuffer(bytes)).fill(NaN);
}

/** The row of a component, a view of the board. Shape: [statistics]. */
export function profileRow(board: ProfileBoard, component: Component): ProfileBoard {
  const row = COMPONENTS.findIndex(({ id }) => id === component);
  return board.subarray(row * STATISTICS, (row + 1) * STATISTICS);
}
