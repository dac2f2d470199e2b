import { MODE_NAMES } from "../../telemetry/mod.ts";
import { atSpeed, inMode, RUN_ACTIONS, SPEEDS } from "../actions/run.ts";
import { speedText } from "../format.ts";
import { type Model, refuse, type Update } from "../model.ts";
import type { CommandRow } from "./command.ts";

/** Commands about the pace of the run. */
export const RUN_COMMANDS: readonly CommandRow[] = [
  {
    name: "speed",
    usage: "FACTOR",
    help: "Run at a real-time factor, or max",
    words: (_, before) => before.length === 0 ? SPEEDS.map(speedText) : [],
    run: (model, [factor]) => speed(model, factor),
  },
  {
    name: "mode",
    usage: "MODE",
    help: "Take the steps of a mode",
    words: (_, before) => before.length === 0 ? MODE_NAMES : [],
    run: (model, [name]) => {
      const mode = MODE_NAMES.find((each) => each === name);
      return mode === undefined
        ? refuse(model, `No mode is called "${name}": ${MODE_NAMES.join(", ")}`)
        : inMode(model, mode);
    },
  },
  {
    name: "hold",
    usage: "",
    help: "Hold the run",
    run: (model) => model.isHeld ? refuse(model, "The run is held") : RUN_ACTIONS.hold(model),
  },
  {
    name: "resume",
    usage: "",
    help: "Resume the run",
    run: (model) => model.isHeld ? RUN_ACTIONS.hold(model) : refuse(model, "The run goes on"),
  },
  { name: "step", usage: "", help: "Advance by a single step while held", run: RUN_ACTIONS.step },
  { name: "reset", usage: "", help: "Start again, parameters as they are", run: RUN_ACTIONS.reset },
  { name: "quit", usage: "", help: "Leave kpp", run: RUN_ACTIONS.quit },
];

const [SLOWEST] = SPEEDS;
const FASTEST = SPEEDS.findLast((each) => each < Infinity)!;

function speed(model: Model, text: string): Update {
  if (text === "max") return atSpeed(model, Infinity);
  const factor = Number(text);
  return factor >= SLOWEST && factor <= FASTEST
    ? atSpeed(model, factor)
    : refuse(model, `Cannot run at "${text}" as it must be ${SLOWEST} to ${FASTEST}, or max`);
}
