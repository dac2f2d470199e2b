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

/** Rows kept: 64 per pitch plus the events of a pitch, up to about 200, with as much to spare. */
const HISTORY_ROWS = 512;

/**
 * What the generator gave and the air took, by travel, over at least the last pitch.
 *
 * Rows are kept where the accounts bend (at events) and every 1/64 of a pitch between, so that
 * cubic Hermite interpolation is as good as the integration itself. While the chain stands only
 * arrival and the latest moment are kept. When full the oldest row goes; a look back beyond the
 * oldest row is "no data".
 */
export class PitchHistory {
  readonly #rows = new Float64Array(HISTORY_ROWS * COLUMNS);
  #first = 0;
  #count = 0;

  clear(): void {
    this.#first = 0;
    this.#count = 0;
  }

  copyTo(to: PitchHistory): void {
    to.#rows.set(this.#rows);
    to.#first = this.#first;
    to.#count = this.#count;
  }

  /** Whether a row at `travel` is due: the last is `spacing` or more behind. */
  isDue(travel: number, spacing: number): boolean {
    return this.#count === 0 || travel - this.#rows[this.#at(this.#count - 1) + 1] >= spacing;
  }

  /** Adds a row: time, s, travel, m, speed, m/s, the accounts and their rates. */
  add(
    now: { time: number; travel: number; speed: number },
    accounts: Float64Array,
    rates: Float64Array,
  ): void {
    const rows = this.#rows;
    const stands = this.#count >= 2 &&
      rows[this.#at(this.#count - 1) + 1] === now.travel &&
      rows[this.#at(this.#count - 2) + 1] === now.travel;
    if (stands) this.#count -= 1;
    else if (this.#count === HISTORY_ROWS) {
      this.#first = (this.#first + 1) % HISTORY_ROWS;
      this.#count -= 1;
    }
    const at = this.#at(this.#count);
    this.#count += 1;
    rows[at] = now.time;
    rows[at + 1] = now.travel;
    rows[at + 2] = now.speed;
    rows[at + 3] = accounts[ACCOUNT.generatorElectric];
    rows[at + 4] = rates[ACCOUNT.generatorElectric];
    rows[at + 5] = accounts[ACCOUNT.airInjected];
    rows[at + 6] = rates[ACCOUNT.airInjected];
    rows[at + 7] = charges(accounts);
    rows[at + 8] = charges(rates);
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
    return ((this.#first + row) % HISTORY_ROWS) * COLUMNS;
  }
}

/** What is paid beside the air: auxiliary, H1 supply and heater, J or W. */
function charges(accounts: Float64Array): number {
  return accounts[ACCOUNT.auxiliary] + accounts[ACCOUNT.h1Supply] + accounts[ACCOUNT.heater];
}
