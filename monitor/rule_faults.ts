import { type Dictionary, PLANT_DICTIONARY } from "../telemetry/mod.ts";
import { LIMITS } from "./alarm.ts";
import {
  type DocumentFault,
  type DocumentPath,
  DocumentReader,
  isObject,
  type PlainObject,
} from "./document_reader.ts";
import {
  ANNOTATION_MEMBERS,
  kindOf,
  LIMIT_MEMBERS,
  MAX_RULES,
  type Member,
  RULE_MEMBERS,
} from "./rule_members.ts";
import type { RulesDocument } from "./rule_document.ts";
import { lookBackOf } from "./signals_of.ts";
import { watchedAlarms } from "./watched_alarm.ts";

type Members = Readonly<Record<string, Member>>;

const FILE_MEMBERS = ["$schema", "defaults", "groups"];
const GROUP_MEMBERS = ["name", "rules"];

/** How far back the windows of all rules together may look, s: they are kept with checkpoints. */
export const MOST_LOOK_BACK = 36_000;

/** Limits of which each must not be above the next. */
const ORDERED = ["lolo", "lo", "hi", "hihi"] as const;

/** Limits that measure a size. */
const SIZES: readonly string[] = ["rate", "deviation", "stale"];

/**
 * Everything that is wrong with a rules file, in the order in which it stands there.
 *
 * @param document What the file says, as JSON has it.
 * @param dictionary What it may name.
 */
export function rulesFaults(
  document: unknown,
  dictionary: Dictionary = PLANT_DICTIONARY,
): readonly DocumentFault[] {
  const reader = new FaultReader(dictionary);
  reader.readFile(document);
  if (reader.faults.length === 0) reader.readLookBack(document as RulesDocument);
  return reader.faults;
}

/**
 * The rules that are written as JSON.
 *
 * @throws {RangeError} They have faults; the message is the first.
 */
export function readRules(text: string, dictionary?: Dictionary): RulesDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RangeError(`Cannot use rules as they must be JSON: ${error.message}`);
  }
  const [fault] = rulesFaults(document, dictionary);
  if (fault !== undefined) throw new RangeError(fault.message);
  return document as RulesDocument;
}

class FaultReader extends DocumentReader {
  readonly #dictionary: Dictionary;
  readonly #groups = new Set<unknown>();
  readonly #rules = new Set<unknown>();

  constructor(dictionary: Dictionary) {
    super();
    this.#dictionary = dictionary;
  }

  readFile(document: unknown): void {
    const file = this.object(document, [], "the file");
    if (file === undefined) return;
    this.refuseOthers(file, [], FILE_MEMBERS);
    if (file.defaults !== undefined && typeof file.defaults !== "boolean") {
      this.refuse(["defaults"], "true or false", file.defaults);
    }
    for (const [index, group] of this.list(file.groups, ["groups"])) {
      this.#readGroup(group, ["groups", index]);
    }
    if (this.#rules.size > MAX_RULES) {
      const allowed = `groups of at most ${MAX_RULES} rules in all`;
      this.refuse(["groups"], allowed, this.#rules.size);
    }
  }

  /** What all rules need together; to be called of those without a fault. */
  readLookBack(rules: RulesDocument): void {
    let seconds = 0;
    for (const { test, suppression } of watchedAlarms(rules, this.#dictionary)) {
      seconds += lookBackOf(test.expression) + (suppression ? lookBackOf(suppression) : 0);
    }
    if (seconds <= MOST_LOOK_BACK) return;
    this.refuse(["groups"], `groups that look back at most ${MOST_LOOK_BACK} s in all`, seconds);
  }

  #readGroup(document: unknown, path: DocumentPath): void {
    const group = this.object(document, path, "a group");
    if (group === undefined) return;
    this.refuseOthers(group, path, GROUP_MEMBERS);
    this.#readMember(group, RULE_MEMBERS.alert, [...path, "name"]);
    this.#readUnique(this.#groups, group.name, [...path, "name"]);
    for (const [index, rule] of this.list(group.rules, [...path, "rules"])) {
      this.#readRule(rule, [...path, "rules", index]);
    }
  }

  #readRule(document: unknown, path: DocumentPath): void {
    const rule = this.object(document, path, "a rule");
    if (rule === undefined) return;
    this.refuseOthers(rule, path, [...Object.keys(RULE_MEMBERS), "limits", "annotations"]);
    this.#readMembers(rule, RULE_MEMBERS, path);
    if (rule.alert === undefined) this.#readMember(rule, RULE_MEMBERS.alert, [...path, "alert"]);
    this.#readUnique(this.#rules, rule.alert, [...path, "alert"]);
    if ((rule.expr === undefined) === (rule.signal === undefined)) {
      const current = rule.expr === undefined ? "neither" : "both";
      this.say(path, `Cannot use a rule as it must have expr or signal: it has ${current}`);
    }
    if (rule.annotations !== undefined) this.#readAnnotations(rule, [...path, "annotations"]);
    if (rule.limits !== undefined) this.#readLimits(rule, [...path, "limits"]);
    this.#readCombination(rule, path);
  }

