import { channelIndex, CHANNELS, QUALITY_REASONS } from "../telemetry/mod.ts";
import type { ChannelCheck } from "./channel_check.ts";
import { type ConstantsMemory, RunningConstants } from "./running_constants.ts";
import type { SeenPlant } from "./seen_plant.ts";

const DISAGREES = QUALITY_REASONS.indexOf("disagrees");

/** What became of a check. */
const NOT_APPLIED = 0;
const PASSED = 1;
const FAILED = 2;
/** It failed by a constant that is not certain. */
const DOUBTFUL = 3;

/** A check, and what has come of it so far. */
interface Row {
  readonly check: ChannelCheck;
  /** Channels that a pass speaks for, and all that a failure speaks against. */
  readonly vouched: Uint16Array;
  readonly doubted: Uint16Array;
  readonly patience: number;
}

/** What checks have come to so far. */
export interface ChecksMemory {
  readonly failing: Uint8Array;
  readonly constants: ConstantsMemory;
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
  readonly #constants: RunningConstants;
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
    this.#constants = new RunningConstants(checks.length);
    this.reset();
  }

  /** All that decides how it goes on. */
  get memory(): ChecksMemory {
    return { failing: this.#failing, constants: this.#constants.memory };
  }

  /** Goes on where the same checks were. */
  recall({ failing, constants }: ChecksMemory): void {
    this.#failing.set(failing);
    this.#constants.recall(constants);
  }

  /** Forgets what was before. */
  reset(): void {
    this.#failing.fill(0);
    this.#constants.forget();
  }

  /** Looks at the plant right before its parameters change. */
  beforeChange(seen: SeenPlant): void {
    this.#eachConstant(seen, (row, difference) => this.#constants.noteBefore(row, difference));
  }

  /**
   * Looks at it right after.
   *
   * @param quality Of every channel; 0 is good.
   */
  afterChange(seen: SeenPlant, quality: Uint8Array): void {
    this.#eachConstant(seen, (row, difference) => {
      const suspects = this.#rows[row].doubted.filter((channel) => quality[channel] !== 0);
      this.#constants.noteAfter(row, difference, suspects);
    });
  }

  #eachConstant(seen: SeenPlant, note: (row: number, difference: number) => void): void {
    this.#rows.forEach(({ check }, row) => {
      if (check.kind !== "constant") return;
      check.compare(seen, this.#compared);
      note(row, this.#compared[0]);
    });
  }

  /** Makes every check, and marks the channels that disagree in `wrong`. */
  evaluate(seen: SeenPlant, wrong: Uint8Array): void {
    let hasFailed = false;
    for (let row = 0; row < this.#rows.length; row++) {
      this.#verdicts[row] = this.#make(row, seen);
      if (this.#verdicts[row] >= FAILED) hasFailed = true;
    }
    if (!hasFailed) return;
    this.#settle(seen);
    this.#isolate(wrong);
  }

  #make(row: number, seen: SeenPlant): number {
    const { check, patience } = this.#rows[row];
    const compared = this.#compared;
    check.compare(seen, compared);
    if (Number.isNaN(compared[0]) || Number.isNaN(compared[1])) return NOT_APPLIED;
    if (check.kind === "constant") compared[0] -= this.#constants.of(row, compared[0]);
    if (Math.abs(compared[0]) <= this.#tolerance * compared[1]) {
      this.#failing[row] = 0;
      this.#constants.confirm(row);
      return PASSED;
    }
    this.#failing[row] = Math.min(this.#failing[row] + 1, patience);
    if (this.#failing[row] < patience) return NOT_APPLIED;
    return this.#constants.isUncertain(row) ? DOUBTFUL : FAILED;
  }

  /**
   * A constant that is uncertain is taken from the values of now once the checks that are certain
   * speak for what was wrong and against nothing; until then the check fails as any other.
   */
  #settle(seen: SeenPlant): void {
    if (!this.#verdicts.includes(DOUBTFUL)) return;
    this.#countFor();
    this.#countAgainst();
    for (let row = 0; row < this.#rows.length; row++) {
      if (this.#verdicts[row] !== DOUBTFUL) continue;
      if (!this.#isRight(row)) this.#verdicts[row] = FAILED;
      else {
        this.#rows[row].check.compare(seen, this.#compared);
        this.#constants.take(row, this.#compared[0]);
        this.#failing[row] = 0;
        this.#verdicts[row] = PASSED;
      }
    }
  }

  /** Whether everything that a check is made of is right, as others have it. */
  #isRight(row: number): boolean {
    return this.#rows[row].doubted.every((channel) => this.#against[channel] === 0) &&
      this.#constants.suspectsOf(row).every((channel) => this.#for[channel] > 0);
  }

  #isolate(wrong: Uint8Array): void {
    this.#countFor();
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

  /** Counts the passes that speak for each channel. */
  #countFor(): void {
    this.#for.fill(0);
    for (let row = 0; row < this.#rows.length; row++) {
      if (this.#verdicts[row] === PASSED) countUp(this.#for, this.#rows[row].vouched);
    }
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
