import { confirming } from "./dialog.ts";
import { noted } from "./journal.ts";
import type { KeepEffect, Message } from "./message.ts";
import { type Model, refuse, say, toast, type Update } from "./model.ts";

/** Why nothing of a plant of another program is kept here. */
const ELSEWHERE = "The plant runs elsewhere, and is kept there: kpp run --record, --snapshot";

/** Begins to record the run to a file, or ends that. */
export function record(model: Model, path: string): Update {
  if (model.options.isRemote) return refuse(model, ELSEWHERE);
  const { recording } = model;
  if (path === "stop") {
    return recording === undefined
      ? refuse(model, "Nothing is being recorded: write :record FILE")
      : { model: say(model, "Ending the recording"), effects: [{ kind: "stopRecording" }] };
  }
  return recording === undefined
    ? { model, effects: [{ kind: "record", path, isReplacing: false }] }
    : refuse(model, `${recording} is being recorded: :record stop ends it`);
}

/** Keeps the plant as it is in a file. */
export function snapshot(model: Model, path: string): Update {
  if (model.options.isRemote) return refuse(model, ELSEWHERE);
  if (model.frame === undefined) return refuse(model, "The run has not begun yet");
  return { model, effects: [{ kind: "snapshot", path, isReplacing: false }] };
}

/** Asks whether a file that is there is to be written over. */
export function replaceFile(model: Model, effect: KeepEffect): Update {
  return confirming(
    model,
    `There is a file ${effect.path} already. Replace it?`,
    (now) => ({ model: now, effects: [{ ...effect, isReplacing: true }] }),
  );
}

/** The model after a recording has begun, ended or failed. */
export function takeRecording(
  model: Model,
  { path, text, isRefused }: Extract<Message, { kind: "recording" }>,
): Model {
  const kind = isRefused ? "refused" : "done";
  return noted(
    toast({ ...model, recording: path }, text, kind),
    text,
    isRefused ? "refused" : "run",
  );
}
