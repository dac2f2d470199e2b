/**
 * The faults of a run: where they reach the readings, the plant and its thread.
 *
 * @module
 */

import type { ThreadTime } from "../clock/mod.ts";
import {
  type Impairments,
  type ParameterName,
  Plant,
  type PlantParameters,
  SOUND,
} from "../engine/mod.ts";
import {
  type ActiveFault,
  type FaultEntry,
  FaultSchedule,
  type FaultScheduleState,
  faultyParameters,
  impairmentsOf,
  nextCreep,
  type SensorFault,
  spoil,
} from "../monitor/mod.ts";
import { checkFaults, checkFaultTarget } from "./fault_checks.ts";
import type { RunningPlant, RunOptions, RunState } from "./plant_run_parts.ts";
import {
  type ChannelId,
  channelIndex,
  CHANNELS,
  checkParameter,
  type Command,
  DEFAULT_SEED,
  type Fault,
  type FaultCommand,
  type FaultKind,
  faultRow,
} from "../telemetry/mod.ts";

/** The plant thread is made to end without a word. */
export class LostThread extends Error {
  override readonly name = "LostThread";
}

/** Faults in the middle of a run: enough for another thread to go on with them. */
export interface FaultsState {
  readonly commanded: PlantParameters;
  readonly schedule: FaultScheduleState;
  /** What the faulty sensors read when they became faulty, in the order of the schedule. */
  readonly held: readonly number[];
}

/** Kinds of which the thread dies. */
const DEADLY: ReadonlySet<FaultKind> = new Set<FaultKind>(["throw", "dead-worker"]);

/** What the faults of a run are made of. */
export interface PlantFaultsParts {
  readonly plant: Pick<
    RunningPlant,
    "parameters" | "change" | "reset" | "snapshot" | "impairments" | "impair"
  >;
  readonly options: Pick<RunOptions, "faults" | "seed" | "from">;
  /** Told of every fault that begins or ends. */
  readonly tell: (entry: FaultEntry) => void;
  /** Reads every channel as it is now. Shape: [CHANNELS.length]. */
  readonly look: (values: Float64Array) => void;
  /** Does what a fault of the thread does the moment it begins. */
  readonly strike: (kind: FaultKind) => void;
}

/**
 * Stands between what is commanded and what the plant is given, and between what is measured and
 * what is read. The parameters that were commanded stay what they are, and are in force again the
 * moment a fault ends.
 */
export class PlantFaults {
  readonly #parts: PlantFaultsParts;
  readonly #schedule: FaultSchedule;
  #commanded: PlantParameters;
  #sensors: readonly SensorFault[] = [];
  /** When parameters that change by themselves do so next, s. */
  #creepsAt = Infinity;
  /** How much longer every step takes, s. */
  #stepDelay = 0;

