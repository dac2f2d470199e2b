import {
  checkParameters,
  type Command,
  formatParameter,
  type ParameterName,
  type ParameterValue,
  type PlantParameters,
  RESTART_PARAMETERS,
} from "../telemetry/mod.ts";
import type { CommandReply, Effect } from "./message.ts";
import { type Model, type NamedPreset, refuse, say, type Update } from "./model.ts";
import type { StillModel } from "./still_model.ts";

/** Most steps that can be undone; the oldest is forgotten. */
export const UNDO_LIMIT = 100;

/** Most changes under way to the plant; further ones are refused on the spot. */
export const PENDING_LIMIT = 128;

/** A change of a parameter. */
export interface Change {
  readonly parameter: ParameterName;
  readonly before: ParameterValue;
  readonly after: ParameterValue;
}

/** Changes that were made together, and are undone together. */
export interface Step {
  /** What it was, in a few words. */
  readonly label: string;
  readonly changes: readonly Change[];
  /** The preset that values are compared with, where the step changes that too. */
  readonly presets?: { readonly before: NamedPreset; readonly after: NamedPreset };
}

/** A change sent to the plant and not yet answered. */
export interface PendingChange {
  readonly change: Change;
  /** An undo sends the value before the change, the others the one after it. */
  readonly direction: "do" | "undo" | "redo";
}

/** Steps to be undone and redone, the newest last. */
export interface ChangeLog {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}

/** Nothing changed yet. */
export const NO_CHANGES: ChangeLog = { done: [], undone: [] };

/** The value of a parameter once the plant has taken what is under way. */
export function parameterValue(model: StillModel, name: ParameterName): ParameterValue {
  const last = model.pending.findLast(({ change }) => change.parameter === name);
  return last === undefined ? model.parameters[name] : sentValue(last);
}

/** Parameters as they will be once the plant has taken what is under way. */
export function comingParameters(model: StillModel): PlantParameters {
  return model.pending.reduce(
    (known, pending) => ({ ...known, [pending.change.parameter]: sentValue(pending) }),
    model.parameters,
  );
}

function sentValue({ change, direction }: PendingChange): ParameterValue {
  return direction === "undo" ? change.before : change.after;
}

/** What is wrong with giving a parameter a value, in a few words; `undefined` when nothing is. */
export function changeFault(
  model: StillModel,
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

/** Whether making the changes makes the run begin again. */
export function restarts(changes: readonly Change[]): boolean {
  return changes.some(({ parameter }) => RESTART_PARAMETERS.has(parameter));
}

/** Makes a step: new changes, the undoing of the last one, or the redoing of one undone. */
export function make(model: Model, step: Step, direction: PendingChange["direction"]): Update {
  if (model.pending.length + step.changes.length > PENDING_LIMIT) {
    const count = model.pending.length;
    return refuse(model, `The plant has not answered the last ${count} changes yet`);
  }
  const ordered = direction === "undo" ? step.changes.toReversed() : step.changes;
  const pending = ordered.map((change) => ({ change, direction }));
  const word = direction === "do" ? "" : direction === "undo" ? "Undone: " : "Redone: ";
  const sent = {
    ...model,
    pending: [...model.pending, ...pending],
    changes: logged(model.changes, step, direction),
    preset: step.presets?.[direction === "undo" ? "before" : "after"] ?? model.preset,
  };
  return {
    model: say(sent, `${word}${stepText(step, direction)}`),
    effects: pending.map((each): Effect => ({
      kind: "send",
      command: { kind: "set", parameter: each.change.parameter, value: sentValue(each) },
    })),
  };
}

function logged({ done, undone }: ChangeLog, step: Step, direction: PendingChange["direction"]) {
  const without = (steps: readonly Step[]) => steps.filter((each) => each !== step);
  const onto = (steps: readonly Step[]) => [...steps, step].slice(-UNDO_LIMIT);
  if (direction === "do") return { done: onto(done), undone: [] };
  return direction === "undo"
    ? { done: without(done), undone: onto(undone) }
    : { done: onto(done), undone: without(undone) };
}

function stepText({ label, changes }: Step, direction: PendingChange["direction"]): string {
  if (changes.length !== 1) return label;
  const [{ parameter, before, after }] = changes;
  const [from, to] = direction === "undo" ? [after, before] : [before, after];
  return `${parameter} ${formatParameter(parameter, from)} → ${formatParameter(parameter, to)}`;
}

/** The model after the answer to a change. */
export function answerChange(
  model: Model,
  { parameter, value }: Extract<Command, { kind: "set" }>,
  { outcome, reason = "no reason given" }: CommandReply,
): Model {
  const index = model.pending.findIndex(({ change }) => change.parameter === parameter);
  const answered = model.pending[index];
  const pending = model.pending.filter((_, position) => position !== index);
  if (outcome === "refused") {
    const changes = answered === undefined ? model.changes : refused(model.changes, answered);
    return say({ ...model, pending, changes }, `Refused: ${shortFault(reason)}`, "refused");
  }
  const taken = { ...model, pending, parameters: { ...model.parameters, [parameter]: value } };
  return outcome === "applied"
    ? taken
    : say(taken, `${parameter} is ${formatParameter(parameter, value)}: the run restarted`);
}

/** The log without what the plant refused: it is as it was before. */
function refused({ done, undone }: ChangeLog, { change, direction }: PendingChange): ChangeLog {
  const without = (steps: readonly Step[]) =>
    steps
      .map((step) => ({ ...step, changes: step.changes.filter((each) => each !== change) }))
      .filter(({ changes }) => changes.length > 0);
  const alone = { label: change.parameter, changes: [change] };
  if (direction === "do") return { done: without(done), undone };
  return direction === "undo"
    ? { done: [...done, alone], undone: without(undone) }
    : { done: without(done), undone: [...undone, alone] };
}
