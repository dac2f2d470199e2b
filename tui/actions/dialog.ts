import { completions, runCommand } from "../commands/table.ts";
import { completed } from "../completion.ts";
import { foundChannels } from "../found_channels.ts";
import type { Action } from "../keys/table.ts";
import { focusedPanel } from "../layout.ts";
import { chartedIn, type Model, only, refuse, type Update } from "../model.ts";
import { lineOf, NO_TEXT } from "../dialog.ts";
import { type ChartedChannels, COMMAND_LIMIT, SERIES_LIMIT } from "../saved_screen.ts";
import { foundParameters } from "../tree.ts";
import { withLine } from "./text.ts";

/** What the keys do that belong to one kind of dialog. */
export const DIALOG_ACTIONS = {
  command: (model: Model): Update =>
    only({ ...model, dialog: { kind: "command", line: NO_TEXT, recalled: 0 } }),
  runCommand: (model: Model): Update => {
    const text = lineOf(model.dialog)?.text.trim() ?? "";
    const closed = { ...model, dialog: undefined };
    if (text === "") return only(closed);
    const others = model.commands.filter((each) => each !== text);
    return runCommand({ ...closed, commands: [...others, text].slice(-COMMAND_LIMIT) }, text);
  },
  complete: (model: Model): Update => {
    const text = lineOf(model.dialog)?.text ?? "";
    const { text: next, words } = completed(text, completions(model, text));
    if (next === text && words.length === 0) return refuse(model, "Nothing begins like that");
    return only(withLine(model, { text: next, cursor: next.length }));
  },
  recallBefore: (model: Model): Update => recalled(model, 1),
  recallNext: (model: Model): Update => recalled(model, -1),
  keepSearch: (model: Model): Update =>
    foundParameters(model).length === 0
      ? refuse(model, `No parameter has "${model.search}" in it`)
      : only({ ...model, dialog: undefined }),
  endSearch: (model: Model): Update =>
    model.search === "" && model.dialog === undefined
      ? refuse(model, "All parameters are shown")
      : only({ ...model, dialog: undefined, search: "" }),
  toggleChannel: (model: Model): Update => {
    const { dialog } = model;
    const channels = chartedIn(model, focusedPanel(model));
    if (dialog?.kind !== "channels" || channels === undefined) return only(model);
    const channel = foundChannels(dialog.line.text)[dialog.selected];
    if (channel === undefined) return refuse(model, `No channel has "${dialog.line.text}" in it`);
    const { id } = channel;
    if (channels.includes(id)) return only(charting(model, channels.filter((each) => each !== id)));
    if (channels.length < SERIES_LIMIT) return only(charting(model, [...channels, id]));
    return refuse(model, `A chart has at most ${SERIES_LIMIT} channels`);
  },
  channelUp: (model: Model): Update => channelMoved(model, -1),
  channelDown: (model: Model): Update => channelMoved(model, 1),
  confirm: (model: Model): Update => {
    const { dialog } = model;
    return dialog?.kind === "confirm" ? dialog.yes({ ...model, dialog: undefined }) : only(model);
  },
  decline: (model: Model): Update => refuse({ ...model, dialog: undefined }, "Left as it was"),
} satisfies Partial<Record<Action, (model: Model) => Update>>;

/** The model after what a dialog shows live has changed with its line. */
export function followLine(model: Model): Model {
  const { dialog } = model;
  if (dialog?.kind === "find") return { ...model, find: dialog.line.text };
  if (dialog?.kind !== "search" || dialog.line.text === model.search) return model;
  const searched = { ...model, search: dialog.line.text };
  const found = foundParameters(searched);
  const isFound = found.length === 0 || found.includes(model.selected);
  return isFound ? searched : { ...searched, selected: found[0] };
}

/** The model with other channels in the chart that has the focus. */
function charting(model: Model, channels: ChartedChannels): Model {
  const panel = focusedPanel(model);
  const charts = model.charts.map((each, index) => `chart${index + 1}` === panel ? channels : each);
  return { ...model, charts };
}

function channelMoved(model: Model, by: 1 | -1): Update {
  const { dialog } = model;
  if (dialog?.kind !== "channels") return only(model);
  const count = foundChannels(dialog.line.text).length;
  const selected = Math.max(0, Math.min(count - 1, dialog.selected + by));
  if (selected !== dialog.selected) return only({ ...model, dialog: { ...dialog, selected } });
  return refuse(model, `This is the ${by < 0 ? "first" : "last"} channel`);
}

function recalled(model: Model, by: 1 | -1): Update {
  const { dialog, commands } = model;
  if (dialog?.kind !== "command") return only(model);
  const next = dialog.recalled + by;
  if (next < 0) return refuse(model, "This is the line being typed");
  if (next > commands.length) return refuse(model, "No command before this one is remembered");
  const text = next === 0 ? "" : commands[commands.length - next];
  const line = { text, cursor: text.length };
  return only({ ...model, dialog: { ...dialog, line, recalled: next } });
}
