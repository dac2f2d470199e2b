import assert from "node:assert/strict";
import {
  DEEPEST_EXPRESSION,
  LONGEST_EXPRESSION,
  parseDuration,
  parseExpression,
  parseNumber,
  parseTruth,
} from "../../monitor/mod.ts";

Deno.test("operators bind as they do in arithmetic and in logic", () => {
  const same: readonly [string, string][] = [
    ["a + b * c > 0", "(a + (b * c)) > 0"],
    ["a - b - c > 0", "((a - b) - c) > 0"],
    ["a / b * c > 0", "((a / b) * c) > 0"],
    ["-a * b > 0", "(-a) * b > 0"],
    ["not a > 1 and b > 1", "(not (a > 1)) and (b > 1)"],
    ["a > 1 or b > 1 and c > 1", "(a > 1) or ((b > 1) and (c > 1))"],
    ["a>1 or b>1", "a > 1 or b > 1"],
    ["change(a,5s)>0", "change( a , 5s ) > 0"],
    ["1.5e-3 < .5", "0.0015 < 0.5"],
  ];
  for (const [one, other] of same) {
    assert.deepEqual(parseExpression(one), parseExpression(other), one);
  }
  assert.notDeepEqual(parseExpression("a - (b - c) > 0"), parseExpression("a - b - c > 0"));
});

Deno.test("what means nothing is refused with its place", () => {
  const refused: readonly [string, RegExp][] = [
    ["", /character 1 must be a name, a number or a bracket: current value is the end/],
    ["a >", /character 4 must be a name, a number or a bracket: current value is the end/],
    ["a > 1 2", /character 7 must be an operator or the end: current value is 2/],
    ["(a > 1", /character 7 must be "\)": current value is the end/],
    ["a > 1 & b > 1", /character 7 must begin a name, a number or an operator: .* is &/],
    ["a > 5x", /character 5 must begin a name, a number or an operator: current value is 5x/],
    ["a > 1..2", /character 5 must begin .*: current value is 1\.\.2/],
    ["a and b", /what and takes must be true or false: it is a number/],
    ["(a > 1) + 2", /what \+ takes must be a number: it is true or false/],
    ["a > 1 > 0", /character 7 must be an operator or the end/],
    ["not a", /what not takes must be true or false/],
    ["sin(a) > 0", /character 1 must be one of the functions abs,min,max,change,rate/],
    ["abs(a, b) > 0", /abs must have one operand: it has 2/],
    ["change(a) > 0", /character 9 must be ",": current value is \)/],
    ["change(a, 5) > 0", /character 11 must be a duration such as 500ms, 10s or 1h30m/],
    ["change(a, 0s) > 0", /character 11 must be a duration/],
    ["or > 1", /character 1 must be a name/],
    ["a > \u{1f600}", /current value is \u{1f600}$/u],
  ];
  for (const [text, message] of refused) {
    assert.throws(() => parseExpression(text), { name: "SyntaxError", message }, text);
  }
});

Deno.test("a number and a truth are told apart", () => {
  assert.equal(parseNumber("a + 1").kind, "arithmetic");
  assert.equal(parseTruth("a > 1").kind, "comparison");
  assert.throws(() => parseNumber("a > 1"), /must be a number: it is true or false/);
  assert.throws(() => parseTruth("a + 1"), /must be true or false: it is a number/);
});

Deno.test("length and depth have bounds, and what keeps them is read", () => {
  const nested = (depth: number) => `${"(".repeat(depth)}a${")".repeat(depth)} > 0`;
  parseTruth(nested(DEEPEST_EXPRESSION));
  assert.throws(() => parseTruth(nested(DEEPEST_EXPRESSION + 1)), /nested at most 32 deep/);
  assert.throws(() => parseTruth(`${"-".repeat(DEEPEST_EXPRESSION + 1)}a > 0`), /nested at most/);
  const long = `a${" + a".repeat((LONGEST_EXPRESSION - 5) / 4 | 0)} > 0`;
  assert.ok(long.length <= LONGEST_EXPRESSION);
  parseTruth(long);
  assert.throws(() => parseTruth(long.padEnd(LONGEST_EXPRESSION + 1)), /at most 1000 characters/);
});

Deno.test("durations are those of Prometheus", () => {
  const durations: readonly [string, number | undefined][] = [
    ["0", 0],
    ["10s", 10],
    ["500ms", 0.5],
    ["1h30m", 5400],
    ["1d", 86400],
    ["1w2d", 777600],
    ["1y", 31536000],
    ["1m30s500ms", 90.5],
    ["", undefined],
    ["10", undefined],
    ["1.5s", undefined],
    ["-1s", undefined],
    ["30s1m", undefined],
    ["1m1m", undefined],
    ["5 s", undefined],
    ["5sec", undefined],
  ];
  for (const [text, seconds] of durations) assert.equal(parseDuration(text), seconds, text);
});
