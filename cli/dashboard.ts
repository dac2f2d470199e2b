import { auditText, Profiler, profileText, watchedAlarms } from "../monitor/mod.ts";
import { type Command, type Frame, PRESETS } from "../telemetry/mod.ts";
import {
  Cells,
  type Ended,
  enterTerminal,
  paint,
  type SymbolSet,
  type TerminalGuard,
} from "../tui/kit/mod.ts";
import { initialModel, keyMessage, type Message, type Model, update, view } from "../tui/mod.ts";
import { looks } from "./looks.ts";
import type { RunRequest } from "./run_request.ts";
import { startPlant } from "./start_plant.ts";
import type { RunningPlant, Tap, World } from "./world.ts";

/** A world with a terminal of its own in it, for tests. */
export type DashboardWorld = World & { readonly enterTerminal?: typeof enterTerminal };

/** Exit codes: a failure, and signals as shells count them. */
const FAILURE = 1;
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;

/** Why a dashboard was left. */
type DashboardEnd =
  | Awaited<ReturnType<RunningPlant["frames"]>>
  | { readonly reason: "terminal"; readonly ended: Ended }
  | { readonly reason: "died"; readonly message: string };

/**
 * Runs a plant on a full screen until it ends, or somebody leaves.
 *
 * The terminal is restored before anything else is written, whatever happens.
 *
 * @returns The exit code: 0, 1 for a failure, 128 + n for signal n.
 */
export async function runDashboard(
  request: RunRequest,
  world: DashboardWorld,
  tap?: Tap,
): Promise<number> {
  const { colors, symbols } = looks(request, world);
  // The plant loads in its thread while the terminal is taken over.
  await using plant = startPlant(request, world, { tap });
  await using terminal = (world.enterTerminal ?? enterTerminal)({
    colors,
    sleep: (seconds) => world.time.sleepUntil(world.time.now() + seconds),
    key: (event) => screen.tell(keyMessage(event)),
    resized: ({ width, height }) => screen.resize(width, height),
    stopped: (stopped) => screen.stop(stopped),
  });
  const screen = new DashboardScreen(request, { terminal, plant, symbols, time: world.time });
  using _replies = plant.replies.subscribe((reply) => screen.tell({ kind: "reply", reply }));
  using _journal = plant.journal.subscribe((entries) => screen.tell({ kind: "journal", entries }));
  const frames = plant.frames((frame) => screen.take(frame))
    .catch((error): DashboardEnd => ({ reason: "died", message: messageOf(error) }));
  const left = terminal.ended.then((ended): DashboardEnd => ({ reason: "terminal", ended }));
  const end = await Promise.race([frames, left]);
  await terminal.leave();
  const { restored } = await terminal.ended;
  // A terminal that takes nothing any more would block whoever writes to it.
  if (restored) {
    tell(screen.model, { end, world });
    if (request.profile) world.report(profileText(plant.profile));
  }
  return exitCode(end);
}

/** What a dashboard shows itself on, and what it shows. */
interface ScreenParts {
  readonly terminal: TerminalGuard;
  readonly plant: RunningPlant;
  readonly symbols: SymbolSet;
  readonly time: World["time"];
}

/** The model as it is now, and the terminal that shows it. */
class DashboardScreen {
  model: Model;
  readonly #terminal: TerminalGuard;
  readonly #plant: RunningPlant;
  readonly #cells: Cells;
  readonly #profiler: Profiler;

  constructor(request: RunRequest, { terminal, plant, symbols, time }: ScreenParts) {
    const { preset: name, parameters, mode, fps, speed, rules } = request;
    const { width: columns, height: rows } = terminal.size;
    const preset = PRESETS[name];
    const alarms = watchedAlarms(rules).map(({ alarm }) => alarm);
    const tap = request.tap && (request.tap.isExposed ? "exposed" as const : "open" as const);
    const run = { name, preset, parameters, mode, fps, speed, alarms, ...(tap && { tap }) };
    this.model = initialModel({ ...run, columns, rows, symbols });
    this.#terminal = terminal;
    this.#plant = plant;
    this.#cells = new Cells(columns, rows, symbols);
    const { profile: board } = plant;
    this.#profiler = new Profiler(time, { board, components: ["paint", "encode"] });
    this.#show();
  }

  /** Takes a frame in; some are timed. */
  take(frame: Frame): void {
    this.#profiler.begin();
    this.tell({ kind: "frame", frame });
    this.#profiler.end();
  }

  /** Takes a message in, does what it asks for, and shows what has become of it. */
  tell(message: Message): void {
    const { model, effects } = update(this.model, message);
    this.model = model;
    for (const effect of effects) {
      if (effect.kind === "send") this.#send(effect.command);
      else void this.#terminal.leave();
    }
    this.#show();
  }

  #send(command: Command): void {
    try {
      this.#plant.send(command);
    } catch (error) {
      this.tell({
        kind: "reply",
        reply: { command, outcome: "refused", reason: messageOf(error) },
      });
    }
  }

  /** Takes the size of the terminal in. */
  resize(columns: number, rows: number): void {
    this.#cells.resize(columns, rows);
    this.tell({ kind: "resize", columns, rows });
  }

  /**
   * Holds the plant while Ctrl-Z stops the program, unless it is held anyway: time that nobody
   * computed is no overrun.
   */
  stop(stopped: boolean): void {
    if (!this.model.isHeld) this.#send({ kind: stopped ? "hold" : "resume" });
  }

  #show(): void {
    paint(view(this.model), this.#cells);
    this.#profiler.lap("paint");
    this.#terminal.show(this.#cells);
    this.#profiler.lap("encode");
  }
}

/** Says what there is to say once the screen is gone: what went wrong, and the verdict. */
function tell(model: Model, { end, world }: { end: DashboardEnd; world: World }): void {
  const failure = failureOf(end);
  if (failure !== undefined) world.complain(failure);
  const { options: { name, preset }, parameters, frame } = model;
  if (preset.claim !== undefined && frame !== undefined) {
    world.report(auditText({ name, preset, parameters, frame }));
  }
}

function failureOf(end: DashboardEnd): string | undefined {
  if (end.reason === "fault" || end.reason === "died") return end.message;
  if (end.reason === "terminal" && end.ended.reason === "error") return messageOf(end.ended.error);
  return undefined;
}

function exitCode(end: DashboardEnd): number {
  if (failureOf(end) !== undefined) return FAILURE;
  if (end.reason !== "terminal") return 0;
  if (end.ended.reason === "signal") return SIGNAL_CODES[end.ended.signal];
  return end.ended.reason === "gone" ? SIGNAL_CODES.SIGHUP : 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
