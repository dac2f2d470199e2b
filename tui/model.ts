import { type Alarm, type AlarmBoard, initialBoard } from "../monitor/mod.ts";
import {
  type ChannelId,
  type Command,
  type Frame,
  type Mode,
  type ParameterName,
  PARAMETERS,
  type ParameterValue,
  type PlantParameters,
  type Preset,
} from "../telemetry/mod.ts";
import { emptyHistory, type Extent, type History } from "./history.ts";
import type { SymbolSet } from "./kit/mod.ts";
import type { KeyPlace } from "./keys/binding.ts";
import { type Laps, NO_LAPS } from "./laps.ts";
import { type LatenessCounts, NO_TICKS } from "./lateness.ts";
import { focusedPanel, rectOf, SCALE_COLUMNS } from "./layout.ts";
import type { Effect } from "./message.ts";
import type { PageId } from "./pages/pages.ts";
import type { PanelId } from "./panels/panel.ts";
import { PANELS } from "./panels/panels.ts";

/** Most changes that can be undone; the oldest is forgotten. */
export const UNDO_LIMIT = 100;

/** Most changes under way to the plant; a further one is refused on the spot. */
export const PENDING_LIMIT = 64;

/** How long the message line keeps a message, s of frames. */
export const NOTICE_TIME = 8;

/** Time that one dot of a chart spans at the frame rate asked for, s. */
export const BUCKET_TIME = 0.5;

/** Channels that are charted. */
export const CHARTED = [
  "generator.power",
  "shaft.torque",
  "efficiency.running",
] as const satisfies readonly ChannelId[];

/** A channel that is charted. */
export type Charted = (typeof CHARTED)[number];

/** What charts show: a history of each charted channel, and of the time of its samples. */
export type Histories = Readonly<Record<Charted | "time", History>>;

/** What numerals show. It is renewed a few times a second, as fast as numerals can be read. */
export interface Numerals {
  readonly frame: Frame;
  /** Least and greatest of each chart. */
  readonly extents: Readonly<Record<Charted, Extent>>;
}

/** The parameter selected at first: its effect shows within seconds, and nothing restarts. */
const FIRST_SELECTED: ParameterName = "injector.freeAirVolume";

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
  readonly columns: number;
  readonly rows: number;
  readonly symbols: SymbolSet;
  /** The alarms that are watched for. */
  readonly alarms: readonly Alarm[];
  /** Whether other programs read along, and whether anybody may. */
  readonly tap?: "open" | "exposed";
}

/** A change of a parameter that can be undone. */
export interface Change {
  readonly parameter: ParameterName;
  readonly before: ParameterValue;
  readonly after: ParameterValue;
}

/** A change sent to the plant and not yet answered. */
export interface PendingChange {
  readonly change: Change;
  /** Whether it undoes `change`, so that the value sent is `change.before`. */
  readonly isUndo: boolean;
}

/** A value being typed. */
export interface Edit {
  readonly text: string;
  /** Characters to the left of the cursor. */
  readonly cursor: number;
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
export type Overlay = "help" | "verdict";

/** All that the screen shows, and nothing else. A model is never changed. */
export interface Model {
  readonly options: DashboardOptions;
  readonly columns: number;
  readonly rows: number;
  /** Frames received. */
  readonly frames: number;
  /** The newest frame: what moves. */
  readonly frame: Frame | undefined;
  readonly numerals: Numerals | undefined;
  /** Whether the next frame renews the numerals, whatever their turn. */
  readonly isStale: boolean;
  readonly histories: Histories;
  readonly alarms: AlarmBoard;
  readonly laps: Laps;
  readonly lateness: LatenessCounts;
  /** As the plant has them. */
  readonly parameters: PlantParameters;
  readonly pending: readonly PendingChange[];
  readonly undo: readonly Change[];
  /** Position in `PARAMETERS`. */
  readonly selected: number;
  readonly edit: Edit | undefined;
  readonly page: PageId;
  /** The panel that keys go to, of pages where that is not the usual one. */
  readonly focus: Readonly<Partial<Record<PageId, PanelId>>>;
  /** Whether the panel with the focus has all of the page. */
  readonly isExpanded: boolean;
  /** Lines of a list above the first one shown. */
  readonly scrolls: Readonly<Partial<Record<PanelId, number>>>;
  readonly overlay: Overlay | undefined;
  /** Lines of the overlay above its first one shown. */
  readonly scroll: number;
  readonly notice: Notice | undefined;
  readonly speed: number;
  /** As the plant has it; `undefined` for steps that are those of no mode. */
  readonly mode: Mode | undefined;
  readonly isHeld: boolean;
}

/** The next model and what is to be done besides. */
export interface Update {
  readonly model: Model;
  readonly effects: readonly Effect[];
}

/** The dashboard before the first frame. */
export function initialModel(options: DashboardOptions): Model {
  return {
    options,
    columns: options.columns,
    rows: options.rows,
    frames: 0,
    frame: undefined,
    numerals: undefined,
    isStale: false,
    histories: emptyHistories(options.fps),
    alarms: initialBoard(options.alarms),
    laps: NO_LAPS,
    lateness: NO_TICKS,
    parameters: options.parameters,
    pending: [],
    undo: [],
    selected: PARAMETERS.findIndex(({ name }) => name === FIRST_SELECTED),
    edit: undefined,
    page: "overview",
    focus: {},
    isExpanded: false,
    scrolls: {},
    overlay: undefined,
    scroll: 0,
    notice: undefined,
    speed: options.speed,
    mode: options.mode,
    isHeld: false,
  };
}

/** Histories before the first sample. */
export function emptyHistories(fps: number): Histories {
  const history = emptyHistory(Math.max(1, Math.round(BUCKET_TIME * fps)));
  return {
    time: history,
    "generator.power": history,
    "shaft.torque": history,
    "efficiency.running": history,
  };
}

/** Buckets that a chart has room for: one for each column of dots, or each cell of a sparkline. */
export function visibleBuckets(model: Model, panel: PanelId = "power"): number {
  const { width, height } = rectOf(model, panel) ?? { width: model.columns, height: model.rows };
  if (!hasLines(height)) return width;
  return (width - SCALE_COLUMNS) * (model.options.symbols === "ascii" ? 1 : 2);
}

/** Whether a chart of so many rows, title included, is more than a line of text. */
export function hasLines(rows: number): boolean {
  return rows >= 3;
}

/** Where keys go now, the first of the places that knows the key. */
export function keyPlaces(model: Model): readonly KeyPlace[] {
  if (model.edit !== undefined) return ["value", "everywhere"];
  if (model.overlay !== undefined) return ["overlay", "everywhere"];
  const { place } = PANELS[focusedPanel(model)];
  return place === undefined ? ["screen", "everywhere"] : [place, "screen", "everywhere"];
}

/** The value of a parameter once the plant has taken what is under way. */
export function parameterValue(model: Model, name: ParameterName): ParameterValue {
  const last = model.pending.findLast(({ change }) => change.parameter === name);
  if (last === undefined) return model.parameters[name];
  return last.isUndo ? last.change.before : last.change.after;
}

/** The model with something to say in the message line. */
export function say(model: Model, text: string, kind: Notice["kind"] = "done"): Model {
  const until = model.frames + Math.ceil(NOTICE_TIME * model.options.fps);
  return { ...model, notice: { text, kind, until } };
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
