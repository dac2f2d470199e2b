/**
 * What a run is asked for, what it is made of, and what it answers.
 *
 * @module
 */

import type { ThreadTime } from "../clock/mod.ts";
import type { Impairments, Plant, PlantParameters } from "../engine/mod.ts";
import type { JournalOutbox, RulesDocument } from "../monitor/terms/mod.ts";
import type { Checkpoint, CheckpointBoard, RollbackState } from "./plant_checkpoint.ts";
import type { FaultsState } from "./plant_faults.ts";
import type { WatchMemory } from "./plant_watch.ts";
import type {
  Command,
  CommandReceiver,
  Fault,
  FrameWriter,
  Heartbeat,
  Mode,
  ProfileBoard,
  RecoveryBoard,
  Stepping,
  TrafficBoard,
} from "../telemetry/mod.ts";

/** A moment of an earlier run to go on from. */
export interface RunStart {
  readonly snapshot: Uint8Array;
  /** Simulated time of the snapshot, s: the first step of the grid lies there. */
  readonly time: number;
}

/** Where a run goes on whose thread has died: at `from`, which is its last checkpoint. */
export interface Resumption
  extends Pick<Checkpoint, "isHeld" | "origin" | "step" | "rollback" | "faults" | "shownTime"> {
  /** Alarms and qualities, as they have been told; they begin anew without it. */
  readonly watch?: WatchMemory;
  /** Number of its first frame. */
  readonly firstFrameId: number;
}

/** What a run left behind: enough to go on from there. */
export interface LastState {
  /** Parameters in force at the end. */
  readonly parameters: PlantParameters;
  /** The plant after its last step. */
  readonly snapshot: Uint8Array;
}

/** A plant as faults have it. */
export interface BrokenPlant extends LastState {
  readonly impairments: Impairments;
}

/** A plant at a step boundary: all that decides how it goes on. */
export interface RunState extends LastState, Stepping {
  /** Simulated time at which the grid of steps begins, s, and steps since then. */
  readonly origin: number;
  readonly step: number;
  /** The snapshot is of a plant in good order; where it is not, one of the plant as it is. */
  readonly broken?: BrokenPlant;
  /** Faults that are there or to come. */
  readonly faults: FaultsState;
  readonly rollback: RollbackState;
}

/** What is run, how fast, and how far. */
export interface RunOptions extends Stepping {
  readonly parameters: PlantParameters;
  /** Where the run begins; without it at time 0. */
  readonly from?: RunStart;
  /** What else is to go on as it was, when another thread began the run. */
  readonly resumption?: Resumption;
  /** Frames per second. */
  readonly fps: number;
  /** Real-time factor; Infinity is as fast as it goes. */
  readonly speed: number;
  /** Simulated time at which the run ends, s; without it the run goes on until it is stopped. */
  readonly duration?: number;
  /**
   * Instead of a frame per tick, one at exactly 0, 1/rate, 2/rate ... s of simulated time, as fast
   * as they are taken; none is dropped. There is no clock then: `fps` and `speed` say nothing.
   */
  readonly rows?: { readonly rate: number };
  /** Whether a run without a clock is timed; one with a clock always is. */
  readonly profile?: boolean;
  /** What alarms are raised by, without faults; the default rules when nothing is said. */
  readonly rules?: RulesDocument;
  /** What is made to go wrong, and the seed of its chance; nothing when nothing is said. */
  readonly faults?: readonly Fault[];
  readonly seed?: number;
  /** Lets the optimiser ease a run with a clock, whose steps are those of the mode, if of any. */
  readonly adapt?: { readonly mode: Mode | undefined };
}

/** Why a run ended. */
export type RunEnd =
  | { readonly reason: "done" | "stopped" }
  | { readonly reason: "fault"; readonly message: string };

/** What became of a command. */
export interface Reply {
  readonly command: Command;
  readonly outcome: "applied" | "restarted" | "refused";
  /** Why it was refused. */
  readonly reason?: string;
  /** Who gave it, where it was not sent. */
  readonly by?: "optimiser";
  /** Simulated time at which it was heard, s. */
  readonly simulationTime: number;
  /** The same in steps since the grid began; not known of a plant of another program. */
  readonly step?: number;
  /** What was asked for, where that was the state. */
  readonly state?: RunState;
}

/** What a run needs of a plant. */
export type RunningPlant = Pick<
  Plant,
  | "time"
  | "parameters"
  | "integration"
  | "probe"
  | "step"
  | "observe"
  | "observeAhead"
  | "change"
  | "reset"
  | "check"
  | "mark"
  | "goBack"
  | "snapshot"
  | "impairments"
  | "impair"
>;

/** What a thread shares with whoever watches over it. */
export interface Lifeline {
  readonly heart: Heartbeat;
  readonly checkpoints: CheckpointBoard;
}

/** What a run is made of. */
export interface RunParts {
  readonly options: RunOptions;
  readonly plant: RunningPlant;
  readonly time: ThreadTime;
  readonly frames: FrameWriter;
  readonly commands: CommandReceiver;
  /** Where it says what its components cost. */
  readonly profile: ProfileBoard;
  /** Where it says how it recovered. */
  readonly recovery: RecoveryBoard;
  /** Where it says that it lives, and from where another thread could go on. */
  readonly lifeline?: Lifeline;
  /** Where it says what waits on its way. */
  readonly traffic: TrafficBoard;
  /** Told of every command, once obeyed or refused. */
  readonly reply: (reply: Reply) => void;
  /** Takes what happens to alarms. */
  readonly journal: Pick<JournalOutbox, "add" | "send" | "flush" | "waiting">;
}
