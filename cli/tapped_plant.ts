import type { Time } from "../clock/mod.ts";
import { type AlarmBoard, boardAfter, initialBoard, watchedAlarms } from "../monitor/terms/mod.ts";
import type { Reply } from "../runtime/plant_thread.ts";
import type { CommandResult } from "../runtime/tap_thread.ts";
import { type Command, commandWords, type Frame, messageOf, TRAFFIC } from "../telemetry/mod.ts";
import { ForwardedPlant } from "./forwarded_plant.ts";
import type { RunRequest } from "./run_request.ts";
import type { RunningPlant, Tap } from "./world.ts";

/** Who a command comes from that no client of the tap sent. */
const HERE = "keyboard";

/** What a plant is tapped with. */
interface TappedRun {
  readonly request: RunRequest;
  /** Of a run without a clock, whose frames come faster than a tap takes them. */
  readonly time?: Time;
  /** Told in one line of every command that a client of the tap sent. */
  readonly log?: (line: string) => void;
}

/** A command that is under way: replies come in the order in which commands were sent. */
interface Sent {
  readonly origin: string;
  readonly settle: (result: CommandResult) => void;
}

/** A plant whose frames go to a tap as well, and which the tap's clients may command. */
export class TappedPlant extends ForwardedPlant {
  readonly #tap: Tap;
  readonly #run: TappedRun;
  readonly #sent: Sent[] = [];
  readonly #subscriptions = new DisposableStack();
  #parameters: RunRequest["parameters"];
  #board: AlarmBoard;
  #relayedAt = -Infinity;

  constructor(plant: RunningPlant, tap: Tap, run: TappedRun) {
    super(plant);
    this.#tap = tap;
    this.#run = run;
    this.#parameters = run.request.parameters;
    this.#board = initialBoard(watchedAlarms(run.request.rules).map(({ alarm }) => alarm));
    tap.show("alarms", boardState(this.#board));
    this.#subscriptions.use(plant.replies.subscribe((reply) => this.#hear(reply)));
    this.#subscriptions.use(plant.journal.subscribe((entries) => {
      for (const entry of entries) {
        this.#board = boardAfter(this.#board, entry);
        tap.tell("alarms", entry, boardState(this.#board));
      }
    }));
    tap.control((command, origin) => this.#obey(command, origin));
  }

  override send(command: Command): void {
    this.#send(command, { origin: HERE, settle: () => {} });
  }

  override async frames(
    receive: (frame: Frame) => void | Promise<void>,
  ): ReturnType<RunningPlant["frames"]> {
    try {
      return await this.plant.frames((frame) => {
        if (this.#isDue()) {
          this.#tap.relay(frame);
          this.plant.traffic[TRAFFIC.tap] = this.#tap.waiting;
        }
        return receive(frame);
      });
    } finally {
      this.#end();
    }
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.plant[Symbol.asyncDispose]();
    this.#subscriptions.dispose();
    this.#end();
  }

  /** Whether a frame is for the tap: all of them, or `fps` in a second of a run without a clock. */
  #isDue(): boolean {
    const { time, request: { fps } } = this.#run;
    if (time === undefined) return true;
    const now = time.now();
    if (now - this.#relayedAt < 1 / fps) return false;
    this.#relayedAt = now;
    return true;
  }

  #obey(command: Command, origin: string): Promise<CommandResult> {
    return new Promise((settle) => {
      try {
        this.#send(command, { origin, settle });
      } catch (error) {
        settle(refused(messageOf(error)));
      }
    });
  }

  #send(command: Command, sent: Sent): void {
    this.plant.send(command);
    this.#sent.push(sent);
  }

  #hear({ command, outcome, reason, simulationTime, by }: Reply): void {
    const result: CommandResult = {
      outcome,
      ...(reason !== undefined && { reason }),
      simulation_time: simulationTime,
    };
    // What the plant's own optimiser does was not sent by anybody, and is no answer to anybody.
    if (by !== undefined) return this.#tap.showCommand(command, { origin: by, result });
    const { origin, settle } = this.#sent.shift() ?? { origin: HERE, settle: () => {} };
    if (command.kind === "set" && outcome !== "refused") {
      this.#parameters = { ...this.#parameters, [command.parameter]: command.value };
      this.#tap.showParameters({ ...this.#parameters });
    }
    this.#tap.showCommand(command, { origin, result });
    if (origin !== HERE) this.#run.log?.(commandLine(command, { origin, result }));
    settle(result);
  }

  /** Answers whoever still waits. */
  #end(): void {
    for (const { settle } of this.#sent.splice(0)) settle(refused("the run has ended"));
    this.#tap.control(() => Promise.resolve(refused("the run has ended")));
  }
}

/** What the tap shows of alarms to whoever asks; entries of the journal come as events. */
function boardState(board: AlarmBoard): unknown {
  const { alarms, active, annunciated, isFlood, lost, faults } = board;
  const names = (views: AlarmBoard["active"]) => views.map(({ name }) => name);
  return { alarms, active: names(active), annunciated: names(annunciated), isFlood, lost, faults };
}

function refused(reason: string): CommandResult {
  return { outcome: "refused", reason, simulation_time: null };
}

/** `tap c1 127.0.0.1:5000: set water.depth 9: applied` */
function commandLine(
  command: Command,
  { origin, result: { outcome, reason } }: { origin: string; result: CommandResult },
): string {
  return `tap ${origin}: ${commandWords(command)}: ${outcome}${
    reason === undefined ? "" : `: ${reason}`
  }`;
}
