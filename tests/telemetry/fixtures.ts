import type { ClockReading } from "../../clock/mod.ts";

/** A clock that keeps up. */
export function clockReading(): ClockReading {
  return {
    rtf: 1,
    target: 1,
    fps: 30,
    lateness: 1e-5,
    latenessP50: 1e-5,
    latenessP99: 2e-5,
    latenessMax: 3e-5,
    overruns: 0,
    droppedSteps: 0,
    held: false,
  };
}
