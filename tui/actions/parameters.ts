import {
  allowedValues,
  type Nudge,
  nudgeParameter,
  type ParameterName,
  PARAMETERS,
  type ParameterValue,
  parseParameter,
  type PlantParameters,
} from "../../telemetry/mod.ts";
import {
  type Change,
  changeFault,
  make,
  parameterValue,
  restarts,
  shortFault,
  type Step,
} from "../changes.ts";
import type { Action } from "../keys/table.ts";
import { type Model, only, refuse, type Update } from "../model.ts";
import type { StillModel } from "../still_model.ts";
import { confirming, lineOf, NO_TEXT } from "../dialog.ts";
import { foundParameters, isFolded, selectableParameters } from "../tree.ts";

/** How far a page key moves the selection. */
const PAGE = 10;

/** What the keys of the parameters panel do. */
export const PARAMETER_ACTIONS = {
  selectUp: (model: Model): Update => moveBy(model, -1),
  selectDown: (model: Model): Update => moveBy(model, 1),
  pageUp: (model: Model): Update => moveBy(model, -PAGE),
  pageDown: (model: Model): Update => moveBy(model, PAGE),
  selectFirst: (model: Model): Update => moveBy(model, -PARAMETERS.length, true),
  selectLast: (model: Model): Update => moveBy(model, PARAMETERS.length, true),
  previousGroup: (model: Model): Update => groupMoved(model, -1),
  nextGroup: (model: Model): Update => groupMoved(model, 1),
  fold: (model: Model): Update => {
    const { group } = PARAMETERS[model.selected];
    const folded = isFolded(model, group)
      ? model.folded.filter((each) => each !== group)
      : [...model.folded, group];
    const selected = PARAMETERS.findIndex((row) => row.group === group);
    return only({ ...model, folded, selected });
  },
  raise: (model: Model): Update => nudge(model, { direction: 1, step: "fine" }),
  lower: (model: Model): Update => nudge(model, { direction: -1, step: "fine" }),
  raiseCoarse: (model: Model): Update => nudge(model, { direction: 1, step: "coarse" }),
  lowerCoarse: (model: Model): Update => nudge(model, { direction: -1, step: "coarse" }),
  edit: (model: Model): Update => {
    const { kind, group } = PARAMETERS[model.selected];
    if (isFolded(model, group)) return PARAMETER_ACTIONS.fold(model);
    return kind === "number" || kind === "integer"
      ? only({ ...model, dialog: { kind: "value", line: NO_TEXT } })
      : nudge(model, { direction: 1, step: "fine" });
  },
  restore: (model: Model): Update => {
    const { name } = PARAMETERS[model.selected];
    const value = model.preset.parameters[name];
    return value === parameterValue(model, name)
      ? refuse(model, `${name} is as the preset has it`)
      : changeParameter(model, name, value);
  },
  accept: (model: Model): Update => {
    const text = lineOf(model.dialog)?.text.trim() ?? "";
    const closed = { ...model, dialog: undefined };
    if (text === "") return only(closed);
    const fault = valueFault(model);
    if (fault !== undefined) return refuse(model, `Not set: ${fault}`);
    const { name } = PARAMETERS[model.selected];
    return changeParameter(closed, name, parseParameter(name, text));
  },
  search: (model: Model): Update =>
    only({ ...model, dialog: { kind: "search", line: { text: "", cursor: 0 } } }),
  undo: (model: Model): Update => {
    const step = model.changes.done.at(-1);
    if (step === undefined) return refuse(model, "Nothing to undo");
    return changing(selecting(model, step), step, "undo");
  },
  redo: (model: Model): Update => {
    const step = model.changes.undone.at(-1);
    if (step === undefined) return refuse(model, "Nothing to redo");
    return changing(selecting(model, step), step, "redo");
  },
} satisfies Partial<Record<Action, (model: Model) => Update>>;

/** What is wrong with the value as typed so far; `undefined` when nothing is, or nothing typed. */
export function valueFault(model: StillModel): string | undefined {
  const text = lineOf(model.dialog)?.text.trim() ?? "";
  if (text === "") return undefined;
  const { name } = PARAMETERS[model.selected];
  try {
    return changeFault(model, name, parseParameter(name, text));
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) {
      return shortFault(error.message);
    }
    throw error;
  }
}

/** Changes a parameter, unless it is plain that the plant would refuse it. */
export function changeParameter(model: Model, name: ParameterName, value: ParameterValue): Update {
  const fault = changeFault(model, name, value);
  if (fault !== undefined) return refuse(model, `${name} stays: ${fault}`);
  const change: Change = { parameter: name, before: parameterValue(model, name), after: value };
  return changing(model, { label: name, changes: [change] }, "do");
}

/** Makes a step, after a question where it would make the run begin again. */
export function changing(model: Model, step: Step, direction: "do" | "undo" | "redo"): Update {
  if (!restarts(step.changes) || model.frame === undefined) return make(model, step, direction);
  return confirming(
    model,
    `${step.label}: the run would begin again from rest. Go on?`,
    (now) => make(now, step, direction),
  );
}

/** The model with the first parameter of a step selected. */
function selecting(model: Model, { changes: [change] }: Step): Model {
  return { ...model, selected: PARAMETERS.findIndex(({ name }) => name === change.parameter) };
}

function nudge(model: Model, by: Nudge): Update {
  const row = PARAMETERS[model.selected];
  if (isFolded(model, row.group)) return refuse(model, `Press o to unfold ${row.group}`);
  const now = parameterValue(model, row.name);
  const next = nudgeParameter(row.name, now as PlantParameters[typeof row.name], by);
  return next === now
    ? refuse(model, `${row.name} goes no further: ${allowedValues(row)}`)
    : changeParameter(model, row.name, next);
}

function moveBy(model: Model, distance: number, isQuiet = false): Update {
  const positions = selectableParameters(model);
  if (positions.length === 0) return refuse(model, `No parameter has "${model.search}" in it`);
  const at = positions.indexOf(model.selected);
  const next = Math.max(0, Math.min(positions.length - 1, Math.max(0, at) + distance));
  if (next !== at || isQuiet) return only({ ...model, selected: positions[next] });
  return refuse(model, `This is the ${next === 0 ? "first" : "last"} parameter`);
}

function groupMoved(model: Model, by: 1 | -1): Update {
  const found = foundParameters(model);
  const groups = [...new Set(found.map((position) => PARAMETERS[position].group))];
  const group = groups[groups.indexOf(PARAMETERS[model.selected].group) + by];
  if (group === undefined) return refuse(model, `This is the ${by < 0 ? "first" : "last"} group`);
  const selected = found.find((position) => PARAMETERS[position].group === group)!;
  return only({ ...model, selected });
}
