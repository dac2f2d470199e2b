import type { ParameterName, ParameterValue } from "../engine/terms/mod.ts";
import type { Fault, FaultSelection } from "./fault.ts";
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
  | { readonly kind: "fps"; readonly fps: number }
  | { readonly kind: "mode"; readonly mode: Mode }
  | { readonly kind: "reset" }
  | { readonly kind: "stop" }
  /** Changes nothing: asks for the state of the plant, which the reply has. */
  | { readonly kind: "state" }
  | AlarmCommand
  | FaultCommand;

/** Every change that can be made to the alarms of a run. */
export type AlarmCommand =
  | {
    readonly kind: "alarm";
    /** What an operator does, see docs/ALARMS.md. */
    readonly event: "acknowledge" | "reset" | "shelve" | "unshelve" | "remove" | "restore";
    /** Name of an alarm, or of a rule for all its alarms; all alarms when there is none. */
    readonly alarm?: string;
    /** What is to be written down with it. */
    readonly note?: string;
    /** For how long to shelve, s of simulated time. */
    readonly duration?: number;
  }
  /** Sets a limit, such as `chainSpeed.hi`, in the unit of its signal. */
  | { readonly kind: "limit"; readonly alarm: string; readonly limit: number }
  /** Puts other rules in force: what a rules file says, as JSON text. */
  | { readonly kind: "rules"; readonly text: string };

/** Every change that can be made to the faults of a run. */
export type FaultCommand =
  | { readonly kind: "fault"; readonly fault: Fault }
  /** Calls off the faults that are selected. */
  | { readonly kind: "clear"; readonly faults: FaultSelection };
