/** Lengths of a window, s: 1, 2, 5 in every clock unit, up to a day. */
export const SPANS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 30],
  ...[1, 2, 5, 10, 20, 30].map((minutes) => 60 * minutes),
  ...[1, 2, 5, 10, 24].map((hours) => 3600 * hours),
];

/** Length of the window at first, s. */
export const FIRST_SPAN = 60;

/** Steps of the cursor in a window. */
export const CURSOR_STEPS = 100;

/** How far back and up to when there is something to see, simulated time, s; NaN for nothing. */
export interface Reach {
  readonly oldest: number;
  readonly newest: number;
}

/** What is looked at, and how. A view is never changed. */
export interface ChartView {
  /** Length of the window, s. */
  readonly span: number;
  /** Simulated time at the right edge, s; null follows the newest sample. */
  readonly end: number | null;
  /** Simulated time at which values are read, s. */
  readonly cursor: number | null;
  /** Whether axes fit what is seen, or stay at the range of the channel. */
  readonly scale: "auto" | "fixed";
  /** The picture moves to the left, or stands and is written over from left to right (ECG). */
  readonly style: "scroll" | "sweep";
}

/** The view that is opened first. */
export const FIRST_VIEW: ChartView = {
  span: FIRST_SPAN,
  end: null,
  cursor: null,
  scale: "auto",
  style: "scroll",
};

/** A stretch of simulated time, s. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** What the view shows of a run; one that is later than the run has got follows it. */
export function windowOf({ span, end }: ChartView, { newest }: Reach): Window {
  const right = end === null || end > newest ? newest : end;
  return { start: right - span, end: right };
}

/** Whether the view stands still while the run goes on. */
export function isFrozen({ end }: ChartView, { newest }: Reach): boolean {
  return end !== null && end <= newest;
}

/** The next shorter window around the cursor, or with the same right edge; the view at the end. */
export function zoomIn(view: ChartView, reach: Reach): ChartView {
  const span = SPANS.findLast((each) => each < view.span);
  return span === undefined ? view : zoomed(view, reach, span);
}

/** The next longer window around the cursor, or with the same right edge; the view at the end. */
export function zoomOut(view: ChartView, reach: Reach): ChartView {
  const span = SPANS.find((each) => each > view.span);
  return span === undefined ? view : zoomed(view, reach, span);
}

/**
 * Moves the window by so many of its lengths, negative into the past, as far as there is
 * something to see; at the newest sample it follows the run again.
 */
export function pan(view: ChartView, reach: Reach, lengths: number): ChartView {
  const { end } = windowOf(view, reach);
  if (Number.isNaN(end)) return view;
  const first = Math.min(reach.newest, reach.oldest + view.span);
  const next = Math.max(first, end + lengths * view.span);
  if (next >= reach.newest) return follow(view);
  const moved = { ...view, end: next };
  return view.cursor === null ? moved : { ...moved, cursor: inside(moved, reach, view.cursor) };
}

/** Lets the view stand still, or go on with the run. */
export function toggleFrozen(view: ChartView, reach: Reach): ChartView {
  if (isFrozen(view, reach)) return follow(view);
  return Number.isNaN(reach.newest) ? view : { ...view, end: reach.newest };
}

/** Goes on with the run, without a cursor. */
export function follow(view: ChartView): ChartView {
  return { ...view, end: null, cursor: null };
}

/**
 * Moves the cursor by hundredths of the window, negative to the left; the first move puts it into
 * the middle and lets the view stand still. Past an edge the window moves along.
 */
export function moveCursor(view: ChartView, reach: Reach, steps: number): ChartView {
  const window = windowOf(view, reach);
  if (Number.isNaN(window.end)) return view;
  const still = { ...view, end: window.end };
  if (view.cursor === null) {
    return { ...still, cursor: inside(still, reach, window.end - view.span / 2) };
  }
  const wanted = view.cursor + (steps * view.span) / CURSOR_STEPS;
  const cursor = Math.max(reach.oldest, Math.min(reach.newest, wanted));
  const end = Math.max(cursor, Math.min(window.end, cursor + view.span));
  return { ...still, end, cursor };
}

/** Puts the cursor at a time, as a click does, and lets the view stand still. */
export function placeCursor(view: ChartView, reach: Reach, time: number): ChartView {
  const { end } = windowOf(view, reach);
  if (Number.isNaN(end)) return view;
  const still = { ...view, end };
  return { ...still, cursor: inside(still, reach, time) };
}

/** Takes the cursor away; the view stays where it is. */
export function hideCursor(view: ChartView): ChartView {
  return { ...view, cursor: null };
}

/** Axes that fit what is seen, or that stay. */
export function toggleScale(view: ChartView): ChartView {
  return { ...view, scale: view.scale === "auto" ? "fixed" : "auto" };
}

/** A picture that moves, or one that is written over. */
export function toggleStyle(view: ChartView): ChartView {
  return { ...view, style: view.style === "scroll" ? "sweep" : "scroll" };
}

function zoomed(view: ChartView, reach: Reach, span: number): ChartView {
  if (view.cursor === null || view.end === null) return { ...view, span };
  const right = (view.end - view.cursor) / view.span;
  return { ...view, span, end: Math.min(reach.newest, view.cursor + right * span) };
}

/** The time, or the nearest that is in the window and in the run. */
function inside(view: ChartView, reach: Reach, time: number): number {
  const { start, end } = windowOf(view, reach);
  return Math.max(start, reach.oldest, Math.min(end, time));
}
