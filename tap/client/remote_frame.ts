import {
  CHANNELS,
  FLOATER_COLUMNS,
  type Frame,
  FRAME_MEMBERS,
  PLANT_DICTIONARY,
  readQuality,
  type Status,
  STATUSES,
} from "../../telemetry/mod.ts";
import type { BinaryRow, SchemaMessage, WireFloaters, WireFrame } from "../mod.ts";

const NO_FLOATERS = { floaterCount: 0, floaters: new Float64Array(0) };

/** Most floaters of a frame that are taken in: more than any plant has. */
const MOST_FLOATERS = 4096;

const WIDTH = FLOATER_COLUMNS.length;

/** Members of a frame that show a channel, and where its value lies. */
const CHANNEL_MEMBERS = FRAME_MEMBERS.flatMap(({ id, channel }) => {
  if (channel === undefined) return [];
  const index = PLANT_DICTIONARY.channels.indexOf(channel);
  return [{ id: id as "power" | "torque" | "efficiency", index }];
});

/**
 * A frame of a tap as this program knows frames. A channel that the tap does not send is "no data",
 * and one that this program does not know is left out. So is the place of each floater.
 *
 * @throws {TypeError} It is no frame.
 */
export function remoteFrame(wire: WireFrame): Frame {
  const { frame_id: frameId, timestamp, simulation_time: simulationTime, metadata = {} } = wire;
  if (typeof metadata !== "object" || metadata === null) throw noFrame();
  const values = Float64Array.from(CHANNELS, ({ id }) => numberOf(metadata[id]));
  for (const { id, index } of CHANNEL_MEMBERS) {
    if (Number.isNaN(values[index])) values[index] = numberOf(wire[id]);
  }
  const rest = wire.floaters ? floatersOf(wire.floaters) : NO_FLOATERS;
  const status = statusOf(wire.status);
  const quality = readQuality(wire.quality, simulationTime);
  return checked({ frameId, timestamp, simulationTime, status, values, quality, ...rest });
}

/** Reads the binary frames of one schema. */
export class RowReader {
  readonly schema: SchemaMessage;
  /** Of each column, its place in `Frame.values`; -1 where this program knows none. */
  readonly #places: readonly number[];
  /** Of each column of the floaters, its place in a row of theirs; -1 the same. */
  readonly #floaterPlaces: readonly number[];

  constructor(schema: SchemaMessage) {
    this.schema = schema;
    this.#places = schema.columns.map((column) => CHANNELS.findIndex(({ id }) => id === column));
    this.#floaterPlaces = (schema.floaters ?? []).map(placeOf);
  }

  /**
   * The frame that was sent as `row`, like {@linkcode remoteFrame}.
   *
   * @throws {TypeError} It is no frame.
   */
  read({ frameId, timestamp, simulationTime, ...row }: BinaryRow): Frame {
    const values = new Float64Array(CHANNELS.length).fill(NaN);
    this.#places.forEach((place, column) => {
      if (place !== -1) values[place] = row.values[column];
    });
    const rest = row.floaterCount === 0 ? NO_FLOATERS : this.#floaters(row);
    const status = statusOf(row.status);
    return checked({ frameId, timestamp, simulationTime, status, values, ...rest });
  }

  #floaters({ floaterCount, values }: Pick<BinaryRow, "floaterCount" | "values">) {
    const floaters = new Float64Array(floaterCount * WIDTH).fill(NaN);
    this.#floaterPlaces.forEach((place, column) => {
      if (place === -1) return;
      const start = this.#places.length + column * floaterCount;
      for (let index = 0; index < floaterCount; index++) {
        floaters[index * WIDTH + place] = values[start + index];
      }
    });
    return { floaterCount, floaters };
  }
}

/** @throws {TypeError} They are none, or too many. */
function floatersOf(wire: WireFloaters): Pick<Frame, "floaterCount" | "floaters"> {
  const columns = Object.entries(wire);
  const floaterCount = Math.max(0, ...columns.map(([, values]) => values.length));
  if (!(floaterCount <= MOST_FLOATERS)) throw noFrame();
  const floaters = new Float64Array(floaterCount * WIDTH).fill(NaN);
  for (const [column, values] of columns) {
    const place = placeOf(column);
    for (let index = 0; place !== -1 && index < values.length; index++) {
      floaters[index * WIDTH + place] = numberOf(values[index]);
    }
  }
  return { floaterCount, floaters };
}

function placeOf(column: string): number {
  return FLOATER_COLUMNS.findIndex((each) => each === column);
}

function checked(frame: Frame): Frame {
  const { frameId, timestamp, simulationTime } = frame;
  const isFrame = Number.isSafeInteger(frameId) && Number.isFinite(timestamp) &&
    Number.isFinite(simulationTime);
  if (!isFrame) throw noFrame();
  return frame;
}

function noFrame(): TypeError {
  return new TypeError("Cannot take a frame in as it must have an id, a time and channels");
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
