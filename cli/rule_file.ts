import type { Dictionary } from "../telemetry/mod.ts";
import {
  type Alarm,
  type CasesDocument,
  casesFaults,
  type DocumentFault,
  PLANT_WATCHABLE,
  type RulesDocument,
  rulesFaults,
  type Watchable,
  withRules,
} from "../monitor/mod.ts";
import { YamlFile } from "./yaml_file.ts";

/**
 * The rules that a file puts in force, with the default rules it leaves in force.
 *
 * @param text What the file says.
 * @param path What an error calls it.
 * @param watchable What is watched: a plant if nothing is said.
 * @throws {AggregateError} It has faults: each of them a line with path and line.
 */
export function parseRules(
  text: string,
  path: string,
  { rules, dictionary }: Watchable = PLANT_WATCHABLE,
): RulesDocument {
  const file = new YamlFile(text, path);
  throwFaults(file, rulesFaults(file.content, dictionary));
  return withRules(rules, file.content as RulesDocument);
}

/**
 * The tests that a file has for rules.
 *
 * @param text What the file says.
 * @throws {AggregateError} It has faults: each of them a line with path and line.
 */
export function parseCases(
  text: string,
  { path, alarms, dictionary }: {
    path: string;
    alarms: readonly Alarm[];
    dictionary: Dictionary;
  },
): { readonly cases: CasesDocument; readonly file: YamlFile } {
  const file = new YamlFile(text, path);
  throwFaults(file, casesFaults(file.content, alarms, dictionary));
  return { cases: file.content as CasesDocument, file };
}

function throwFaults(file: YamlFile, faults: readonly DocumentFault[]): void {
  if (faults.length === 0) return;
  const errors = file.faults(faults);
  throw new AggregateError(errors, errors[0].message);
}
