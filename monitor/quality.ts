import {
  allGood,
  CHANNELS,
  type FrameQuality,
  QUALITIES,
  QUALITY_REASONS,
  type QualityReason,
} from "../telemetry/mod.ts";
import { AIR_CHECKS } from "./air_checks.ts";
import type { ChannelCheck } from "./channel_check.ts";
import { CHANNEL_RANGES } from "./channel_range.ts";
import { type ChecksMemory, FaultIsolation } from "./fault_isolation.ts";
import { LAP_CHECKS } from "./lap_checks.ts";
import { LEDGER_CHECKS } from "./ledger_checks.ts";
import { DRIVE_CHECKS, FREEZE_CHECKS } from "./machine_checks.ts";
import type { QualityEntry } from "./quality_entry.ts";
import { type SeenMemory, SeenPlant, type Shown } from "./seen_plant.ts";

/** Every check between channels. */
export const CHANNEL_CHECKS: readonly ChannelCheck[] = [
  ...DRIVE_CHECKS,
  ...FREEZE_CHECKS,
  ...AIR_CHECKS,
  ...LEDGER_CHECKS,
  ...LAP_CHECKS,
];

/**
 * Part of their size by which numbers that are to be equal may differ. All of them are sampled at
 * one instant, so that only rounding and the sums of long runs are between them, 1e-12 at most;
 * the instruments of a real plant would need their class of accuracy here.
 */
export const CHECK_TOLERANCE = 1e-9;

/** Evaluations in a row without a fault after which a channel is good again: 1 s. */
export const GOOD_AFTER = 10;

/** Evaluations without any change from which a wrong value counts as frozen. */
const FROZEN_AFTER = 3;

/** Turns among the last eight steps of a value from which it counts as noise. */
const NOISE_TURNS = 4;

/** How many times its usual step a value must go at once for a jump. */
const JUMP = 10;

/** Weight of the newest step in the usual one. */
const NEWEST = 0.1;

const GOOD = QUALITIES.indexOf("good");
const STALE = QUALITIES.indexOf("stale");
const BAD = QUALITIES.indexOf("bad");
const REASON = Object.fromEntries(
  QUALITY_REASONS.map((reason, index) => [reason, index]),
) as { readonly [reason in QualityReason]: number };

/** How channels were judged so far, and by what. */
export interface QualityMemory {
  readonly state: FrameQuality;
  readonly seen: SeenMemory;
  readonly checks: ChecksMemory;
  readonly right: Uint8Array;
  readonly step: Float64Array;
  readonly turns: Uint8Array;
  readonly lastStep: Float64Array;
  readonly last: Float64Array;
}

/**
 * Judges the quality of every channel as a measuring system would: from what is shown, without
 * knowing what is.
 *
 * A value is wrong if it is not a number where there must be one, lies outside of what the channel
 * can be, or breaks what holds between channels ({@linkcode CHANNEL_CHECKS}); which of the channels
 * of a broken check is wrong follows from the others, see {@linkcode FaultIsolation}. A channel is
 * good again once it has been right for {@linkcode GOOD_AFTER} evaluations. To be evaluated at
 * equal distances of simulated time; an evaluation in which nothing changes allocates nothing.
 */
export class QualityMonitor {
  /** Quality of every channel as it stands. */
  readonly state: FrameQuality = allGood(CHANNELS.length);
  readonly #tell: (entry: QualityEntry) => void;
  readonly #seen = new SeenPlant();
  /** The plant right before and right after a change of parameters. */
  readonly #before = new SeenPlant();
  readonly #after = new SeenPlant();
  readonly #isolation = new FaultIsolation(CHANNEL_CHECKS, CHECK_TOLERANCE);
  /** Why each channel is wrong now, 0 where it is not. */
  readonly #wrong = new Uint8Array(CHANNELS.length);
  /** Evaluations for which each channel has been right. */
  readonly #right = new Uint8Array(CHANNELS.length);
  /** The usual step of each channel between two evaluations, and whether the last eight turned. */
  readonly #step = new Float64Array(CHANNELS.length);
  readonly #turns = new Uint8Array(CHANNELS.length);
  readonly #lastStep = new Float64Array(CHANNELS.length);
  /** The last number that each channel has said; NaN where there was none. */
  readonly #last = new Float64Array(CHANNELS.length).fill(NaN);

  constructor(tell: (entry: QualityEntry) => void) {
    this.#tell = tell;
  }

  /** All that decides how it goes on. */
  get memory(): QualityMemory {
    return {
      state: this.state,
      seen: this.#seen.memory,
      checks: this.#isolation.memory,
      right: this.#right,
      step: this.#step,
      turns: this.#turns,
      lastStep: this.#lastStep,
      last: this.#last,
    };
  }

  /** Goes on where another was; nobody is told. */
  recall({ state, seen, checks, ...each }: QualityMemory): void {
    this.state.stale = state.stale;
    this.state.bad = state.bad;
    this.state.quality.set(state.quality);
    this.state.reason.set(state.reason);
    this.state.goodAt.set(state.goodAt);
    this.state.goodValue.set(state.goodValue);
    this.#seen.recall(seen);
    this.#isolation.recall(checks);
    this.#right.set(each.right);
    this.#step.set(each.step);
    this.#turns.set(each.turns);
    this.#lastStep.set(each.lastStep);
    this.#last.set(each.last);
  }

