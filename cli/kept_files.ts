import { type PlantParameters, type PresetName, PRESETS } from "../telemetry/mod.ts";
import type { World } from "./world.ts";

// Where the program keeps what outlives a run: the XDG Base Directory Specification.

const UTF_8 = new TextEncoder();

/** Folder of a kind of files, or what is missing to know it. */
function folder(
  world: Pick<World, "environment">,
  { variable, usual }: { variable: string; usual: string },
): string {
  const named = world.environment(variable);
  // The specification has relative paths ignored.
  if (named?.startsWith("/")) return `${named}/kpp`;
  const home = world.environment("HOME");
  if (home === undefined || home === "") {
    throw new RangeError(`Cannot keep files as HOME or ${variable} must name a folder: none does`);
  }
  return `${home}/${usual}/kpp`;
}

/**
 * File that remembers how the screen was left.
 *
 * @throws {RangeError} The environment names no folder.
 */
export function screenPath(world: Pick<World, "environment">): string {
  return `${folder(world, { variable: "XDG_STATE_HOME", usual: ".local/state" })}/screen.json`;
}

/**
 * File of a preset by its name. It is a configuration, so that `--config` reads it too.
 *
 * @throws {RangeError} The environment names no folder.
 */
export function presetPath(world: Pick<World, "environment">, name: string): string {
  return `${folder(world, { variable: "XDG_CONFIG_HOME", usual: ".config" })}/presets/${name}.json`;
}

/** Where the schema of configurations is kept for editors. */
const SCHEMA = new URL("../docs/kpp.schema.json", import.meta.url).pathname;

/** The text of a preset: all parameters, as a configuration. */
export function presetText(preset: string, parameters: PlantParameters): string {
  const known = Object.hasOwn(PRESETS, preset) ? { preset: preset as PresetName } : {};
  // JSON has no Infinity; a configuration writes it as a word.
  const finite = (_: string, value: unknown) => value === Infinity ? "Infinity" : value;
  return `${JSON.stringify({ $schema: SCHEMA, ...known, parameters }, finite, 2)}\n`;
}

/** Writes a file, with the folders it is in. */
export async function writeKept(world: World, path: string, text: string): Promise<void> {
  await world.makeFolder(path.slice(0, path.lastIndexOf("/")));
  await world.writeBytes(path, UTF_8.encode(text));
}

/** The text of a file, or `undefined` when there is no such file. */
export async function readKept(world: World, path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await world.readBytes(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
