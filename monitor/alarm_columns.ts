import { CHATTER_COUNT } from "./alarm_rates.ts";

/** Columns that say what an alarm is set to, not what became of it. */
const SETTINGS: ReadonlySet<string> = new Set(["limit", "onDelay", "offDelay"]);

type Column = Uint8Array | Float64Array;

/** Columns by their names. */
export type ColumnsMemory = Readonly<Record<string, Column>>;

/** What is kept of every alarm, one array for each thing. Times in evaluations. */
export class AlarmColumns {
  /** Position in `ALARM_STATES`. */
  readonly state: Uint8Array;
  /** Position in the list of conditions. */
  readonly condition: Uint8Array;
  /** 1 while the test holds, before any delay. */
  readonly holds: Uint8Array;
  /** 0 inactive, 1 pending, 2 firing, in the words of Prometheus. */
  readonly phase: Uint8Array;
  /** When the test began to hold. */
  readonly heldSince: Float64Array;
  /** When it ceased while firing; NaN while it holds. */
  readonly ceasedAt: Float64Array;
  /** 1 while the condition that suppresses it by design holds. */
  readonly suppressed: Uint8Array;
  /** When shelving ends. */
  readonly shelvedUntil: Float64Array;
  readonly limit: Float64Array;
  /** Delays, evaluations. */
  readonly onDelay: Float64Array;
  readonly offDelay: Float64Array;
  readonly worst: Float64Array;
  /** How often the condition came. */
  readonly count: Float64Array;
  /** Evaluations for which the condition held. */
  readonly active: Float64Array;
  readonly firstOut: Uint8Array;
  readonly chattering: Uint8Array;
  /** When it came the last times, in turns. Shape: [alarms x CHATTER_COUNT]. */
  readonly cameAt: Float64Array;

  constructor(alarms: number) {
    this.state = new Uint8Array(alarms);
    this.condition = new Uint8Array(alarms);
    this.holds = new Uint8Array(alarms);
    this.phase = new Uint8Array(alarms);
    this.heldSince = new Float64Array(alarms);
    this.ceasedAt = new Float64Array(alarms);
    this.suppressed = new Uint8Array(alarms);
    this.shelvedUntil = new Float64Array(alarms);
    this.limit = new Float64Array(alarms);
    this.onDelay = new Float64Array(alarms);
    this.offDelay = new Float64Array(alarms);
    this.worst = new Float64Array(alarms);
    this.count = new Float64Array(alarms);
    this.active = new Float64Array(alarms);
    this.firstOut = new Uint8Array(alarms);
    this.chattering = new Uint8Array(alarms);
    this.cameAt = new Float64Array(alarms * CHATTER_COUNT);
    this.reset();
  }

  /** Begins anew; limits and delays stay. */
  reset(): void {
    for (const [name, column] of Object.entries(this)) if (!SETTINGS.has(name)) column.fill(0);
    this.ceasedAt.fill(NaN);
    this.worst.fill(NaN);
    this.cameAt.fill(-Infinity);
  }

  /** All that is kept, by name. */
  get memory(): ColumnsMemory {
    return Object.fromEntries(Object.entries(this));
  }

  /** Goes on where the columns of the same alarms were. */
  recall(memory: ColumnsMemory): void {
    const columns = Object.entries(this) as [string, Column][];
    for (const [name, column] of columns) column.set(memory[name]);
  }

  /** Copies what became of alarm `from` of `other` to alarm `to` of this. */
  adopt(other: AlarmColumns, from: number, to: number): void {
    const columns = Object.entries(this) as [keyof AlarmColumns, Float64Array][];
    for (const [name, column] of columns) {
      if (SETTINGS.has(name)) continue;
      const source = other[name] as unknown as Float64Array;
      const width = name === "cameAt" ? CHATTER_COUNT : 1;
      for (let i = 0; i < width; i++) column[to * width + i] = source[from * width + i];
    }
  }
}
