import {
  formatParameter,
  parameter,
  PARAMETERS,
  parseParameter,
  PRESETS,
} from "../../telemetry/mod.ts";
import { changeParameter, PARAMETER_ACTIONS } from "../actions/parameters.ts";
import { RUN_ACTIONS } from "../actions/run.ts";
import { parameterValue, shortFault } from "../changes.ts";
import { type Model, positionOf, refuse, type Update } from "../model.ts";
import type { StillModel } from "../still_model.ts";
import { loadPreset, savePreset } from "../presets.ts";
import type { CommandRow } from "./command.ts";

const NAMES = PARAMETERS.map(({ name }) => name);

/** Commands about the parameters. */
export const PLANT_COMMANDS: readonly CommandRow[] = [
  {
    name: "set",
    usage: "PARAMETER VALUE",
    help: "Give a parameter a value, with or without its unit",
    words: (model, before) => before.length === 0 ? NAMES : valueWords(model, before[0]),
    run: (model, [name, ...value]) => set(model, name, value.join(" ")),
  },
  {
    name: "preset",
    usage: "NAME",
    help: "Take all parameters of a preset, built in or saved",
    words: (_, before) => before.length === 0 ? Object.keys(PRESETS) : [],
    run: (model, [name]) => loadPreset(model, name),
  },
  {
    name: "save",
    usage: "NAME",
    help: "Save all parameters as a preset of that name",
    run: (model, [name]) => savePreset(model, name),
  },
  { name: "undo", usage: "", help: "Undo the last change", run: PARAMETER_ACTIONS.undo },
  { name: "redo", usage: "", help: "Redo what was undone", run: PARAMETER_ACTIONS.redo },
  {
    name: "baseline",
    usage: "",
    help: "Take the run so far as the baseline, or take it away",
    run: RUN_ACTIONS.baseline,
  },
];

function set(model: Model, name: string, text: string): Update {
  try {
    const row = parameter(name);
    const selecting = { ...model, selected: positionOf(row.name) };
    return changeParameter(selecting, row.name, parseParameter(row.name, text));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    return refuse(model, `${name} stays: ${shortFault(error.message)}`);
  }
}

/** What a parameter can be set to, where that can be listed; else what it is. */
function valueWords(model: StillModel, name: string): readonly string[] {
  const row = PARAMETERS.find((each) => each.name === name);
  if (row === undefined) return [];
  if (row.kind === "boolean") return ["on", "off"];
  if (row.kind === "choice") return row.choices;
  return [formatParameter(row.name, parameterValue(model, row.name)).split(" ")[0]];
}
