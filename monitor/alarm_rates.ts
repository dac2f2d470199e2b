/** More alarms than this within {@linkcode FLOOD_TIME} begin a flood. ISA-18.2. */
export const FLOOD_BEGINS = 10;
/** Fewer alarms than this within {@linkcode FLOOD_TIME} end it. ISA-18.2. */
export const FLOOD_ENDS = 5;
/** Time over which alarms are counted for a flood, s. */
export const FLOOD_TIME = 600;

/** An alarm that comes this often within {@linkcode CHATTER_TIME} chatters. ISA-18.2. */
export const CHATTER_COUNT = 3;
/** Time over which an alarm's coming is counted for chatter, and that ends it when quiet, s. */
export const CHATTER_TIME = 60;

/** Most instants that a counter of recent ones remembers; when full, the oldest makes room. */
const REMEMBERED = 1024;

/** What a counter of recent instants remembers. */
export interface RecentMemory {
  readonly instants: Float64Array;
  readonly count: number;
  readonly next: number;
}

/** How many instants lie within a span before now, without allocation. */
export class RecentCount {
  readonly #span: number;
  readonly #instants = new Float64Array(REMEMBERED);
  #count = 0;
  #next = 0;

  /** @param span How far back is counted: an instant so long ago no longer counts. */
  constructor(span: number) {
    this.#span = span;
  }

  /** All that decides how it goes on. */
  get memory(): RecentMemory {
    return { instants: this.#instants, count: this.#count, next: this.#next };
  }

  /** Goes on where another counter of the same span was. */
  recall({ instants, count, next }: RecentMemory): void {
    this.#instants.set(instants);
    this.#count = count;
    this.#next = next;
  }

  /** Takes in an instant, not before the last one. */
  add(instant: number): void {
    this.#instants[this.#next] = instant;
    this.#next = (this.#next + 1) % REMEMBERED;
    this.#count = Math.min(this.#count + 1, REMEMBERED);
  }

  /** How many count now. */
  countAt(now: number): number {
    while (this.#count > 0) {
      const oldest = this.#instants[(this.#next - this.#count + REMEMBERED) % REMEMBERED];
      if (now - oldest < this.#span) break;
      this.#count--;
    }
    return this.#count;
  }

  /** Forgets every instant. */
  clear(): void {
    this.#count = 0;
  }
}
