/**
 * The plant thread: wires plant, clock and rings, and runs them. Started by plant_thread.ts.
 *
 * @module
 */

import { THREAD_TIME } from "../clock/mod.ts";
import { Plant } from "../engine/mod.ts";
import { type JournalEntry, JournalOutbox } from "../monitor/mod.ts";
import { impairmentsIn, LostThread } from "./plant_faults.ts";
import { runPlant } from "./plant_loop.ts";
import type { LastState, Lifeline, Reply, RunEnd, RunOptions } from "./plant_run_parts.ts";
import {
  CommandReceiver,
  type CommandRing,
  type FrameRing,
  FrameWriter,
  messageOf,
  type ProfileBoard,
  type RecoveryBoard,
  type TrafficBoard,
} from "../telemetry/mod.ts";

/** The one message a plant thread is sent: what to run. All that follows is a command. */
export interface RunOrder {
  readonly options: RunOptions;
  readonly frames: FrameRing;
  readonly commands: CommandRing;
  readonly profile: ProfileBoard;
  readonly recovery: RecoveryBoard;
  readonly lifeline: Lifeline;
  readonly traffic: TrafficBoard;
  /** By which the reader of the journal says that it has taken what was sent. */
  readonly journal: Int32Array<SharedArrayBuffer>;
}

/** What a plant thread posts. */
export type ThreadReport =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "journal"; readonly entries: readonly JournalEntry[] }
  | { readonly kind: "end"; readonly end: RunEnd; readonly last: LastState }
  /** What was not told yet happens again, and is told, if another thread goes on. */
  | {
    readonly kind: "death";
    readonly message: string;
    readonly untold: readonly JournalEntry[];
  };

/** A Worker's side of its port, which the types of a main thread do not have. */
const port = globalThis as unknown as {
  onmessage: (event: MessageEvent<RunOrder>) => void;
  postMessage(report: ThreadReport): void;
  close(): void;
};

port.onmessage = ({ data: { options, profile, recovery, traffic, lifeline, ...shared } }) => {
  const frames = new FrameWriter(shared.frames, options.resumption?.firstFrameId);
  const journal = new JournalOutbox({
    word: shared.journal,
    post: (entries) => port.postMessage({ kind: "journal", entries }),
    whenFull: options.rows === undefined ? "drop" : "wait",
  });
  try {
    const plant = new Plant(options.parameters, options.integration);
    if (options.resumption) plant.impair(impairmentsIn(options.resumption.faults));
    if (options.from) plant.restore(options.from.snapshot);
    const end = runPlant({
      options,
      plant,
      time: THREAD_TIME,
      frames,
      commands: new CommandReceiver(shared.commands),
      profile,
      recovery,
      lifeline,
      traffic,
      reply: (reply) => port.postMessage({ kind: "reply", reply }),
      journal,
    });
    journal.flush();
    const last = { parameters: plant.parameters, snapshot: plant.snapshot() };
    port.postMessage({ kind: "end", end, last });
    frames.end();
  } catch (error) {
    if (error instanceof LostThread) return port.close();
    // Deno prints what a Worker does not catch to stderr, into the middle of a screen. Frames are
    // not over: another thread may go on with them.
    port.postMessage({ kind: "death", message: messageOf(error), untold: journal.take() });
  }
  port.close();
};
