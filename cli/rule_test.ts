import {
  type CasesDocument,
  PLANT_WATCHABLE,
  runCases,
  SKY_WATCHABLE,
  type WatchedAlarm,
  watchedAlarms,
} from "../monitor/mod.ts";
import type { Dictionary } from "../telemetry/mod.ts";
import type { YamlFile } from "./yaml_file.ts";
import type { World } from "./world.ts";

/** Exit code when a test has failed. */
const FAILURE = 1;

/** Files of `kpp alarms test`, by path. */
export interface RuleTestFiles {
  readonly rules: string;
  readonly cases: string;
  /** Whether they watch a satellite rather than a plant. */
  readonly isSky: boolean;
}

/** Tests of rules, read and checked. */
export interface RuleTest {
  readonly kind: "alarms";
  readonly watched: readonly WatchedAlarm[];
  readonly cases: CasesDocument;
  readonly dictionary: Dictionary;
  /** Where the tests stand. */
  readonly file: YamlFile;
}

/**
 * Reads rules and their tests.
 *
 * @param read Reads a file; the second argument is what an error calls it.
 * @throws {RangeError | AggregateError} A file cannot be read, or has faults.
 */
export async function readRuleTest(
  paths: RuleTestFiles,
  read: (path: string, what: string) => Promise<string>,
): Promise<RuleTest> {
  const { parseCases, parseRules } = await import("./rule_file.ts");
  const watchable = paths.isSky ? SKY_WATCHABLE : PLANT_WATCHABLE;
  const { dictionary } = watchable;
  const rules = parseRules(await read(paths.rules, "RULES"), paths.rules, watchable);
  const watched = watchedAlarms(rules, dictionary);
  const alarms = watched.map(({ alarm }) => alarm);
  const text = await read(paths.cases, "CASES");
  const cases = parseCases(text, { path: paths.cases, alarms, dictionary });
  return { kind: "alarms", watched, dictionary, ...cases };
}

/**
 * Runs the tests, and says which have failed.
 *
 * @returns The exit code: 0, or 1 when one has failed.
 */
export async function runRuleTest(
  { watched, cases, dictionary, file }: RuleTest,
  world: World,
): Promise<number> {
  const failures = runCases(watched, cases, dictionary);
  for (const { message } of file.faults(failures)) world.complain(message);
  if (failures.length > 0) return FAILURE;
  const count = `${cases.tests.length} ${cases.tests.length === 1 ? "test" : "tests"}`;
  await world.stdout.write(new TextEncoder().encode(`${count} passed\n`));
  return 0;
}
