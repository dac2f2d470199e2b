import { checkParameters, DEFAULT_PRESET, messageOf, PRESETS } from "../telemetry/mod.ts";
import { type Cells, toSvg } from "../tui/kit/mod.ts";
import type { Effect, KeepEffect, Message, Model } from "../tui/mod.ts";
import { presetPath, presetText, readKept, writeKept } from "./kept_files.ts";
import type { RecordedPlant } from "./recorded_plant.ts";
import type { World } from "./world.ts";

/** What of a dashboard reaches files. */
export type FileEffect = Exclude<Effect, { kind: "send" | "quit" }>;

/** What a file effect is done with. */
export interface EffectPlace {
  readonly world: World;
  readonly model: Model;
  /** What keeps the run; only a plant of this program has it. */
  readonly keeper: RecordedPlant | undefined;
  /** The screen as it is now. */
  readonly cells: Cells;
}

/** Does what an update asked of files. Returns what to tell the dashboard of it. */
export async function doWithFiles(effect: FileEffect, place: EffectPlace): Promise<Message> {
  try {
    switch (effect.kind) {
      case "screenshot":
        return told(await saveScreenshot(place));
      case "savePreset":
        return await savePreset(effect, place.world);
      case "loadPreset":
        return await loadPreset(effect.name, place.world);
      case "record":
      case "snapshot":
        return await keep(effect, place);
      case "stopRecording":
        return await stopRecording(place);
    }
  } catch (error) {
    return { ...told(messageOf(error)), isRefused: true };
  }
}

function told(text: string): Extract<Message, { kind: "told" }> {
  return { kind: "told", text, isRefused: false };
}

/** Writes the screen into the working folder, as text and as a picture. */
async function saveScreenshot({ world, model, cells }: EffectPlace): Promise<string> {
  const { preset, page, numerals, theme } = model;
  const time = (numerals?.simulationTime ?? 0).toFixed(1);
  const name = `${preset.name}-${page}-${time}s`;
  const utf8 = new TextEncoder();
  // Painted before anything is waited for: the next screen is painted into the same cells.
  const text = utf8.encode(`${cells.toString()}\n`);
  const title = `kpp, ${preset.name}, ${page} after ${time} s`;
  const picture = utf8.encode(toSvg(cells, { title, ...theme.page }));
  await world.writeBytes(`${name}.txt`, text);
  await world.writeBytes(`${name}.svg`, picture);
  return `Saved ${name}.txt and .svg`;
}

/** Why something cannot be kept. */
const NO_PLANT = "Cannot keep what is no plant of this program";

async function keep(effect: KeepEffect, { world, keeper }: EffectPlace): Promise<Message> {
  const { kind, path, isReplacing } = effect;
  if (keeper === undefined) throw new Error(NO_PLANT);
  if (!isReplacing && await world.exists(path)) return { kind: "fileExists", effect };
  if (kind === "record") {
    await keeper.record(path, { isReplacing });
    return { kind: "recording", path, text: `Recording to ${path}`, isRefused: false };
  }
  const time = await keeper.snapshot(path);
  return told(`Kept the plant at ${time.toFixed(3)} s: kpp --from ${path} goes on there`);
}

async function stopRecording({ keeper }: EffectPlace): Promise<Message> {
  if (keeper === undefined) throw new Error(NO_PLANT);
  const { path, frames, commands, dropped } = await keeper.stopRecording();
  const lost = dropped === 0 ? "" : `; ${dropped} frames left out, as the disk was slow`;
  const text = `Recorded ${frames} frames and ${commands} commands in ${path}${lost}`;
  return { kind: "recording", path: undefined, text, isRefused: false };
}

async function savePreset(
  { name, preset, parameters, isReplacing }: Extract<FileEffect, { kind: "savePreset" }>,
  world: World,
): Promise<Message> {
  const path = presetPath(world, name);
  if (!isReplacing && await readKept(world, path) !== undefined) {
    return { kind: "presetExists", name };
  }
  await writeKept(world, path, presetText(preset, parameters));
  return told(`Saved the preset ${name}: ${path}`);
}

async function loadPreset(name: string, world: World): Promise<Message> {
  const path = presetPath(world, name);
  const text = await readKept(world, path);
  if (text === undefined) {
    const built = Object.keys(PRESETS).join(", ");
    throw new RangeError(`No preset is called "${name}": there are ${built}, and none in ${path}`);
  }
  const { parseConfig } = await import("./config.ts");
  const { options, parameters: changed } = parseConfig(text, path);
  const usual = PRESETS[options.preset ?? DEFAULT_PRESET].parameters;
  const parameters = { ...usual, ...changed };
  const [fault] = checkParameters(parameters);
  if (fault !== undefined) throw new RangeError(`${path}: ${fault}`);
  return { kind: "preset", name, parameters };
}
