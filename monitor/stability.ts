import type { Observation, RuntimeReading, SIGN_LABELS } from "../telemetry/mod.ts";
import { RESIDUAL_LIMIT } from "./default_rules.ts";

/** Simulated time over which steps are counted, s: at least this, at most twice as much. */
const WINDOW = 5;

/** Steps counted by the method over the window. */
interface StepCounts {
  /** Sub-steps taken. */
  readonly taken: number;
  /** Sub-steps tried and found too long. */
  readonly rejected: number;
  /** Sub-steps of the shortest length that were still too long. */
  readonly collapsed: number;
  /** Steps under error control that failed a check. */
  readonly failed: number;
}

/**
 * One sign of ill health. Its score is 1 up to `clean`, 1/2 at `limit`, and 0 as far beyond the
 * limit as the limit is beyond `clean`; between them it is a straight line over the value, or, for
 * what spans orders of magnitude, over its logarithm.
 */
export interface StabilitySign {
  readonly id: string;
  /** A few words for a screen; its place among them is that of the sign in the table. */
  readonly label: (typeof SIGN_LABELS)[number];
  /** Largest value that is as it should be. */
  readonly clean: number;
  /** Value from which the run is not to be trusted. */
  readonly limit: number;
  readonly isLogarithmic: boolean;
  /** Where those two numbers come from. */
  readonly reason: string;
  /** Value now; one that is not a number is as bad as can be. */
  readonly read: (plant: Observation, counts: StepCounts) => number;
}

/** Every sign, most telling first: of equal scores the first is named. */
export const STABILITY_SIGNS: readonly StabilitySign[] = [
  {
    id: "energyViolation",
    label: "energy violation",
    clean: 0,
    limit: 0.5,
    isLogarithmic: false,
    reason: "the second law holds or it does not",
    read: ({ energyViolation, health }) => Number(energyViolation || health.overUnity),
  },
  {
    id: "residual",
    label: "residual",
    clean: 1e-10,
    limit: RESIDUAL_LIMIT,
    isLogarithmic: true,
    reason: "of energy turned over: what the method keeps to, and the alarm",
    read: ({ relativeResidual }) => relativeResidual,
  },
  {
    id: "defect",
    label: "defect of a step",
    clean: 1e-10,
    limit: RESIDUAL_LIMIT,
    isLogarithmic: true,
    reason: "of energy turned over, as for the residual",
    read: ({ health, energyTurnedOver }) => health.defect / energyTurnedOver,
  },
  {
    id: "air",
    label: "unexplained air",
    clean: 1e-9,
    limit: 1e-6,
    isLogarithmic: true,
    reason: "kg: rounding over hours, and a hundred-thousandth of a fill",
    read: ({ health }) => health.airBalance,
  },
  {
    id: "overfill",
    label: "overfill",
    clean: 0.1,
    limit: 0.5,
    isLogarithmic: false,
    reason: "of a floater's volume: what spills within a spill time, and what never does",
    read: ({ health }) => health.overfill,
  },
  {
    id: "failed",
    label: "failed steps",
    clean: 0,
    limit: 1,
    isLogarithmic: false,
    reason: "a step under error control fails a check where something is wrong with the program",
    read: (_, { failed }) => failed,
  },
  {
    id: "collapsed",
    label: "collapsed steps",
    clean: 0,
    limit: 1,
    isLogarithmic: false,
    reason: "one such step is less accurate than was asked for",
    read: (_, { collapsed }) => collapsed,
  },
  {
    id: "rejected",
    label: "rejected steps",
    clean: 0,
    limit: 0.5,
    isLogarithmic: false,
    reason: "of the sub-steps tried: half the work is lost",
    read: (_, { taken, rejected }) => rejected === 0 ? 0 : rejected / (taken + rejected),
  },
  {
    id: "chatter",
    label: "chatter",
    clean: 10,
    limit: 30,
    isLogarithmic: false,
    reason: "per second: floaters pass a place at most 10 times at 8 m/s",
    read: ({ health }) => health.chatter,
  },
  {
    id: "speed",
    label: "chain speed",
    clean: 6.4,
    limit: 8,
    isLogarithmic: false,
    reason: "m/s: the alarm, and a margin of a fifth",
    read: ({ speed }) => speed,
  },
  {
    id: "acceleration",
    label: "chain acceleration",
    clean: 32,
    limit: 40,
    isLogarithmic: false,
    reason: "m/s2: the alarm, and a margin of a fifth",
    read: ({ acceleration }) => Math.abs(acceleration),
  },
];

