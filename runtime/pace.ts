/**
 * What commands do to the clock of a run.
 *
 * @module
 */

import type { MasterClock } from "../clock/mod.ts";
import type { Command } from "../telemetry/mod.ts";

/** Commands that set the pace. */
export type PaceCommand = Extract<
  Command,
  { readonly kind: "hold" | "resume" | "step" | "speed" | "fps" }
>;

/**
 * Sets the pace of a run; a single step is counted, and is to be taken by the caller.
 *
 * @throws {RangeError} The run has no clock.
 */
export function pace(clock: MasterClock | undefined, command: PaceCommand): void {
  if (clock === undefined) {
    throw new RangeError(
      `Cannot ${command.kind} as the run must have a clock: this one goes as fast as its rows ` +
        `are taken`,
    );
  }
  if (command.kind === "hold") clock.hold();
  if (command.kind === "resume") clock.resume();
  if (command.kind === "step") clock.singleStep();
  if (command.kind === "speed") clock.speed = command.speed;
  if (command.kind === "fps") clock.fps = command.fps;
}
