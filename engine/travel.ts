import { ACCOUNT, ACCOUNTS } from "./ledger.ts";

/** The accounts at the last two lap ends. "Per lap" figures are their differences. */
export class LapRecord {
  /** Laps ended since the start. */
  count = 0;
  /** Time, s, and path travelled, m, at the last lap end and the one before. */
  endTime = 0;
  endTravel = 0;
  startTime = 0;
  startTravel = 0;
  readonly end = new Float64Array(ACCOUNTS.length);
  readonly start = new Float64Array(ACCOUNTS.length);

  /** Starts the first lap at `time`, s, and `travel`, m, with all accounts at zero. */
  begin(time: number, travel: number): void {
    this.count = 0;
    this.endTime = time;
    this.endTravel = travel;
    this.end.fill(0);
  }

  /** Books the end of a lap. */
  close(accounts: Float64Array, { time, travel }: { time: number; travel: number }): void {
    this.start.set(this.end);
    this.startTime = this.endTime;
    this.startTravel = this.endTravel;
    this.end.set(accounts);
    this.endTime = time;
    this.endTravel = travel;
    this.count += 1;
  }

  /** All of the record, in an order of its own. */
  toNumbers(): number[] {
    const { count, endTime, endTravel, startTime, startTravel } = this;
    return [count, endTime, endTravel, startTime, startTravel, ...this.end, ...this.start];
  }

  /** Reads what toNumbers() gave. */
  fromNumbers(next: () => number): void {
    this.count = next();
    this.endTime = next();
    this.endTravel = next();
    this.startTime = next();
    this.startTravel = next();
    for (let i = 0; i < this.end.length; i++) this.end[i] = next();
    for (let i = 0; i < this.start.length; i++) this.start[i] = next();
  }

  copyTo(to: LapRecord): void {
    to.count = this.count;
    to.endTime = this.endTime;
    to.endTravel = this.endTravel;
    to.startTime = this.startTime;
    to.startTravel = this.startTravel;
    to.end.set(this.end);
    to.start.set(this.start);
  }
}

/** Quantities that the running efficiency looks back at. */
export const LOOK_BACK = { generator: 0, injected: 1, charges: 2 } as const;

const QUANTITIES = 3;
// time, travel, speed, then value and rate of each quantity
const COLUMNS = 3 + 2 * QUANTITIES;

/** Rows kept, a power of two: some 100 per pitch in the presets. */
const HISTORY_ROWS = 1024;
/** Longest stretch between rows, in pitches. */
const LONGEST_STRETCH = 1 / 16;
/** A row goes when its neighbours tell it to this share of what they differ by, or by rounding. */
const THINNING = { share: 1e-8, rounding: 1e-14 } as const;

/** A moment of the travel, with the rates of the LOOK_BACK quantities. */
export class TravelPoint {
  /** s, m and m/s. */
  time = 0.5;
  travel = 0.5;
  speed = 0.5;
  /** W, kg/s and W. */
  generator = 0.5;
  injected = 0.5;
  charges = 0.5;
}

/**
 * What the generator gave and the air took, by travel, over at least the last pitch.
 *
 * Every sub-step brings a row; a row that cubic Hermite interpolation between its neighbours
 * tells well enough is dropped, except where the accounts bend (at events). While the chain
 * stands only arrival and the latest moment are kept. When full the oldest row goes; a look back
 * beyond the oldest row is "no data".
 */
export class PitchHistory {
  readonly #rows = new Float64Array(HISTORY_ROWS * COLUMNS);
  #first = 0;
  #count = 0;
  /** Whether the newest row may be dropped for a better one. */
  #loose = false;

  clear(): void {
    this.#first = 0;
    this.#count = 0;
    this.#loose = false;
  }

  copyTo(to: PitchHistory): void {
    to.#rows.set(this.#rows);
    to.#first = this.#first;
    to.#count = this.#count;
    to.#loose = this.#loose;
  }

