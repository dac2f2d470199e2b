import { type ChannelId, channelIndex } from "../telemetry/mod.ts";
import { type ChannelCheck, doesNotApply, mustEqual, mustHold } from "./channel_check.ts";
import { LAP_ACCOUNTS, LAP_VALUES } from "./lap_memory.ts";
import { FLOATERS, type SeenPlant } from "./seen_plant.ts";

const POSITION = channelIndex("chain.position");
const COUNT = channelIndex("lap.count");
const START_UP = channelIndex("lap.startUp");
const TIME = channelIndex("lap.time");
const RPM = channelIndex("lap.rpm");
const POWER = channelIndex("lap.power");
const COMPRESSOR = channelIndex("lap.compressor");
const NET = channelIndex("lap.net");
const EFFICIENCY = channelIndex("lap.electricEfficiency");

function lapLength({ parameters }: SeenPlant): number {
  return 2 * parameters["chain.straightHeight"] +
    2 * Math.PI * parameters["chain.sprocketRadius"];
}

/** Part of the bounds by which rounding may leave them. */
const ROUNDING = 1e-9;

/** Says that a mean over the lap must lie within what the account can have gained. */
function mustLieWithin(out: Float64Array, gain: number, seen: SeenPlant, account: number): void {
  const least = seen.laps.least[account];
  const most = seen.laps.most[account];
  const slack = ROUNDING * (Math.abs(least) + Math.abs(most) + Math.abs(gain));
  if (Number.isNaN(gain + least + most)) doesNotApply(out);
  else mustHold(out, gain >= least - slack && gain <= most + slack);
}

function meanCheck(id: string, channel: ChannelId, account: number): ChannelCheck {
  const own = channelIndex(channel);
  return {
    id,
    channels: [channel],
    gates: ["lap.time"],
    kind: "zero",
    compare: (seen, out) => mustLieWithin(out, seen.values[own] * seen.values[TIME], seen, account),
  };
}

/** What is shown of a lap stays until the next has ended. */
const UNCHANGED: readonly ChannelCheck[] = LAP_VALUES.map((id, place) => {
  const own = channelIndex(id);
  return {
    id: `${id}Unchanged`,
    channels: [id],
    kind: "zero",
    compare: ({ values, laps }, out) => {
      const isEmpty = Number.isNaN(values[own]);
      if (isEmpty !== Number.isNaN(laps.values[place])) mustHold(out, false);
      else mustEqual(out, values[own], laps.values[place]);
    },
  };
});

/** What holds between a lap and the accounts. Law: docs/PHYSICS.md section 7. */
export const LAP_CHECKS: readonly ChannelCheck[] = [
  {
    id: "lapCount",
    channels: ["lap.count"],
    gates: ["chain.position"],
    kind: "constant",
    compare: (seen, out) => {
      const { values, floaters } = seen;
      const whole = Math.round((values[POSITION] - floaters[FLOATERS.first]) / lapLength(seen));
      mustEqual(out, values[COUNT], whole);
      out[1] = 1;
    },
  },
  {
    id: "lapStartUp",
    channels: ["lap.startUp"],
    gates: ["lap.count"],
    kind: "zero",
    compare: ({ values }, out) => mustEqual(out, values[START_UP], Number(values[COUNT] === 1)),
  },
  ...UNCHANGED,
  {
    id: "lapTime",
    channels: ["lap.time"],
    kind: "zero",
    compare: (seen, out) => mustLieWithin(out, seen.values[TIME], seen, LAP_ACCOUNTS.time),
  },
  {
    id: "lapSpeed",
    channels: ["lap.rpm", "lap.time"],
    gates: ["lap.count"],
    kind: "zero",
    // The first lap may have begun anywhere.
    compare: (seen, out) => {
      const turns = lapLength(seen) / (2 * Math.PI * seen.parameters["chain.sprocketRadius"]);
      if (seen.values[COUNT] > 1) mustEqual(out, seen.values[RPM] * seen.values[TIME], 60 * turns);
      else doesNotApply(out);
    },
  },
  meanCheck("lapPower", "lap.power", LAP_ACCOUNTS.generator),
  meanCheck("lapCompressor", "lap.compressor", LAP_ACCOUNTS.compressor),
  {
    id: "lapNet",
    channels: ["lap.net", "lap.power", "lap.compressor"],
    gates: ["lap.time"],
    kind: "zero",
    compare: (seen, out) => {
      const { values } = seen;
      const charges = (values[POWER] - values[COMPRESSOR] - values[NET]) * values[TIME];
      const least = seen.laps.least[LAP_ACCOUNTS.charges];
      const most = seen.laps.most[LAP_ACCOUNTS.charges];
      const turned = (values[POWER] + values[COMPRESSOR]) * values[TIME];
      if (Number.isNaN(charges + least + most)) doesNotApply(out);
      else {
        const slack = ROUNDING * (turned + most);
        mustHold(out, charges >= least - slack && charges <= most + slack);
      }
    },
  },
  {
    id: "lapEfficiency",
    channels: ["lap.electricEfficiency", "lap.power", "lap.net"],
    kind: "zero",
    compare: ({ values }, out) => {
      const taken = values[POWER] - values[NET];
      if (taken > 0) mustEqual(out, values[EFFICIENCY] * taken, values[POWER]);
      else doesNotApply(out);
    },
  },
];
