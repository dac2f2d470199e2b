import {
  LIMIT_DESCRIPTIONS,
  PLANT_WATCHABLE,
  type RulesDocument,
  rulesFaults,
  type Watchable,
  withLimit,
} from "../monitor/terms/mod.ts";
import { numberWithin, refusal } from "./parsers.ts";
import type { RunLayer } from "./run_request.ts";

/** Largest limit that can be asked for, in the unit of its signal. */
const LARGEST = 1e15;

/**
 * Reads `chainSpeed.hi=8`. Whether there is such a limit is for the rules to say.
 *
 * @param from What an error calls it.
 * @throws {SyntaxError | RangeError} It is no name of a limit, or no number.
 */
export function parseLimit(text: string, from = "--alarm"): readonly [name: string, limit: number] {
  const [name, ...value] = text.split("=").map((part) => part.trim());
  if (value.length !== 1 || !Object.hasOwn(LIMIT_DESCRIPTIONS, name.split(".")[1] ?? "")) {
    const allowed = "rule.limit=number such as chainSpeed.hi=8; see kpp list alarms";
    throw new SyntaxError(refusal(from, allowed, text));
  }
  return [name, numberWithin(-LARGEST, LARGEST)(value[0], `${from} ${name}`)];
}

/**
 * The rules of a run: the default ones, or what a file makes of them, with the limits that were
 * asked for.
 *
 * @param file What the rules file named last says, if there is one.
 * @param watchable What is watched: a plant if nothing is said.
 * @throws {RangeError | AggregateError} The file has faults, or there is no such limit.
 */
export async function composeRules(
  layers: readonly Pick<RunLayer, "limits">[],
  file: { readonly text: string; readonly path: string } | undefined,
  watchable: Watchable = PLANT_WATCHABLE,
): Promise<RulesDocument> {
  let { rules } = watchable;
  if (file !== undefined) {
    const { parseRules } = await import("./rule_file.ts");
    rules = parseRules(file.text, file.path, watchable);
  }
  for (const { limits = {} } of layers) {
    for (const [name, limit] of Object.entries(limits)) rules = withLimit(rules, name, limit);
  }
  const [fault] = rulesFaults(rules, watchable.dictionary);
  if (fault !== undefined) throw new RangeError(fault.message);
  return rules;
}
