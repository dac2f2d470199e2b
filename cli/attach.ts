import type { Target } from "../tap/client/mod.ts";
import {
  DEFAULT_PRESET,
  type PlantParameters,
  type PresetName,
  PRESETS,
} from "../telemetry/mod.ts";
import { attachRate, type AttachRequest, SCREEN_RATE } from "./attach_request.ts";
import { createRows, writePlant } from "./pipe.ts";
import { composeRun, type RunRequest } from "./run_request.ts";
import type { AttachedPlant, World } from "./world.ts";

/**
 * Shows a plant that another program runs, or writes its frames.
 *
 * @returns The exit code.
 * @throws {Error} Its tap is not there, or lets nobody in; one line.
 */
export async function attach(
  request: AttachRequest,
  target: Target,
  world: World,
): Promise<number> {
  const { headless, plain, format, fields } = request;
  const isScreen = world.stdout.isTerminal && !headless && !plain && format === undefined;
  const rate = attachRate(request, { isScreen });
  const plant = await world.attach({
    target,
    isScreen,
    ...(rate !== undefined && { rate }),
    ...(!isScreen && fields !== undefined && { fields: fields.map(({ id }) => id) }),
  });
  if (!isScreen) return await writePlant({ plant, rows: await rowsOf(request, world) }, world);
  const { runDashboard } = await import("./dashboard.ts");
  const { base: { host } } = target;
  const known = presetOf(plant.state.parameters);
  const name = `${known ?? "plant"} at ${host}`;
  return await runDashboard(
    screenRequest(request, { state: plant.state, preset: known ?? DEFAULT_PRESET }),
    world,
    { attached: { plant, name } },
  );
}

/** Every frame that comes makes a row: the tap has chosen them. */
async function rowsOf({ plain, format, fields }: AttachRequest, world: World) {
  return await createRows({
    plain,
    ...(format !== undefined && { format }),
    ...(fields !== undefined && { fields }),
    speed: 1,
    fps: 1,
    rate: 1,
  }, world);
}

/** The request of a dashboard that shows what another program runs. */
function screenRequest(
  { colors, symbols, rate = SCREEN_RATE }: AttachRequest,
  { state, preset }: { state: AttachedPlant["state"]; preset: PresetName },
): RunRequest {
  const { parameters, speed } = state;
  // What comes more rarely is shown as often.
  const fps = Math.max(SCREEN_RATE, Math.min(rate, state.fps));
  const usual = composeRun([{ options: { colors, symbols }, parameters: {} }]);
  return { ...usual, preset, parameters, fps, speed, mode: undefined };
}

/** The preset that a plant is, by its parameters. */
function presetOf(parameters: PlantParameters): PresetName | undefined {
  const entries = Object.entries(parameters);
  const names = Object.keys(PRESETS) as PresetName[];
  return names.find((name) => {
    const preset: Readonly<Record<string, unknown>> = { ...PRESETS[name].parameters };
    return entries.every(([parameter, value]) => Object.is(preset[parameter], value));
  });
}
