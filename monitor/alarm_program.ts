import {
  ABS,
  AND,
  ARITHMETIC,
  CHANGE,
  CHANNEL,
  COMPARISON,
  CONSTANT,
  COPY,
  FUNCTION,
  NEGATIVE,
  NOT,
  OR,
  PARAMETER,
  RATE,
  replaceOne,
  replaceTwo,
  SILENCE,
  STORE,
} from "./alarm_instructions.ts";
import type { Expression, NumberExpression, TruthExpression } from "./expression.ts";
import { SlidingWindow, type WindowMemory } from "./sliding_window.ts";
import type { SignalName } from "./signal_name.ts";

/** What an expression is evaluated from. */
export interface ProgramInput {
  /** One value per channel; NaN is "no data". */
  readonly channels: Float64Array;
  /** One value per parameter; truth is 1 or 0. */
  readonly parameters: Float64Array;
}

/** Turns expressions into instructions, one after another. */
export class ProgramBuilder {
  readonly #rate: number;
  readonly #resolve: (name: string) => SignalName;
  readonly #code: number[] = [];
  readonly #constants: number[] = [];
  readonly #windows: SlidingWindow[] = [];
  #silences = 0;
  #registers = 0;
  #depth = 0;
  #deepest = 0;

  /**
   * @param rate Evaluations per second of simulated time.
   * @param resolve What a name stands for; throws when it stands for nothing.
   */
  constructor(rate: number, resolve: (name: string) => SignalName) {
    this.#rate = rate;
    this.#resolve = resolve;
  }

  /** Adds an expression. Returns the register in which its value will be. */
  add(expression: Expression): number {
    this.#push(expression);
    return this.#store();
  }

  /** Adds the time for which a number has had no data, s. Returns the register. */
  addSilence(expression: NumberExpression): number {
    this.#push(expression);
    this.#emit(SILENCE, this.#silences++);
    return this.#store();
  }

