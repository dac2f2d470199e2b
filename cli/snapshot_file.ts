import type { LastState } from "../runtime/plant_thread.ts";
import { type ParameterName, type PresetName, PRESETS } from "../telemetry/mod.ts";
import { refusal } from "./parsers.ts";
import type { RunLayer } from "./run_request.ts";

// A snapshot file is one line of configuration that says which plant it is, as --config reads it,
// and then the engine's snapshot of that plant.

const NEWLINE = "\n".charCodeAt(0);

/** What a snapshot file holds. */
export interface SnapshotFile {
  readonly plant: RunLayer;
  readonly snapshot: Uint8Array;
}

/** The bytes of a snapshot file. */
export function encodeSnapshot(
  preset: PresetName,
  { parameters, snapshot }: LastState,
): Uint8Array<ArrayBuffer> {
  const usual = PRESETS[preset].parameters;
  const names = Object.keys(parameters) as ParameterName[];
  const changed = names.filter((name) => parameters[name] !== usual[name])
    // JSON has no Infinity.
    .map((name) => [name, parameters[name] === Infinity ? "Infinity" : parameters[name]]);
  const line = JSON.stringify({ preset, parameters: Object.fromEntries(changed) });
  const head = new TextEncoder().encode(`${line}\n`);
  const bytes = new Uint8Array(head.length + snapshot.length);
  bytes.set(head);
  bytes.set(snapshot, head.length);
  return bytes;
}

/**
 * Reads a snapshot file.
 *
 * @throws {RangeError | SyntaxError} Its first line is no configuration of a plant.
 */
export async function decodeSnapshot(bytes: Uint8Array, path: string): Promise<SnapshotFile> {
  const end = bytes.indexOf(NEWLINE);
  if (end < 0) throw new RangeError(refusal("--from", "a snapshot of kpp", path));
  const { parseConfig } = await import("./config.ts");
  const plant = parseConfig(new TextDecoder().decode(bytes.subarray(0, end)), path);
  return { plant, snapshot: bytes.slice(end + 1) };
}
