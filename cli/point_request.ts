import { type Command, Option } from "@commander-js/extra-typings";
import type { PointOptions } from "../engine/point/mod.ts";
import { numberWithin } from "./parsers.ts";

/** What `kpp point` is to find besides the plant. */
export interface PointRequest extends PointOptions {
  /** Find the loads that give most instead of the plant's own. */
  readonly bestLoad: boolean;
  readonly json: boolean;
}

/** Highest receiver pressure that can be asked for, Pa: that of the parameter. */
const HIGHEST_PRESSURE = 1e9;

/** Adds the options of `kpp point` to it; what they say is in the request once it is parsed. */
export function addPointOptions(command: Command): PointRequest {
  const request: { -readonly [name in keyof PointRequest]: PointRequest[name] } = {
    bestLoad: false,
    json: false,
  };
  const parse = numberWithin(0, HIGHEST_PRESSURE);
  command.addOption(
    new Option("--receiver <pascals>", "receiver pressure, held (default: cut-in to cut-out)"),
  );
  command.addOption(
    new Option("--best-load", "the generator gains of most power and of most efficiency"),
  );
  command.addOption(new Option("--json", "as JSON"));
  command.on("option:receiver", (text: string) => {
    request.receiverPressure = parse(text, "--receiver");
  });
  command.on("option:best-load", () => void (request.bestLoad = true));
  command.on("option:json", () => void (request.json = true));
  return request;
}
