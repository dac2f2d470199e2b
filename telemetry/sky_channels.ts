import type { ClockReading } from "../clock/mod.ts";
import type { ElementSet, Sighting } from "../sky/mod.ts";
import type { Channel } from "./channel.ts";
import { CLOCK_CHANNELS } from "./clock_channels.ts";

/** What channels of the sky are read from: one satellite as one station sees it at one instant. */
export interface SkySample {
  /** Unix time, s. */
  time: number;
  /** Where it is and is seen; nothing where its theory gives no position. */
  sighting: Sighting | undefined;
  readonly elements: ElementSet;
  /** Least elevation of a pass, degrees. */
  readonly maskDeg: number;
  readonly clock: ClockReading;
}

/** Numbers of a sighting as a channel. */
function seen(read: (sighting: Sighting) => number): (sample: SkySample) => number {
  return ({ sighting }) => sighting === undefined ? NaN : read(sighting);
}

/** Axes of TEME: to the mean equinox, 90 degrees east of it, and to the north pole. */
const AXES = ["x", "y", "z"] as const;

/** The satellite and its place in the sky. */
const SIGHTING_CHANNELS = [
  {
    id: "sky.time",
    label: "instant",
    unit: "s",
    range: [0, 2e9],
    decimals: 3,
    description: "Instant at which the sky is looked at, Unix time",
    read: ({ time }) => time,
  },
  {
    id: "sky.catalogueNumber",
    label: "catalogue number",
    unit: "",
    range: [0, 339999],
    decimals: 0,
    description: "Number of the satellite in the catalogue",
    read: ({ elements }) => elements.catalogueNumber,
  },
  {
    id: "sky.elementAge",
    label: "element age",
    unit: "s",
    range: [0, 604800],
    decimals: 0,
    description: "Time since the epoch of the element set, negative before it",
    read: ({ time, elements }) => time - elements.epoch,
  },
  {
    id: "sky.fault",
    label: "no position",
    unit: "",
    range: [0, 1],
    decimals: 0,
    description: "Whether the elements give no position at this instant: the orbit has decayed",
    read: ({ sighting }) => Number(sighting === undefined),
  },
  {
    id: "sky.azimuthDeg",
    label: "azimuth",
    unit: "deg",
    range: [0, 360],
    decimals: 2,
    description: "Direction from the station, from north over east",
    read: seen(({ look }) => look.azimuthDeg),
  },
  {
    id: "sky.elevationDeg",
    label: "elevation",
    unit: "deg",
    range: [-90, 90],
    decimals: 2,
    description: "Height above the horizon of the station, without refraction",
    read: seen(({ look }) => look.elevationDeg),
  },
  {
    id: "sky.range",
    label: "range",
    unit: "m",
    range: [0, 2e7],
    decimals: 0,
    description: "Distance from the station",
    read: seen(({ look }) => look.range),
  },
  {
    id: "sky.rangeRate",
    label: "range rate",
    unit: "m/s",
    range: [-8000, 8000],
    decimals: 1,
    description: "How fast it goes away from the station; negative while it comes nearer",
    read: seen(({ look }) => look.rangeRate),
  },
  {
    id: "sky.visible",
    label: "above the mask",
    unit: "",
    range: [0, 1],
    decimals: 0,
    description: "Whether it stands at or above the mask of the station",
    read: ({ sighting, maskDeg }) =>
      sighting === undefined ? NaN : Number(sighting.look.elevationDeg >= maskDeg),
  },
  {
    id: "sky.latitudeDeg",
    label: "latitude",
    unit: "deg",
    range: [-90, 90],
    decimals: 3,
    description: "Geodetic latitude of the place below it, north positive (WGS-84)",
    read: seen(({ place }) => place.latitudeDeg),
  },
  {
    id: "sky.longitudeDeg",
    label: "longitude",
    unit: "deg",
    range: [-180, 180],
    decimals: 3,
    description: "Longitude of the place below it, east positive",
    read: seen(({ place }) => place.longitudeDeg),
  },
  {
    id: "sky.height",
    label: "height",
    unit: "m",
    range: [0, 2e6],
    decimals: 0,
    description: "Height above the ellipsoid of WGS-84",
    read: seen(({ place }) => place.height),
  },
  ...AXES.map((axis) => ({
    id: `sky.position.${axis}` as const,
    label: `position ${axis}`,
    unit: "m",
    range: [-1e7, 1e7] as const,
    decimals: 0,
    description: `Component ${axis} of its position in TEME`,
    read: seen(({ motion }) => motion.position[axis]),
  })),
  ...AXES.map((axis) => ({
    id: `sky.velocity.${axis}` as const,
    label: `velocity ${axis}`,
    unit: "m/s",
    range: [-8000, 8000] as const,
    decimals: 2,
    description: `Component ${axis} of its velocity in TEME`,
    read: seen(({ motion }) => motion.velocity[axis]),
  })),
] as const satisfies readonly Channel<string, SkySample>[];

/** Public dotted name of a channel of the sky. */
export type SkyChannelId =
  | (typeof SIGHTING_CHANNELS)[number]["id"]
  | (typeof CLOCK_CHANNELS)[number]["id"];

/** Every channel of the sky, in the order of `Frame.values`. */
export const SKY_CHANNELS: readonly Channel<SkyChannelId, SkySample>[] = [
  ...SIGHTING_CHANNELS,
  ...CLOCK_CHANNELS,
];

/**
 * Reads every channel of the sky into `values`; NaN is "no data".
 *
 * @param values Shape: [SKY_CHANNELS.length].
 */
export function sampleSky(source: SkySample, values: Float64Array): void {
  for (let index = 0; index < SKY_CHANNELS.length; index++) {
    values[index] = SKY_CHANNELS[index].read(source);
  }
}
