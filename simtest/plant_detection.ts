import {
  type ChannelId,
  channelIndex,
  type FaultKind,
  type PlantParameters,
} from "../telemetry/mod.ts";

/** How a fault of the plant shows. */
export interface PlantDetection {
  readonly kind: FaultKind;
  /** The alarm that says so. */
  readonly alarm: string;
  /** How long it may take from when the fault can be seen, s. */
  readonly within: number;
  /** When the fault can be seen: before that the plant does as it would without it. */
  readonly shows: (truth: Float64Array, commanded: PlantParameters) => boolean;
}

/** Reads one channel of what the plant really does. */
function reader(id: ChannelId): (truth: Float64Array) => number {
  const index = channelIndex(id);
  return (truth) => truth[index];
}

const compressorOn = reader("compressor.on");
const receiver = reader("receiver.pressure");
const header = reader("header.pressure");
const generatorSpeed = reader("generator.speed");
const stuck = reader("chain.stuck");
const hasMoved = reader("chain.hasMoved");

/** What tells of each fault of the plant, and when. */
export const PLANT_DETECTIONS: readonly PlantDetection[] = [
  {
    kind: "compressor-trip",
    alarm: "compressorTrip",
    within: 2,
    shows: (truth, commanded) =>
      compressorOn(truth) === 1 && receiver(truth) > 1.01 * commanded["ambient.pressure"],
  },
  {
    kind: "chain-jam",
    alarm: "stuck",
    within: 3,
    shows: (truth) => stuck(truth) === 1 && hasMoved(truth) === 1,
  },
  {
    kind: "load-rejection",
    alarm: "loadLost",
    within: 2,
    shows: (truth, commanded) =>
      generatorSpeed(truth) > 1.15 * commanded["generator.cutInSpeed"] + 0.2,
  },
  {
    kind: "regulator-drift",
    alarm: "regulator",
    within: 2,
    shows: (truth, commanded) => {
      const aim = Math.min(commanded["regulator.setpoint"], receiver(truth));
      return Math.abs(header(truth) - aim) > 0.021 * commanded["regulator.setpoint"];
    },
  },
];
