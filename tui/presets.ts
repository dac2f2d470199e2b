import {
  checkParameters,
  type ParameterName,
  PARAMETERS,
  type PlantParameters,
  type PresetName,
  PRESETS,
} from "../telemetry/mod.ts";
import { changing } from "./actions/parameters.ts";
import { type Change, comingParameters, shortFault } from "./changes.ts";
import { type Model, type NamedPreset, refuse, type Update } from "./model.ts";
import { confirming } from "./dialog.ts";

/** What a preset may be called that is kept in a file. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/i;

/** Whether a preset is built in. */
export function isBuiltIn(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/** Takes a built-in preset, or asks for one that is kept in a file. */
export function loadPreset(model: Model, name: string): Update {
  if (isBuiltIn(name)) return takePreset(model, { name, ...PRESETS[name] });
  const fault = nameFault(name);
  if (fault !== undefined) return refuse(model, fault);
  return { model, effects: [{ kind: "loadPreset", name }] };
}

/** Keeps the parameters as they are under a name. */
export function savePreset(model: Model, name: string, isReplacing = false): Update {
  if (isBuiltIn(name)) return refuse(model, `${name} is built in: choose another name`);
  const fault = nameFault(name);
  if (fault !== undefined) return refuse(model, fault);
  const parameters = comingParameters(model);
  const preset = isBuiltIn(model.preset.name) ? model.preset.name : model.options.name;
  return { model, effects: [{ kind: "savePreset", name, preset, parameters, isReplacing }] };
}

/** Asks whether a preset that is there is to be replaced. */
export function replacePreset(model: Model, name: string): Update {
  return confirming(
    model,
    `There is a preset ${name} already. Replace it?`,
    (now) => savePreset(now, name, true),
  );
}

/** Changes the parameters to those of a preset, in one step that can be undone. */
export function takePreset(model: Model, preset: NamedPreset): Update {
  const changes = changesTo(comingParameters(model), preset.parameters);
  if (typeof changes === "string") return refuse(model, `Cannot take ${preset.name}: ${changes}`);
  if (changes.length === 0) {
    return refuse({ ...model, preset }, `The parameters are those of ${preset.name}`);
  }
  const presets = { before: model.preset, after: preset };
  const label = `preset ${preset.name}: ${changes.length} parameters`;
  return changing(model, { label, changes, presets }, "do");
}

function nameFault(name: string): string | undefined {
  return NAME.test(name)
    ? undefined
    : `Cannot use the name "${name}" as it must be letters, digits, - and _, at most 40`;
}

/**
 * The changes from some parameters to others, in an order in which each of them leaves a plant that
 * can be built; or what is wrong where there is none.
 */
function changesTo(from: PlantParameters, to: PlantParameters): readonly Change[] | string {
  const changes: Change[] = [];
  let now = from;
  let open: readonly ParameterName[] = PARAMETERS
    .map(({ name }) => name)
    .filter((name) => from[name] !== to[name]);
  while (open.length > 0) {
    const next = open.find((name) => checkParameters({ ...now, [name]: to[name] }).length === 0);
    if (next === undefined) {
      const [fault] = checkParameters({ ...now, [open[0]]: to[open[0]] });
      return shortFault(fault);
    }
    changes.push({ parameter: next, before: now[next], after: to[next] });
    now = { ...now, [next]: to[next] };
    open = open.filter((name) => name !== next);
  }
  return changes;
}