  /**
   * The rows that a look back of one `pitch`, m, from the newest can need, then whether the
   * newest may be dropped.
   */
  rowsSince(pitch: number): Float64Array {
    if (this.#count === 0) return new Float64Array(0);
    const oldest = this.#rows[this.#at(this.#count - 1) + 1] - pitch;
    let first = this.#count - 1;
    while (first > 0 && !(this.#rows[this.#at(first) + 1] < oldest)) first -= 1;
    const kept = new Float64Array((this.#count - first) * COLUMNS + 1);
    for (let row = first; row < this.#count; row++) {
      const at = this.#at(row);
      kept.set(this.#rows.subarray(at, at + COLUMNS), (row - first) * COLUMNS);
    }
    kept[kept.length - 1] = this.#loose ? 1 : 0;
    return kept;
  }

  /** Takes the rows that rowsSince() gave. */
  restore(rows: Float64Array): void {
    this.clear();
    if (rows.length === 0) return;
    this.#rows.set(rows.subarray(0, rows.length - 1));
    this.#count = (rows.length - 1) / COLUMNS;
    this.#loose = rows[rows.length - 1] === 1;
  }

  /** Adds the accounts at a smooth moment. */
  follow(now: TravelPoint, accounts: Float64Array, chain: { readonly pitch: number }): void {
    this.#append(now, accounts);
    if (this.#loose && this.#isTold(chain)) this.#dropSecondNewest();
    this.#loose = true;
  }

  /** Adds the accounts at a moment where they bend or jump. */
  mark(now: TravelPoint, accounts: Float64Array): void {
    this.#append(now, accounts);
    this.#loose = false;
  }

  #append(now: TravelPoint, accounts: Float64Array): void {
    const rows = this.#rows;
    const stands = this.#count >= 2 &&
      rows[this.#at(this.#count - 1) + 1] === now.travel &&
      rows[this.#at(this.#count - 2) + 1] === now.travel;
    if (stands) this.#count -= 1;
    else if (this.#count === HISTORY_ROWS) {
      this.#first = (this.#first + 1) & (HISTORY_ROWS - 1);
      this.#count -= 1;
    }
    const at = this.#at(this.#count);
    this.#count += 1;
    rows[at] = now.time;
    rows[at + 1] = now.travel;
    rows[at + 2] = now.speed;
    rows[at + 3] = accounts[ACCOUNT.generatorElectric];
    rows[at + 4] = now.generator;
    rows[at + 5] = accounts[ACCOUNT.airInjected];
    rows[at + 6] = now.injected;
    rows[at + 7] = charges(accounts);
    rows[at + 8] = now.charges;
  }

  /** Whether the second newest row lies on the curve between its neighbours. */
  #isTold({ pitch }: { readonly pitch: number }): boolean {
    if (this.#count < 3) return false;
    const rows = this.#rows;
    const a = this.#at(this.#count - 3);
    const middle = this.#at(this.#count - 2);
    const b = this.#at(this.#count - 1);
    if (rows[b + 1] - rows[a + 1] > LONGEST_STRETCH * pitch) return false;
    const share = (rows[middle] - rows[a]) / (rows[b] - rows[a]);
    for (let column = 1; column < COLUMNS; column += 2) {
      const off = Math.abs(this.#hermite(a, b, column, share) - rows[middle + column]);
      const told = THINNING.share * Math.abs(rows[b + column] - rows[a + column]) +
        THINNING.rounding * Math.abs(rows[middle + column]);
      if (off > told) return false;
    }
    return true;
  }

  #dropSecondNewest(): void {
    const rows = this.#rows;
    const from = this.#at(this.#count - 1);
    const to = this.#at(this.#count - 2);
    for (let column = 0; column < COLUMNS; column++) rows[to + column] = rows[from + column];
    this.#count -= 1;
  }

  /**
   * Fills `out` with the LOOK_BACK quantities as they were when the chain was at `travel`, m.
   * All NaN when that is further back than the history reaches.
   */
  lookBack(travel: number, out: Float64Array): void {
    out.fill(NaN);
    if (this.#count < 2 || !(travel >= this.#rows[this.#at(0) + 1])) return;
    let low = 0;
    let high = this.#count - 1;
    if (travel >= this.#rows[this.#at(high) + 1]) low = high - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#rows[this.#at(middle) + 1] <= travel) low = middle;
      else high = middle;
    }
    const a = this.#at(low);
    const b = this.#at(low + 1);
    const share = this.#timeShare(a, b, travel);
    for (let q = 0; q < QUANTITIES; q++) out[q] = this.#hermite(a, b, 3 + 2 * q, share);
  }

  /** Where between rows a and b, in [0, 1] of the time, the chain was at `travel`. */
  #timeShare(a: number, b: number, travel: number): number {
    let low = 0;
    let high = 1;
    // Travel grows with time, so bisection cannot fail; 52 halvings exhaust a double.
    for (let i = 0; i < 52; i++) {
      const middle = 0.5 * (low + high);
      if (this.#hermite(a, b, 1, middle) <= travel) low = middle;
      else high = middle;
    }
    return low;
  }

  #hermite(a: number, b: number, column: number, share: number): number {
    const rows = this.#rows;
    const span = rows[b] - rows[a];
    const s = share;
    const r = 1 - s;
    return r * r * ((1 + 2 * s) * rows[a + column] + s * span * rows[a + column + 1]) +
      s * s * ((1 + 2 * r) * rows[b + column] - r * span * rows[b + column + 1]);
  }

  #at(row: number): number {
    return ((this.#first + row) & (HISTORY_ROWS - 1)) * COLUMNS;
  }
}

/** What is paid beside the air: auxiliary, H1 supply and heater, J. */
function charges(accounts: Float64Array): number {
  return accounts[ACCOUNT.auxiliary] + accounts[ACCOUNT.h1Supply] + accounts[ACCOUNT.heater];
}
