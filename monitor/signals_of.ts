import type { Expression } from "./expression.ts";
import type { Dictionary } from "../telemetry/mod.ts";
import { type SignalName, signalName } from "./signal_name.ts";

/** Longest duration that an expression may look back, s. */
export const LONGEST_WINDOW = 3600;

/**
 * What the names in an expression stand for, in the order in which they stand there.
 *
 * @throws {RangeError} A name stands for nothing, or it looks back too far.
 */
export function signalsOf(
  expression: Expression,
  dictionary: Dictionary,
): readonly SignalName[] {
  switch (expression.kind) {
    case "number":
      return [];
    case "name":
      return [signalName(expression.name, dictionary)];
    case "negative":
    case "not":
      return signalsOf(expression.operand, dictionary);
    case "function":
      return expression.operands.flatMap((operand) => signalsOf(operand, dictionary));
    case "window":
      if (expression.window > LONGEST_WINDOW) {
        throw new RangeError(
          `Cannot watch a ${expression.name} as its duration must be at most ` +
            `${LONGEST_WINDOW} s: current value is ${expression.window} s`,
        );
      }
      return signalsOf(expression.operand, dictionary);
    default:
      return [
        ...signalsOf(expression.left, dictionary),
        ...signalsOf(expression.right, dictionary),
      ];
  }
}

/** How far back an expression looks, s, each of its windows by itself. */
export function lookBackOf(expression: Expression): number {
  switch (expression.kind) {
    case "number":
    case "name":
      return 0;
    case "negative":
    case "not":
      return lookBackOf(expression.operand);
    case "function":
      return expression.operands.reduce((sum, operand) => sum + lookBackOf(operand), 0);
    case "window":
      return expression.window + lookBackOf(expression.operand);
    default:
      return lookBackOf(expression.left) + lookBackOf(expression.right);
  }
}
