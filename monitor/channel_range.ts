import { ACCOUNTS, type ChannelId, CHANNELS, STORED } from "../telemetry/mod.ts";

/** What a channel can be at all, whatever the plant does. */
export interface ChannelRange {
  readonly min: number;
  readonly max: number;
  /** Whether only whole numbers mean anything: counts, truths and numbers of rows. */
  readonly isWhole: boolean;
  /** Whether it may have no data. */
  readonly mayBeEmpty: boolean;
}

/** Groups of channels, by the beginning of their ids, that have no data at times. */
const EMPTY_GROUPS = ["clock.", "profile.", "queue.", "recovery.", "screen.", "stability"];

/** Other channels that have no data at times. */
const EMPTY: readonly string[] = [
  "injector.stuckShut",
  "injector.stuckOpen",
  "air.leaks",
  "efficiency.running",
  "lap.time",
  "lap.rpm",
  "lap.power",
  "lap.mechanical",
  "lap.compressor",
  "lap.net",
  "lap.electricEfficiency",
  "lap.chainEfficiency",
  "health.estimatedError",
  "health.chatterEvent",
  "health.failedCheck",
] satisfies ChannelId[];

/** Of the accounts, stored and measured quantities those that may be below 0. */
const SIGNED: readonly string[] = [
  "chain.acceleration",
  "shaft.torque",
  "power.net",
  "lap.mechanical",
  "lap.net",
  "lap.electricEfficiency",
  "lap.chainEfficiency",
  "ceiling",
  "efficiency.running",
  "h2.carnotWork",
  "exergy.destroyed",
];

/** Accounts that only grow. */
const GROWING: ReadonlySet<string> = new Set(
  ACCOUNTS.filter(({ kind }) => kind === "electric" || kind === "mass")
    .map(({ name }) => `ledger.${name}`),
);

/** Energies of motion, and what only compares sizes. */
const POSITIVE_BOOKS: ReadonlySet<string> = new Set([
  ...STORED.filter(({ name }) => name.endsWith("Kinetic")).map(({ name }) => `ledger.${name}`),
  "ledger.turnedOver",
  "ledger.relativeResidual",
]);

/** What rounding puts below 0. */
const NEARLY_POSITIVE: readonly string[] = [
  "generator.torque",
  "generator.power",
  "heater.power",
] satisfies ChannelId[];

/**
 * A generator leaves its linear range 1e-9 rad/s below cut-in, PHYSICS.md section 5: with the
 * largest gain of 1e6 N m s/rad it takes and gives this much less than nothing there.
 */
const NEARLY_NOTHING = -1e-3;

/** What runs out towards 0 ends up at a rounding on either side of it. */
const NOTHING = -1e-12;

function minimum(id: string): number {
  if (NEARLY_POSITIVE.includes(id)) return NEARLY_NOTHING;
  if (SIGNED.includes(id) || id === "ledger.edited") return -Infinity;
  if (!id.startsWith("ledger.")) return NOTHING;
  return GROWING.has(id) || POSITIVE_BOOKS.has(id) ? NOTHING : -Infinity;
}

/** The range of every channel, in dictionary order. */
export const CHANNEL_RANGES: readonly ChannelRange[] = CHANNELS.map((channel) => {
  const { id, unit, decimals, range: [, top] } = channel;
  const isWhole = unit === "" && decimals === 0;
  return {
    min: minimum(id),
    // A whole number up to 1 is a truth; no other number knows an upper end.
    max: isWhole && top === 1 ? 1 : Number.MAX_VALUE,
    isWhole,
    mayBeEmpty: EMPTY.includes(id) || EMPTY_GROUPS.some((group) => id.startsWith(group)),
  };
});
