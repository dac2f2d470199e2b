import type { Arithmetic, Comparison, PlainFunction } from "./expression.ts";

// Instructions. Truth is 1 or 0, and NaN where it is not known.

/** Push constant, channel or parameter number `operand`. */
export const CONSTANT = 0;
export const CHANNEL = 1;
export const PARAMETER = 2;
/** Replace the top of the stack. */
export const NEGATIVE = 3;
export const ABS = 4;
export const NOT = 5;
/** Replace the two numbers on top. */
const ADD = 6;
const SUBTRACT = 7;
const MULTIPLY = 8;
const DIVIDE = 9;
const REMAINDER = 10;
const MIN = 11;
const MAX = 12;
const EQUAL = 13;
const UNEQUAL = 14;
const LESS = 15;
const LESS_EQUAL = 16;
const GREATER = 17;
const GREATER_EQUAL = 18;
export const AND = 19;
export const OR = 20;
/** Replace the top by what window number `operand` makes of it. */
export const CHANGE = 21;
export const RATE = 22;
/** Replaces the top by the time for which counter number `operand` has seen no data, s. */
export const SILENCE = 23;
/** Copies the top to register number `operand`. */
export const COPY = 24;
/** Pops into register number `operand`, and notes whether a channel read for it had no data. */
export const STORE = 25;

/** The instruction of each operator. */
export const ARITHMETIC: Readonly<Record<Arithmetic, number>> = {
  "+": ADD,
  "-": SUBTRACT,
  "*": MULTIPLY,
  "/": DIVIDE,
  "%": REMAINDER,
};

/** The instruction of each comparison. */
export const COMPARISON: Readonly<Record<Comparison, number>> = {
  "==": EQUAL,
  "!=": UNEQUAL,
  "<": LESS,
  "<=": LESS_EQUAL,
  ">": GREATER,
  ">=": GREATER_EQUAL,
};

/** The instruction of each function. */
export const FUNCTION: Readonly<Record<PlainFunction, number>> = { abs: ABS, min: MIN, max: MAX };

// Numbers pass through the stack only: one that a function returns may be put on the heap.

/** Replaces the number at `top`. */
export function replaceOne(instruction: number, stack: Float64Array, top: number): void {
  if (instruction === NEGATIVE) stack[top] = -stack[top];
  else stack[top] = instruction === ABS ? Math.abs(stack[top]) : 1 - stack[top];
}

/** Replaces the number at `top` and the one above it by one. */
export function replaceTwo(instruction: number, stack: Float64Array, top: number): void {
  const left = stack[top];
  const right = stack[top + 1];
  switch (instruction) {
    case ADD:
      stack[top] = left + right;
      break;
    case SUBTRACT:
      stack[top] = left - right;
      break;
    case MULTIPLY:
      stack[top] = left * right;
      break;
    case DIVIDE:
      stack[top] = left / right;
      break;
    case REMAINDER:
      stack[top] = left % right;
      break;
    case MIN:
      stack[top] = Math.min(left, right);
      break;
    case MAX:
      stack[top] = Math.max(left, right);
      break;
    case AND:
      stack[top] = left === 0 || right === 0 ? 0 : left * right;
      break;
    case OR:
      stack[top] = left === 1 || right === 1 ? 1 : left + right;
      break;
    default:
      if (Number.isNaN(left) || Number.isNaN(right)) stack[top] = NaN;
      else stack[top] = compares(instruction, stack, top) ? 1 : 0;
  }
}

/** Whether a comparison holds between the number at `top` and the one above it. */
function compares(instruction: number, stack: Float64Array, top: number): boolean {
  const left = stack[top];
  const right = stack[top + 1];
  switch (instruction) {
    case EQUAL:
      return left === right;
    case UNEQUAL:
      return left !== right;
    case LESS:
      return left < right;
    case LESS_EQUAL:
      return left <= right;
    case GREATER:
      return left > right;
    default:
      return left >= right;
  }
}
