import { record, snapshot } from "../recording.ts";
import type { CommandRow } from "./command.ts";

/** Commands about what is kept of a run. */
export const RECORD_COMMANDS: readonly CommandRow[] = [
  {
    name: "record",
    usage: "FILE",
    help: "Record the run to a file (MCAP) from now on; stop ends that",
    words: (_, before) => before.length === 0 ? ["stop"] : [],
    run: (model, words) => record(model, words.join(" ")),
  },
  {
    name: "snapshot",
    usage: "FILE",
    help: "Keep the plant as it is now: kpp --from FILE goes on there",
    run: (model, words) => snapshot(model, words.join(" ")),
  },
];
