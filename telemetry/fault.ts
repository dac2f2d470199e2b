import { type ChannelId, channelIndex, CHANNELS } from "./channels.ts";
import {
  FAULT_KIND_NAMES,
  type FaultKind,
  type FaultMagnitude,
  type FaultRow,
  faultRow,
} from "./fault_kinds.ts";
import { MAX_FLOATERS } from "./frame_ring.ts";
import { didYouMean } from "./nearest.ts";
import { readNumber, readSeconds } from "./quantity.ts";
import { refusal } from "./refusal.ts";

/** Something that is made to go wrong. Times in s, simulated. */
export interface Fault {
  readonly kind: FaultKind;
  /** Channel, number of a floater from 0 or `all`, or one of the words of the kind. */
  readonly target: string;
  /** How much of it, in the unit of the kind; only where the kind has a magnitude. */
  readonly magnitude?: number;
  /** When it begins; at once when that is over. */
  readonly at: number;
  /** How long it lasts; Infinity is to the end, or until it is cleared, 0 what is over at once. */
  readonly for: number;
  /** How likely it is to happen at all, 0 to 1: drawn once from the seed of the run. */
  readonly probability: number;
}

/** Faults by what a person says of them: those of one kind, of one target, or all. */
export interface FaultSelection {
  readonly kind?: FaultKind;
  readonly target?: string;
}

/** The target that means every floater. */
export const EVERY_FLOATER = "all";

/** Most faults that a run knows at a time. */
export const MAX_FAULTS = 256;

/** Seed of a run when nothing is said. */
export const DEFAULT_SEED = 1;
/** Largest seed of a run. */
export const MAX_SEED = 2 ** 32 - 1;

/** Latest beginning and longest duration, s: thirty years. */
const LATEST = 1e9;

const FORM = "kind[=magnitude]:target:at:for:p such as bias=0.5:chain.speed:60s:30s";

/**
 * Reads `kind[=magnitude]:target:at:for:p`, from which the end can be left out: no `at` is at once,
 * no `for` or `inf` to the end, no `p` for certain.
 *
 * @param from What an error calls it.
 * @throws {SyntaxError | RangeError} It is no fault; the message is one line.
 */
export function parseFault(text: string, from = "--fault"): Fault {
  const [head, target = "", at = "", duration = "", probability = "", ...more] = text
    .split(":").map((part) => part.trim());
  if (head === "" || more.length > 0) throw new SyntaxError(refusal(from, FORM, text));
  const [name, ...digits] = head.split("=").map((part) => part.trim());
  const kind = parseKind(name, from);
  const row = faultRow(kind);
  const where = parseTarget(row, target, `${from} ${kind}`);
  return {
    kind,
    target: where,
    ...magnitudeOf(row, { digits: digits.join("="), target: where, from: `${from} ${kind}` }),
    at: at === "" ? 0 : within(readSeconds(at), LATEST, at, `the beginning of ${from} ${kind}`),
    for: parseDuration(row, duration, `the duration of ${from} ${kind}`),
    probability: parseProbability(probability, `the probability of ${from} ${kind}`),
  };
}

/**
 * Reads `kind`, `kind:target` or nothing, which is all.
 *
 * @throws {RangeError} It names no fault; the message is one line.
 */
export function parseFaultSelection(text: string, from: string): FaultSelection {
  const [name, target] = text.split(":").map((part) => part.trim());
  if (name === "") return {};
  const kind = parseKind(name, from);
  if (target === undefined) return { kind };
  return { kind, target: parseTarget(faultRow(kind), target, `${from} ${kind}`) };
}

/** The fault as it is written, so that reading it gives the same. */
export function formatFault({ kind, target, magnitude, at, ...rest }: Fault): string {
  const head = magnitude === undefined ? kind : `${kind}=${magnitude}`;
  const isCertain = rest.probability === 1;
  const duration = rest.for === Infinity || faultRow(kind).isMomentary
    ? isCertain ? "" : ":"
    : `:${rest.for}s`;
  return `${head}:${target}:${at}s${duration}${isCertain ? "" : `:${rest.probability}`}`;
}

