import type { Dictionary } from "../telemetry/mod.ts";
import { ALARM_LEVELS, LIMITS } from "./alarm.ts";
import { DURATION_FORM, parseDuration } from "./duration.ts";
import { LONGEST_EXPRESSION, parseNumber, parseTruth } from "./expression.ts";
import { LONGEST_WINDOW, signalsOf } from "./signals_of.ts";

/** Most rules that a set may have. */
export const MAX_RULES = 500;

/** Longest text in a rule, UTF-16 code units. */
const LONGEST_TEXT = 500;

/** Longest delay, s: thirty years. */
const LONGEST_DELAY = 1e9;

/** Priorities that a rule can be given; 1 is the first. */
export const PRIORITIES = { min: 1, max: 1000 } as const;

/** What a rule is called: the name of a limit follows behind a dot. */
const NAME = /^[A-Za-z]\w{0,59}$/;

/** A kind of value in a rules file. */
export interface Kind {
  /** What is allowed, for messages. */
  readonly allowed: string;
  /** The same as JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
  /**
   * Whether a value, as JSON has it, is of this kind, where names are those of a dictionary.
   *
   * @throws {SyntaxError | RangeError} It is a text that means nothing, and why.
   */
  readonly accepts: (value: unknown, dictionary: Dictionary) => boolean;
}

const TEXT_SCHEMA = { type: "string", minLength: 1, maxLength: LONGEST_TEXT };

/** Every kind of value that a member of a rules file can have. */
const KINDS = {
  name: {
    allowed: "a name: a letter, then letters and digits, at most 60",
    schema: { type: "string", pattern: NAME.source },
    accepts: (value) => typeof value === "string" && NAME.test(value),
  },
  text: {
    allowed: `a text of 1 to ${LONGEST_TEXT} characters`,
    schema: TEXT_SCHEMA,
    accepts: (value) =>
      typeof value === "string" && value.length > 0 && value.length <= LONGEST_TEXT,
  },
  number: {
    allowed: "a number",
    schema: { type: "number" },
    accepts: (value) => Number.isFinite(value),
  },
  size: {
    allowed: "a number not below 0",
    schema: { type: "number", minimum: 0 },
    accepts: (value) => Number.isFinite(value) && (value as number) >= 0,
  },
  priority: {
    allowed: `a whole number from ${PRIORITIES.min} to ${PRIORITIES.max}`,
    schema: { type: "integer", minimum: PRIORITIES.min, maximum: PRIORITIES.max },
    accepts: (value) =>
      Number.isInteger(value) && (value as number) >= PRIORITIES.min &&
      (value as number) <= PRIORITIES.max,
  },
  truth: {
    allowed: "true or false",
    schema: { type: "boolean" },
    accepts: (value) => typeof value === "boolean",
  },
  level: {
    allowed: ALARM_LEVELS.join(", "),
    schema: { enum: ALARM_LEVELS },
    accepts: (value) => ALARM_LEVELS.some((level) => level === value),
  },
  duration: {
    allowed: `${DURATION_FORM}, or seconds`,
    schema: {
      anyOf: [
        { type: "number", minimum: 0, maximum: LONGEST_DELAY },
        { type: "string", pattern: "^(0|([0-9]+(ms|[smhdwy]))+)$" },
      ],
    },
    accepts: (value) => secondsOf(value) <= LONGEST_DELAY,
  },
  window: {
    allowed: `${DURATION_FORM}, or seconds, above 0 to ${LONGEST_WINDOW} s`,
    schema: {
      anyOf: [
        { type: "number", exclusiveMinimum: 0, maximum: LONGEST_WINDOW },
        { type: "string", pattern: "^([0-9]+(ms|[smhdwy]))+$" },
      ],
    },
    accepts: (value) => secondsOf(value) > 0 && secondsOf(value) <= LONGEST_WINDOW,
  },
  numberExpression: {
    allowed: "an expression that gives a number",
    schema: { type: ["string", "number"], maxLength: LONGEST_EXPRESSION },
    accepts: (value, dictionary) =>
      Number.isFinite(value) ||
      (typeof value === "string" && signalsOf(parseNumber(value), dictionary) !== null),
  },
  truthExpression: {
    allowed: "an expression that is true or false",
    schema: { type: "string", maxLength: LONGEST_EXPRESSION },
    accepts: (value, dictionary) =>
      typeof value === "string" && signalsOf(parseTruth(value), dictionary) !== null,
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** A member of an object in a rules file. */
export interface Member {
  readonly kind: keyof typeof KINDS;
  readonly description: string;
}

const DELAYS = {
  for: {
    kind: "duration",
    description: "on-delay: how long the condition must hold, simulated time",
  },
  keep_firing_for: {
    kind: "duration",
    description: "off-delay: how long it must have ceased, simulated time",
  },
  severity: { kind: "level", description: "how bad it is" },
  priority: { kind: "priority", description: "order among alarms of one severity, 1 the first" },
  deadband: {
    kind: "size",
    description: "how far the signal must go back behind a limit, in its unit",
  },
} as const satisfies Readonly<Record<string, Member>>;

/** Members of a rule with one value each. */
export const RULE_MEMBERS = {
  alert: { kind: "name", description: "name of the rule, unique" },
  expr: {
    kind: "truthExpression",
    description: "when it is active: chain.speed > 8 and clutch.locked == 1",
  },
  signal: {
    kind: "numberExpression",
    description: "what is compared with limits: a channel, or an expression of channels",
  },
  setpoint: {
    kind: "numberExpression",
    description: "what the limit deviation is measured from: a number, a parameter, a channel",
  },
  over: {
    kind: "window",
    description: "duration over which the limit rate is taken, 1s if unsaid",
  },
  ...DELAYS,
  latch: { kind: "truth", description: "whether it stays until it is reset" },
  suppress_when: {
    kind: "truthExpression",
    description: "suppressed by design: while this holds nobody is told",
  },
} as const satisfies Readonly<Record<string, Member>>;

/** Members of a limit that is more than a number. */
export const LIMIT_MEMBERS = {
  at: { kind: "number", description: "the limit, in the unit of the signal" },
  ...DELAYS,
} as const satisfies Readonly<Record<string, Member>>;

/** Members of the annotations of a rule. */
export const ANNOTATION_MEMBERS = {
  summary: { kind: "text", description: "a few words for a screen" },
  guidance: { kind: "text", description: "what it means and what to do about it" },
} as const satisfies Readonly<Record<string, Member>>;

/** What each limit of a signal is. */
export const LIMIT_DESCRIPTIONS: Readonly<Record<(typeof LIMITS)[number], string>> = {
  lolo: "active below it; not above lo",
  lo: "active below it",
  hi: "active above it",
  hihi: "active above it; not below hi",
  rate: "active while the signal changes faster, up or down, in its unit per second",
  deviation: "active while the signal is further from the setpoint, up or down",
  stale: "active while the signal has had no data for longer, s",
};

/** The kind of a member. */
export function kindOf({ kind }: Member): Kind {
  return KINDS[kind];
}

/** A duration as a rules file writes it, s; NaN when it is none. */
export function secondsOf(value: unknown): number {
  if (typeof value === "string") return parseDuration(value) ?? NaN;
  return typeof value === "number" && value >= 0 ? value : NaN;
}
