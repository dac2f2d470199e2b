import { DURATION_FORM, parseDuration } from "./duration.ts";

/** Most characters of an expression: more than anybody reads. */
export const LONGEST_EXPRESSION = 1000;

/** Most brackets, functions and signs inside one another. */
export const DEEPEST_EXPRESSION = 32;

/** What two numbers can be compared by. */
export const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="] as const;

/** What two numbers can be compared by. */
export type Comparison = (typeof COMPARISONS)[number];

/** What two numbers can make. `%` is the remainder, with the sign of the left one. */
export type Arithmetic = "+" | "-" | "*" | "/" | "%";

/** Functions of numbers at one instant. */
export const PLAIN_FUNCTIONS = ["abs", "min", "max"] as const;

/**
 * Functions of what a number has been: by how much it changed within a duration, and how fast, 1/s.
 */
export const WINDOW_FUNCTIONS = ["change", "rate"] as const;

/** Name of a function of numbers at one instant. */
export type PlainFunction = (typeof PLAIN_FUNCTIONS)[number];

/** Name of a function of what a number has been. */
export type WindowFunction = (typeof WINDOW_FUNCTIONS)[number];

/** An expression that gives a number. */
export type NumberExpression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "negative"; readonly operand: NumberExpression }
  | {
    readonly kind: "arithmetic";
    readonly operator: Arithmetic;
    readonly left: NumberExpression;
    readonly right: NumberExpression;
  }
  | {
    readonly kind: "function";
    readonly name: PlainFunction;
    readonly operands: readonly NumberExpression[];
  }
  | {
    readonly kind: "window";
    readonly name: WindowFunction;
    readonly operand: NumberExpression;
    /** s, above 0. */
    readonly window: number;
  };

/** An expression that is true or false. */
export type TruthExpression =
  | {
    readonly kind: "comparison";
    readonly operator: Comparison;
    readonly left: NumberExpression;
    readonly right: NumberExpression;
  }
  | {
    readonly kind: "and" | "or";
    readonly left: TruthExpression;
    readonly right: TruthExpression;
  }
  | { readonly kind: "not"; readonly operand: TruthExpression };

/** An expression of channels and parameters. */
export type Expression = NumberExpression | TruthExpression;

/** Whether an expression is true or false rather than a number. */
export function isTruth(expression: Expression): expression is TruthExpression {
  const { kind } = expression;
  return kind === "comparison" || kind === "and" || kind === "or" || kind === "not";
}

/**
 * Reads `chain.speed > 8 and not (clutch.locked == 1 or change(air.shortFills, 10s) > 0)`.
 *
 * @throws {SyntaxError} It means nothing; the message says where and what may stand there.
 */
export function parseExpression(text: string): Expression {
  return new ExpressionReader(text).read();
}

/**
 * Reads an expression that gives a number, such as `receiver.pressure / receiver.cutIn`.
 *
 * @throws {SyntaxError} It gives none.
 */
export function parseNumber(text: string): NumberExpression {
  const expression = parseExpression(text);
  if (!isTruth(expression)) return expression;
  throw new SyntaxError(`Cannot use "${text}" as it must be a number: it is true or false`);
}

/**
 * Reads an expression that is true or false, such as `chain.stuck == 1`.
 *
 * @throws {SyntaxError} It is neither.
 */
export function parseTruth(text: string): TruthExpression {
  const expression = parseExpression(text);
  if (isTruth(expression)) return expression;
  throw new SyntaxError(`Cannot use "${text}" as it must be true or false: it is a number`);
}

interface Token {
  readonly kind: "number" | "duration" | "name" | "sign" | "end";
  readonly text: string;
  /** Characters before it. */
  readonly at: number;
}

const SPACE = /\s*/y;

const TOKENS: readonly (readonly [Token["kind"], RegExp])[] = [
  // A digit group with a unit behind it and no point or exponent is a duration.
  ["duration", /(?:\d+(?:ms|[smhdwy]))+(?![\w.])/y],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y],
  ["name", /[A-Za-z]\w*(?:\.[A-Za-z]\w*)*/y],
  ["sign", /==|!=|<=|>=|[<>()+\-*/%,]/y],
];

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)![0].length;
    if (at === text.length) return [...tokens, { kind: "end", text: "the end", at }];
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
  }
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return { kind, text: match[0], at };
  }
  const word = /^(?:[\w.]+|.)/su.exec(text.slice(at))![0];
  throw new SyntaxError(
    `Cannot read "${text}" as character ${at + 1} must begin a name, a number or an operator: ` +
      `current value is ${word}`,
  );
}

const SUMS: readonly string[] = ["+", "-"];
const PRODUCTS: readonly string[] = ["*", "/", "%"];

class ExpressionReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    if (text.length > LONGEST_EXPRESSION) {
      throw new SyntaxError(
        `Cannot read an expression as it must have at most ${LONGEST_EXPRESSION} characters: ` +
          `current value has ${text.length}`,
      );
    }
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  read(): Expression {
    const expression = this.#or();
    if (this.#token.kind !== "end") throw this.#fault("an operator or the end");
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#next];
  }

  /** Takes the next token if it is one of `texts`. */
  #take(...texts: readonly string[]): string | undefined {
    const { kind, text } = this.#token;
    if (kind === "number" || kind === "end" || !texts.includes(text)) return undefined;
    this.#next++;
    return text;
  }

  #expect(text: string): void {
    if (this.#take(text) === undefined) throw this.#fault(`"${text}"`);
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#take("or")) {
      left = { kind: "or", left: this.#truth(left, "or"), right: this.#truth(this.#and(), "or") };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#take("and")) {
      const right = this.#not();
      left = { kind: "and", left: this.#truth(left, "and"), right: this.#truth(right, "and") };
    }
    return left;
  }

  #not(): Expression {
    if (!this.#take("not")) return this.#comparison();
    return { kind: "not", operand: this.#deeper(() => this.#truth(this.#not(), "not")) };
  }

  #comparison(): Expression {
    const left = this.#sum();
    const operator = this.#take(...COMPARISONS) as Comparison | undefined;
    if (operator === undefined) return left;
    const right = this.#number(this.#sum(), operator);
    return { kind: "comparison", operator, left: this.#number(left, operator), right };
  }

  #sum(): Expression {
    return this.#chain(SUMS, () => this.#product());
  }

  #product(): Expression {
    return this.#chain(PRODUCTS, () => this.#signed());
  }

  #chain(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = this.#take(...operators) as Arithmetic | undefined;
      if (operator === undefined) return left;
      const right = this.#number(operand(), operator);
      left = { kind: "arithmetic", operator, left: this.#number(left, operator), right };
    }
  }

  #signed(): Expression {
    if (!this.#take("-")) return this.#primary();
    return {
      kind: "negative",
      operand: this.#deeper(() => this.#number(this.#signed(), "-")),
    };
  }

  #primary(): Expression {
    const { kind, text } = this.#token;
    if (kind === "number") {
      this.#next++;
      return { kind: "number", value: Number(text) };
    }
    if (this.#take("(")) {
      const inner = this.#deeper(() => this.#or());
      this.#expect(")");
      return inner;
    }
    if (kind !== "name" || ["and", "or", "not"].includes(text)) {
      throw this.#fault("a name, a number or a bracket");
    }
    this.#next++;
    if (this.#token.text !== "(") return { kind: "name", name: text };
    return this.#deeper(() => this.#call(text));
  }

  #call(name: string): NumberExpression {
    const plain = PLAIN_FUNCTIONS.find((each) => each === name);
    const window = WINDOW_FUNCTIONS.find((each) => each === name);
    if (plain === undefined && window === undefined) {
      this.#next--;
      throw this.#fault(`one of the functions ${[...PLAIN_FUNCTIONS, ...WINDOW_FUNCTIONS]}`);
    }
    this.#expect("(");
    const first = this.#number(this.#or(), name);
    if (window !== undefined) {
      this.#expect(",");
      return { kind: "window", name: window, operand: first, window: this.#window() };
    }
    const operands = [first];
    while (this.#take(",")) operands.push(this.#number(this.#or(), name));
    if (plain === "abs" && operands.length > 1) {
      throw new SyntaxError(
        `Cannot read "${this.#text}" as abs must have one operand: it has ${operands.length}`,
      );
    }
    this.#expect(")");
    return { kind: "function", name: plain!, operands };
  }

  #window(): number {
    const { kind, text } = this.#token;
    const window = kind === "duration" ? parseDuration(text) : undefined;
    if (window === undefined || window === 0) throw this.#fault(DURATION_FORM);
    this.#next++;
    this.#expect(")");
    return window;
  }

  #number(expression: Expression, operator: string): NumberExpression {
    if (!isTruth(expression)) return expression;
    throw new SyntaxError(
      `Cannot read "${this.#text}" as what ${operator} takes must be a number: ` +
        `it is true or false`,
    );
  }

  #truth(expression: Expression, operator: string): TruthExpression {
    if (isTruth(expression)) return expression;
    throw new SyntaxError(
      `Cannot read "${this.#text}" as what ${operator} takes must be true or false: ` +
        `it is a number`,
    );
  }

  /** Keeps the stacks of reader and evaluation bounded. */
  #deeper<Result>(read: () => Result): Result {
    if (++this.#depth > DEEPEST_EXPRESSION) {
      throw new SyntaxError(
        `Cannot read an expression as it must be nested at most ${DEEPEST_EXPRESSION} deep: ` +
          `it is nested deeper`,
      );
    }
    const result = read();
    this.#depth--;
    return result;
  }

  #fault(wanted: string): SyntaxError {
    const { text, at } = this.#token;
    return new SyntaxError(
      `Cannot read "${this.#text}" as character ${at + 1} must be ${wanted}: ` +
        `current value is ${text}`,
    );
  }
}
