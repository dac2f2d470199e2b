import type { ParameterName, ParameterValue } from "../engine/mod.ts";
import type { Mode } from "./modes.ts";

/**
 * Every change that can be made to a run, applied at a step boundary.
 * A key, a command line flag, a tap client and a recording all speak these.
 */
export type Command =
  | { readonly kind: "set"; readonly parameter: ParameterName; readonly value: ParameterValue }
  | { readonly kind: "hold" }
  | { readonly kind: "resume" }
  | { readonly kind: "step" }
  | { readonly kind: "speed"; readonly speed: number }
  | { readonly kind: "mode"; readonly mode: Mode }
  | { readonly kind: "reset" }
  | { readonly kind: "stop" };
