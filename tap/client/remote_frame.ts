import { CHANNELS, type Frame, FRAME_MEMBERS, type Status, STATUSES } from "../../telemetry/mod.ts";
import type { WireFrame } from "../mod.ts";

const NO_FLOATERS = new Float64Array(0);

/** Members of a frame that show a channel, and where its value lies. */
const CHANNEL_MEMBERS = FRAME_MEMBERS.flatMap(({ id, channel }) => {
  const index = CHANNELS.findIndex((each) => each.id === channel);
  return index === -1 ? [] : [{ id: id as "power" | "torque" | "efficiency", index }];
});

/**
 * A frame of a tap as this program knows frames. A channel that the tap does not send is "no data",
 * and one that this program does not know is left out.
 *
 * @throws {TypeError} It is no frame.
 */
export function remoteFrame(wire: WireFrame): Frame {
  const { frame_id: frameId, timestamp, simulation_time: simulationTime, metadata = {} } = wire;
  const isFrame = Number.isSafeInteger(frameId) && Number.isFinite(timestamp) &&
    Number.isFinite(simulationTime) && typeof metadata === "object" && metadata !== null;
  if (!isFrame) {
    throw new TypeError("Cannot take a frame in as it must have an id, a time and channels");
  }
  const values = Float64Array.from(CHANNELS, ({ id }) => numberOf(metadata[id]));
  for (const { id, index } of CHANNEL_MEMBERS) {
    if (Number.isNaN(values[index])) values[index] = numberOf(wire[id]);
  }
  const rest = { values, floaterCount: 0, floaters: NO_FLOATERS };
  return { frameId, timestamp, simulationTime, status: statusOf(wire.status), ...rest };
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : NaN;
}

function statusOf(status: unknown): Status {
  const known = STATUSES.find((each) => each === status);
  if (known !== undefined) return known;
  throw new TypeError(
    `Cannot take a frame in as no status is called ${String(status).slice(0, 32)}`,
  );
}
