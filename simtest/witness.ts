import {
  ALARM_STATES,
  type AlarmState,
  isActiveState,
  type JournalEntry,
  nextAlarmState,
  RESIDUAL_LIMIT,
} from "../monitor/mod.ts";
import {
  channelIndex,
  CHANNELS,
  type Fault,
  faultRow,
  type Frame,
  type PlantParameters,
  QUALITIES,
} from "../telemetry/mod.ts";
import { CLEAR_LIMIT, QUALITY_LIMIT } from "./limits.ts";
import { PLANT_DETECTIONS } from "./plant_detection.ts";
import { isWrong, JUDGED_CHANNELS } from "./reading_error.ts";
import type { Scenario } from "./scenario.ts";

/** What must hold in every trial, by name. */
export const INVARIANTS = {
  books: "the ledger closes and the second law holds",
  noBadShownAsGood: "a channel that is wrong is not shown as good",
  noGoodShownAsBad: "a channel is good again once nothing is wrong",
  faultsDetected: "an alarm tells of every fault of the plant that shows",
  noFalseAlarm: "an alarm that only a fault raises comes with a fault",
  legalTransitions: "an alarm goes from state to state as its table says",
  boundedQueues: "nothing is lost for lack of room, and no more waits than there is room for",
  everyFaultEnds: "every fault begins and ends as the journal says",
  quietEnd: "after a quiet time every channel is good and no alarm tells of a sensor",
  ended: "a run ends when it is to",
  repeatable: "the same seed gives the same journal",
} as const;

/** What must hold in every trial. */
export type Invariant = keyof typeof INVARIANTS;

/** Something that did not hold. */
export interface Violation {
  readonly invariant: Invariant;
  /** Simulated time, s. */
  readonly time: number;
  /** What was seen. */
  readonly text: string;
}

/** Most violations of one invariant that are kept of a trial: the first ones say most. */
export const MOST_VIOLATIONS = 5;

const RELATIVE_RESIDUAL = channelIndex("ledger.relativeResidual");
const VIOLATION = channelIndex("exergy.violation");

/** States in which an alarm tells nothing because somebody has said so. */
const SILENCED: readonly AlarmState[] = ["shelved", "suppressed", "outOfService"];

const CONDITIONS = ["normal", "active", "noData", "error"] as const;

/** Compares what is shown with what is, frame by frame, and reads the journal as it is written. */
export class Witness {
  readonly violations: Violation[] = [];
  readonly #scenario: Scenario;
  readonly #alarms = new Map<string, AlarmState>();
  /** Since when each channel has been wrong, and in doubt without a fault, s; NaN is not now. */
  readonly #wrongSince = new Float64Array(CHANNELS.length).fill(NaN);
  readonly #shownSince = new Float64Array(PLANT_DETECTIONS.length).fill(NaN);
  /** When the last fault that was there ended, s. */
  #faultsEnded = 0;
  #began = 0;
  #ended = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** Looks at a frame. `truth` is what the plant does, of the same channels. */
  see(frame: Frame, truth: Float64Array, commanded: PlantParameters): void {
    const time = frame.simulationTime;
    const active = this.#scenario.faults.filter((fault) => isThere(fault, time));
    if (active.length > 0) this.#faultsEnded = time;
    this.#checkBooks(time, truth);
    this.#checkQuality(frame, truth);
    this.#checkPlantFaults(active, { frame, truth, commanded });
  }

  /** Reads an entry of the journal. */
  read(entry: JournalEntry): void {
    if (entry.kind === "transition") {
      this.#checkTransition(entry);
      this.#checkCause(entry);
    }
    if (entry.kind === "fault") {
      if (entry.event === "began") this.#began++;
      else this.#ended++;
    }
    if (entry.kind === "lost") {
      this.#say("boundedQueues", entry.time, `${entry.count} entries lost`);
    }
  }

  /** Judges the end. `last` is the last frame. */
  finish(last: Frame): void {
    const time = last.simulationTime;
    const { faults } = this.#scenario;
    if (this.#began !== faults.length || this.#ended !== faults.length) {
      const said = `${this.#began} of ${faults.length} faults began, ${this.#ended} ended`;
      this.#say("everyFaultEnds", time, said);
    }
    for (const { id, quality } of doubts(last)) this.#say("quietEnd", time, `${id} is ${quality}`);
    const sensor = this.#alarms.get("sensor");
    if (sensor !== undefined && isActiveState(sensor)) {
      this.#say("quietEnd", time, `alarm sensor is ${sensor}`);
    }
  }

  /** Notes that something does not hold. */
  say(invariant: Invariant, time: number, text: string): void {
    this.#say(invariant, time, text);
  }

