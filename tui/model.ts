import { type Alarm, type AlarmBoard, initialBoard } from "../monitor/terms/mod.ts";
import {
  CHANNELS,
  type Command,
  type Frame,
  type Mode,
  type ParameterName,
  PARAMETERS,
  type PlantParameters,
  type Preset,
} from "../telemetry/mod.ts";
import { type Baseline } from "./baseline.ts";
import { type ChangeLog, NO_CHANGES, type PendingChange } from "./changes.ts";
import { type ChartView, FIRST_VIEW, History } from "./charts/mod.ts";
import type { JournalLine } from "./journal.ts";
import type { KeyPlace } from "./keys/binding.ts";
import { type SymbolSet, type Theme, THEMES } from "./kit/mod.ts";
import { type Laps, NO_LAPS } from "./laps.ts";
import { type LatenessCounts, NO_TICKS } from "./lateness.ts";
import { focusedPanel } from "./layout.ts";
import type { Effect, LinkReading } from "./message.ts";
import { FIRST_PAINTING, type Painting } from "./painting.ts";
import type { PanelId } from "./panels/panel.ts";
import { PANELS } from "./panels/panels.ts";
import type { Dialog } from "./dialog.ts";
import { type ChartedChannels, FIRST_SCREEN, type SavedScreen } from "./saved_screen.ts";
import type { StillModel } from "./still_model.ts";

/** How long the message line keeps a message, s of frames. */
export const NOTICE_TIME = 8;

/** How long a toast is shown, s of frames. */
export const TOAST_TIME = 6;

/** Most toasts that are shown at a time; the oldest goes first. */
export const TOAST_LIMIT = 3;

/** What a dashboard is opened with. */
export interface DashboardOptions {
  /** Name of the preset. */
  readonly name: string;
  readonly preset: Preset;
  readonly parameters: PlantParameters;
  /** The mode that is run; `undefined` when options have changed its steps. */
  readonly mode: Mode | undefined;
  readonly fps: number;
  /** Real-time factor asked for; Infinity is as fast as it goes. */
  readonly speed: number;
  /** Whether the plant is held at first. */
  readonly isHeld?: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly symbols: SymbolSet;
  /** The alarms that are watched for. */
  readonly alarms: readonly Alarm[];
  /** Whether the plant is one of another program. */
  readonly isRemote?: boolean;
  /** File to which the run is recorded from its start. */
  readonly recording?: string | undefined;
  /** Whether other programs read along, and whether anybody may. */
  readonly tap?: "open" | "exposed";
  /** Themes that can be chosen: those that are there, and those of theme files. */
  readonly themes?: readonly Theme[];
  /** The screen as it was left, or as options want it. */
  readonly screen?: Partial<SavedScreen>;
}

/** What the message line says. */
export interface Notice {
  readonly text: string;
  /** A refusal stays marked as such. */
  readonly kind: "done" | "refused";
  /** Number of the frame from which it is no longer shown. */
  readonly until: number;
}

/** Text over the page. */
export type Overlay = "help" | "verdict" | "comparison";

/** A preset by its name. */
export interface NamedPreset extends Preset {
  readonly name: string;
}

/** All that the screen shows, and nothing else. A model is never changed, but for its history. */
export interface Model extends SavedScreen {
  readonly options: DashboardOptions;
  readonly themes: readonly Theme[];
  readonly theme: Theme;
  readonly columns: number;
  readonly rows: number;
  /** Frames received. */
  readonly frames: number;
  /** The newest frame: what moves. */
  readonly frame: Frame | undefined;
  /** What numerals show. It is renewed a few times a second, as fast as they can be read. */
  readonly numerals: Frame | undefined;
  /** Simulated time of the newest sample that charts show, s; NaN before the first. */
  readonly charted: number;
  /** Whether the next frame renews the numerals, whatever their turn. */
  readonly isStale: boolean;
  /** The course of every channel. */
  readonly history: History;
  readonly alarms: AlarmBoard;
  readonly journal: readonly JournalLine[];
  /** Name of the alarm that keys go to; the first one, where it is not shown. */
  readonly alarm: string;
  readonly laps: Laps;
  /** How late ticks came, up to the newest frame. */
  readonly lateness: LatenessCounts;
  /** The same up to the frame of the numerals. */
  readonly shownLateness: LatenessCounts;
  readonly baseline: Baseline | undefined;
  readonly preset: NamedPreset;
  /** As the plant has them. */
  readonly parameters: PlantParameters;
  readonly pending: readonly PendingChange[];
  readonly changes: ChangeLog;
  /** Position in `PARAMETERS`. */
  readonly selected: number;
  /** Words that parameters must have to be in the tree; "" is all. */
  readonly search: string;
  /** Words that channels must have to be in their table; "" is all. */
  readonly find: string;
  readonly dialog: Dialog | undefined;
  readonly isExpanded: boolean;
  /** Lines of a list above the first one shown. */
  readonly scrolls: Readonly<Partial<Record<PanelId, number>>>;
  readonly overlay: Overlay | undefined;
  /** Lines of the overlay above its first one shown. */
  readonly scroll: number;
  readonly chartView: ChartView;
  /** File to which the run is being recorded. */
  readonly recording: string | undefined;
  readonly notice: Notice | undefined;
  readonly toasts: readonly Notice[];
  readonly speed: number;
  /** As the plant has it; `undefined` for steps that are those of no mode. */
  readonly mode: Mode | undefined;
  readonly isHeld: boolean;
  readonly painting: Painting;
  /** How the connection is; `undefined` where there is none, as the plant is this program's. */
  readonly link: LinkReading | undefined;
  /** For how long the plant has been silent, s, where that is too long. */
  readonly outage: number | undefined;
}