  /** What a rule must have, or must not have, because of what else it has. */
  #readCombination(rule: PlainObject, path: DocumentPath): void {
    const limits = isObject(rule.limits) ? rule.limits : {};
    const needs: readonly (readonly [member: string, on: boolean, with_: string])[] = [
      ["limits", rule.signal !== undefined, "signal"],
      ["setpoint", limits.deviation !== undefined, "the limit deviation"],
    ];
    for (const [member, isNeeded, cause] of needs) {
      if (isNeeded === (rule[member] !== undefined)) continue;
      const where = isNeeded ? path : [...path, member];
      this.say(where, `Cannot use a rule as ${member} must be there with ${cause}, and only then`);
    }
    const allowed: readonly (readonly [member: string, on: boolean, with_: string])[] = [
      ["over", limits.rate !== undefined, "the limit rate"],
      ["deadband", rule.signal !== undefined, "signal"],
    ];
    for (const [member, isAllowed, cause] of allowed) {
      if (isAllowed || rule[member] === undefined) continue;
      this.say([...path, member], `Cannot use ${member} as it must be there only with ${cause}`);
    }
  }

  #readAnnotations(rule: PlainObject, path: DocumentPath): void {
    const annotations = this.object(rule.annotations, path, "annotations");
    if (annotations === undefined) return;
    this.refuseOthers(annotations, path, Object.keys(ANNOTATION_MEMBERS));
    this.#readMembers(annotations, ANNOTATION_MEMBERS, path);
  }

  #readLimits(rule: PlainObject, path: DocumentPath): void {
    const limits = this.object(rule.limits, path, "limits");
    if (limits === undefined) return;
    this.refuseOthers(limits, path, LIMITS);
    const names = LIMITS.filter((name) => limits[name] !== undefined);
    if (names.length === 0) this.refuse(path, `an object with ${LIMITS.join(", ")}`, limits);
    for (const name of names) this.#readLimit(limits[name], [...path, name]);
    const known = ORDERED.filter((name) => Number.isFinite(limitAt(limits[name])));
    for (const [index, name] of known.slice(1).entries()) {
      const below = known[index];
      if (limitAt(limits[below]) <= limitAt(limits[name])) continue;
      const allowed = `at least ${below}, which is ${limitAt(limits[below])}`;
      this.refuse([...path, name], allowed, limitAt(limits[name]));
    }
  }

  #readLimit(limit: unknown, path: DocumentPath): void {
    const name = String(path.at(-1));
    if (isObject(limit)) {
      this.refuseOthers(limit, path, Object.keys(LIMIT_MEMBERS));
      this.#readMembers(limit, LIMIT_MEMBERS, path);
      if (limit.at === undefined) this.refuse(path, "an object with at", limit);
    } else if (!Number.isFinite(limit)) {
      this.refuse(path, "a number, or an object with at", limit);
    }
    if (SIZES.includes(name) && limitAt(limit) < 0) {
      this.refuse(path, "a number not below 0", limitAt(limit));
    }
  }

  #readMembers(object: PlainObject, members: Members, path: DocumentPath): void {
    for (const [name, member] of Object.entries(members)) {
      if (object[name] !== undefined) this.#readMember(object, member, [...path, name]);
    }
  }

  #readMember(object: PlainObject, member: Member, path: DocumentPath): void {
    const value = object[String(path.at(-1))];
    const { allowed, accepts } = kindOf(member);
    try {
      if (!accepts(value, this.#dictionary)) this.refuse(path, allowed, value);
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
      this.say(path, error.message);
    }
  }

  #readUnique(known: Set<unknown>, name: unknown, path: DocumentPath): void {
    if (known.has(name)) this.refuse(path, "a name that is there once", name);
    known.add(name);
  }
}

/** The number of a limit; NaN when there is none. */
function limitAt(limit: unknown): number {
  const at = isObject(limit) ? limit.at : limit;
  return typeof at === "number" ? at : NaN;
}