/** Score of a sign at a value, 0 to 1; 0 where the value is not a number. */
export function signScore(sign: StabilitySign, value: number): number {
  if (value <= sign.clean) return 1;
  const { clean, limit, isLogarithmic } = sign;
  const beyond = isLogarithmic
    ? Math.log10(value / clean) / Math.log10(limit / clean)
    : (value - clean) / (limit - clean);
  return beyond < 2 ? 1 - beyond / 2 : 0;
}

/** Counts of the method at one instant. */
class Mark {
  /** Simulated time, s. */
  time = 0;
  taken = 0;
  rejected = 0;
  collapsed = 0;
  failed = 0;

  set({ time, subSteps, health }: Observation): void {
    this.time = time;
    this.taken = subSteps;
    this.rejected = health.rejected;
    this.collapsed = health.collapsed;
    this.failed = health.failedSteps;
  }
}

/** What was counted by an instant. */
type Counted = Readonly<Omit<Mark, "set">>;

/** What the steps of a run were counted from. */
export interface StabilityMemory {
  readonly older: Counted;
  readonly newer: Counted;
}

/**
 * Says how far a run can be trusted: the score of the worst of {@linkcode STABILITY_SIGNS}, so that
 * it is 1 only while all are clean.
 *
 * Steps are counted over the last {@linkcode WINDOW} to twice as many seconds of simulated time. It
 * follows from what is seen of the plant and from nothing else.
 */
export class Stability {
  /** Where the counts begin, and where they will begin next. */
  #older = new Mark();
  #newer = new Mark();
  #isFirst = true;
  readonly #counts = { taken: 0, rejected: 0, collapsed: 0, failed: 0 };

  /** All that decides how it goes on. */
  get memory(): StabilityMemory {
    return { older: { ...this.#older }, newer: { ...this.#newer } };
  }

  /** Goes on where another was. */
  recall({ older, newer }: StabilityMemory): void {
    Object.assign(this.#older, older);
    Object.assign(this.#newer, newer);
    this.#isFirst = false;
  }

  /** Fills in `stability`, which is 0 where the plant has failed, and `worstSign` of `out`. */
  assess(plant: Observation, out: RuntimeReading): void {
    this.#count(plant);
    out.stability = out.hasFailed ? 0 : 1;
    out.worstSign = NaN;
    for (let i = 0; i < STABILITY_SIGNS.length; i++) {
      const sign = STABILITY_SIGNS[i];
      const score = signScore(sign, sign.read(plant, this.#counts));
      if (score >= out.stability) continue;
      out.stability = score;
      out.worstSign = i;
    }
  }

  #count(plant: Observation): void {
    // What a plant counted in a run before this one says nothing of this one.
    if (this.#isFirst && plant.time >= WINDOW) {
      this.#older.set(plant);
      this.#newer.set(plant);
    }
    this.#isFirst = false;
    // A plant that was started again counts from 0.
    if (plant.time < this.#newer.time) {
      this.#older = new Mark();
      this.#newer = new Mark();
    }
    const from = this.#older;
    this.#counts.taken = plant.subSteps - from.taken;
    this.#counts.rejected = plant.health.rejected - from.rejected;
    this.#counts.collapsed = plant.health.collapsed - from.collapsed;
    this.#counts.failed = plant.health.failedSteps - from.failed;
    if (plant.time - this.#newer.time < WINDOW) return;
    this.#older = this.#newer;
    this.#newer = from;
    from.set(plant);
  }
}
