import { type AlarmProgram, ProgramBuilder, type ProgramInput } from "./alarm_program.ts";
import type { Comparison, TruthExpression } from "./expression.ts";
import { signalName } from "./signal_name.ts";
import type { AlarmTest, WatchedAlarm } from "./watched_alarm.ts";

/** Numbers that stand for no register. */
const NONE = -1;

/** The tests of a set of alarms, compiled into one program. Alarms go by their position. */
export class AlarmTests {
  readonly #program: AlarmProgram;
  /** Register of the number that is compared. */
  readonly #value: Int32Array;
  /** Register of the truth of an expression; NONE where a limit decides. */
  readonly #truth: Int32Array;
  /** Register of what suppresses it; NONE where nothing does. */
  readonly #suppression: Int32Array;
  /** 1 where greater is worse, -1 where smaller is, 0 where neither. */
  readonly #direction: Int8Array;
  readonly #deadband: Float64Array;

  /** @param rate Evaluations per second of simulated time. */
  constructor(watched: readonly WatchedAlarm[], rate: number) {
    const builder = new ProgramBuilder(rate, signalName);
    const registers = watched.map(({ test }) => addTest(builder, test));
    this.#value = Int32Array.from(registers, ({ value }) => value);
    this.#truth = Int32Array.from(registers, ({ truth }) => truth);
    this.#suppression = Int32Array.from(
      watched,
      ({ suppression }) => suppression === undefined ? NONE : builder.add(suppression),
    );
    this.#direction = Int8Array.from(watched, ({ test }) => directionOf(test));
    this.#deadband = Float64Array.from(watched, ({ alarm }) => alarm.deadband);
    this.#program = builder.build();
  }

  /** Evaluates every test; to be called at equal distances of simulated time. */
  run(input: ProgramInput): void {
    this.#program.run(input);
  }

  /** Forgets what came before. */
  reset(): void {
    this.#program.reset();
  }

  /** What is compared; NaN is "no data". */
  value(alarm: number): number {
    return this.#program.registers[this.#value[alarm]];
  }

  /**
   * Whether the test holds: 1, 0, or NaN where that is not known.
   *
   * @param limit What the value is compared with.
   * @param held Whether it held the last time: the dead band is for a value on its way back.
   */
  holds(alarm: number, limit: number, held: boolean): number {
    const truth = this.#truth[alarm];
    if (truth !== NONE) return this.#program.registers[truth];
    const value = this.value(alarm);
    if (Number.isNaN(value)) return NaN;
    const direction = this.#direction[alarm];
    const band = held ? this.#deadband[alarm] : 0;
    return direction * (value - limit) > -band ? 1 : 0;
  }

  /** Whether what is not known is so because a channel had no data. */
  isMissing(alarm: number): boolean {
    const truth = this.#truth[alarm];
    return this.#program.missing[truth === NONE ? this.#value[alarm] : truth] === 1;
  }

  /** Whether what suppresses it holds; not when that is not known. */
  isSuppressed(alarm: number): boolean {
    const register = this.#suppression[alarm];
    return register !== NONE && this.#program.registers[register] === 1;
  }

  /** The worse of two values; the later one where neither is worse. */
  worse(alarm: number, worst: number, value: number): number {
    if (Number.isNaN(value)) return worst;
    const isWorse = this.#direction[alarm] * (value - worst) >= 0 || Number.isNaN(worst);
    return isWorse ? value : worst;
  }
}

function addTest(builder: ProgramBuilder, test: AlarmTest): { truth: number; value: number } {
  if (test.kind === "truth") return builder.addTruth(test.expression);
  const value = test.kind === "silence"
    ? builder.addSilence(test.expression)
    : builder.add(test.expression);
  return { truth: NONE, value };
}

const DIRECTIONS: Readonly<Record<Comparison, number>> = {
  ">": 1,
  ">=": 1,
  "<": -1,
  "<=": -1,
  "==": 0,
  "!=": 0,
};

function directionOf(test: AlarmTest): number {
  if (test.kind === "truth") return DIRECTIONS[firstComparison(test.expression)];
  return test.kind === "below" ? -1 : 1;
}

/** The comparison whose left side is the value of an expression. */
function firstComparison(expression: TruthExpression): Comparison {
  switch (expression.kind) {
    case "comparison":
      return expression.operator;
    case "not":
      return firstComparison(expression.operand);
    default:
      return firstComparison(expression.left);
  }
}
