import {
  AlarmMonitor,
  type AlarmState,
  type JournalEntry,
  readParameters,
  type RuleDocument,
  rulesFaults,
  type WatchedAlarm,
  watchedAlarms,
} from "../../monitor/mod.ts";
import {
  type ChannelId,
  channelIndex,
  CHANNELS,
  PARAMETERS,
  PRESETS,
} from "../../telemetry/mod.ts";

/** Values of channels; those that are not there have no data. */
export type Values = Readonly<Partial<Record<ChannelId, number>>>;

/** The alarms of rules, which must have no fault. */
function watched(rules: readonly RuleDocument[]): readonly WatchedAlarm[] {
  const document = { groups: [{ name: "test", rules }] };
  const [fault] = rulesFaults(document);
  if (fault !== undefined) throw new Error(`${fault.path.join(".")}: ${fault.message}`);
  return watchedAlarms(document);
}

/** Rules that are evaluated by hand, once a second of simulated time unless said otherwise. */
export class Watch {
  readonly journal: JournalEntry[] = [];
  monitor: AlarmMonitor;
  readonly #rate: number;
  readonly #channels = new Float64Array(CHANNELS.length);
  readonly #parameters = new Float64Array(PARAMETERS.length);
  now = -1;

  constructor(rules: readonly RuleDocument[], rate = 1) {
    readParameters(PRESETS["kpp-01"].parameters, this.#parameters);
    this.#rate = rate;
    this.monitor = new AlarmMonitor({
      watched: watched(rules),
      rate,
      begun: -1,
      tell: (entry) => this.journal.push(entry),
    });
  }

  /** Puts other rules in force. */
  replace(rules: readonly RuleDocument[]): void {
    this.monitor = this.monitor.replaced(watched(rules), this.time);
  }

  /** Evaluates once for each of `frames`. */
  see(...frames: readonly Values[]): this {
    for (const values of frames) {
      this.#channels.fill(NaN);
      for (const [id, value] of Object.entries(values)) {
        this.#channels[channelIndex(id as ChannelId)] = value;
      }
      const input = { channels: this.#channels, parameters: this.#parameters };
      this.monitor.evaluate(input, ++this.now);
    }
    return this;
  }

  /** Evaluates once for each value of one channel. */
  values(id: ChannelId, ...values: readonly number[]): this {
    return this.see(...values.map((value) => ({ [id]: value })));
  }

  /** Evaluates so often with the same values. */
  times(count: number, values: Values): this {
    return this.see(...Array.from({ length: count }, () => values));
  }

  /** Simulated time of the last evaluation, s. */
  get time(): number {
    return this.now / this.#rate;
  }

  /** States that an alarm came into, with their times. */
  states(alarm: string): readonly (readonly [time: number, state: AlarmState])[] {
    return this.journal.flatMap((entry) =>
      entry.kind === "transition" && entry.alarm === alarm ? [[entry.time, entry.to] as const] : []
    );
  }

  /** For each evaluation so far: whether the first alarm was active. */
  static activity(
    rule: RuleDocument,
    id: ChannelId,
    values: readonly number[],
    rate = 1,
  ): readonly boolean[] {
    const watch = new Watch([rule], rate);
    return values.map((value) => watch.values(id, value).monitor.isActive(0));
  }
}