/** Whether a fault is among those selected. */
export function isSelected(
  fault: Pick<Fault, "kind" | "target">,
  { kind = fault.kind, target = fault.target }: FaultSelection,
): boolean {
  return fault.kind === kind && fault.target === target;
}

/** The words that a kind can be injected into; the numbers of floaters are left to be counted. */
export function faultTargets(kind: FaultKind): readonly string[] {
  const { targets } = faultRow(kind);
  if (targets === "channel") return CHANNELS.map(({ id }) => id);
  return targets === "floater" ? [EVERY_FLOATER] : targets;
}

/** What a kind can be injected into, in words. */
export function targetText({ targets }: FaultRow): string {
  if (targets === "channel") return "a channel";
  if (targets === "floater") return `a floater from 0, or ${EVERY_FLOATER}`;
  return targets.join(" or ");
}

/** The magnitude of a kind in words: its unit, what it is when nothing is said, and its limits. */
export function magnitudeText({ magnitude }: FaultRow): string {
  if (magnitude === undefined) return "-";
  const { unit, usual, ofRange, min, max } = magnitude;
  const per = unit.replace("@", "of the typical range");
  const sign = min < 0 ? "" : ", not negative";
  return `${`${usual} ${per}`.trim()}${ofRange ? sign : `, ${min} to ${max}`}`;
}

function parseKind(name: string, from: string): FaultKind {
  const kind = FAULT_KIND_NAMES.find((each) => each === name);
  if (kind !== undefined) return kind;
  const hint = didYouMean(name, FAULT_KIND_NAMES) || "; see kpp list faults";
  throw new RangeError(`Cannot use ${from} as no fault is called "${name}"${hint}`);
}

function parseTarget({ targets }: FaultRow, text: string, from: string): string {
  if (targets === "channel") {
    if (CHANNELS.some(({ id }) => id === text)) return text;
    const hint = didYouMean(text, CHANNELS.map(({ id }) => id)) || "; see kpp list channels";
    throw new RangeError(refusal(`the target of ${from}`, "a channel", text) + hint);
  }
  if (targets === "floater") {
    const isNumber = /^\d{1,3}$/.test(text) && Number(text) < MAX_FLOATERS;
    if (isNumber || text === EVERY_FLOATER) return isNumber ? String(Number(text)) : text;
    const allowed = `the number of a floater from 0, or ${EVERY_FLOATER}`;
    throw new RangeError(refusal(`the target of ${from}`, allowed, text));
  }
  if (text === "") return targets[0];
  if (targets.includes(text)) return text;
  throw new RangeError(refusal(`the target of ${from}`, targets.join(" or "), text));
}

function magnitudeOf(
  { magnitude }: FaultRow,
  { digits, target, from }: { digits: string; target: string; from: string },
): Pick<Fault, "magnitude"> {
  if (magnitude === undefined) {
    if (digits === "") return {};
    throw new RangeError(refusal(`the magnitude of ${from}`, "left out", digits));
  }
  if (digits === "") return { magnitude: usualMagnitude(magnitude, target) };
  const value = readNumber(digits);
  const { min, max } = magnitude;
  if (value >= min && value <= max) return { magnitude: value };
  throw new RangeError(
    refusal(`the magnitude of ${from}`, `a number from ${min} to ${max}`, digits),
  );
}

function usualMagnitude({ usual, ofRange }: FaultMagnitude, target: string): number {
  if (ofRange === undefined) return usual;
  const [low, high] = CHANNELS[channelIndex(target as ChannelId)].range;
  return usual * (high - low);
}

function parseDuration({ isMomentary }: FaultRow, text: string, name: string): number {
  if (isMomentary) {
    if (text === "") return 0;
    throw new RangeError(refusal(name, "left out, as it is over at once", text));
  }
  return text === "" || text === "inf" ? Infinity : within(readSeconds(text), LATEST, text, name);
}

function parseProbability(text: string, name: string): number {
  if (text === "") return 1;
  const value = readNumber(text);
  if (value >= 0 && value <= 1) return value;
  throw new RangeError(refusal(name, "a number from 0 to 1", text));
}

function within(value: number, max: number, text: string, name: string): number {
  if (value >= 0 && value <= max) return value;
  throw new RangeError(refusal(name, `a time from 0 to ${max} s such as 60s or 10m`, text));
}
