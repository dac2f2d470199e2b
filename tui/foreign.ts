import { commandWords, formatParameter } from "../telemetry/mod.ts";
import { speedText } from "./format.ts";
import type { CommandReply } from "./message.ts";
import { type Model, say } from "./model.ts";

/** What somebody else has changed; what they were refused is their own affair. */
export function takeForeignReply(
  model: Model,
  { command, outcome, origin }: CommandReply & { readonly origin: string },
): Model {
  if (outcome === "refused") return model;
  const said = (text: string) => `${origin}: ${text}`;
  switch (command.kind) {
    case "set": {
      const { parameter, value } = command;
      const [before, after] = [model.parameters[parameter], value]
        .map((each) => formatParameter(parameter, each));
      const parameters = { ...model.parameters, [parameter]: value };
      return say({ ...model, parameters }, said(`${parameter} ${before} → ${after}`));
    }
    case "hold":
    case "resume":
      return say({ ...model, isHeld: command.kind === "hold" }, said(command.kind));
    case "mode":
      return say({ ...model, mode: command.mode }, said(`mode ${command.mode}`));
    case "speed":
      return say({ ...model, speed: command.speed }, said(`speed ${speedText(command.speed)}`));
    default:
      return say(model, said(commandWords(command)));
  }
}
