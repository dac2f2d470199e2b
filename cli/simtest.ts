import { INVARIANTS, type Scenario, scenarioOf } from "../simtest/mod.ts";
import { playScenario, type Trial } from "../runtime/simtest_run.ts";
import type { SimtestRequest } from "./simtest_request.ts";

/** What a simulation test needs besides its request. */
export interface SimtestParts {
  /** Writes a line. */
  readonly write: (line: string) => void | Promise<unknown>;
  /** Plays a scenario; tests break it. */
  readonly play?: (scenario: Scenario) => Trial;
}

/**
 * Plays every seed twice, and says what did not hold and how to repeat it.
 *
 * @returns The exit code: 0 when all held, else 1.
 */
export async function runSimtest(
  { first, last, duration }: SimtestRequest,
  { write, play = playScenario }: SimtestParts,
): Promise<number> {
  let failed = 0;
  for (let seed = first; seed <= last; seed++) {
    const scenario = scenarioOf(seed, duration);
    const trial = play(scenario);
    const violations = [...trial.violations];
    const { hash } = play(scenario);
    if (hash !== trial.hash) {
      violations.push({ invariant: "repeatable", time: duration, text: `${trial.hash}, ${hash}` });
    }
    await write(trialLine(trial, violations.length));
    for (const { invariant, time, text } of violations) {
      await write(`  at ${time} s: ${text}; must hold: ${INVARIANTS[invariant]}`);
    }
    if (violations.length === 0) continue;
    failed++;
    await write(`  again: kpp simtest --seeds ${seed} --for ${duration}s`);
  }
  const count = last - first + 1;
  await write(failed === 0 ? `${count} seeds, all well` : `${failed} of ${count} seeds failed`);
  return failed === 0 ? 0 : 1;
}

function trialLine({ scenario, entries, hash }: Trial, violations: number): string {
  const { seed, preset, mode, faults, commands } = scenario;
  const done = `${faults.length} faults, ${commands.length} commands, ${entries} entries ${hash}`;
  const verdict = violations === 0 ? "ok" : "FAILED";
  return `seed ${seed}: ${verdict}: ${preset}, ${mode}, ${done}`;
}