/** The next model and what is to be done besides. */
export interface Update {
  readonly model: Model;
  readonly effects: readonly Effect[];
}

/** The dashboard before the first frame. */
export function initialModel(options: DashboardOptions): Model {
  const screen = { ...FIRST_SCREEN, ...options.screen };
  const { themes = THEMES } = options;
  return {
    ...screen,
    options,
    themes,
    theme: themes.find(({ name }) => name === screen.themeName) ?? themes[0],
    columns: options.columns,
    rows: options.rows,
    frames: 0,
    frame: undefined,
    numerals: undefined,
    charted: NaN,
    isStale: false,
    history: new History(CHANNELS.length),
    alarms: initialBoard(options.alarms),
    journal: [],
    alarm: "",
    laps: NO_LAPS,
    lateness: NO_TICKS,
    shownLateness: NO_TICKS,
    baseline: undefined,
    preset: { name: options.name, ...options.preset },
    parameters: options.parameters,
    pending: [],
    changes: NO_CHANGES,
    selected: positionOf(screen.parameter),
    search: "",
    find: "",
    dialog: undefined,
    isExpanded: false,
    scrolls: {},
    overlay: undefined,
    scroll: 0,
    chartView: { ...FIRST_VIEW, ...screen.chart },
    recording: options.recording,
    notice: undefined,
    toasts: [],
    speed: options.speed,
    mode: options.mode,
    isHeld: options.isHeld ?? false,
    link: undefined,
    outage: undefined,
    painting: FIRST_PAINTING,
  };
}

/** Position of a parameter in `PARAMETERS`. */
export function positionOf(name: ParameterName): number {
  return Math.max(0, PARAMETERS.findIndex((row) => row.name === name));
}

/** Where keys go now, the first of the places that knows the key. */
export function keyPlaces(model: StillModel): readonly KeyPlace[] {
  const { dialog } = model;
  if (dialog?.kind === "confirm") return ["confirm", "everywhere"];
  if (dialog !== undefined) return [dialog.kind, "text", "everywhere"];
  if (model.overlay !== undefined) return ["overlay", "everywhere"];
  const { place, list } = PANELS[focusedPanel(model)];
  const own: readonly KeyPlace[] = place === undefined ? [] : [place];
  const lists: readonly KeyPlace[] = list === undefined ? [] : ["list"];
  return [...new Set([...own, ...lists]), "screen", "everywhere"];
}

/** The model with something to say in the message line. */
export function say(model: Model, text: string, kind: Notice["kind"] = "done"): Model {
  return { ...model, notice: noticeOf(model, { text, kind, seconds: NOTICE_TIME }) };
}

/** The model with a toast: what happened without a key. */
export function toast(model: Model, text: string, kind: Notice["kind"] = "done"): Model {
  const notice = noticeOf(model, { text, kind, seconds: TOAST_TIME });
  return { ...model, toasts: [...model.toasts, notice].slice(-TOAST_LIMIT) };
}

function noticeOf(
  { frames, options: { fps } }: Model,
  { text, kind, seconds }: { text: string; kind: Notice["kind"]; seconds: number },
): Notice {
  return { text, kind, until: frames + Math.ceil(seconds * fps) };
}

/** The update that changes nothing but says why a key cannot work now. */
export function refuse(model: Model, reason: string): Update {
  return { model: say(model, reason, "refused"), effects: [] };
}

/** An update without effects. */
export function only(model: Model): Update {
  return { model, effects: [] };
}

/** An update that sends one command. */
export function sending(model: Model, command: Command): Update {
  return { model, effects: [{ kind: "send", command }] };
}

/** The channels of the chart in a panel of the charts page, if it is there. */
export function chartedIn(
  model: Pick<Model, "charts">,
  panel: PanelId,
): ChartedChannels | undefined {
  const match = /^chart(\d)$/.exec(panel);
  return match === null ? undefined : model.charts[Number(match[1]) - 1];
}