  /** Looks at the plant right before its parameters change. */
  beforeChange(shown: Shown): void {
    this.#lookAt(shown, this.#before);
    this.#isolation.beforeChange(this.#before);
  }

  /** Looks at it right after: what must stay the same has changed by what lies between. */
  afterChange(shown: Shown): void {
    this.#lookAt(shown, this.#after);
    this.#isolation.afterChange(this.#after, this.state.quality);
    this.#seen.laps.follow(this.#before.values, this.#after.values);
  }

  /** Begins anew with a plant that was started again. */
  restart(): void {
    this.#seen.forget();
    this.#isolation.reset();
    this.#wrong.fill(0);
    this.#step.fill(0);
    this.#turns.fill(0);
    this.#lastStep.fill(0);
    this.#last.fill(NaN);
  }

  /** Judges every channel, of what is shown now. */
  evaluate(shown: Shown): void {
    const seen = this.#seen;
    seen.take(shown);
    this.#follow();
    this.#checkRanges();
    this.#isolation.evaluate(seen, this.#wrong);
    let stale = 0;
    let bad = 0;
    for (let i = 0; i < CHANNELS.length; i++) {
      if (this.#wrong[i] > 0) this.#explain(i);
      this.#judge(i, shown);
      if (this.state.quality[i] === STALE) stale++;
      if (this.state.quality[i] === BAD) bad++;
    }
    this.state.stale = stale;
    this.state.bad = bad;
  }

  /** Takes in an instant between two evaluations; what has no data now says what it said last. */
  #lookAt(shown: Shown, seen: SeenPlant): void {
    seen.take(shown);
    for (let i = 0; i < CHANNELS.length; i++) {
      if (Number.isNaN(seen.values[i])) seen.values[i] = this.#last[i];
    }
  }

  /** Follows by how much values change, and whether up or down. */
  #follow(): void {
    const { values, before } = this.#seen;
    for (let i = 0; i < CHANNELS.length; i++) {
      const step = values[i] - before[i];
      const hasTurned = step * this.#lastStep[i] < 0 ? 1 : 0;
      this.#turns[i] = (this.#turns[i] << 1) | hasTurned;
      if (!Number.isNaN(step)) this.#lastStep[i] = step;
      if (!Number.isNaN(values[i])) this.#last[i] = values[i];
    }
  }

  #checkRanges(): void {
    const { values } = this.#seen;
    for (let i = 0; i < CHANNELS.length; i++) {
      const value = values[i];
      const range = CHANNEL_RANGES[i];
      this.#wrong[i] = 0;
      if (Number.isNaN(value)) {
        if (!range.mayBeEmpty) this.#wrong[i] = REASON.noData;
        continue;
      }
      const isOutside = value < range.min || value > range.max;
      if (!isOutside && !(range.isWhole && value % 1 !== 0)) continue;
      this.#wrong[i] = REASON.range;
      values[i] = NaN;
    }
  }

  /** Says why a channel that disagrees does. */
  #explain(channel: number): void {
    if (this.#wrong[channel] !== REASON.disagrees) return;
    const { values, unchanged } = this.#seen;
    if (Number.isNaN(values[channel])) this.#wrong[channel] = REASON.noData;
    else if (unchanged[channel] >= FROZEN_AFTER) this.#wrong[channel] = REASON.frozen;
    else if (bits(this.#turns[channel]) >= NOISE_TURNS) this.#wrong[channel] = REASON.noise;
    else if (CHANNEL_RANGES[channel].isWhole) return;
    else if (Math.abs(this.#lastStep[channel]) > JUMP * this.#step[channel]) {
      this.#wrong[channel] = REASON.jump;
    }
  }

  #judge(channel: number, shown: Shown): void {
    const { state } = this;
    const reason = this.#wrong[channel];
    if (reason === 0) {
      this.#right[channel] = Math.min(this.#right[channel] + 1, GOOD_AFTER);
      if (state.quality[channel] === GOOD) this.#remember(channel, shown);
      else if (this.#right[channel] === GOOD_AFTER) {
        this.#remember(channel, shown);
        this.#become(channel, { quality: GOOD, reason: 0, shown });
      }
      return;
    }
    this.#right[channel] = 0;
    const isNotRenewed = reason === REASON.noData || reason === REASON.frozen;
    const quality = isNotRenewed ? STALE : BAD;
    if (quality !== state.quality[channel]) this.#become(channel, { quality, reason, shown });
  }

  /** Keeps what a good channel shows. */
  #remember(channel: number, { values, time }: Shown): void {
    const { goodAt, goodValue } = this.state;
    goodAt[channel] = time;
    goodValue[channel] = values[channel];
    const step = Math.abs(this.#lastStep[channel]);
    this.#step[channel] += NEWEST * (step - this.#step[channel]);
  }

  #become(
    channel: number,
    { quality, reason, shown }: { quality: number; reason: number; shown: Shown },
  ): void {
    const { state } = this;
    state.quality[channel] = quality;
    state.reason[channel] = reason;
    this.#tell({
      kind: "quality",
      time: shown.dueAt,
      channel: CHANNELS[channel].id,
      quality: QUALITIES[quality],
      reason: QUALITY_REASONS[reason],
      value: numberOrNull(shown.values[channel]),
      goodValue: numberOrNull(state.goodValue[channel]),
    });
  }
}

function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** How many bits of a byte are set. */
function bits(byte: number): number {
  let count = 0;
  for (let rest = byte; rest > 0; rest &= rest - 1) count++;
  return count;
}
