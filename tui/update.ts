import {
  type AlarmBoard,
  boardAfter,
  effortText,
  isActiveState,
  isEffort,
  type JournalEntry,
  qualityText,
  recoveryText,
} from "../monitor/terms/mod.ts";
import { type Frame, keptQuality } from "../telemetry/mod.ts";
import { ALARM_ACTIONS } from "./actions/alarms.ts";
import { CHART_ACTIONS } from "./actions/chart.ts";
import { FILE_ACTIONS } from "./actions/files.ts";
import { LIST_ACTIONS } from "./actions/list.ts";
import { pressMouse } from "./actions/mouse.ts";
import { OVERLAY_ACTIONS } from "./actions/overlay.ts";
import { PAGE_ACTIONS } from "./actions/page.ts";
import { PARAMETER_ACTIONS } from "./actions/parameters.ts";
import { DIALOG_ACTIONS, followLine } from "./actions/dialog.ts";
import { RUN_ACTIONS } from "./actions/run.ts";
import { SOURCE_ACTIONS } from "./actions/source.ts";
import { insertText, TEXT_ACTIONS } from "./actions/text.ts";
import { answerChange } from "./changes.ts";
import { noted } from "./journal.ts";
import { characterOf, keyLabel, type KeyPlace } from "./keys/binding.ts";
import { type Action, bindingOf, panelsWith, PLACE_WORDS } from "./keys/table.ts";
import { NO_LAPS, withFrame } from "./laps.ts";
import { withTick } from "./lateness.ts";
import { placedPanels } from "./layout.ts";
import { takeForeignReply } from "./foreign.ts";
import type { CommandReply, Message } from "./message.ts";
import { keyPlaces, type Model, only, refuse, say, toast, type Update } from "./model.ts";
import { painted } from "./painting.ts";
import { PANELS } from "./panels/panels.ts";
import { replacePreset, takePreset } from "./presets.ts";
import { lineOf } from "./dialog.ts";
import { replaceFile, takeRecording } from "./recording.ts";

/** Columns of dots in a column of the screen: by no less does a chart of any width move. */
const DOT_COLUMNS = 2;

/** How often numerals are renewed, 1/s: as fast as they can be read. */
export const NUMERAL_RATE = 4;

const ACTIONS: Readonly<Record<Action, (model: Model, key: string) => Update>> = {
  ...RUN_ACTIONS,
  ...PARAMETER_ACTIONS,
  ...PAGE_ACTIONS,
  ...CHART_ACTIONS,
  ...LIST_ACTIONS,
  ...SOURCE_ACTIONS,
  ...OVERLAY_ACTIONS,
  ...DIALOG_ACTIONS,
  ...FILE_ACTIONS,
  ...ALARM_ACTIONS,
  ...TEXT_ACTIONS,
  type: (model, key) => insertText(model, characterOf(key)),
};

/** The model after a message, and what is to be done besides. */
export function update(model: Model, message: Message): Update {
  switch (message.kind) {
    case "key":
      return pressKey(model, message.key);
    case "mouse":
      return pressMouse({ ...fresh(model), notice: undefined }, message.press);
    case "paste":
      return pasteText(model, message.text);
    case "frame":
      return only(takeFrame(model, message));
    case "reply":
      return only(takeReply(model, message.reply));
    case "board":
      return only({ ...model, alarms: message.board });
    case "outage":
      return only(silent(model, message.age));
    case "link":
      return only({ ...model, link: message.link, isStale: model.isStale || message.link.isStale });
    case "journal":
      return only(takeJournal(model, message.entries));
    case "resize":
      return only(fresh({ ...model, columns: message.columns, rows: message.rows }));
    case "seen":
      return only({ ...model, painting: { ...model.painting, isSeen: message.isSeen } });
    case "painted":
      return only(takePainted(model, message.isBusy));
    case "told":
      return only(toast(model, message.text, message.isRefused ? "refused" : "done"));
    case "recording":
      return only(takeRecording(model, message));
    case "fileExists":
      return replaceFile(model, message.effect);
    case "presetExists":
      return replacePreset(model, message.name);
    case "preset": {
      const { name, parameters } = message;
      return takePreset(model, { name, summary: `Preset ${name}, saved before`, parameters });
    }
  }
}

function pressKey(model: Model, key: string): Update {
  const places = keyPlaces(model);
  const binding = bindingOf(key, places);
  if (binding === undefined) return places.includes("screen") ? astray(model, key) : only(model);
  // What a key changes is to be seen at once, among numerals of the same moment.
  const before = { ...fresh(model), notice: undefined, isStale: true };
  const { model: after, effects } = ACTIONS[binding.action](before, key);
  return { model: journalled(model, followLine(after)), effects };
}

/** What to say of a key that works in panels which do not have the focus. */
function astray(model: Model, key: string): Update {
  const places = panelsWith(key);
  if (places.length === 0) return only(model);
  const onPage = placedPanels({ ...model, isExpanded: false })
    .map(({ panel }) => PANELS[panel].place);
  const here = places.filter((place) => onPage.includes(place));
  const words = (some: readonly KeyPlace[]) => some.map((each) => PLACE_WORDS[each]).join(" or ");
  return refuse(
    model,
    here.length === 0
      ? `${keyLabel(key)} works in ${words(places)}, on other pages`
      : `${keyLabel(key)} works in ${words(here)}: f moves the focus`,
  );
}

function pasteText(model: Model, text: string): Update {
  if (lineOf(model.dialog) === undefined) {
    return refuse(model, "Press Enter before pasting a value, or : before a command");
  }
  const { model: pasted, effects } = insertText(model, text);
  return { model: followLine(pasted), effects };
}

