import { Command } from "@commander-js/extra-typings";
import { MAX_SEED } from "../telemetry/mod.ts";
import { duration, refusal } from "./parsers.ts";

/** Which trials are played. */
export interface SimtestRequest {
  /** Seeds, both included. */
  readonly first: number;
  readonly last: number;
  /** Simulated time of each trial, s. */
  readonly duration: number;
}

/**
 * Shortest trial, s: room for faults, and for the quiet time at the end, in which two laps of the
 * slowest plant end.
 */
const SHORTEST = 900;

const USUAL_SEEDS = "1..20";
const USUAL_DURATION = "2h";

/** The command `kpp simtest`. */
export function simtestCommand(give: (request: SimtestRequest) => void): Command {
  const command = new Command("simtest")
    .description("play faults and commands from seeds, and check what must always hold")
    .option("--seeds <first..last>", `which seeds (${USUAL_SEEDS})`)
    .option("--for <duration>", `simulated time of each (${USUAL_DURATION})`)
    .allowExcessArguments(false)
    .action(({ seeds = USUAL_SEEDS, for: time = USUAL_DURATION }) => {
      give({ ...parseSeeds(seeds), duration: parseDuration(time) });
    });
  return command as unknown as Command;
}

function parseSeeds(text: string): Pick<SimtestRequest, "first" | "last"> {
  const [, from, to = from] = text.match(/^(\d{1,10})(?:\.\.(\d{1,10}))?$/) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (first <= last && last <= MAX_SEED) return { first, last };
  const allowed = `a seed from 0 to ${MAX_SEED}, or two such as 1..200, the smaller one first`;
  throw new RangeError(refusal("--seeds", allowed, text));
}

function parseDuration(text: string): number {
  const seconds = duration(text, "--for");
  if (seconds >= SHORTEST) return seconds;
  throw new RangeError(refusal("--for", `at least ${SHORTEST} s for a trial`, text));
}
