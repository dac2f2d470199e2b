import {
  type ChannelId,
  channelIndex,
  EVERY_FLOATER,
  type Fault,
  type FaultKind,
  FLOATER_COLUMNS,
  type PlantParameters,
  R_AIR,
} from "../telemetry/mod.ts";

/** A plant with a fault, as it really is. */
export interface FaultyPlant {
  readonly fault: Fault;
  /** Every channel. Shape: [CHANNELS.length]. */
  readonly truth: Float64Array;
  readonly commanded: PlantParameters;
  /** Rows of FLOATER_COLUMNS. */
  readonly floaterCount: number;
  readonly floaters: Float64Array;
}

/** How a fault of the plant shows. */
export interface PlantDetection {
  readonly kind: FaultKind;
  /** The alarm that says so. */
  readonly alarm: string;
  /** How long it may take from when the fault can be seen, s. */
  readonly within: number;
  /** When the fault can be seen: before that the plant does as it would without it. */
  readonly shows: (plant: FaultyPlant) => boolean;
  /** Whether nothing but the fault, or a sensor, raises the alarm. */
  readonly isProof?: true;
}

/** Reads one channel of what the plant really does. */
function reader(id: ChannelId): (plant: FaultyPlant) => number {
  const index = channelIndex(id);
  return ({ truth }) => truth[index];
}

const compressorOn = reader("compressor.on");
const receiver = reader("receiver.pressure");
const header = reader("header.pressure");
const generatorSpeed = reader("generator.speed");
const stuck = reader("chain.stuck");
const hasMoved = reader("chain.hasMoved");

const COLUMNS = FLOATER_COLUMNS.length;

/** A floater that a fault strikes: place on the path, m; mass, kg; volume, m3; open is 1. */
interface StruckFloater {
  readonly place: number;
  readonly mass: number;
  readonly volume: number;
  readonly valve: number;
}

function someStruck(plant: FaultyPlant, holds: (floater: StruckFloater) => boolean): boolean {
  const { fault: { target }, floaters, floaterCount } = plant;
  for (let floater = 0; floater < floaterCount; floater++) {
    if (target !== EVERY_FLOATER && Number(target) !== floater) continue;
    const row = floaters.subarray(floater * COLUMNS, (floater + 1) * COLUMNS);
    const column = (name: (typeof FLOATER_COLUMNS)[number]) => row[FLOATER_COLUMNS.indexOf(name)];
    const [mass, volume, valve] = [column("mass"), column("volume"), column("valve")];
    if (holds({ place: row[0], mass, volume, valve })) return true;
  }
  return false;
}

/** Mass of the air of a fill, kg. */
function fillOf({ commanded: p }: FaultyPlant): number {
  return p["ambient.pressure"] * p["injector.freeAirVolume"] / (R_AIR * p["ambient.temperature"]);
}

/** What tells of each fault of the plant, and when. */
export const PLANT_DETECTIONS: readonly PlantDetection[] = [
  {
    kind: "compressor-trip",
    alarm: "compressorTrip",
    within: 2,
    shows: (plant) =>
      compressorOn(plant) === 1 && receiver(plant) > 1.01 * plant.commanded["ambient.pressure"],
  },
  {
    kind: "chain-jam",
    alarm: "stuck",
    within: 3,
    shows: (plant) => stuck(plant) === 1 && hasMoved(plant) === 1,
  },
  {
    kind: "load-rejection",
    alarm: "loadLost",
    within: 2,
    shows: (plant) => generatorSpeed(plant) > 1.15 * plant.commanded["generator.cutInSpeed"] + 0.2,
  },
  {
    kind: "regulator-drift",
    alarm: "regulator",
    within: 2,
    shows: (plant) => {
      const setpoint = plant.commanded["regulator.setpoint"];
      return Math.abs(header(plant) - Math.min(setpoint, receiver(plant))) > 0.021 * setpoint;
    },
  },
  {
    kind: "valve-shut",
    alarm: "valveShut",
    within: 0.4,
    shows: (plant) =>
      someStruck(
        plant,
        ({ place, mass, valve }) =>
          valve === 0 && mass === 0 && place > plant.commanded["injector.windowStart"] &&
          place < plant.commanded["injector.windowEnd"],
      ),
    isProof: true,
  },
  {
    kind: "valve-open",
    alarm: "valveOpen",
    within: 0.4,
    shows: (plant) =>
      someStruck(plant, ({ mass, valve }) => valve === 1 && mass > 1.001 * fillOf(plant)),
    isProof: true,
  },
  {
    kind: "floater-leak",
    alarm: "floaterLeak",
    within: 0.8,
    shows: (plant) =>
      someStruck(
        plant,
        ({ place, mass, volume, valve }) =>
          valve === 0 && mass > 0 && place < plant.commanded["chain.straightHeight"] &&
          volume < 0.99 * plant.commanded["floater.volume"],
      ),
    isProof: true,
  },
  {
    kind: "receiver-leak",
    alarm: "receiverLeak",
    within: 4,
    // The usual leak is a two-thousandth of the overpressure, and a ten-thousandth of all is told.
    shows: (plant) => receiver(plant) > 1.2 * plant.commanded["ambient.pressure"],
    isProof: true,
  },
];
