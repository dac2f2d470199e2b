/** What a clock says of itself. Times in s; NaN is "no data". */
export interface ClockReading {
  /** Real-time factor over the last second: simulated / elapsed time. */
  rtf: number;
  /** Real-time factor asked for; Infinity is "as fast as it goes". */
  target: number;
  /** Ticks per second over the last second. */
  fps: number;
  /** Ticks per second asked for. */
  targetFps: number;
  /** Part of the last tick's time that its steps took. */
  load: number;
  /** How late the last tick came. */
  lateness: number;
  /** Median lateness of the recent ticks. */
  latenessP50: number;
  /** Lateness that 1 % of the recent ticks exceeded. */
  latenessP99: number;
  /** Largest lateness of the recent ticks. */
  latenessMax: number;
  /** Ticks finished after their deadline or skipped, since the start. */
  overruns: number;
  /** Steps given up rather than caught up in a burst, since the start. */
  droppedSteps: number;
  /** Whether simulated time is held. */
  held: boolean;
}

/** A reading without data: of a clock before its first tick, or of a run without a clock. */
export function emptyReading(): ClockReading {
  return {
    rtf: NaN,
    target: NaN,
    fps: NaN,
    targetFps: NaN,
    load: NaN,
    lateness: NaN,
    latenessP50: NaN,
    latenessP99: NaN,
    latenessMax: NaN,
    overruns: NaN,
    droppedSteps: NaN,
    held: false,
  };
}