  #say(invariant: Invariant, time: number, text: string): void {
    const same = this.violations.filter((violation) => violation.invariant === invariant);
    if (same.length < MOST_VIOLATIONS) this.violations.push({ invariant, time, text });
  }

  #checkBooks(time: number, truth: Float64Array): void {
    const residual = truth[RELATIVE_RESIDUAL];
    if (!(residual <= RESIDUAL_LIMIT)) this.#say("books", time, `relative residual ${residual}`);
    if (truth[VIOLATION] !== 0) this.#say("books", time, "exergy came out of nothing");
  }

  #checkQuality(frame: Frame, truth: Float64Array): void {
    const time = frame.simulationTime;
    const quality = frame.quality!;
    const hasDoubts = quality.stale + quality.bad > 0;
    for (const channel of JUDGED_CHANNELS) {
      const isGood = !hasDoubts || quality.quality[channel] === 0;
      if (!isGood || !isWrong(channel, frame.values, truth)) {
        this.#wrongSince[channel] = NaN;
        continue;
      }
      if (Number.isNaN(this.#wrongSince[channel])) this.#wrongSince[channel] = time;
      if (time - this.#wrongSince[channel] < QUALITY_LIMIT) continue;
      const said = `${CHANNELS[channel].id} shows ${frame.values[channel]}, is ${truth[channel]}`;
      this.#say("noBadShownAsGood", time, said);
      this.#wrongSince[channel] = Infinity;
    }
    if (time - this.#faultsEnded < CLEAR_LIMIT) return;
    for (const { id, quality } of doubts(frame)) {
      // What was wrong at the end of a lap is wrong until the next one ends.
      if (!id.startsWith("lap.")) this.#say("noGoodShownAsBad", time, `${id} is ${quality}`);
    }
  }

  #checkPlantFaults(
    active: readonly Fault[],
    { frame, truth, commanded }: {
      frame: Frame;
      truth: Float64Array;
      commanded: PlantParameters;
    },
  ): void {
    const { simulationTime: time, floaterCount, floaters } = frame;
    // A sensor that is wrong may hide from the alarm what it is to tell of.
    const isHidden = active.some(({ kind }) => faultRow(kind).part === "sensor");
    PLANT_DETECTIONS.forEach(({ kind, alarm, within, shows }, row) => {
      const fault = active.find((each) => each.kind === kind);
      const plant = fault && { fault, truth, commanded, floaterCount, floaters };
      if (!plant || isHidden || !shows(plant)) {
        this.#shownSince[row] = NaN;
        return;
      }
      if (Number.isNaN(this.#shownSince[row])) this.#shownSince[row] = time;
      if (time - this.#shownSince[row] < within) return;
      const state = this.#alarms.get(alarm) ?? "normal";
      if (isActiveState(state) || SILENCED.includes(state)) return;
      this.#say(
        "faultsDetected",
        time,
        `${kind} shows for ${within} s, alarm ${alarm} is ${state}`,
      );
      this.#shownSince[row] = Infinity;
    });
  }

  /** Where nothing but a fault of the plant raises an alarm there must be one, or a sensor. */
  #checkCause({ alarm, event, time }: Extract<JournalEntry, { kind: "transition" }>): void {
    const detection = PLANT_DETECTIONS.find((each) => each.isProof && each.alarm === alarm);
    if (detection === undefined || event !== "raise") return;
    const isCaused = this.#scenario.faults.some(({ kind, at, ...fault }) =>
      (kind === detection.kind || faultRow(kind).part === "sensor") && at - EDGE < time &&
      time < at + fault.for + LINGERING
    );
    if (!isCaused) this.#say("noFalseAlarm", time, `${alarm} without ${detection.kind}`);
  }

  #checkTransition(entry: Extract<JournalEntry, { kind: "transition" }>): void {
    const { alarm, event, from, to, time } = entry;
    const known = this.#alarms.get(alarm);
    const isLegal = CONDITIONS.some((condition) =>
      [false, true].some((isSuppressed) =>
        nextAlarmState(from, event, { condition, isSuppressed }) === to
      )
    );
    if (!isLegal || !ALARM_STATES.includes(to) || (known !== undefined && known !== from)) {
      this.#say("legalTransitions", time, `${alarm}: ${event} from ${from} (${known}) to ${to}`);
    }
    this.#alarms.set(alarm, to);
  }
}

/** How long a trace of a fault may stay, s: until a floater has left the window. */
const LINGERING = 5;

/** Time by which the sum of two may miss a step, s. */
const EDGE = 1e-6;

/** Whether a fault is there at a time. */
function isThere(fault: Fault, time: number): boolean {
  return time > fault.at - EDGE && time < fault.at + fault.for - EDGE;
}

/** The channels of a frame that are not good. */
function doubts({ quality }: Frame): readonly { readonly id: string; readonly quality: string }[] {
  if (quality === undefined || quality.stale + quality.bad === 0) return [];
  return CHANNELS.flatMap(({ id }, index) =>
    quality.quality[index] === 0 ? [] : [{ id, quality: QUALITIES[quality.quality[index]] }]
  );
}
