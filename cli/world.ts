import type { LoopTime } from "../clock/mod.ts";
import type { PlantThread, Reply, RunOptions, ThreadSupervisor } from "../runtime/plant_thread.ts";
import type { LinkReading } from "../tui/mod.ts";
import type { TapOptions, TapThread } from "../runtime/tap_thread.ts";
import type { RemoteOptions, RemotePlant } from "./remote_plant.ts";
import type { ServiceSocket } from "./service.ts";
import type { Surroundings } from "./surroundings.ts";
import type { TrialRequest, Trials } from "./trials.ts";

export type { LinkReading };

/** Signals that end a run. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal that ends a run. */
export type StopSignal = (typeof STOP_SIGNALS)[number];

export type { Reply } from "../runtime/plant_thread.ts";

/** What became of a command, and who gave it when that was somebody else. */
export type AttributedReply = Reply & { readonly origin?: string };

/** A plant that runs elsewhere. */
export type RunningPlant =
  & Pick<PlantThread, "send" | "journal" | "frames" | "profile" | "traffic">
  & {
    readonly replies: {
      /** Subscribes until disposed of. */
      subscribe(receive: (reply: AttributedReply) => void): Disposable;
    };
    readonly last?: PlantThread["last"];
    /** Where the plant is a thread of this program. */
    readonly outages?: PlantThread["outages"] | undefined;
  }
  & AsyncDisposable;

/** A plant of another program. */
export type AttachedPlant =
  & RunningPlant
  & Pick<RemotePlant, "state" | "links" | "boards" | "passed">;

/** A tap that is open. */
export type Tap =
  & Pick<
    TapThread,
    | "address"
    | "death"
    | "relay"
    | "waiting"
    | "control"
    | "tell"
    | "show"
    | "showCommand"
    | "showParameters"
  >
  & AsyncDisposable;

/** A file that is written bit by bit. */
export interface DiskFile {
  /**
   * Writes behind what was written before. Returns how many bytes it took, at least one.
   *
   * @throws The disk does not take any.
   */
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

/** What the command line reaches of the world outside. Tests have one of their own. */
export interface World {
  readonly time: LoopTime;
  readonly stdout: {
    readonly isTerminal: boolean;
    /**
     * Writes all of `bytes`.
     *
     * @throws {Deno.errors.BrokenPipe} Nobody reads any more.
     */
    write(bytes: Uint8Array): Promise<void>;
  };
  /** Writes one line to stderr, marked as this program's. Does not wait for whoever reads it. */
  complain(line: string): void;
  /** Writes lines of text to stderr as they are. */
  report(text: string): void;
  /** Resolves when all that went to stderr has been taken, or will not be. */
  flush(): Promise<void>;
  /** Value of an environment variable. */
  environment(name: string): string | undefined;
  /** All of a file that has at most `longest` bytes: a MiB when nothing is said. */
  readBytes(path: string, longest?: number): Promise<Uint8Array>;
  /** Makes sure that writeBytes() will be able to write, before there is anything to write. */
  claimFile(path: string): Promise<void>;
  /** Puts a file in the place of what is there, whole or not at all. */
  writeBytes(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Whether there is a file, a folder or anything else of that name. */
  exists(path: string): Promise<boolean>;
  /**
   * Makes a file to be written bit by bit.
   *
   * @throws It cannot be made, is there and not to be replaced, or is none that holds bytes.
   */
  createFile(path: string, options: { readonly isReplacing: boolean }): DiskFile;
  /**
   * Opens a text file, made if it is not there, to whose end bytes are added at once. Returns how
   * many of them it took.
   */
  openText(path: string): { write(bytes: Uint8Array): number } & Disposable;
  /** Makes a folder, and those it is in, where there is none. */
  makeFolder(path: string): Promise<void>;
  /** Calls `act` at every `signal` until disposed of. */
  onSignal(signal: StopSignal, act: () => void): Disposable;
  /** What the program finds around it. */
  lookAround(): Promise<Surroundings>;
  /** What comes of trying what a run may come to need. */
  tryOut(request: TrialRequest): Promise<Trials>;
  /** Number of this process. */
  readonly pid: number;
  /**
   * Opens a way to the service manager that listens at a path.
   *
   * @throws {Error} There is none.
   */
  openServiceSocket(path: string): ServiceSocket;
  /** Starts a plant in a thread of its own, which is started again as its supervisor wants. */
  startPlant(options: RunOptions, supervisor?: ThreadSupervisor): RunningPlant;
  /**
   * Opens a tap in a thread of its own.
   *
   * @throws {Error} It cannot be opened; one line.
   */
  openTap(options: TapOptions): Promise<Tap>;
  /**
   * Attaches to the tap of another program.
   *
   * @throws {Error} It is not there, or lets nobody in; one line.
   */
  attach(options: RemoteOptions): Promise<AttachedPlant>;
}
