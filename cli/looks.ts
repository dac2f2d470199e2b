import {
  type ColorDepth,
  detectColors,
  detectSymbols,
  type SymbolSet,
  TERMINAL_VARIABLES,
} from "../tui/kit/mod.ts";
import type { RunRequest } from "./run_request.ts";
import type { World } from "./world.ts";

/** What the terminal can show, unless the options know better. */
export function looks(
  { colors, symbols }: Pick<RunRequest, "colors" | "symbols">,
  world: World,
): { colors: ColorDepth; symbols: SymbolSet } {
  const environment = Object.fromEntries(
    TERMINAL_VARIABLES.map((name) => [name, world.environment(name)]),
  );
  return {
    colors: detectColors(
      environment,
      colors === "auto" ? undefined : colors === "never" ? "mono" : colors,
    ),
    symbols: detectSymbols(environment, symbols === "auto" ? undefined : symbols),
  };
}
