import { channelIndex, CHANNELS, QUALITY_REASONS } from "../telemetry/mod.ts";
import type { ChannelCheck } from "./channel_check.ts";
import type { SeenPlant } from "./seen_plant.ts";

const DISAGREES = QUALITY_REASONS.indexOf("disagrees");

/** What became of a check. */
const NOT_APPLIED = 0;
const PASSED = 1;
const FAILED = 2;

/** A check, and what has come of it so far. */
interface Row {
  readonly check: ChannelCheck;
  /** Channels that a pass speaks for, and all that a failure speaks against. */
  readonly vouched: Uint16Array;
  readonly doubted: Uint16Array;
  readonly patience: number;
}

/**
 * Finds the channels that are wrong from the checks that fail and those that pass.
 *
 * Structured residuals (J. Gertler, Fault Detection and Diagnosis in Engineering Systems, 1998):
 * each check depends on a few channels only. Wrong is the channel with most failed checks against
 * it, less the passed ones that vouch for it. Where nothing tells two apart both are called wrong.
 * What is left unexplained is explained in turn.
 */
export class FaultIsolation {
  readonly #rows: readonly Row[];
  readonly #tolerance: number;
  readonly #verdicts: Uint8Array;
  /** Evaluations for which each check has failed. */
  readonly #failing: Uint8Array;
  /** What differences that must stay the same are. */
  readonly #constant: Float64Array;
  readonly #against = new Uint16Array(CHANNELS.length);
  readonly #for = new Uint16Array(CHANNELS.length);
  readonly #compared = new Float64Array(2);

  constructor(checks: readonly ChannelCheck[], tolerance: number) {
    this.#tolerance = tolerance;
    this.#rows = checks.map((check) => {
      const vouched = check.channels.map(channelIndex);
      const gates = (check.gates ?? []).map(channelIndex);
      return {
        check,
        vouched: Uint16Array.from(vouched),
        doubted: Uint16Array.from([...vouched, ...gates]),
        patience: check.patience ?? 1,
      };
    });
    this.#verdicts = new Uint8Array(checks.length);
    this.#failing = new Uint8Array(checks.length);
    this.#constant = new Float64Array(checks.length);
    this.reset();
  }

  /** Forgets what was before. */
  reset(): void {
    this.#failing.fill(0);
    this.#constant.fill(NaN);
  }

  /** Makes every check, and marks the channels that disagree in `wrong`. */
  evaluate(seen: SeenPlant, wrong: Uint8Array): void {
    let hasFailed = false;
    for (let row = 0; row < this.#rows.length; row++) {
      this.#verdicts[row] = this.#make(row, seen);
      if (this.#verdicts[row] === FAILED) hasFailed = true;
    }
    if (hasFailed) this.#isolate(wrong);
  }

  #make(row: number, seen: SeenPlant): number {
    const { check, patience } = this.#rows[row];
    const compared = this.#compared;
    check.compare(seen, compared);
    if (Number.isNaN(compared[0]) || Number.isNaN(compared[1])) {
      // What a change of parameters does to it is seen when there is data again.
      if (seen.hasChanged) this.#constant[row] = NaN;
      return NOT_APPLIED;
    }
    if (check.kind === "constant") this.#subtractConstant(row, seen);
    if (Math.abs(compared[0]) <= this.#tolerance * compared[1]) {
      this.#failing[row] = 0;
      return PASSED;
    }
    this.#failing[row] = Math.min(this.#failing[row] + 1, patience);
    return this.#failing[row] >= patience ? FAILED : NOT_APPLIED;
  }

  /**
   * A change of parameters makes the constant another: what the difference is now, or, where a
   * value was wrong before, what the same values have become by the new parameters.
   */
  #subtractConstant(row: number, seen: SeenPlant): void {
    const compared = this.#compared;
    if (Number.isNaN(this.#constant[row])) this.#constant[row] = compared[0];
    else if (seen.hasChanged) {
      const wasWrong = this.#failing[row] > 0;
      this.#constant[row] = wasWrong
        ? this.#constant[row] + this.#changeOf(row, seen)
        : compared[0];
    }
    compared[0] -= this.#constant[row];
  }

  /** By how much the change of parameters changes the difference of the values of now. */
  #changeOf(row: number, seen: SeenPlant): number {
    const { parameters, parametersBefore } = seen;
    const now = this.#compared[0];
    const size = this.#compared[1];
    seen.parameters = parametersBefore;
    this.#rows[row].check.compare(seen, this.#compared);
    const change = now - this.#compared[0];
    seen.parameters = parameters;
    this.#compared[0] = now;
    this.#compared[1] = size;
    return Number.isNaN(change) ? 0 : change;
  }

  #isolate(wrong: Uint8Array): void {
    this.#for.fill(0);
    for (let row = 0; row < this.#rows.length; row++) {
      if (this.#verdicts[row] === PASSED) countUp(this.#for, this.#rows[row].vouched);
    }
    while (this.#countAgainst()) {
      const channels = this.#against;
      let suspect = -1;
      for (let i = 0; i < channels.length; i++) if (this.#isWorse(i, suspect)) suspect = i;
      const weight = this.#weight(suspect);
      for (let i = 0; i < channels.length; i++) {
        if (channels[i] === 0 || this.#weight(i) !== weight) continue;
        if (wrong[i] === 0) wrong[i] = DISAGREES;
        this.#dismiss(i);
      }
    }
  }

  #isWorse(channel: number, suspect: number): boolean {
    if (this.#against[channel] === 0) return false;
    return suspect === -1 || this.#weight(channel) > this.#weight(suspect);
  }

  /** Failures that speak against a channel less the passes that speak for it. */
  #weight(channel: number): number {
    return this.#against[channel] - this.#for[channel];
  }

  /** Counts the failures that speak against each channel. Returns whether there are any. */
  #countAgainst(): boolean {
    this.#against.fill(0);
    let isAny = false;
    for (let row = 0; row < this.#rows.length; row++) {
      if (this.#verdicts[row] !== FAILED) continue;
      countUp(this.#against, this.#rows[row].doubted);
      isAny = true;
    }
    return isAny;
  }

  /** The failures that a channel explains count no more. */
  #dismiss(channel: number): void {
    for (let row = 0; row < this.#rows.length; row++) {
      if (this.#verdicts[row] !== FAILED) continue;
      if (this.#rows[row].doubted.includes(channel)) this.#verdicts[row] = NOT_APPLIED;
    }
  }
}

function countUp(counts: Uint16Array, channels: Uint16Array): void {
  for (let i = 0; i < channels.length; i++) counts[channels[i]]++;
}
