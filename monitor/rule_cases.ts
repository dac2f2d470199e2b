import {
  DEFAULT_PRESET,
  type Dictionary,
  PARAMETERS,
  PLANT_DICTIONARY,
  PRESETS,
} from "../telemetry/mod.ts";
import { type AlarmBoard, type AlarmView, boardAfter, initialBoard } from "./alarm_board.ts";
import { AlarmMonitor } from "./alarm_monitor.ts";
import type { AlarmState } from "./alarm_state.ts";
import type { DocumentPath } from "./document_reader.ts";
import type { DurationText } from "./rule_document.ts";
import { secondsOf } from "./rule_members.ts";
import { parseSeries, type SeriesSample } from "./series.ts";
import { readParameters } from "./signal_name.ts";
import type { WatchedAlarm } from "./watched_alarm.ts";

/**
 * How long a sample stands for those that are not there after it, s: the lookback of Prometheus. A
 * sample as old as that still counts.
 */
export const LOOKBACK = 300;

/** What alarms are to be at an instant. */
export interface ExpectedAlerts {
  readonly eval_time: DurationText;
  /** Name of a rule. */
  readonly alertname: string;
  /** One for each alarm of the rule that fires; none when it must be silent. */
  readonly exp_alerts?: readonly { readonly exp_labels?: Readonly<Record<string, string>> }[];
}

/** The state an alarm is to have at an instant. */
export interface ExpectedState {
  readonly eval_time: DurationText;
  readonly alarm: string;
  readonly exp_state: AlarmState;
}

/** Series, and what the rules are to make of them. */
export interface RuleCase {
  readonly name?: string;
  /** Time from one sample to the next; a second when nothing is said. */
  readonly interval?: DurationText;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test?: readonly ExpectedAlerts[];
  readonly alarm_state_test?: readonly ExpectedState[];
}

/** A file of rule tests: plain data, as JSON has it. */
export interface CasesDocument {
  /** Time from one evaluation to the next; a second when nothing is said. */
  readonly evaluation_interval?: DurationText;
  readonly tests: readonly RuleCase[];
}

/** An expectation that was not met. */
export interface CaseFailure {
  readonly path: DocumentPath;
  readonly message: string;
}

/**
 * Evaluates rules over the series of each test, from time 0, and compares.
 *
 * Between evaluations nothing changes: what is expected at an instant is compared with the last
 * evaluation that is not after it. Source: `promtool test rules`.
 *
 * @param cases Without faults, see {@linkcode casesFaults}.
 * @param dictionary What the rules name: a plant if nothing is said.
 */
export function runCases(
  watched: readonly WatchedAlarm[],
  cases: CasesDocument,
  dictionary: Dictionary = PLANT_DICTIONARY,
): readonly CaseFailure[] {
  const period = secondsOf(cases.evaluation_interval ?? 1);
  return cases.tests.flatMap((test, index) =>
    new CaseRun(watched, { test, period, dictionary, path: ["tests", index] }).run()
  );
}

/** One test: what is run, how often it is evaluated, and where it stands. */
interface CaseParts {
  readonly test: RuleCase;
  /** s. */
  readonly period: number;
  readonly dictionary: Dictionary;
  readonly path: DocumentPath;
}