  /**
   * @param state What it was in the thread that went before.
   * @throws {RangeError} The faults of the options are too many, or strike what is not there.
   */
  constructor(parts: PlantFaultsParts, state?: FaultsState) {
    this.#parts = parts;
    this.#commanded = state?.commanded ?? parts.plant.parameters;
    const { faults = [], seed = DEFAULT_SEED, from } = parts.options;
    checkFaults(faults, this.#commanded);
    this.#schedule = new FaultSchedule({ faults, seed, start: from?.time ?? 0 }, state?.schedule);
    if (state !== undefined) this.#goOn(state);
  }

  /** What of it decides how the run goes on. */
  get state(): FaultsState {
    return {
      commanded: this.#commanded,
      schedule: this.#schedule.state,
      held: this.#sensors.map(({ held }) => held),
    };
  }

  /** The parameters that were commanded, whatever faults make of them. */
  get commanded(): PlantParameters {
    return this.#commanded;
  }

  /**
   * The parameters that would be commanded with one that is set. A command may come from anywhere.
   *
   * @throws {RangeError} It is not what the parameter can be.
   */
  commandedWith({ parameter, value }: Extract<Command, { kind: "set" }>): PlantParameters {
    try {
      checkParameter(parameter, value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new RangeError(error.message, { cause: error });
    }
    return { ...this.#commanded, [parameter]: value };
  }

  /** The plant as it would go on from now if everything were in order, and as it is if not. */
  get plant(): Pick<RunState, "parameters" | "snapshot" | "broken" | "faults"> {
    const { plant } = this.#parts;
    const { parameters, impairments } = plant;
    const commanded = this.#commanded;
    const snapshot = plant.snapshot();
    const faults = this.state;
    if (isSame(commanded, parameters) && isSound(impairments)) {
      return { parameters: commanded, snapshot, faults };
    }
    const sound = new Plant(parameters);
    sound.impair(impairments);
    sound.restore(snapshot);
    sound.impair(SOUND);
    sound.change(commanded);
    const broken = { parameters, impairments, snapshot };
    return { parameters: commanded, snapshot: sound.snapshot(), broken, faults };
  }

  /** How many faults are there. */
  get count(): number {
    return this.#schedule.active.length;
  }

  /** When there is something to do next, s; Infinity for never. */
  get dueAt(): number {
    return Math.min(this.#schedule.dueAt, this.#creepsAt);
  }

  /**
   * Lets begin and end what does by `time`.
   *
   * @throws What a fault of the thread throws.
   */
  advance(time: number): void {
    const entries = this.#schedule.advance(time);
    if (entries.length === 0 && time < this.#creepsAt) return;
    for (const entry of entries) this.#parts.tell(entry);
    this.#putInForce(time);
    for (const { event, fault } of entries) {
      if (event === "began" && DEADLY.has(fault)) this.#parts.strike(fault);
    }
  }

  /** What faulty sensors make of the values that are read at a time. */
  spoil(values: Float64Array, time: number): void {
    if (this.#sensors.length > 0) spoil(values, this.#sensors, time);
  }

  /** Takes the time that a step takes longer. */
  delay(time: ThreadTime): void {
    if (this.#stepDelay > 0) time.sleepUntil(time.now() + this.#stepDelay);
  }

  /**
   * Commands other parameters, which are in force as far as faults let them.
   *
   * @throws {RangeError} They describe no plant, or not what a fault strikes; nothing is changed.
   */
  command(parameters: PlantParameters, time: number): "changed" | "restarted" {
    for (const fault of this.#schedule.faults) checkFaultTarget(fault, parameters);
    const outcome = this.#parts.plant.change(this.#effective(parameters, time));
    this.#commanded = parameters;
    return outcome;
  }

  /**
   * Injects a fault, or calls faults off.
   *
   * @throws {RangeError} It cannot be done; nothing is changed.
   */
  obey(command: FaultCommand, time: number): void {
    if (command.kind === "fault") {
      checkFaultTarget(command.fault, this.#commanded);
      this.#schedule.add(command.fault, time);
      return this.advance(time);
    }
    for (const entry of this.#schedule.clear(command.faults, time)) this.#parts.tell(entry);
    this.#putInForce(time);
  }

  /** Starts the plant again, from time 0, with every fault ahead of it. */
  restart(): void {
    this.#schedule.restart();
    this.#gather(0);
    this.end();
    this.#parts.plant.reset();
  }

  /** Gives the plant the parameters that were commanded, for good: the run is over. */
  end(): void {
    const { plant } = this.#parts;
    if (!isSound(plant.impairments)) plant.impair(SOUND);
    if (!isSame(this.#commanded, plant.parameters)) plant.change(this.#commanded);
  }

  /** Goes on with what was there; nobody is told. */
  #goOn({ held }: FaultsState): void {
    const { active } = this.#schedule;
    const sensors = active.filter(isOfSensor);
    this.#sensors = sensors.map((each, index) => ({ ...each, held: held[index] }));
    this.#gather(this.#parts.options.from?.time ?? 0);
  }

  #putInForce(time: number): void {
    this.#gather(time);
    const effective = this.#effective(this.#commanded, time);
    const { plant } = this.#parts;
    if (!isSame(effective, plant.parameters)) plant.change(effective);
    const impairments = impairmentsOf(this.#active, effective["chain.floaterCount"]);
    if (!isAlike(impairments, plant.impairments)) plant.impair(impairments);
  }

  /** Takes in which faults are there. */
  #gather(time: number): void {
    const { active } = this.#schedule;
    this.#sensors = this.#sensorsOf(active);
    this.#stepDelay = active.reduce(
      (delay, { fault }) => fault.kind === "slow-step" ? delay + fault.magnitude! : delay,
      0,
    );
    this.#creepsAt = Math.min(Infinity, ...active.map(({ fault }) => nextCreep(fault, time)));
  }

  get #active(): readonly Fault[] {
    return this.#schedule.active.map(({ fault }) => fault);
  }

  #effective(commanded: PlantParameters, time: number): PlantParameters {
    return faultyParameters(commanded, this.#active, time);
  }

  /** The sensors that are faulty, each with what it read when that began. */
  #sensorsOf(active: readonly ActiveFault[]): readonly SensorFault[] {
    const known = (each: ActiveFault) => this.#sensors.find(({ fault }) => fault === each.fault);
    const faulty = active.filter(isOfSensor);
    if (faulty.every(known)) return faulty.map((each) => known(each)!);
    const values = new Float64Array(CHANNELS.length);
    this.#parts.look(values);
    const held = (target: string) => values[channelIndex(target as ChannelId)];
    return faulty.map((each) => known(each) ?? { ...each, held: held(each.fault.target) });
  }
}

function isOfSensor({ fault }: ActiveFault): boolean {
  return faultRow(fault.kind).part === "sensor";
}

/** What is broken in the plant of a thread that has died. */
export function impairmentsIn({ commanded, schedule }: FaultsState): Impairments {
  const active = schedule.entries.filter(({ state }) => state === "active");
  return impairmentsOf(active.map(({ fault }) => fault), commanded["chain.floaterCount"]);
}

function isAlike(one: Impairments, other: Impairments): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isSound({ receiverLeak, floaterLeaks, stuckValves }: Impairments): boolean {
  return receiverLeak === 0 && floaterLeaks.length === 0 && stuckValves.length === 0;
}

function isSame(one: PlantParameters, other: PlantParameters): boolean {
  return (Object.keys(one) as ParameterName[]).every((name) => one[name] === other[name]);
}
