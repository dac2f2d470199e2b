import type { Expression } from "./expression.ts";
import { type SignalName, signalName } from "./signal_name.ts";

/**
 * What the names in an expression stand for, in the order in which they stand there.
 *
 * @param longestWindow Longest duration that it may look back, s.
 * @throws {RangeError} A name stands for nothing, or it looks back too far.
 */
export function signalsOf(expression: Expression, longestWindow: number): readonly SignalName[] {
  switch (expression.kind) {
    case "number":
      return [];
    case "name":
      return [signalName(expression.name)];
    case "negative":
    case "not":
      return signalsOf(expression.operand, longestWindow);
    case "function":
      return expression.operands.flatMap((operand) => signalsOf(operand, longestWindow));
    case "window":
      if (expression.window > longestWindow) {
        throw new RangeError(
          `Cannot watch a ${expression.name} as its duration must be at most ${longestWindow} s: ` +
            `current value is ${expression.window} s`,
        );
      }
      return signalsOf(expression.operand, longestWindow);
    default:
      return [
        ...signalsOf(expression.left, longestWindow),
        ...signalsOf(expression.right, longestWindow),
      ];
  }
}
