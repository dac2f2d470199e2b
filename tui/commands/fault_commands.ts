import {
  FAULT_KIND_NAMES,
  faultRow,
  faultTargets,
  formatFault,
  formatFaultSelection,
  parseFault,
  parseFaultSelection,
} from "../../telemetry/mod.ts";
import { type Model, refuse, say, sending, type Update } from "../model.ts";
import type { StillModel } from "../still_model.ts";
import type { CommandRow } from "./command.ts";

/** What is typed to call faults off: `:fault clear stuck:chain.speed`. */
const CLEAR = "clear";

/** Commands about what is made to go wrong. */
export const FAULT_COMMANDS: readonly CommandRow[] = [
  {
    name: "fault",
    usage: "KIND[=M]:TARGET:AT:FOR:P",
    help: "Let something go wrong (kpp list faults), or clear [KIND[:TARGET]]",
    words: (model, before) =>
      before.length === 0 ? [CLEAR, ...faultWords(model)] : clearWords(model, before),
    run: faultCommand,
  },
];

function faultWords({ parameters }: StillModel): readonly string[] {
  const floaters = Array.from({ length: parameters["chain.floaterCount"] }, (_, i) => String(i));
  return FAULT_KIND_NAMES.flatMap((kind) => {
    const numbers = faultRow(kind).targets === "floater" ? floaters : [];
    return [...faultTargets(kind), ...numbers].map((target) => `${kind}:${target}`);
  });
}

function clearWords({ alarms }: StillModel, before: readonly string[]): readonly string[] {
  if (before.length > 1 || before[0] !== CLEAR) return [];
  return [...new Set(alarms.faults.map(({ fault, target }) => `${fault}:${target}`))];
}

function faultCommand(model: Model, [first, ...rest]: readonly string[]): Update {
  try {
    if (first === CLEAR) {
      const faults = parseFaultSelection(rest.join(" "), ":fault clear");
      const what = formatFaultSelection(faults) || "all faults";
      return sending(say(model, `Cleared: ${what}`), { kind: "clear", faults });
    }
    const fault = parseFault([first, ...rest].join(" "), ":fault");
    return sending(say(model, `Fault ${formatFault(fault)}`), { kind: "fault", fault });
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    return refuse(model, error.message);
  }
}