/** The journal has what a key did to the run or to the parameters. */
function journalled(before: Model, after: Model): Model {
  const isOfRun = after.pending !== before.pending || after.isHeld !== before.isHeld ||
    after.speed !== before.speed || after.baseline !== before.baseline;
  return isOfRun && after.notice?.kind === "done"
    ? noted(after, after.notice.text, "change")
    : after;
}

function takeFrame(
  model: Model,
  { frame: lent, isPassed = false }: Extract<Message, { kind: "frame" }>,
): Model {
  const frame = copyOf(lent);
  const isNewRun = model.frame !== undefined && frame.simulationTime < model.frame.simulationTime;
  model.history.append(frame.simulationTime, frame.values);
  // What is counted is screens: times of notices and numerals go by them.
  const frames = model.frames + (isPassed ? 0 : 1);
  const period = Math.max(1, Math.round(model.options.fps / NUMERAL_RATE));
  const isDue = isNewRun || !isPassed && (model.isStale || model.frames % period === 0);
  const { notice, toasts } = model;
  const isShown = ({ until }: { until: number }) => frames < until;
  const next = {
    ...model,
    frames,
    frame,
    isStale: isPassed && model.isStale,
    laps: withFrame(isNewRun ? NO_LAPS : model.laps, frame),
    lateness: withTick(model.lateness, frame),
    notice: notice !== undefined && isShown(notice) ? notice : undefined,
    toasts: toasts.every(isShown) ? toasts : toasts.filter(isShown),
  };
  const told = isNewRun ? noted(next, "The run began again", "run") : next;
  if (isDue) return fresh(told);
  const column = model.chartView.span / (DOT_COLUMNS * model.columns);
  const isChartDue = frame.simulationTime - model.charted >= column;
  return isChartDue ? { ...told, charted: frame.simulationTime } : told;
}

/** The model after what happened to alarms; what somebody should know of is a toast as well. */
function takeJournal(model: Model, entries: readonly JournalEntry[]): Model {
  const alarms = entries.reduce(boardAfter, model.alarms);
  const told = entries.flatMap((entry) => toastText(entry, alarms));
  return told.reduce<Model>((known, text) => toast(known, text), { ...model, alarms });
}

/** What is told of an entry while the alarms are not looked at. */
function toastText(entry: JournalEntry, { alarms }: AlarmBoard): readonly string[] {
  if (entry.kind === "flood") {
    return [
      entry.isFlood ? `Alarm flood: ${entry.count} in ten minutes` : "No alarm flood any more",
    ];
  }
  if (entry.kind === "recovery") return [recoveryText(entry)];
  if (entry.kind === "quality" && entry.quality !== "good") return [qualityText(entry)];
  if (entry.kind !== "transition") return [];
  const label = alarms.find(({ name }) => name === entry.alarm)?.label ?? entry.alarm;
  if (entry.event === "raise") return [`${entry.level}: ${label}`];
  const isOver = isActiveState(entry.from) && (entry.event === "clear" || entry.event === "latch");
  return isOver ? [`No longer: ${label}`] : [];
}

/** The model of a plant that is silent: what is shown is the last that was known. */
function silent(model: Model, outage: number | undefined): Model {
  const { frame } = model;
  const told = { ...model, outage, isStale: true };
  if (outage === undefined || frame === undefined) return told;
  return fresh({ ...told, frame: { ...frame, status: "stale" } });
}

/** The model with its numerals renewed, and its charts with them. */
function fresh(model: Model): Model {
  const { numerals, frame, lateness } = model;
  if (numerals === frame) return model;
  const charted = frame?.simulationTime ?? NaN;
  return { ...model, numerals: frame, shownLateness: lateness, charted };
}

/** A frame is lent for the call; what the screen shows is its own. */
function copyOf(frame: Frame): Frame {
  return {
    frameId: frame.frameId,
    timestamp: frame.timestamp,
    simulationTime: frame.simulationTime,
    status: frame.status,
    values: frame.values.slice(),
    quality: keptQuality(frame.quality),
    floaterCount: frame.floaterCount,
    floaters: frame.floaters.slice(),
  };
}

function takeReply(model: Model, reply: CommandReply): Model {
  const stale = { ...model, isStale: true };
  const { command, outcome, reason = "no reason given", by, origin } = reply;
  if (origin !== undefined) return takeForeignReply(stale, { ...reply, origin });
  if (by === "optimiser" && isEffort(command)) {
    const speed = command.kind === "speed" ? command.speed : model.speed;
    const mode = command.kind === "mode" ? command.mode : model.mode;
    const text = `Adapted to this machine: ${effortText(command)}`;
    return noted(say({ ...stale, speed, mode }, text), text, "run");
  }
  if (command.kind === "set") return answerChange(stale, command, reply);
  if (outcome !== "refused") {
    return command.kind === "mode" ? { ...stale, mode: command.mode } : stale;
  }
  const before = command.kind === "hold" || command.kind === "resume"
    ? { ...stale, isHeld: command.kind === "resume" }
    : stale;
  return noted(
    say(before, `Refused: ${reason}`, "refused"),
    `${command.kind}: ${reason}`,
    "refused",
  );
}

function takePainted(model: Model, isBusy: boolean): Model {
  const painting = painted(model.painting, isBusy);
  const next = { ...model, painting };
  if (painting.every === model.painting.every) return next;
  const rate = Number((model.options.fps / painting.every).toPrecision(2));
  const text = painting.every > model.painting.every
    ? `The terminal cannot keep up: ${rate} of ${model.options.fps} frames a second are painted`
    : `The terminal keeps up again: ${rate} frames a second are painted`;
  return noted(toast(next, text, painting.every > 1 ? "refused" : "done"), text, "run");
}
