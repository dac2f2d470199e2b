import { boardAfter, effortText, isEffort } from "../monitor/mod.ts";
import { channelIndex, type Frame } from "../telemetry/mod.ts";
import { LIST_ACTIONS } from "./actions/list.ts";
import { OVERLAY_ACTIONS } from "./actions/overlay.ts";
import { PAGE_ACTIONS } from "./actions/page.ts";
import { answerChange, PARAMETER_ACTIONS } from "./actions/parameters.ts";
import { RUN_ACTIONS } from "./actions/run.ts";
import { insertText, TEXT_ACTIONS } from "./actions/text.ts";
import { appendSample, extentOf, newestBuckets } from "./history.ts";
import { characterOf, keyLabel } from "./keys/binding.ts";
import { type Action, bindingOf, panelsWith, PLACE_WORDS } from "./keys/table.ts";
import { NO_LAPS, withFrame } from "./laps.ts";
import { withTick } from "./lateness.ts";
import type { CommandReply, Message } from "./message.ts";
import {
  CHARTED,
  type Charted,
  emptyHistories,
  type Histories,
  keyPlaces,
  type Model,
  only,
  refuse,
  say,
  type Update,
  visibleBuckets,
} from "./model.ts";

/** How often numerals are renewed, 1/s: as fast as they can be read. */
export const NUMERAL_RATE = 4;

const ACTIONS: Readonly<Record<Action, (model: Model, key: string) => Update>> = {
  ...RUN_ACTIONS,
  ...PARAMETER_ACTIONS,
  ...PAGE_ACTIONS,
  ...LIST_ACTIONS,
  ...OVERLAY_ACTIONS,
  ...TEXT_ACTIONS,
  type: (model, key) => insertText(model, characterOf(key)),
};

/** The model after a message, and what is to be done besides. */
export function update(model: Model, message: Message): Update {
  switch (message.kind) {
    case "key":
      return pressKey(model, message.key);
    case "paste":
      return model.edit === undefined
        ? refuse(model, "Press Enter before pasting a value")
        : insertText(model, message.text);
    case "frame":
      return only(takeFrame(model, message.frame));
    case "reply":
      return only(takeReply(model, message.reply));
    case "journal":
      return only({ ...model, alarms: message.entries.reduce(boardAfter, model.alarms) });
    case "resize":
      return only(withNumerals({ ...model, columns: message.columns, rows: message.rows }));
  }
}

function pressKey(model: Model, key: string): Update {
  const places = keyPlaces(model);
  const binding = bindingOf(key, places);
  if (binding === undefined) return places.includes("screen") ? astray(model, key) : only(model);
  // What a key changes is to be seen at once, among numerals of the same moment.
  const fresh = { ...withNumerals(model), notice: undefined, isStale: true };
  return ACTIONS[binding.action](fresh, key);
}

/** What to say of a key that works in panels which do not have the focus. */
function astray(model: Model, key: string): Update {
  const panels = panelsWith(key);
  if (panels.length === 0) return only(model);
  const where = panels.map((place) => PLACE_WORDS[place]).join(" or ");
  return refuse(model, `${keyLabel(key)} works in ${where}: f moves the focus`);
}

function takeFrame(model: Model, lent: Frame): Model {
  const frame = copyOf(lent);
  const isNewRun = model.frame !== undefined &&
    frame.simulationTime < model.frame.simulationTime;
  const histories = recorded(isNewRun ? emptyHistories(model.options.fps) : model.histories, frame);
  const frames = model.frames + 1;
  const period = Math.max(1, Math.round(model.options.fps / NUMERAL_RATE));
  const isDue = model.isStale || isNewRun || model.frames % period === 0;
  const { notice } = model;
  const next = {
    ...model,
    frames,
    frame,
    isStale: false,
    histories,
    laps: withFrame(isNewRun ? NO_LAPS : model.laps, frame),
    lateness: withTick(model.lateness, frame),
    notice: notice !== undefined && frames >= notice.until ? undefined : notice,
  };
  return isDue ? withNumerals(next) : next;
}

const CHART_INDEX = CHARTED.map((id) => channelIndex(id));

/** The histories with one more frame; one that is no later (while held) is no sample. */
function recorded(histories: Histories, frame: Frame): Histories {
  if (frame.simulationTime === histories.time.last) return histories;
  const sample = (id: Charted) =>
    appendSample(histories[id], frame.values[CHART_INDEX[CHARTED.indexOf(id)]]);
  return {
    time: appendSample(histories.time, frame.simulationTime),
    "generator.power": sample("generator.power"),
    "shaft.torque": sample("shaft.torque"),
    "efficiency.running": sample("efficiency.running"),
  };
}

function withNumerals(model: Model): Model {
  const { frame, histories } = model;
  if (frame === undefined) return model;
  const count = visibleBuckets(model);
  const extent = (id: Charted) => extentOf(newestBuckets(histories[id], count));
  const extents = {
    "generator.power": extent("generator.power"),
    "shaft.torque": extent("shaft.torque"),
    "efficiency.running": extent("efficiency.running"),
  };
  return { ...model, numerals: { frame, extents } };
}

/** A frame is lent for the call; what the screen shows is its own. */
function copyOf(frame: Frame): Frame {
  return {
    frameId: frame.frameId,
    timestamp: frame.timestamp,
    simulationTime: frame.simulationTime,
    status: frame.status,
    values: frame.values.slice(),
    floaterCount: frame.floaterCount,
    floaters: frame.floaters.slice(),
  };
}

function takeReply(model: Model, reply: CommandReply): Model {
  const fresh = { ...model, isStale: true };
  const { command, outcome, reason = "no reason given", by } = reply;
  if (by === "optimiser" && isEffort(command)) {
    const speed = command.kind === "speed" ? command.speed : model.speed;
    const mode = command.kind === "mode" ? command.mode : model.mode;
    return say({ ...fresh, speed, mode }, `Adapted to this machine: ${effortText(command)}`);
  }
  if (command.kind === "set") return answerChange(fresh, command, reply);
  if (outcome !== "refused") {
    return command.kind === "mode" ? { ...fresh, mode: command.mode } : fresh;
  }
  const before = command.kind === "hold" || command.kind === "resume"
    ? { ...fresh, isHeld: command.kind === "resume" }
    : fresh;
  return say(before, `Refused: ${reason}`, "refused");
}