  /**
   * Adds an expression whose first comparison is of interest.
   *
   * @returns The registers of its truth and of the left side of that comparison.
   */
  addTruth(expression: TruthExpression): { truth: number; value: number } {
    const value = this.#registers++;
    this.#pushTruth(expression, value);
    return { truth: this.#store(), value };
  }

  /** How many windows and silences there are so far. */
  get pasts(): Pasts {
    return { windows: this.#windows.length, silences: this.#silences };
  }

  build(): AlarmProgram {
    return new AlarmProgram({
      code: Int32Array.from(this.#code),
      constants: Float64Array.from(this.#constants),
      windows: this.#windows,
      silences: new Float64Array(this.#silences),
      registers: new Float64Array(this.#registers),
      stack: new Float64Array(this.#deepest),
      period: 1 / this.#rate,
    });
  }

  #emit(instruction: number, operand = 0): void {
    this.#code.push(instruction, operand);
  }

  #store(): number {
    const register = this.#registers++;
    this.#emit(STORE, register);
    this.#depth--;
    return register;
  }

  #push(expression: Expression, valueTo?: number): void {
    switch (expression.kind) {
      case "number":
        return this.#pushLeaf(CONSTANT, this.#constants.push(expression.value) - 1);
      case "name": {
        const { kind, index } = this.#resolve(expression.name);
        return this.#pushLeaf(kind === "channel" ? CHANNEL : PARAMETER, index);
      }
      case "negative":
        this.#push(expression.operand);
        return this.#emit(NEGATIVE);
      case "arithmetic":
        this.#push(expression.left);
        return this.#pushSecond(expression.right, ARITHMETIC[expression.operator]);
      case "function": {
        const [first, ...others] = expression.operands;
        this.#push(first);
        if (expression.name === "abs") return this.#emit(ABS);
        for (const other of others) this.#pushSecond(other, FUNCTION[expression.name]);
        return;
      }
      case "window": {
        this.#push(expression.operand);
        const samples = Math.max(1, Math.round(expression.window * this.#rate));
        const window = this.#windows.push(new SlidingWindow(samples)) - 1;
        return this.#emit(expression.name === "change" ? CHANGE : RATE, window);
      }
      default:
        return this.#pushTruth(expression, valueTo);
    }
  }

  /** @param valueTo Where the left side of the first comparison is copied to. */
  #pushTruth(expression: TruthExpression, valueTo?: number): void {
    if (expression.kind === "not") {
      this.#pushTruth(expression.operand, valueTo);
      return this.#emit(NOT);
    }
    this.#push(expression.left, valueTo);
    if (expression.kind !== "comparison") {
      return this.#pushSecond(expression.right, expression.kind === "and" ? AND : OR);
    }
    if (valueTo !== undefined) this.#emit(COPY, valueTo);
    this.#pushSecond(expression.right, COMPARISON[expression.operator]);
  }

  #pushLeaf(instruction: number, operand: number): void {
    this.#emit(instruction, operand);
    this.#deepest = Math.max(this.#deepest, ++this.#depth);
  }

  #pushSecond(expression: Expression, instruction: number): void {
    this.#push(expression);
    this.#emit(instruction);
    this.#depth--;
  }
}

/** Where in a program something that looks back begins. */
export interface Pasts {
  readonly windows: number;
  readonly silences: number;
}

/** What a program has seen and computed so far. */
export interface ProgramMemory {
  readonly windows: readonly WindowMemory[];
  readonly silences: Float64Array;
  readonly registers: Float64Array;
  readonly missing: Uint8Array;
}

/** What a program is made of. */
interface ProgramParts {
  /** Instruction and operand in turn. */
  readonly code: Int32Array;
  readonly constants: Float64Array;
  readonly windows: readonly SlidingWindow[];
  /** Evaluations for which a number has had no data. */
  readonly silences: Float64Array;
  readonly registers: Float64Array;
  readonly stack: Float64Array;
  /** Simulated time from one evaluation to the next, s. */
  readonly period: number;
}

/**
 * All expressions of a set of rules, evaluated at once by a stack machine over typed arrays;
 * nothing is allocated.
 *
 * A comparison with "no data" is not known. `or` is true when one side is, whatever the other;
 * `and` is false when one side is.
 */
export class AlarmProgram {
  /** Results, by the numbers that the builder gave. */
  readonly registers: Float64Array;
  /** 1 where a name that was read had no data. Shape: that of `registers`. */
  readonly missing: Uint8Array;
  readonly #parts: ProgramParts;

  constructor(parts: ProgramParts) {
    this.#parts = parts;
    this.registers = parts.registers;
    this.missing = new Uint8Array(parts.registers.length);
  }

  /** All that decides how it goes on. */
  get memory(): ProgramMemory {
    const { windows, silences, registers } = this.#parts;
    const { missing } = this;
    return { windows: windows.map(({ memory }) => memory), silences, registers, missing };
  }

  /** Goes on where a program of the same expressions was. */
  recall({ windows, silences, registers, missing }: ProgramMemory): void {
    this.#parts.windows.forEach((window, index) => window.recall(windows[index]));
    this.#parts.silences.set(silences);
    this.registers.set(registers);
    this.missing.set(missing);
  }

  /**
   * Takes over what an expression of another program has seen.
   *
   * @param from Where it begins there.
   * @param place Where the same expression begins here, and where it ends.
   */
  adopt(other: AlarmProgram, from: Pasts, { begin, end }: { begin: Pasts; end: Pasts }): void {
    for (let i = 0; i < end.windows - begin.windows; i++) {
      const source = other.#parts.windows[from.windows + i];
      this.#parts.windows[begin.windows + i].adopt(source);
    }
    for (let i = 0; i < end.silences - begin.silences; i++) {
      this.#parts.silences[begin.silences + i] = other.#parts.silences[from.silences + i];
    }
  }

  /** Forgets what the windows have seen. */
  reset(): void {
    for (const window of this.#parts.windows) window.clear();
    this.#parts.silences.fill(0);
  }

  /** Evaluates every expression; to be called at equal distances of simulated time. */
  run({ channels, parameters }: ProgramInput): void {
    const { code, constants, stack, registers } = this.#parts;
    const { missing } = this;
    let top = -1;
    let hasGap = 0;
    for (let at = 0; at < code.length; at += 2) {
      const operand = code[at + 1];
      switch (code[at]) {
        case CONSTANT:
          stack[++top] = constants[operand];
          break;
        case CHANNEL:
          stack[++top] = channels[operand];
          if (Number.isNaN(stack[top])) hasGap = 1;
          break;
        case PARAMETER:
          stack[++top] = parameters[operand];
          break;
        case COPY:
          registers[operand] = stack[top];
          break;
        case STORE:
          registers[operand] = stack[top--];
          missing[operand] = hasGap;
          hasGap = 0;
          break;
        case NEGATIVE:
        case ABS:
        case NOT:
          replaceOne(code[at], stack, top);
          break;
        case CHANGE:
        case RATE:
        case SILENCE:
          this.#replaceByPast(at, top);
          // Silence is known where there is no data, and a rate is not where there is only one.
          hasGap = code[at] === SILENCE ? 0 : Number.isNaN(stack[top]) ? 1 : hasGap;
          break;
        default:
          replaceTwo(code[at], stack, --top);
      }
    }
  }

  /** Replaces the top of the stack by what the instruction makes of what it has been. */
  #replaceByPast(at: number, top: number): void {
    const { code, windows, silences, stack, period } = this.#parts;
    const operand = code[at + 1];
    if (code[at] === SILENCE) {
      silences[operand] = Number.isNaN(stack[top]) ? silences[operand] + 1 : 0;
      stack[top] = silences[operand] * period;
      return;
    }
    const window = windows[operand];
    window.replace(stack, top);
    if (code[at] === RATE) stack[top] /= window.span * period;
  }
}
