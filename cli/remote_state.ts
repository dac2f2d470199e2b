import { fetchObject, LinkError, type Patience, type Target } from "../tap/client/mod.ts";
import {
  type Command,
  type ParameterName,
  PARAMETERS,
  type ParameterValue,
  type PlantParameters,
} from "../telemetry/mod.ts";

/** What of the plant of another program commands change. */
export interface RemoteState {
  readonly parameters: PlantParameters;
  /** Real-time factor asked for; Infinity is as fast as it goes. */
  readonly speed: number;
  readonly isHeld: boolean;
}

/**
 * How a plant stands now, and how many frames per second it makes.
 *
 * @throws {LinkError} Its tap does not say.
 */
export async function readRemoteState(
  target: Target,
  patience: Patience,
): Promise<RemoteState & { readonly fps: number }> {
  const paths = ["parameters", "status", "frame/latest?fields=clock.target,clock.held"];
  const [parameters, status, frame] = await Promise.all(
    paths.map((path) => fetchObject(target, path, patience)),
  );
  const { fps } = (status.source ?? {}) as Readonly<Record<string, unknown>>;
  const metadata = (frame.metadata ?? {}) as Readonly<Record<string, unknown>>;
  const { "clock.target": speed, "clock.held": held } = metadata;
  return {
    parameters: plantParameters(parameters),
    fps: Number(fps),
    speed: typeof speed === "number" ? speed : Infinity,
    isHeld: held === 1,
  };
}

/** How a plant stands after a command. */
export function stateAfter(state: RemoteState, command: Command): RemoteState {
  switch (command.kind) {
    case "set": {
      const parameters = { ...state.parameters, [command.parameter]: command.value };
      return { ...state, parameters };
    }
    case "hold":
    case "resume":
      return { ...state, isHeld: command.kind === "hold" };
    case "speed":
      return { ...state, speed: command.speed };
    default:
      return state;
  }
}

/**
 * What must have been commanded while nobody listened, for a plant to stand as it was `told` to.
 * What has changed from `before` to `now`, while that was asked for, is newer than the answer.
 */
export function commandsBetween(
  { before, now, told }: Record<"before" | "now" | "told", RemoteState>,
): Command[] {
  const commands: Command[] = [];
  for (const { name } of PARAMETERS) {
    const [value, ...others] = [told, before, now].map(({ parameters }) => parameters[name]);
    if (isNews(value, others)) commands.push({ kind: "set", parameter: name, value });
  }
  if (isNews(told.speed, [before.speed, now.speed])) {
    commands.push({ kind: "speed", speed: told.speed });
  }
  if (isNews(told.isHeld, [before.isHeld, now.isHeld])) {
    commands.push({ kind: told.isHeld ? "hold" : "resume" });
  }
  return commands;
}

function isNews<Value>(told: Value, [before, now]: readonly Value[]): boolean {
  return Object.is(before, now) && !Object.is(told, before);
}

/** @throws {LinkError} The parameters are not those of a plant. */
function plantParameters(json: Readonly<Record<string, unknown>>): PlantParameters {
  const missing = PARAMETERS.find(({ name }) => json[name] === undefined);
  if (missing !== undefined) {
    const message = `its plant has no ${missing.name}: another version of this program`;
    throw new LinkError({ kind: "unreadable", message });
  }
  const valueOf = (name: ParameterName) => json[name] === "Infinity" ? Infinity : json[name];
  const entries = PARAMETERS.map(({ name }) => [name, valueOf(name) as ParameterValue]);
  return Object.fromEntries(entries) as PlantParameters;
}
