import { auditText, profileText } from "../monitor/terms/mod.ts";
import { type Ended, enterTerminal, type Theme } from "../tui/kit/mod.ts";
import { keyMessage, type Model, parseScreen, type SavedScreen, screenText } from "../tui/mod.ts";
import { DashboardScreen } from "./dashboard_screen.ts";
import { readKept, screenPath, writeKept } from "./kept_files.ts";
import { looks } from "./looks.ts";
import type { RunRequest } from "./run_request.ts";
import { type StartedPlant, startPlant } from "./start_plant.ts";
import { StopRequest } from "./stop_request.ts";
import { Supervision } from "./supervision.ts";
import type { AttachedPlant, RunningPlant, Tap, World } from "./world.ts";
import { messageOf } from "../telemetry/mod.ts";

/** A world with a terminal of its own in it, for tests. */
export type DashboardWorld = World & { readonly enterTerminal?: typeof enterTerminal };

/** Exit codes: a failure, and signals as shells count them. */
const FAILURE = 1;
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;

/** What a dashboard may have besides its plant. */
export interface DashboardParts {
  readonly tap?: Tap | undefined;
  /** How it is to look; as it was left, when nothing is said. */
  readonly theme?: Theme | undefined;
  /** The plant of another program, which is shown instead of one that is started. */
  readonly attached?: Attached | undefined;
  /** What keeps the parts of the run. */
  readonly supervision?: Supervision;
}

/** A plant of another program, and what it is called. Disposed of with the screen. */
export interface Attached {
  readonly plant: AttachedPlant;
  readonly name: string;
}

/** Why a dashboard was left. */
type DashboardEnd =
  | Awaited<ReturnType<RunningPlant["frames"]>>
  | { readonly reason: "terminal"; readonly ended: Ended }
  | { readonly reason: "died"; readonly message: string }
  | { readonly reason: "signal"; readonly code: number };

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
  { tap, theme, attached, supervision = new Supervision(world) }: DashboardParts = {},
): Promise<number> {
  const { colors, symbols } = looks(request, world);
  const remembered = await readScreen(request, world);
  // The plant loads in its thread while the terminal is taken over.
  await using plant: StartedPlant = attached?.plant ??
    startPlant(request, world, { tap, isKept: true, supervision });
  supervision.hush();
  // What was said before must not come when the terminal is taken.
  await world.flush();
  await using terminal = (world.enterTerminal ?? enterTerminal)({
    colors,
    sleep: (seconds) => world.time.sleepUntil(world.time.now() + seconds),
    key: (event) => screen.tell(keyMessage(event)),
    mouse: request.mouse ? (press) => screen.tell({ kind: "mouse", press }) : undefined,
    focus: (isSeen) => screen.tell({ kind: "seen", isSeen }),
    resized: ({ width, height }) => screen.resize(width, height),
    stopped: (stopped) => screen.stop(stopped),
  });
  const screen = new DashboardScreen(request, {
    terminal,
    plant,
    world,
    symbols,
    left: remembered,
    theme,
    attached,
    supervision,
  });
  if (plant.keeper !== undefined) {
    plant.keeper.failed = (text) =>
      screen.tell({ kind: "recording", path: undefined, text, isRefused: true });
  }
  using _replies = plant.replies.subscribe((reply) => screen.tell({ kind: "reply", reply }));
  using _journal = plant.journal.subscribe((entries) => screen.tell({ kind: "journal", entries }));
  using _boards = attached?.plant.boards.subscribe((board) =>
    screen.tell({ kind: "board", board })
  );
  using _passed = attached?.plant.passed.subscribe((frame) =>
    screen.tell({ kind: "frame", frame, isPassed: true })
  );
  using _outages = plant.outages?.subscribe((age) => screen.tell({ kind: "outage", age }));
  using _links = attached?.plant.links.subscribe((link) => screen.tell({ kind: "link", link }));
  const frames = plant.frames((frame) => screen.take(frame))
    .catch((error): DashboardEnd => ({ reason: "died", message: messageOf(error) }));
  const left = terminal.ended.then((ended): DashboardEnd => ({ reason: "terminal", ended }));
  let end = await Promise.race([frames, left]);
  await terminal.leave();
  const { restored } = await terminal.ended;
  await writeScreen(screen.model, world);
  // A terminal that takes nothing any more would block whoever writes to it.
  if (restored) {
    supervision.speak();
    tell(screen.model, { end, world });
    if (failureOf(end) === undefined) {
      const { tellSummary } = await import("./summary.ts");
      tellSummary(screen.model, { request, world });
    }
    if (request.profile) world.report(profileText(plant.profile));
  }
  if (screen.isGivenUp && end.reason === "terminal") {
    end = await withoutScreen(frames, world);
    const failure = failureOf(end);
    if (failure !== undefined) world.complain(failure);
  }
  return exitCode(end);
}

/** Lets a run whose screen cannot be drawn go on, until it ends or a signal ends it. */
async function withoutScreen(
  frames: Promise<DashboardEnd>,
  world: World,
): Promise<DashboardEnd> {
  using stop = new StopRequest(world);
  const stopped = stop.code.then((code): DashboardEnd => ({ reason: "signal", code }));
  return await Promise.race([frames, stopped]);
}

/** The screen as it was left; nothing of it where that is not known, or not wanted. */
async function readScreen(request: RunRequest, world: World): Promise<Partial<SavedScreen>> {
  if (request.fresh) return {};
  try {
    const text = await readKept(world, screenPath(world));
    return (text === undefined ? undefined : parseScreen(text)) ?? {};
  } catch {
    // A screen that cannot be remembered is opened as if for the first time.
    return {};
  }
}

/** Remembers how the screen was left, if there is a place for it. */
async function writeScreen(model: Model, world: World): Promise<void> {
  try {
    await writeKept(world, screenPath(world), screenText(model));
  } catch (error) {
    // Without HOME there is no such place, and nobody expects one.
    if (!(error instanceof RangeError)) {
      world.complain(`warning: the screen is not remembered: ${messageOf(error)}`);
    }
  }
}

/** Says what there is to say once the screen is gone: what went wrong, and the verdict. */
function tell(model: Model, { end, world }: { end: DashboardEnd; world: World }): void {
  const failure = failureOf(end);
  if (failure !== undefined) world.complain(failure);
  const { preset, parameters, frame } = model;
  if (preset.claim !== undefined && frame !== undefined) {
    world.report(auditText({ name: preset.name, preset, parameters, frame }));
  }
}

function failureOf(end: DashboardEnd): string | undefined {
  if (end.reason === "fault" || end.reason === "died") return end.message;
  if (end.reason === "terminal" && end.ended.reason === "error") return messageOf(end.ended.error);
  return undefined;
}

function exitCode(end: DashboardEnd): number {
  if (failureOf(end) !== undefined) return FAILURE;
  if (end.reason === "signal") return end.code;
  if (end.reason !== "terminal") return 0;
  if (end.ended.reason === "signal") return SIGNAL_CODES[end.ended.signal];
  return end.ended.reason === "gone" ? SIGNAL_CODES.SIGHUP : 0;
}
