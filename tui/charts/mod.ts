/**
 * Charts of channels over simulated time: their history, what is looked at, and the picture.
 *
 * A {@linkcode History} takes one sample of every channel with each frame and keeps minima and
 * maxima of all of them in buckets of growing size. A {@linkcode ChartView} says which window of it
 * is seen; its functions are pure, and make what a key does. {@linkcode Chart} draws any channels
 * of a history in a view. Nothing here knows what the channels are.
 *
 * @module
 */
export { Chart } from "./chart.ts";
export type { Baseline, ChartProps, Series } from "./chart_props.ts";
export {
  type ChartView,
  FIRST_VIEW,
  follow,
  hideCursor,
  isFrozen,
  moveCursor,
  pan,
  placeCursor,
  type Reach,
  SPANS,
  toggleFrozen,
  toggleScale,
  toggleStyle,
  type Window,
  windowOf,
  zoomIn,
  zoomOut,
} from "./chart_view.ts";
export { type Extent, History, NO_EXTENT } from "./history.ts";
export { niceScale, type Scale } from "./scale.ts";
export type { Threshold } from "./threshold.ts";
