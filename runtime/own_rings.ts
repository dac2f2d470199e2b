import {
  CHANNELS,
  CommandReceiver,
  CommandSender,
  createCommandRing,
  createFrameRing,
  createProfileBoard,
  createRecoveryBoard,
  createTrafficBoard,
  FrameReader,
  FrameWriter,
} from "../telemetry/mod.ts";
import type { RunParts } from "./plant_run_parts.ts";

/** Rings and boards of a run in the thread that also reads it: a trial, a picture, a test. */
export interface OwnRings {
  /** What the run is given of them. */
  readonly parts: Pick<RunParts, "frames" | "commands" | "profile" | "recovery" | "traffic">;
  readonly reader: FrameReader;
  readonly sender: CommandSender;
}

/** Rings and boards for so many floaters, and for so many frames at once, a power of two. */
export function createOwnRings(
  { slots, maxFloaters }: { readonly slots: number; readonly maxFloaters: number },
): OwnRings {
  const frames = createFrameRing({ channelCount: CHANNELS.length, maxFloaters, slots });
  const commands = createCommandRing();
  return {
    parts: {
      frames: new FrameWriter(frames),
      commands: new CommandReceiver(commands),
      profile: createProfileBoard(),
      recovery: createRecoveryBoard(),
      traffic: createTrafficBoard(),
    },
    reader: new FrameReader(frames),
    sender: new CommandSender(commands),
  };
}