class CaseRun {
  readonly #parts: CaseParts;
  readonly #series: readonly {
    readonly index: number;
    readonly samples: readonly SeriesSample[];
  }[];
  readonly #channels: Float64Array;
  readonly #parameters = new Float64Array(PARAMETERS.length);
  readonly #monitor: AlarmMonitor;
  readonly #failures: CaseFailure[] = [];
  #board: AlarmBoard;

  constructor(watched: readonly WatchedAlarm[], parts: CaseParts) {
    this.#parts = parts;
    const { dictionary } = parts;
    this.#channels = new Float64Array(dictionary.channels.length);
    this.#series = parts.test.input_series.map(({ series, values }) => ({
      index: dictionary.channels.findIndex(({ id }) => id === series),
      samples: parseSeries(values),
    }));
    readParameters(PRESETS[DEFAULT_PRESET].parameters, this.#parameters);
    this.#board = initialBoard(watched.map(({ alarm }) => alarm));
    this.#monitor = new AlarmMonitor({
      watched,
      dictionary,
      rate: 1 / parts.period,
      begun: -1,
      tell: (entry) => void (this.#board = boardAfter(this.#board, entry)),
    });
  }

  run(): readonly CaseFailure[] {
    const { test, period, path } = this.#parts;
    const checks = [
      ...(test.alert_rule_test ?? []).map((expected, index) => ({
        at: secondsOf(expected.eval_time),
        check: () => this.#checkAlerts(expected, [...path, "alert_rule_test", index]),
      })),
      ...(test.alarm_state_test ?? []).map((expected, index) => ({
        at: secondsOf(expected.eval_time),
        check: () => this.#checkState(expected, [...path, "alarm_state_test", index]),
      })),
    ].sort((one, other) => one.at - other.at);
    let next = 0;
    for (const { at, check } of checks) {
      // A billionth of a period keeps 3 of 0.1 s from falling short of 0.3 s.
      for (; next <= at / period + 1e-9; next++) this.#evaluate(next);
      check();
    }
    return this.#failures;
  }

  #evaluate(evaluation: number): void {
    const { test, period } = this.#parts;
    const interval = secondsOf(test.interval ?? 1);
    this.#channels.fill(NaN);
    for (const { index, samples } of this.#series) {
      this.#channels[index] = sampleAt(samples, { now: evaluation * period, interval });
    }
    this.#monitor.evaluate({ channels: this.#channels, parameters: this.#parameters }, evaluation);
  }

  #checkAlerts(
    { eval_time, alertname, exp_alerts = [] }: ExpectedAlerts,
    path: DocumentPath,
  ): void {
    const firing = this.#board.alarms.filter(({ rule }, index) =>
      rule === alertname && this.#monitor.isActive(index)
    );
    const expected = exp_alerts.map(({ exp_labels = {} }) => exp_labels);
    const got = firing.map(labelsOf);
    if (matches(expected, got)) return;
    this.#fail(path, {
      at: eval_time,
      expected: `${alertname} must fire as ${said(expected)}`,
      got: said(got),
    });
  }

  #checkState({ eval_time, alarm, exp_state }: ExpectedState, path: DocumentPath): void {
    const { state } = this.#board.alarms.find(({ name }) => name === alarm)!;
    if (state === exp_state) return;
    this.#fail(path, {
      at: eval_time,
      expected: `${alarm} must be ${exp_state}`,
      got: state,
    });
  }

  #fail(path: DocumentPath, { at, expected, got }: Record<"at" | "expected" | "got", unknown>) {
    const { name = `test ${Number(this.#parts.path[1]) + 1}` } = this.#parts.test;
    this.#failures.push({ path, message: `${name}: at ${at} ${expected}: it is ${got}` });
  }
}

/** What a series says at an instant; NaN is "no data". */
function sampleAt(
  samples: readonly SeriesSample[],
  { now, interval }: { now: number; interval: number },
): number {
  const last = Math.min(samples.length - 1, Math.floor(now / interval + 1e-9));
  for (let index = last; index >= 0; index--) {
    const sample = samples[index];
    if (now - index * interval > LOOKBACK + 1e-9 || sample === "stale") return NaN;
    if (sample !== "none") return sample;
  }
  return NaN;
}

type Labels = Readonly<Record<string, string>>;

/** What can be expected of an alarm that fires. */
function labelsOf({ name, level, limitName }: AlarmView): Labels {
  return { alarm: name, severity: level, ...(limitName === null ? {} : { limit: limitName }) };
}

/** Whether each expectation fits an alarm of its own, and no alarm is left. */
function matches(expected: readonly Labels[], got: readonly Labels[]): boolean {
  if (expected.length !== got.length) return false;
  const left = [...got];
  // Whoever asks for more is served first, so that nobody who asks for less is in the way.
  const asking = expected.toSorted((one, other) => size(other) - size(one));
  return asking.every((labels) => {
    const index = left.findIndex((each) =>
      Object.entries(labels).every(([name, value]) => each[name] === value)
    );
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function size(labels: Labels): number {
  return Object.keys(labels).length;
}

function said(alerts: readonly Labels[]): string {
  if (alerts.length === 0) return "nothing";
  return alerts.map((labels) => {
    const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    return words.join(" ") || "any alarm";
  }).join(", ");
}
