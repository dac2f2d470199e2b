import type { Dictionary } from "../telemetry/mod.ts";
import type { AlarmColumns } from "./alarm_columns.ts";
import {
  type AlarmProgram,
  type Pasts,
  ProgramBuilder,
  type ProgramInput,
  type ProgramMemory,
} from "./alarm_program.ts";
import type { Comparison, TruthExpression } from "./expression.ts";
import { signalName } from "./signal_name.ts";
import type { AlarmTest, WatchedAlarm } from "./watched_alarm.ts";

/** Number that stands for no register. */
const NONE = -1;

/** The test of an alarm does not hold. */
export const CEASED = 0;
/** The test of an alarm holds. */
export const HOLDS = 1;
/** Whether the test of an alarm holds is not known. */
export const UNKNOWN = 2;

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
  /** Where in the program what each test looks back on begins, and where that of the last ends. */
  readonly #pasts: readonly Pasts[];

  /**
   * @param rate Evaluations per second of simulated time.
   * @param dictionary What the alarms name.
   */
  constructor(
    watched: readonly WatchedAlarm[],
    { rate, dictionary }: { rate: number; dictionary: Dictionary },
  ) {
    const builder = new ProgramBuilder(rate, (name) => signalName(name, dictionary));
    const pasts: Pasts[] = [];
    const registers = watched.map(({ test }) => {
      pasts.push(builder.pasts);
      return addTest(builder, test);
    });
    this.#pasts = [...pasts, builder.pasts];
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

  /** All that decides how they go on. */
  get memory(): ProgramMemory {
    return this.#program.memory;
  }

  /** Goes on where the same tests were. */
  recall(memory: ProgramMemory): void {
    this.#program.recall(memory);
  }

  /** Takes over what test `from` of `other` has seen, which watches what test `to` does. */
  adopt(other: AlarmTests, from: number, to: number): void {
    const place = { begin: this.#pasts[to], end: this.#pasts[to + 1] };
    this.#program.adopt(other.#program, other.#pasts[from], place);
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
   * Whether the test holds: HOLDS, CEASED, or UNKNOWN.
   *
   * `columns` has the limit, and whether it held the last time: the dead band is for a value on its
   * way back. The answer is a small number, as others may be put on the heap.
   */
  holds(alarm: number, { limit, holds }: Pick<AlarmColumns, "limit" | "holds">): number {
    const { registers } = this.#program;
    if (this.#truth[alarm] !== NONE) {
      const truth = registers[this.#truth[alarm]];
      return truth === 1 ? HOLDS : truth === 0 ? CEASED : UNKNOWN;
    }
    const value = registers[this.#value[alarm]];
    if (Number.isNaN(value)) return UNKNOWN;
    const band = holds[alarm] === 1 ? this.#deadband[alarm] : 0;
    return this.#direction[alarm] * (value - limit[alarm]) > -band ? HOLDS : CEASED;
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

  /** Keeps the worse of `worst[alarm]` and the value; the value where neither is worse. */
  keepWorst(alarm: number, worst: Float64Array): void {
    const value = this.#program.registers[this.#value[alarm]];
    if (Number.isNaN(value)) return;
    const isWorse = this.#direction[alarm] * (value - worst[alarm]) >= 0;
    if (isWorse || Number.isNaN(worst[alarm])) worst[alarm] = value;
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
