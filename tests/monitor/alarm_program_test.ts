import assert from "node:assert/strict";
import fc from "fast-check";
import { type Expression, isTruth, parseExpression } from "../../monitor/mod.ts";
import { ProgramBuilder } from "../../monitor/alarm_program.ts";

fc.configureGlobal({ seed: 20261121, numRuns: 400, endOnFailure: true });

const NAMES = ["a", "b", "c"] as const;

/** What the names were at each evaluation so far, the newest last. */
type Past = readonly Readonly<Record<string, number>>[];

/**
 * What an expression is, the slow and obvious way: truth is true, false or undefined, and a window
 * looks at everything there ever was.
 */
function obvious(expression: Expression, past: Past): number | boolean | undefined {
  const number = (each: Expression, when = past) => obvious(each, when) as number;
  const truth = (each: Expression) => obvious(each, past) as boolean | undefined;
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "name":
      return past.at(-1)![expression.name];
    case "negative":
      return -number(expression.operand);
    case "arithmetic": {
      const [left, right] = [number(expression.left), number(expression.right)];
      const results = {
        "+": left + right,
        "-": left - right,
        "*": left * right,
        "/": left / right,
        "%": left % right,
      };
      return results[expression.operator];
    }
    case "function":
      return Math[expression.name](...expression.operands.map((each) => number(each)) as [number]);
    case "window": {
      const values = past.map((_, index) => number(expression.operand, past.slice(0, index + 1)));
      const whole = values.slice(values.findLastIndex(Number.isNaN) + 1);
      const seen = whole.slice(-1 - expression.window);
      const change = seen.length === 0 ? NaN : seen.at(-1)! - seen[0];
      return expression.name === "change" ? change : change / (seen.length - 1);
    }
    case "comparison": {
      const [left, right] = [number(expression.left), number(expression.right)];
      if (Number.isNaN(left) || Number.isNaN(right)) return undefined;
      const results = {
        "==": left === right,
        "!=": left !== right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
      };
      return results[expression.operator];
    }
    case "not": {
      const operand = truth(expression.operand);
      return operand === undefined ? undefined : !operand;
    }
    default: {
      const sides = [truth(expression.left), truth(expression.right)];
      const decides = expression.kind === "or";
      if (sides.includes(decides)) return decides;
      return sides.includes(undefined) ? undefined : !decides;
    }
  }
}

const { number: NUMBER, truth: TRUTH } = fc.letrec<{ number: string; truth: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...NAMES, "0", "1", "2.5", "1e3"),
    fc.tuple(tie("number"), fc.constantFrom("+", "-", "*", "/", "%"), tie("number"))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie("number").map((each) => `-${each}`),
    tie("number").map((each) => `abs(${each})`),
    fc.array(tie("number"), { minLength: 1, maxLength: 3 }).map((all) => `max(${all.join(", ")})`),
    fc.array(tie("number"), { minLength: 1, maxLength: 3 }).map((all) => `min(${all.join(", ")})`),
    fc.tuple(fc.constantFrom("change", "rate"), tie("number"), fc.constantFrom("1s", "2s", "5s"))
      .map(([name, operand, window]) => `${name}(${operand}, ${window})`),
  ),
  truth: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(tie("number"), fc.constantFrom("==", "!=", "<", "<=", ">", ">="), tie("number"))
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.tuple(tie("truth"), fc.constantFrom("and", "or"), tie("truth"))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie("truth").map((each) => `not (${each})`),
  ),
}));

const VALUE = fc.oneof(fc.constantFrom(0, 1, 2, NaN, -1, 2.5), fc.double({ min: -3, max: 3 }));

const SERIES = fc.array(fc.record({ a: VALUE, b: VALUE, c: VALUE }), {
  minLength: 1,
  maxLength: 12,
});

/** The numbers of a program with one expression, by evaluation. */
function evaluated(expression: Expression, series: Past): number[] {
  const builder = new ProgramBuilder(1, (name) => ({
    kind: "channel",
    index: NAMES.indexOf(name as "a"),
    unit: "",
  }));
  const register = builder.add(expression);
  const program = builder.build();
  return series.map((values) => {
    const channels = Float64Array.from(NAMES, (name) => values[name]);
    program.run({ channels, parameters: new Float64Array(0) });
    return program.registers[register];
  });
}

Deno.test("a program computes what an obvious evaluator does, on random series", () => {
  const texts = fc.oneof(NUMBER, TRUTH).filter((text) => text.length < 1000);
  fc.assert(fc.property(texts, SERIES, (text, series) => {
    const expression = parseExpression(text);
    const numbers = evaluated(expression, series);
    for (const [index, number] of numbers.entries()) {
      const expected = obvious(expression, series.slice(0, index + 1));
      const wanted = isTruth(expression)
        ? expected === undefined ? NaN : Number(expected)
        : expected;
      // -0 and 0 compare alike, and so they are alike here.
      assert.ok(Object.is(number, wanted) || number === wanted, `${text}: ${number} ${wanted}`);
    }
  }));
});

Deno.test("two expressions of one program do not know of one another", () => {
  const builder = new ProgramBuilder(10, () => ({ kind: "channel", index: 0, unit: "" }));
  const change = builder.add(parseExpression("change(a, 1s)"));
  const rate = builder.add(parseExpression("rate(a, 1s)"));
  const gap = builder.add(parseExpression("1 / 0 - 1 / 0"));
  const program = builder.build();
  for (let index = 0; index < 30; index++) {
    program.run({ channels: Float64Array.of(index / 2), parameters: new Float64Array(0) });
  }
  assert.deepEqual([program.registers[change], program.registers[rate]], [5, 5]);
  assert.equal(program.registers[gap], NaN);
  assert.deepEqual([...program.missing], [0, 0, 0]);
  program.run({ channels: Float64Array.of(NaN), parameters: new Float64Array(0) });
  assert.deepEqual([program.missing[change], program.missing[gap]], [1, 0]);
});
