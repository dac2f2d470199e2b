import { refuse } from "../model.ts";
import type { CommandRow } from "./command.ts";

/** Commands about what is kept of a run. */
export const RECORD_COMMANDS: readonly CommandRow[] = [
  {
    name: "record",
    usage: "",
    help: "Record the run",
    run: (model) =>
      refuse(
        model,
        "Cannot record as this kpp has no recorder: S keeps the screen, save the plant",
      ),
  },
  {
    name: "snapshot",
    usage: "",
    help: "Keep the state of the plant",
    run: (model) =>
      refuse(model, "The state of the plant is kept at its end: start kpp with --snapshot FILE"),
  },
];
