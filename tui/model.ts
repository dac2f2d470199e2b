import { type ActiveAlarms, NO_ALARMS } from "../monitor/mod.ts";
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
import type { KeyPlace } from "./key_table.ts";
import { layoutOf, SCALE_COLUMNS } from "./layout.ts";
import type { Effect } from "./message.ts";

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

/** A page over the dashboard. */
export type Page = "help" | "verdict";

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
  readonly alarms: ActiveAlarms;
  /** As the plant has them. */
  readonly parameters: PlantParameters;
  readonly pending: readonly PendingChange[];
  readonly undo: readonly Change[];
  /** Position in `PARAMETERS`. */
  readonly selected: number;
  readonly edit: Edit | undefined;
  readonly page: Page | undefined;
  /** Lines of the page above its first one shown. */
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
    alarms: NO_ALARMS,
    parameters: options.parameters,
    pending: [],
    undo: [],
    selected: PARAMETERS.findIndex(({ name }) => name === FIRST_SELECTED),
    edit: undefined,
    page: undefined,
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
export function visibleBuckets({ columns, rows, options }: Model): number {
  const { chartColumns, hasLines } = layoutOf(columns, rows);
  if (!hasLines) return chartColumns;
  return (chartColumns - SCALE_COLUMNS) * (options.symbols === "ascii" ? 1 : 2);
}

/** Where keys go now. */
export function keyPlace(model: Model): KeyPlace {
  return model.edit !== undefined ? "edit" : model.page !== undefined ? "overlay" : "plant";
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
