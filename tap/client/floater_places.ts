import {
  channelIndex,
  FLOATER_COLUMNS,
  type Frame,
  type PlantParameters,
} from "../../telemetry/mod.ts";

const POSITION = channelIndex("chain.position");
const WIDTH = FLOATER_COLUMNS.length;
const SIGMA = FLOATER_COLUMNS.indexOf("sigma");

/**
 * The frame with floaters where the chain has carried them. What they hold is "no data" where the
 * frame does not say it. A frame without the position of the chain stays as it is.
 *
 * Source: engine/state.ts, a floater is at path coordinate slot x pitch + offset.
 */
export function withFloaterPlaces(frame: Frame, parameters: PlantParameters): Frame {
  const position = frame.values[POSITION];
  if (Number.isNaN(position)) return frame;
  const count = parameters["chain.floaterCount"];
  const { "chain.straightHeight": height, "chain.sprocketRadius": radius } = parameters;
  const pitch = (2 * height + 2 * Math.PI * radius) / count;
  const pitches = Math.floor(position / pitch);
  const offset = position - pitches * pitch;
  // A frame of before a change of the plant may have as many as there were.
  const floaters = frame.floaterCount === count
    ? frame.floaters.slice()
    : new Float64Array(count * WIDTH).fill(NaN);
  for (let slot = 0; slot < count; slot++) {
    const floater = (slot - pitches % count + count) % count;
    floaters[floater * WIDTH + SIGMA] = slot * pitch + offset;
  }
  return { ...frame, floaterCount: count, floaters };
}
