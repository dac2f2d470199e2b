import { Plant } from "../engine/mod.ts";
import type { RunStart } from "../runtime/plant_thread.ts";
import type { RunRequest } from "./run_request.ts";

/**
 * The run that begins where a snapshot was taken, and goes on for as long as was asked.
 *
 * @throws {RangeError | SyntaxError} It is no whole snapshot of the plant that was asked for.
 */
export function startFrom(request: RunRequest, snapshot: Uint8Array): RunRequest {
  const plant = new Plant(request.parameters);
  plant.restore(snapshot);
  const start: RunStart = { snapshot, time: plant.time };
  const { duration } = request;
  return { ...request, start, ...(duration !== undefined && { duration: start.time + duration }) };
}
