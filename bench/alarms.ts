/** What alarms cost: 200 rules on 100 channels, beside an evaluator that walks trees of objects. */

import {
  AlarmMonitor,
  type Expression,
  parseExpression,
  type RuleDocument,
  watchedAlarms,
} from "../monitor/mod.ts";
import { CHANNELS, PARAMETERS } from "../telemetry/mod.ts";
import { manyRules, quietValues } from "../tests/monitor/many_rules.ts";
import { type Figure, publish } from "./figures.ts";

const RULES = 200;
const RUNS = 7;
const EVALUATIONS = 20_000;
/** Evaluations before the first that counts. */
const WARM_UP = 5_000;
const FPS = 30;

/** Time of one evaluation, s. */
function timed(evaluate: (evaluation: number) => void): number {
  let evaluation = 0;
  for (; evaluation < WARM_UP; evaluation++) evaluate(evaluation);
  const start = performance.now();
  for (; evaluation < WARM_UP + EVALUATIONS; evaluation++) evaluate(evaluation);
  return (performance.now() - start) / 1e3 / EVALUATIONS;
}

const channels = new Float64Array(CHANNELS.length);
const parameters = new Float64Array(PARAMETERS.length);

function monitored(): number {
  const watched = watchedAlarms(manyRules(RULES));
  const monitor = new AlarmMonitor({ watched, rate: 10, begun: -1, tell: () => {} });
  return timed((evaluation) => {
    quietValues(evaluation, channels);
    monitor.evaluate({ channels, parameters }, evaluation);
  });
}

/** The time that goes into the values alone. */
function unwatched(): number {
  return timed((evaluation) => quietValues(evaluation, channels));
}

type Past = Readonly<Record<string, number>>[];

/** What an expression is, by walking it: `past` has the frames of the last ten seconds. */
function walk(expression: Expression, past: Past, at = past.length - 1): number {
  const value = (each: Expression, when = at) => walk(each, past, when);
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "name":
      return past[at][expression.name];
    case "negative":
      return -value(expression.operand);
    case "not":
      return 1 - value(expression.operand);
    case "function":
      return Math[expression.name](...expression.operands.map((each) => value(each)) as [number]);
    case "window": {
      const first = Math.max(0, at - Math.round(expression.window * 10));
      const change = value(expression.operand) - value(expression.operand, first);
      return expression.name === "change" ? change : change / ((at - first) / 10);
    }
    case "and":
      return Math.min(value(expression.left), value(expression.right));
    case "or":
      return Math.max(value(expression.left), value(expression.right));
  }
  const [left, right] = [value(expression.left), value(expression.right)];
  const results: Record<string, number> = {
    "+": left + right,
    "-": left - right,
    "*": left * right,
    "/": left / right,
    "%": left % right,
    "==": Number(left === right),
    "!=": Number(left !== right),
    "<": Number(left < right),
    "<=": Number(left <= right),
    ">": Number(left > right),
    ">=": Number(left >= right),
  };
  return results[expression.operator];
}

/** The conditions of a rule as expressions. */
function conditionsOf({ expr, signal, limits = {}, suppress_when }: RuleDocument): Expression[] {
  const texts = Object.entries(limits).map(([name, limit]) => {
    if (name === "rate") return `abs(rate(${signal}, 5s)) > ${limit}`;
    return `${signal} ${name === "lo" ? "<" : ">"} ${limit}`;
  });
  return [...texts, expr, suppress_when].flatMap((text) =>
    text === undefined ? [] : [parseExpression(text)]
  );
}

function walked(): number {
  const conditions = manyRules(RULES).groups.flatMap(({ rules }) => rules).flatMap(conditionsOf);
  const past: Past = [];
  let active = 0;
  const time = timed((evaluation) => {
    quietValues(evaluation, channels);
    past.push(Object.fromEntries(CHANNELS.map(({ id }, index) => [id, channels[index]])));
    if (past.length > 101) past.shift();
    for (const condition of conditions) active += walk(condition, past);
  });
  if (active > 0) throw new Error(`Cannot compare as nothing must be active: ${active}`);
  return time;
}

const runs = Array.from({ length: RUNS }, () => {
  const values = unwatched();
  return { program: monitored() - values, trees: walked() - values };
});

const figures: Figure[] = [
  {
    what: `${RULES} rules on 100 channels, one evaluation`,
    unit: "us",
    runs: runs.map(({ program }) => program * 1e6),
  },
  {
    what: `the same at ${FPS} evaluations a second`,
    unit: "% of a core",
    runs: runs.map(({ program }) => program * FPS * 100),
    budget: { limit: 1, side: "at most" },
  },
  {
    what: "rules evaluated",
    unit: "million/s",
    runs: runs.map(({ program }) => RULES / program / 1e6),
  },
  {
    what: "rules evaluated by walking trees of objects",
    unit: "million/s",
    runs: runs.map(({ trees }) => RULES / trees / 1e6),
  },
  {
    what: "times as fast as walking trees",
    unit: "",
    runs: runs.map(({ program, trees }) => trees / program),
  },
];

publish(figures);
