import {
  allowedValues,
  checkParameters,
  type Command,
  formatParameter,
  type Nudge,
  nudgeParameter,
  type Parameter,
  type ParameterName,
  PARAMETERS,
  type ParameterValue,
  type PlantParameters,
} from "../../telemetry/mod.ts";
import type { Action } from "../keys/table.ts";
import type { CommandReply } from "../message.ts";
import {
  type Change,
  type Model,
  only,
  parameterValue,
  PENDING_LIMIT,
  type PendingChange,
  refuse,
  say,
  sending,
  UNDO_LIMIT,
  type Update,
} from "../model.ts";

/** How far a page key moves the selection. */
const PAGE = 10;

/** What the keys of the parameters panel do. */
export const PARAMETER_ACTIONS = {
  selectUp: (model: Model): Update => moveBy(model, -1),
  selectDown: (model: Model): Update => moveBy(model, 1),
  pageUp: (model: Model): Update => moveBy(model, -PAGE),
  pageDown: (model: Model): Update => moveBy(model, PAGE),
  selectFirst: (model: Model): Update => only({ ...model, selected: 0 }),
  selectLast: (model: Model): Update => only({ ...model, selected: PARAMETERS.length - 1 }),
  previousGroup: (model: Model): Update => {
    const group = PARAMETERS[model.selected].group;
    const before = PARAMETERS.findLast((row, index) =>
      index < model.selected && row.group !== group
    );
    return before === undefined
      ? refuse(model, "This is the first group")
      : only({ ...model, selected: firstOf(before.group) });
  },
  nextGroup: (model: Model): Update => {
    const group = PARAMETERS[model.selected].group;
    const next = PARAMETERS.find((row, index) => index > model.selected && row.group !== group);
    return next === undefined
      ? refuse(model, "This is the last group")
      : only({ ...model, selected: firstOf(next.group) });
  },
  raise: (model: Model): Update => nudge(model, { direction: 1, step: "fine" }),
  lower: (model: Model): Update => nudge(model, { direction: -1, step: "fine" }),
  raiseCoarse: (model: Model): Update => nudge(model, { direction: 1, step: "coarse" }),
  lowerCoarse: (model: Model): Update => nudge(model, { direction: -1, step: "coarse" }),
  edit: (model: Model): Update => {
    const { kind } = PARAMETERS[model.selected];
    return kind === "number" || kind === "integer"
      ? only({ ...model, edit: { text: "", cursor: 0 } })
      : nudge(model, { direction: 1, step: "fine" });
  },
  undo: (model: Model): Update => {
    const change = model.undo.at(-1);
    if (change === undefined) return refuse(model, "Nothing to undo");
    const undone = { ...model, undo: model.undo.slice(0, -1), selected: indexOf(change.parameter) };
    return sendChange(undone, { change, isUndo: true });
  },
} satisfies Partial<Record<Action, (model: Model) => Update>>;

/** Parameters as they will be once the plant has taken what is under way. */
function comingParameters(model: Model): PlantParameters {
  return model.pending.reduce(
    (known, { change, isUndo }) => ({
      ...known,
      [change.parameter]: isUndo ? change.before : change.after,
    }),
    model.parameters,
  );
}

/** What is wrong with giving a parameter a value, in a few words; `undefined` when nothing is. */
export function changeFault(
  model: Model,
  name: ParameterName,
  value: ParameterValue,
): string | undefined {
  const [fault] = checkParameters({ ...comingParameters(model), [name]: value });
  return fault === undefined ? undefined : shortFault(fault);
}

/** A refusal without what the screen says anyhow: which parameter, and its value. */
export function shortFault(message: string): string {
  return message.replace(/^Cannot .*? as /, "").replace(/: current value is .*$/, "");
}

/** Sends the change of a parameter, unless it is plain that the plant would refuse it. */
export function changeParameter(model: Model, name: ParameterName, value: ParameterValue): Update {
  const fault = changeFault(model, name, value);
  if (fault !== undefined) return refuse(model, `${name} stays: ${fault}`);
  const change = { parameter: name, before: parameterValue(model, name), after: value };
  return sendChange(model, { change, isUndo: false });
}

/** The model after the answer to a change. */
export function answerChange(
  model: Model,
  command: Extract<Command, { kind: "set" }>,
  { outcome, reason = "no reason given" }: CommandReply,
): Model {
  const { parameter, value } = command;
  const index = model.pending.findIndex(({ change }) => change.parameter === parameter);
  const answered = model.pending[index];
  const pending = model.pending.filter((_, position) => position !== index);
  if (outcome === "refused") {
    const undo = answered === undefined
      ? model.undo
      : answered.isUndo
      ? withChange(model.undo, answered.change)
      : model.undo.filter((change) => change !== answered.change);
    return say({ ...model, pending, undo }, `Refused: ${shortFault(reason)}`, "refused");
  }
  const taken = { ...model, pending, parameters: { ...model.parameters, [parameter]: value } };
  return outcome === "applied"
    ? taken
    : say(taken, `${parameter} is ${formatParameter(parameter, value)}: the run restarted`);
}

function sendChange(model: Model, pending: PendingChange): Update {
  if (model.pending.length >= PENDING_LIMIT) {
    return refuse(model, `The plant has not answered the last ${PENDING_LIMIT} changes yet`);
  }
  const { change, isUndo } = pending;
  const { parameter } = change;
  const [from, value] = isUndo ? [change.after, change.before] : [change.before, change.after];
  const before = formatParameter(parameter, from);
  const after = formatParameter(parameter, value);
  const text = isUndo
    ? `Undone: ${parameter} ${before} → ${after}`
    : `${parameter} ${before} → ${after}`;
  const sent = {
    ...model,
    pending: [...model.pending, pending],
    undo: isUndo ? model.undo : withChange(model.undo, change),
  };
  return sending(say(sent, text), { kind: "set", parameter, value });
}

function withChange(undo: readonly Change[], change: Change): readonly Change[] {
  return [...undo, change].slice(-UNDO_LIMIT);
}

function nudge(model: Model, by: Nudge): Update {
  const row = PARAMETERS[model.selected];
  const now = parameterValue(model, row.name);
  const next = nudgeParameter(row.name, now as PlantParameters[typeof row.name], by);
  return next === now
    ? refuse(model, `${row.name} goes no further: ${allowedValues(row)}`)
    : changeParameter(model, row.name, next);
}

function moveBy(model: Model, distance: number): Update {
  const selected = Math.max(0, Math.min(PARAMETERS.length - 1, model.selected + distance));
  if (selected !== model.selected) return only({ ...model, selected });
  return refuse(model, `This is the ${selected === 0 ? "first" : "last"} parameter`);
}

function firstOf(group: Parameter["group"]): number {
  return PARAMETERS.findIndex((row) => row.group === group);
}

function indexOf(name: ParameterName): number {
  return PARAMETERS.findIndex((row) => row.name === name);
}
