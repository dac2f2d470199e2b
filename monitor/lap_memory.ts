import { type ChannelId, channelIndex } from "../telemetry/mod.ts";
import type { SeenPlant } from "./seen_plant.ts";

/** What is renewed at the end of a lap and must stay until the next. */
export const LAP_VALUES = [
  "lap.time",
  "lap.rpm",
  "lap.power",
  "lap.mechanical",
  "lap.compressor",
  "lap.net",
  "lap.electricEfficiency",
  "lap.chainEfficiency",
] as const satisfies readonly ChannelId[];

/** Accounts that never decrease and that a lap is the difference of. */
export const LAP_ACCOUNTS = {
  generator: 0,
  compressor: 1,
  charges: 2, // auxiliary, H1 and heater
  time: 3,
} as const;

const VALUE_PLACES = Uint16Array.from(LAP_VALUES, (id) => channelIndex(id));
const GENERATOR = channelIndex("ledger.generatorElectric");
const COMPRESSOR = channelIndex("ledger.compressorElectric");
const CHARGES = Uint16Array.from(
  ["ledger.auxiliary", "ledger.h1Supply", "ledger.heater"] as const,
  (id) => channelIndex(id),
);

/** What was seen of the last laps. */
export interface LapsSeen {
  readonly values: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** Accounts before and after each of the last two lap ends. */
  readonly ends: readonly Float64Array[];
  readonly isEmpty: boolean;
}

/** Accounts at the two evaluations between which a lap ended. */
class LapEnd {
  readonly low = new Float64Array(Object.keys(LAP_ACCOUNTS).length).fill(NaN);
  readonly high = new Float64Array(Object.keys(LAP_ACCOUNTS).length).fill(NaN);

  set({ values, before, times }: SeenPlant): void {
    read(before, this.low);
    read(values, this.high);
    this.low[LAP_ACCOUNTS.time] = times[1];
    this.high[LAP_ACCOUNTS.time] = times[0];
  }
}

function read(values: Float64Array, out: Float64Array): void {
  out[LAP_ACCOUNTS.generator] = values[GENERATOR];
  out[LAP_ACCOUNTS.compressor] = values[COMPRESSOR];
  out[LAP_ACCOUNTS.charges] = values[CHARGES[0]] + values[CHARGES[1]] + values[CHARGES[2]];
}

/** What the last two lap ends were seen between, and what was shown of the lap since. */
export class LapMemory {
  /** What was first shown after the last lap end. Shape: [LAP_VALUES.length]. */
  readonly values = new Float64Array(LAP_VALUES.length);
  /** Least and most that each account can have gained over the last lap; NaN is not known. */
  readonly least = new Float64Array(Object.keys(LAP_ACCOUNTS).length);
  readonly most = new Float64Array(Object.keys(LAP_ACCOUNTS).length);
  #begin = new LapEnd();
  #end = new LapEnd();
  #isEmpty = true;

  constructor() {
    this.forget();
  }

  /** All that decides how it goes on. */
  get memory(): LapsSeen {
    const { values, least, most } = this;
    return { values, least, most, ends: this.#ends, isEmpty: this.#isEmpty };
  }

  /** Goes on where another was. */
  recall({ values, least, most, ends, isEmpty }: LapsSeen): void {
    this.values.set(values);
    this.least.set(least);
    this.most.set(most);
    this.#ends.forEach((account, index) => account.set(ends[index]));
    this.#isEmpty = isEmpty;
  }

  get #ends(): readonly Float64Array[] {
    return [this.#begin.low, this.#begin.high, this.#end.low, this.#end.high];
  }

  /** Takes in what is seen now. */
  take(seen: SeenPlant, hasLapEnded: boolean): void {
    if (!hasLapEnded && !this.#isEmpty) return;
    this.#isEmpty = false;
    for (let i = 0; i < VALUE_PLACES.length; i++) this.values[i] = seen.values[VALUE_PLACES[i]];
    if (!hasLapEnded) return;
    const begin = this.#end;
    this.#end = this.#begin;
    this.#begin = begin;
    this.#end.set(seen);
    for (let i = 0; i < this.least.length; i++) {
      this.least[i] = this.#end.low[i] - begin.high[i];
      this.most[i] = this.#end.high[i] - begin.low[i];
    }
  }

  /** Follows what a change of parameters makes of a lap, from right before to right after. */
  follow(before: Float64Array, after: Float64Array): void {
    for (let i = 0; i < VALUE_PLACES.length; i++) {
      const change = after[VALUE_PLACES[i]] - before[VALUE_PLACES[i]];
      if (!Number.isNaN(change)) this.values[i] += change;
    }
  }

  /** Forgets every lap. */
  forget(): void {
    this.#isEmpty = true;
    this.values.fill(NaN);
    this.least.fill(NaN);
    this.most.fill(NaN);
    for (const end of [this.#begin, this.#end]) {
      end.low.fill(NaN);
      end.high.fill(NaN);
    }
  }
}
