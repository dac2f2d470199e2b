import { CHANNEL_CHECKS } from "../monitor/mod.ts";
import {
  type ChannelId,
  channelIndex,
  CHANNELS,
  type Command,
  DEFAULT_PRESET,
  type Fault,
  FAULT_KINDS,
  type FaultKind,
  type Mode,
  parameter as parameterRow,
  type ParameterName,
  type ParameterValue,
  type PlantParameters,
  type PresetName,
  PRESETS,
  RandomStream,
} from "../telemetry/mod.ts";

/** What happens in one trial: it follows from the seed and the duration alone. */
export interface Scenario {
  readonly seed: number;
  readonly preset: PresetName;
  readonly mode: Mode;
  readonly parameters: PlantParameters;
  readonly faults: readonly Fault[];
  /** Commands by the simulated time at which they are given, s. */
  readonly commands: readonly TimedCommand[];
  /** When everything is as it was commanded first, s, and nothing goes wrong any more. */
  readonly quietFrom: number;
  /** Simulated time at which it ends, s. */
  readonly duration: number;
}

/** A command and the simulated time at which it is given, s. */
export interface TimedCommand {
  readonly at: number;
  readonly command: Command;
}

/** The stream of a seed that scenarios are drawn from: faults have the first ones. */
const STREAM = 2 ** 31;

/**
 * The end of a trial in which nothing goes wrong, s: two laps of the slowest preset, so that a lap
 * that was shown wrongly has ended, and that before it, too.
 */
const QUIET = 400;

/** When the first thing may happen, s: a fault that is there at once is taken for the plant. */
const FIRST = 10;

/** Shortest and longest time from the beginning of one sensor's fault to that of the next, s. */
const BETWEEN_FAULTS = [40, 200] as const;

/** Shortest and longest fault, s. */
const FAULT_TIME = [3, 25] as const;

/** Shortest and longest time between two things that an operator does, s. */
const BETWEEN_COMMANDS = [20, 300] as const;

/** From this duration on faults come less often, s: a run knows at most MAX_FAULTS. */
const DENSEST = 7200;

/** When faults may be. */
interface Span {
  readonly end: number;
  /** How many times longer than usual it takes from one to the next. */
  readonly stretch: number;
}

/** How often modes are drawn: the dearest least. */
const MODES: readonly Mode[] = ["performance", "performance", "balanced", "accuracy"];

const SENSOR_KINDS = kindsOf("sensor");
const PLANT_KINDS = kindsOf("plant");

function kindsOf(part: string): readonly FaultKind[] {
  return (Object.keys(FAULT_KINDS) as FaultKind[]).filter((kind) =>
    FAULT_KINDS[kind].part === part
  );
}

/** The channels that something else is held against. */
const CHECKED: readonly ChannelId[] = [
  ...new Set(CHANNEL_CHECKS.flatMap(({ channels }) => channels)),
];

/** What an operator changes, as a factor of what it was first. */
const CHANGED: readonly ParameterName[] = [
  "regulator.setpoint",
  "injector.freeAirVolume",
  "injector.conductance",
  "generator.gain",
  "generator.cutInSpeed",
  "compressor.freeAirDelivery",
  "compressor.motorEfficiency",
  "chain.coulombFriction",
  "chain.viscousFriction",
  "floater.thermalTime",
  "water.temperature",
  "auxiliary.power",
];

/** Names of alarms that an operator shelves or takes out of service. */
const ALARMS = ["sensor", "stuck", "starved", "compressorTrip", "fillMissed"] as const;

/** What a seed gives: the same for ever. */
export function scenarioOf(seed: number, duration: number): Scenario {
  const chance = new RandomStream(seed, STREAM);
  const preset = pick(chance, Object.keys(PRESETS) as PresetName[]);
  const quietFrom = duration - QUIET;
  const span = { end: quietFrom, stretch: Math.max(1, duration / DENSEST) };
  const parameters = PRESETS[preset ?? DEFAULT_PRESET].parameters;
  return {
    seed,
    preset,
    mode: pick(chance, MODES),
    parameters,
    faults: [...sensorFaults(chance, span), ...plantFaults(chance, span)],
    commands: [...commands(chance, parameters, quietFrom), ...calm(parameters, quietFrom)],
    quietFrom,
    duration,
  };
}

