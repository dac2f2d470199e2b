import { type Dictionary, PLANT_DICTIONARY } from "../telemetry/mod.ts";
import { type Alarm, type AlarmLevel, type LimitName, LIMITS } from "./alarm.ts";
import {
  type NumberExpression,
  parseNumber,
  parseTruth,
  type TruthExpression,
} from "./expression.ts";
import type { LimitDocument, RuleDocument, RulesDocument } from "./rule_document.ts";
import { secondsOf } from "./rule_members.ts";
import { signalsOf } from "./signals_of.ts";

/** How it is found out whether an alarm is active. */
export type AlarmTest =
  | { readonly kind: "truth"; readonly expression: TruthExpression }
  /** A number is compared with the limit, and is the worse the further above or below it is. */
  | { readonly kind: "above" | "below"; readonly expression: NumberExpression }
  /** The time for which a number has had no data is compared with the limit. */
  | { readonly kind: "silence"; readonly expression: NumberExpression };

/** An alarm, and what it takes to evaluate it. */
export interface WatchedAlarm {
  readonly alarm: Alarm;
  readonly test: AlarmTest;
  /** What suppresses it by design. */
  readonly suppression?: TruthExpression;
}

/** Severity of a rule that says none. */
const DEFAULT_LEVEL: AlarmLevel = "warning";

/** Priority of an alarm that says none: the worse, the earlier. */
const DEFAULT_PRIORITY: Readonly<Record<AlarmLevel, number>> = {
  critical: 100,
  error: 200,
  warning: 300,
  info: 400,
};

/** Duration over which the rate of a signal is taken when nothing is said, s. */
const DEFAULT_OVER = 1;

/**
 * The alarms of a rules file, in the order in which they stand there.
 *
 * @param document Without faults, see {@linkcode rulesFaults}.
 * @param dictionary What it names.
 */
export function watchedAlarms(
  { groups }: RulesDocument,
  dictionary: Dictionary = PLANT_DICTIONARY,
): readonly WatchedAlarm[] {
  return groups.flatMap(({ name: group, rules }) =>
    rules.flatMap((rule) => {
      if (rule.expr !== undefined) return [expressionAlarm(rule, { group, text: rule.expr })];
      return LIMITS.flatMap((name) => {
        const limit = rule.limits?.[name];
        if (limit === undefined) return [];
        return [limitAlarm({ ...rule, ...partOf(limit) }, { group, name, dictionary })];
      });
    })
  );
}

/** A limit as an object, whichever way it was written. */
function partOf(limit: number | LimitDocument): LimitDocument {
  return typeof limit === "number" ? { at: limit } : limit;
}

function expressionAlarm(
  rule: RuleDocument,
  { group, text }: { group: string; text: string },
): WatchedAlarm {
  return {
    alarm: {
      ...ruledPart(rule, group),
      name: rule.alert,
      watches: text,
      limitName: null,
      channel: null,
      unit: "",
      limit: null,
    },
    test: { kind: "truth", expression: parseTruth(text) },
    ...suppressionOf(rule),
  };
}

/** A rule with what one of its limits says of its own. */
type LimitRule = RuleDocument & LimitDocument;

function limitAlarm(
  rule: LimitRule,
  { group, name, dictionary }: { group: string; name: LimitName; dictionary: Dictionary },
): WatchedAlarm {
  const signal = parseNumber(String(rule.signal));
  const { channel, unit } = soleChannel(signal, dictionary);
  return {
    alarm: {
      ...ruledPart(rule, group),
      name: `${rule.alert}.${name}`,
      watches: String(rule.signal),
      limitName: name,
      channel,
      unit: name === "stale" ? "s" : name === "rate" ? rateUnit(unit) : unit,
      limit: rule.at,
    },
    test: limitTest(signal, { name, rule }),
    ...suppressionOf(rule),
  };
}

/** What an alarm has of its rule, whatever it watches. */
function ruledPart(rule: RuleDocument, group: string) {
  const { severity = DEFAULT_LEVEL, priority = DEFAULT_PRIORITY[severity] } = rule;
  const { summary = rule.alert, guidance = "" } = rule.annotations ?? {};
  return {
    rule: rule.alert,
    group,
    label: summary,
    level: severity,
    priority,
    deadband: rule.deadband ?? 0,
    onDelay: secondsOf(rule.for ?? 0),
    offDelay: secondsOf(rule.keep_firing_for ?? 0),
    latches: rule.latch ?? false,
    suppressedWhen: rule.suppress_when ?? "",
    guidance,
  };
}

function suppressionOf({ suppress_when: text }: RuleDocument): Pick<WatchedAlarm, "suppression"> {
  return text === undefined ? {} : { suppression: parseTruth(text) };
}

function limitTest(
  signal: NumberExpression,
  { name, rule }: { name: LimitName; rule: LimitRule },
): AlarmTest {
  switch (name) {
    case "lolo":
    case "lo":
      return { kind: "below", expression: signal };
    case "hi":
    case "hihi":
      return { kind: "above", expression: signal };
    case "stale":
      return { kind: "silence", expression: signal };
    case "rate": {
      const window = secondsOf(rule.over ?? DEFAULT_OVER);
      return { kind: "above", expression: size({ kind: "window", name, operand: signal, window }) };
    }
    case "deviation": {
      const right = parseNumber(String(rule.setpoint));
      const difference = { kind: "arithmetic", operator: "-", left: signal, right } as const;
      return { kind: "above", expression: size(difference) };
    }
  }
}

function size(operand: NumberExpression): NumberExpression {
  return { kind: "function", name: "abs", operands: [operand] };
}

/** The channel that a signal is, or the one that is in it, and its unit if it is the channel. */
function soleChannel(
  signal: NumberExpression,
  dictionary: Dictionary,
): { channel: string | null; unit: string } {
  const names = signalsOf(signal, dictionary);
  const channels = names.filter(({ kind }) => kind === "channel");
  const channel = channels.length === 1 ? dictionary.channels[channels[0].index].id : null;
  const isPlain = signal.kind === "name" || (signal.kind === "function" && names.length === 1);
  return { channel, unit: isPlain ? names[0].unit : "" };
}

function rateUnit(unit: string): string {
  return unit === "" ? "1/s" : `${unit}/s`;
}
