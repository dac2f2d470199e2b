import {
  type Alarm,
  type CasesDocument,
  casesFaults,
  DEFAULT_RULES,
  type DocumentFault,
  type RulesDocument,
  rulesFaults,
  withRules,
} from "../monitor/mod.ts";
import { YamlFile } from "./yaml_file.ts";

/**
 * The rules that a file puts in force, with the default rules it leaves in force.
 *
 * @param text What the file says.
 * @param path What an error calls it.
 * @throws {AggregateError} It has faults: each of them a line with path and line.
 */
export function parseRules(text: string, path: string): RulesDocument {
  const file = new YamlFile(text, path);
  throwFaults(file, rulesFaults(file.content));
  return withRules(DEFAULT_RULES, file.content as RulesDocument);
}

/**
 * The tests that a file has for rules.
 *
 * @param text What the file says.
 * @throws {AggregateError} It has faults: each of them a line with path and line.
 */
export function parseCases(
  text: string,
  { path, alarms }: { path: string; alarms: readonly Alarm[] },
): { readonly cases: CasesDocument; readonly file: YamlFile } {
  const file = new YamlFile(text, path);
  throwFaults(file, casesFaults(file.content, alarms));
  return { cases: file.content as CasesDocument, file };
}

function throwFaults(file: YamlFile, faults: readonly DocumentFault[]): void {
  if (faults.length === 0) return;
  const errors = file.faults(faults);
  throw new AggregateError(errors, errors[0].message);
}