/** Faults of sensors, one after another: of two that meet in a relation neither can be told. */
function sensorFaults(chance: RandomStream, { end, stretch }: Span): readonly Fault[] {
  const faults: Fault[] = [];
  let at = FIRST + between(chance, BETWEEN_FAULTS);
  while (at + FAULT_TIME[1] < end) {
    const kind = pick(chance, SENSOR_KINDS);
    const target = pick(chance, CHECKED);
    faults.push({
      kind,
      target,
      ...magnitudeOf(kind, target),
      at,
      for: between(chance, FAULT_TIME),
      probability: 1,
    });
    at += stretch * between(chance, BETWEEN_FAULTS);
  }
  return faults;
}

function plantFaults(chance: RandomStream, { end, stretch }: Span): readonly Fault[] {
  const faults: Fault[] = [];
  let at = FIRST + between(chance, BETWEEN_FAULTS);
  while (at + 2 * FAULT_TIME[1] < end) {
    const kind = pick(chance, PLANT_KINDS);
    const { targets } = FAULT_KINDS[kind];
    const target = typeof targets === "string" ? String(chance.below(10)) : targets[0];
    const duration = between(chance, FAULT_TIME);
    faults.push({ kind, target, ...magnitudeOf(kind), at, for: duration, probability: 1 });
    at += duration + 2 * stretch * between(chance, BETWEEN_FAULTS);
  }
  return faults;
}

function magnitudeOf(kind: FaultKind, target?: ChannelId): Pick<Fault, "magnitude"> {
  const row = FAULT_KINDS[kind];
  if (!("magnitude" in row)) return {};
  const { usual } = row.magnitude;
  if (!("ofRange" in row.magnitude) || target === undefined) return { magnitude: usual };
  const { range: [low, high] } = CHANNELS[channelIndex(target)];
  return { magnitude: usual * (high - low) };
}

function commands(
  chance: RandomStream,
  first: PlantParameters,
  end: number,
): readonly TimedCommand[] {
  const given: TimedCommand[] = [];
  for (
    let at = between(chance, BETWEEN_COMMANDS);
    at < end;
    at += between(chance, BETWEEN_COMMANDS)
  ) given.push({ at, command: drawCommand(chance, first) });
  return given;
}

function drawCommand(chance: RandomStream, first: PlantParameters): Command {
  const alarm = pick(chance, ALARMS);
  switch (chance.below(8)) {
    case 0:
    case 1:
      return { kind: "alarm", event: "acknowledge" };
    case 2:
      return { kind: "alarm", event: "shelve", alarm, duration: 60 };
    case 3:
      return { kind: "alarm", event: pick(chance, ["remove", "restore"] as const), alarm };
    default: {
      const parameter = pick(chance, CHANGED);
      const value = (first[parameter] as number) * (0.8 + 0.4 * chance.next());
      return setting(parameter, Math.min(value, largest(parameter)));
    }
  }
}

/** Puts every parameter and alarm back to what it was. */
function calm(first: PlantParameters, at: number): readonly TimedCommand[] {
  const back = CHANGED.map((parameter): TimedCommand => ({
    at,
    command: setting(parameter, first[parameter]),
  }));
  const restored = ALARMS.map((alarm): TimedCommand => ({
    at,
    command: { kind: "alarm", event: "restore", alarm },
  }));
  return [...back, ...restored];
}

/** Largest value of a parameter that is a number. */
function largest(name: ParameterName): number {
  const row = parameterRow(name);
  return "max" in row ? row.max : Infinity;
}

function setting(parameter: ParameterName, value: ParameterValue): Command {
  return { kind: "set", parameter, value };
}

function pick<Item>(chance: RandomStream, items: readonly Item[]): Item {
  return items[chance.below(items.length)];
}

function between(chance: RandomStream, [low, high]: readonly [number, number]): number {
  return Math.round(10 * (low + (high - low) * chance.next())) / 10;
}
