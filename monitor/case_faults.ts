import { type Dictionary, didYouMean, PLANT_DICTIONARY } from "../telemetry/mod.ts";
import type { Alarm } from "./alarm.ts";
import { ALARM_STATES } from "./alarm_state.ts";
import {
  type DocumentFault,
  type DocumentPath,
  DocumentReader,
  type PlainObject,
} from "./document_reader.ts";
import { DURATION_FORM } from "./duration.ts";
import { secondsOf } from "./rule_members.ts";
import { parseSeries } from "./series.ts";

/** Most evaluations of one test. */
export const LONGEST_CASE = 1_000_000;

const LABELS = ["alarm", "severity", "limit"];

/**
 * Everything that is wrong with a file of rule tests, in the order in which it stands there.
 *
 * @param document What the file says, as JSON has it.
 * @param alarms What the rules watch for.
 * @param dictionary What series may be of: a plant if nothing is said.
 */
export function casesFaults(
  document: unknown,
  alarms: readonly Alarm[],
  dictionary: Dictionary = PLANT_DICTIONARY,
): readonly DocumentFault[] {
  const reader = new CaseReader(alarms, dictionary);
  reader.readFile(document);
  return reader.faults;
}

class CaseReader extends DocumentReader {
  readonly #alarms: readonly Alarm[];
  readonly #dictionary: Dictionary;
  /** Time from one evaluation to the next, s. */
  #period = 1;

  constructor(alarms: readonly Alarm[], dictionary: Dictionary) {
    super();
    this.#alarms = alarms;
    this.#dictionary = dictionary;
  }

  readFile(document: unknown): void {
    const file = this.object(document, [], "the file");
    if (file === undefined) return;
    this.refuseOthers(file, [], ["$schema", "evaluation_interval", "tests"]);
    this.#period = this.#interval(file, ["evaluation_interval"]);
    for (const [index, test] of this.list(file.tests, ["tests"])) {
      this.#readTest(test, ["tests", index]);
    }
  }

  #readTest(document: unknown, path: DocumentPath): void {
    const test = this.object(document, path, "a test");
    if (test === undefined) return;
    const tests = ["alert_rule_test", "alarm_state_test"];
    this.refuseOthers(test, path, ["name", "interval", "input_series", ...tests]);
    if (test.name !== undefined && typeof test.name !== "string") {
      this.refuse([...path, "name"], "a text", test.name);
    }
    this.#interval(test, [...path, "interval"]);
    for (const [index, series] of this.list(test.input_series, [...path, "input_series"])) {
      this.#readSeries(series, [...path, "input_series", index]);
    }
    for (const name of tests) {
      if (test[name] === undefined) continue;
      for (const [index, expected] of this.list(test[name], [...path, name])) {
        this.#readExpected(expected, [...path, name, index], name === "alert_rule_test");
      }
    }
  }

  #readSeries(document: unknown, path: DocumentPath): void {
    const series = this.object(document, path, "a series");
    if (series === undefined) return;
    this.refuseOthers(series, path, ["series", "values"]);
    const ids = this.#dictionary.channels.map(({ id }) => id);
    this.#known(series, [...path, "series"], ids);
    const values = String(series.values ?? "");
    try {
      parseSeries(values);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.say([...path, "values"], error.message);
    }
  }

  #readExpected(document: unknown, path: DocumentPath, isAlerts: boolean): void {
    const expected = this.object(document, path, "an expectation");
    if (expected === undefined) return;
    this.#readTime(expected, [...path, "eval_time"]);
    if (!isAlerts) {
      this.refuseOthers(expected, path, ["eval_time", "alarm", "exp_state"]);
      this.#known(expected, [...path, "alarm"], this.#alarms.map(({ name }) => name));
      this.#known(expected, [...path, "exp_state"], ALARM_STATES);
      return;
    }
    this.refuseOthers(expected, path, ["eval_time", "alertname", "exp_alerts"]);
    this.#known(expected, [...path, "alertname"], this.#alarms.map(({ rule }) => rule));
    const alerts = expected.exp_alerts ?? [];
    for (const [index, each] of this.list(alerts, [...path, "exp_alerts"])) {
      const firing = this.object(each, [...path, "exp_alerts", index], "an alert");
      if (firing === undefined) continue;
      this.refuseOthers(firing, [...path, "exp_alerts", index], ["exp_labels"]);
      const where = [...path, "exp_alerts", index, "exp_labels"];
      const labels = this.object(firing.exp_labels ?? {}, where, "labels");
      if (labels !== undefined) this.refuseOthers(labels, where, LABELS);
    }
  }

  #readTime(expected: PlainObject, path: DocumentPath): void {
    const time = secondsOf(expected.eval_time);
    if (time / this.#period <= LONGEST_CASE) return;
    const allowed = `${DURATION_FORM}, or seconds, at most ${LONGEST_CASE} evaluations`;
    this.refuse(path, allowed, expected.eval_time);
  }

  /** An interval, s; a second when there is none, or none that means anything. */
  #interval(object: PlainObject, path: DocumentPath): number {
    const value = object[String(path.at(-1))] ?? 1;
    const interval = secondsOf(value);
    if (interval > 0) return interval;
    this.refuse(path, `${DURATION_FORM}, or seconds, above 0`, value);
    return 1;
  }

  /** Refuses a name that is none of `names`. */
  #known(object: PlainObject, path: DocumentPath, names: readonly string[]): void {
    const member = String(path.at(-1));
    const name = object[member];
    if (typeof name === "string" && names.includes(name)) return;
    const hint = typeof name === "string" ? didYouMean(name, names) : "";
    this.say(path, `Cannot use ${member} as nothing is called ${JSON.stringify(name)}${hint}`);
  }
}
