import { Profiler, watchedAlarms } from "../monitor/terms/mod.ts";
import { type Command, type Frame, messageOf, PRESETS, TRAFFIC } from "../telemetry/mod.ts";
import {
  Cells,
  paint,
  PaintMemory,
  type SymbolSet,
  type TerminalGuard,
  type Theme,
  THEMES,
} from "../tui/kit/mod.ts";
import {
  type Effect,
  initialModel,
  isPainted,
  type Message,
  type Model,
  type SavedScreen,
  update,
  view,
} from "../tui/mod.ts";
import type { Attached } from "./dashboard.ts";
import type { RunRequest } from "./run_request.ts";
import { doWithFiles } from "./screen_effects.ts";
import type { StartedPlant } from "./start_plant.ts";
import type { Supervision } from "./supervision.ts";
import type { World } from "./world.ts";

/** What a dashboard shows itself on, and what it shows. */
export interface ScreenParts {
  readonly terminal: TerminalGuard;
  readonly plant: StartedPlant;
  readonly world: World;
  readonly symbols: SymbolSet;
  /** The screen as it was left; nothing of it when it is to be fresh. */
  readonly left: Partial<SavedScreen>;
  /** How it is to look, whatever it looked like. */
  readonly theme: Theme | undefined;
  /** What is shown when it is the plant of another program. */
  readonly attached: Attached | undefined;
  /** What is asked when it cannot be drawn. */
  readonly supervision: Supervision;
}

/** The key of the page that is shown after the screen could not be drawn. */
const FIRST_PAGE = { kind: "key", key: "1" } as const;

/** The model as it is now, and the terminal that shows it. */
export class DashboardScreen {
  /** All that the screen shows. */
  model: Model;
  readonly #terminal: TerminalGuard;
  readonly #plant: StartedPlant;
  readonly #isAttached: boolean;
  readonly #world: World;
  readonly #cells: Cells;
  readonly #supervision: Supervision;
  #painted = new PaintMemory();
  /** Whether it can be drawn, as far as is known. */
  #isDrawn = true;
  #isGivenUp = false;
  readonly #profiler: Profiler;
  /** Frames taken, and bytes the terminal had taken, when they were last counted. */
  #counted = { frames: 0, bytes: 0 };

  /** Shows the screen that has no frame yet. */
  constructor(request: RunRequest, parts: ScreenParts) {
    const { terminal, plant, world, symbols, left, theme, attached, supervision } = parts;
    const { preset: name, parameters, mode, fps, speed, rules } = request;
    const { width: columns, height: rows } = terminal.size;
    const isKnown = theme === undefined || THEMES.includes(theme);
    this.model = initialModel({
      name: attached?.name ?? name,
      preset: PRESETS[name],
      isHeld: attached?.plant.state.isHeld ?? false,
      isRemote: attached !== undefined,
      recording: request.record,
      parameters,
      mode,
      fps,
      speed,
      columns,
      rows,
      symbols,
      ...(request.tap && { tap: request.tap.isExposed ? "exposed" : "open" }),
      alarms: watchedAlarms(rules).map(({ alarm }) => alarm),
      themes: isKnown ? THEMES : [...THEMES, theme],
      screen: theme === undefined ? left : { ...left, themeName: theme.name },
    });
    this.#terminal = terminal;
    this.#plant = plant;
    this.#supervision = supervision;
    this.#isAttached = attached !== undefined;
    this.#world = world;
    this.#profiler = new Profiler(world.time, {
      board: plant.profile,
      components: ["paint", "encode"],
    });
    this.#cells = new Cells(columns, rows, symbols);
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
    try {
      this.#take(message);
    } catch (error) {
      if (this.#isDrawn) void this.#recover(error);
    }
  }

  #take(message: Message): void {
    const { model, effects } = update(this.model, message);
    this.model = model;
    for (const effect of effects) this.#do(effect);
    if (!this.#isDrawn || !isSeen(message)) return;
    if (message.kind === "frame") {
      this.#showFrame();
      this.#countBytes();
    } else this.#show();
  }

  /** Whether it could not be drawn in the end: the terminal is left, and the run goes on. */
  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  /** Draws the screen again from its first page, for as long as the supervision wants it. */
  async #recover(error: unknown): Promise<void> {
    this.#isDrawn = false;
    for (let why = messageOf(error);;) {
      const { isTriedAgain } = await this.#supervision.failed("screen", why);
      if (!isTriedAgain) break;
      try {
        this.model = update(this.model, FIRST_PAGE).model;
        this.#painted = new PaintMemory();
        this.#terminal.repaint();
        this.#show();
        this.#isDrawn = true;
        return this.#supervision.recovered("screen");
      } catch (again) {
        why = messageOf(again);
      }
    }
    this.#isGivenUp = true;
    await this.#terminal.leave();
  }

  /** Takes the size of the terminal in. */
  resize(columns: number, rows: number): void {
    this.#cells.resize(columns, rows);
    this.tell({ kind: "resize", columns, rows });
  }

  /**
   * Holds the plant while Ctrl-Z stops the program, unless it is held anyway: time that nobody
   * computed is no overrun. The plant of another program goes on.
   */
  stop(stopped: boolean): void {
    if (!this.#isAttached && !this.model.isHeld) this.#send({ kind: stopped ? "hold" : "resume" });
  }

  #do(effect: Effect): void {
    switch (effect.kind) {
      case "send":
        return this.#send(effect.command);
      case "quit":
        return void this.#terminal.leave();
      default: {
        // The screen that is kept is the one that was looked at when the key was pressed.
        const { keeper } = this.#plant;
        const place = { world: this.#world, model: this.model, cells: this.#cells, keeper };
        return void doWithFiles(effect, place).then((message) => this.tell(message));
      }
    }
  }

  #send(command: Command): void {
    try {
      this.#plant.send(command);
    } catch (error) {
      const reason = messageOf(error);
      this.tell({ kind: "reply", reply: { command, outcome: "refused", reason } });
    }
  }

  /** Shows a frame if it is its turn, and takes note of whether the terminal keeps up. */
  #showFrame(): void {
    const { painting, frames, options: { fps } } = this.model;
    if (!isPainted(painting, { frames, fps })) return;
    const isBusy = this.#terminal.busy;
    this.model = update(this.model, { kind: "painted", isBusy }).model;
    this.#show();
  }

  /** Writes down what the terminal was sent, once a second of frames. */
  #countBytes(): void {
    const { frames, options: { fps } } = this.model;
    const { written: bytes } = this.#terminal;
    if (frames - this.#counted.frames < fps) return;
    const mean = (bytes - this.#counted.bytes) / (frames - this.#counted.frames);
    this.#plant.traffic[TRAFFIC.screenBytes] = mean;
    this.#counted = { frames, bytes };
  }

  #show(): void {
    paint(view(this.model), this.#cells, this.#painted);
    this.#profiler.lap("paint");
    this.#terminal.show(this.#cells);
    this.#profiler.lap("encode");
  }
}

/** Whether a message is a reason to paint. How a good link is can wait for the next frame. */
function isSeen(message: Message): boolean {
  if (message.kind === "frame") return !message.isPassed;
  return message.kind !== "link" || message.link.isStale;
}
