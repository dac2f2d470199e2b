import { didYouMean } from "../telemetry/mod.ts";
import type { AlarmLevel, LimitName } from "./alarm.ts";

/** A duration: text as Prometheus writes it, or seconds. */
export type DurationText = string | number;

/** What rule and limit have in common. */
export interface RuledPart {
  readonly for?: DurationText;
  readonly keep_firing_for?: DurationText;
  readonly severity?: AlarmLevel;
  readonly priority?: number;
  readonly deadband?: number;
}

/** A limit of a rule that is more than a number. */
export interface LimitDocument extends RuledPart {
  readonly at: number;
}

/** One rule as a rules file has it. Meaning: docs/ALARMS.md. */
export interface RuleDocument extends RuledPart {
  readonly alert: string;
  readonly expr?: string;
  readonly signal?: string | number;
  readonly setpoint?: string | number;
  readonly over?: DurationText;
  readonly limits?: Readonly<Partial<Record<LimitName, number | LimitDocument>>>;
  readonly latch?: boolean;
  readonly suppress_when?: string;
  readonly annotations?: { readonly summary?: string; readonly guidance?: string };
}

/** A rules file: plain data, as JSON has it. */
export interface RulesDocument {
  /** Whether the default rules are in force too; true when unsaid. */
  readonly defaults?: boolean;
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly RuleDocument[];
  }[];
}

/**
 * The rules of both, where a rule of `others` takes the place of one of the same name; those of
 * `others` alone where they say so.
 */
export function withRules(known: RulesDocument, others: RulesDocument): RulesDocument {
  const { defaults = true, groups } = others;
  if (!defaults) return { groups };
  const names = new Set(groups.flatMap(({ rules }) => rules.map((rule) => rule.alert)));
  const kept = known.groups.map(({ name, rules }) => ({
    name,
    rules: rules.filter((rule) => !names.has(rule.alert)),
  }));
  return { groups: [...kept.filter(({ rules }) => rules.length > 0), ...groups] };
}

/**
 * The rules with one limit at another number.
 *
 * @param name Rule and limit: `chainSpeed.hi`.
 * @throws {RangeError} No limit is called that.
 */
export function withLimit(rules: RulesDocument, name: string, at: number): RulesDocument {
  let isFound = false;
  const changed = (rule: RuleDocument): RuleDocument => {
    const limits = Object.entries(rule.limits ?? {}).map(([key, limit]) => {
      if (`${rule.alert}.${key}` !== name) return [key, limit];
      isFound = true;
      return [key, typeof limit === "object" ? { ...limit, at } : at];
    });
    return rule.limits === undefined ? rule : { ...rule, limits: Object.fromEntries(limits) };
  };
  const groups = rules.groups.map((group) => ({ ...group, rules: group.rules.map(changed) }));
  if (isFound) return { ...rules, groups };
  const hint = didYouMean(name, limitNames(rules)) || "; see kpp list alarms";
  throw new RangeError(`Cannot set "${name}" as no limit is called that${hint}`);
}

function limitNames({ groups }: RulesDocument): string[] {
  return groups.flatMap(({ rules }) => rules).flatMap((rule) =>
    Object.keys(rule.limits ?? {}).map((limit) => `${rule.alert}.${limit}`)
  );
}
