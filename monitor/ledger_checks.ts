import {
  type AccountName,
  ACCOUNTS,
  type Balance,
  BALANCES,
  C_P,
  C_V,
  type ChannelId,
  channelIndex,
  RESIDUALS,
  type StoredName,
} from "../telemetry/mod.ts";
import { type ChannelCheck, doesNotApply, mustEqual } from "./channel_check.ts";
import { FLOATERS } from "./seen_plant.ts";

type BookName = AccountName | StoredName;

function places(names: readonly BookName[]): Uint16Array {
  return Uint16Array.from(names, (name) => channelIndex(`ledger.${name}`));
}

const COMPRESSOR = channelIndex("ledger.compressorElectric");
const AUXILIARY = channelIndex("ledger.auxiliary");
const H1_SUPPLY = channelIndex("ledger.h1Supply");
const H1_LOSS = channelIndex("ledger.h1Loss");
const DENSITY_WORK = channelIndex("ledger.densityWork");
const GENERATOR = channelIndex("ledger.generatorElectric");
const GENERATOR_LOSS = channelIndex("ledger.generatorLoss");
const GEAR = channelIndex("ledger.gear");
const INTAKE = channelIndex("ledger.intakeEnthalpy");
const MOTOR_HEAT = channelIndex("ledger.motorHeat");
const COMPRESSOR_HEAT = channelIndex("ledger.compressorHeat");
const WATER_HEAT = channelIndex("ledger.waterHeat");
const EXTERNAL_WORK = channelIndex("ledger.externalWork");
const POSITION = channelIndex("chain.position");
const COMPRESSED = channelIndex("ledger.airCompressed");
const VENTED = channelIndex("ledger.airVented");
const RECEIVER = channelIndex("ledger.receiver");
const AIR_MASS = channelIndex("air.mass");
const MASS_RESIDUAL = channelIndex("ledger.massResidual");
const TURNED_OVER = channelIndex("ledger.turnedOver");
const RELATIVE = channelIndex("ledger.relativeResidual");
const CARNOT = channelIndex("h2.carnotWork");
const RECEIVER_PRESSURE = channelIndex("receiver.pressure");
const DESTROYED = channelIndex("exergy.destroyed");
const AIR_BALANCE = channelIndex("health.airBalance");
const CEILING = channelIndex("ceiling");

const ENERGY_ACCOUNTS = ACCOUNTS.filter(({ unit }) => unit === "J").map(({ name }) => name);
const ENERGY_PLACES = places(ENERGY_ACCOUNTS);
const ENERGY_RESIDUALS = RESIDUALS.filter(({ unit }) => unit === "J").map(({ name }) => name);
const RESIDUAL_PLACES = Uint16Array.from(
  ENERGY_RESIDUALS,
  (name) => channelIndex(`ledger.${name}`),
);

/** What exergy comes in by besides heat, and what holds it besides air. */
const EXERGY_IN = [
  "compressorElectric",
  "auxiliary",
  "h1Supply",
  "externalWork",
  "airLift",
] as const satisfies readonly AccountName[];
const EXERGY_PLACES = places(EXERGY_IN);
const MOVING_PLACES = places(["chainKinetic", "shaftKinetic", "shellPotential"]);

/** Rounding of masses that are 0, kg over the tolerance. */
const SOME_AIR = 10;

/** What is stored in each part that has a balance of energy, in the order of the residuals. */
const PARTS: readonly (readonly StoredName[])[] = [
  ["receiver", "floaterAir"],
  ["chainKinetic", "shellPotential"],
  ["shaftKinetic"],
  ["receiver", "floaterAir", "chainKinetic", "shaftKinetic", "shellPotential"],
];

/** A balance closes as its residual says: what is stored follows from what came in and went out. */
function balanceCheck(part: number, { in: ins, out: outs }: Balance): ChannelCheck {
  const residual: ChannelId = `ledger.${ENERGY_RESIDUALS[part]}`;
  const names: readonly BookName[] = [...PARTS[part], ...ins, ...outs];
  const plus = places([...ins]);
  const minus = places([...PARTS[part], ...outs]);
  const own = channelIndex(residual);
  return {
    id: ENERGY_RESIDUALS[part],
    channels: names.map((name): ChannelId => `ledger.${name}`),
    // So much smaller than the rest that the check would pass without it.
    gates: [residual],
    kind: "constant",
    compare: ({ values }, out) => {
      out[0] = values[own];
      out[1] = 1;
      for (let i = 0; i < plus.length; i++) add(out, values[plus[i]]);
      for (let i = 0; i < minus.length; i++) add(out, -values[minus[i]]);
    },
  };
}

function add(out: Float64Array, value: number): void {
  out[0] += value;
  out[1] += Math.abs(value);
}

/** Accounts that are the same but for a factor; where that may be 0 it vouches for one alone. */
const PROPORTIONS: readonly ChannelCheck[] = [
  {
    id: "intake",
    channels: ["ledger.intakeEnthalpy", "ledger.airCompressed"],
    kind: "constant",
    compare: ({ values, parameters }, out) =>
      mustEqual(out, values[INTAKE], C_P * parameters["ambient.temperature"] * values[COMPRESSED]),
  },
  {
    id: "motorHeat",
    channels: ["ledger.motorHeat"],
    gates: ["ledger.compressorElectric"],
    kind: "constant",
    compare: ({ values, parameters }, out) => {
      const lost = 1 - parameters["compressor.motorEfficiency"];
      mustEqual(out, values[MOTOR_HEAT], lost * values[COMPRESSOR]);
    },
  },
  {
    id: "compressorHeat",
    channels: ["ledger.compressorHeat", "ledger.compressorElectric"],
    kind: "constant",
    compare: ({ values, parameters }, out) => {
      const kept = parameters["compressor.motorEfficiency"];
      mustEqual(out, values[COMPRESSOR_HEAT], kept * values[COMPRESSOR]);
    },
  },
  {
    id: "auxiliaryEnergy",
    channels: ["ledger.auxiliary"],
    kind: "constant",
    compare: ({ values, parameters, times }, out) =>
      mustEqual(out, values[AUXILIARY], parameters["auxiliary.power"] * times[0]),
  },
  {
    id: "gearLoss",
    channels: ["ledger.gear"],
    gates: ["ledger.generatorElectric"],
    kind: "constant",
    compare: ({ values, parameters }, out) => {
      const lost = 1 / parameters["drivetrain.gearEfficiency"] - 1;
      const shaft = values[GENERATOR] / parameters["generator.efficiency"];
      if (Number.isFinite(shaft)) mustEqual(out, values[GEAR], lost * shaft);
      else doesNotApply(out);
    },
  },
  {
    id: "generatorLoss",
    channels: ["ledger.generatorLoss"],
    gates: ["ledger.generatorElectric"],
    kind: "constant",
    compare: ({ values, parameters }, out) => {
      const efficiency = parameters["generator.efficiency"];
      const shaft = values[GENERATOR] / efficiency;
      if (Number.isFinite(shaft)) {
        mustEqual(out, values[GENERATOR_LOSS], (1 - efficiency) * shaft);
      } else doesNotApply(out);
    },
  },
  {
    id: "h1Loss",
    channels: ["ledger.h1Loss", "ledger.h1Supply", "ledger.densityWork"],
    kind: "constant",
    compare: ({ values }, out) => {
      mustEqual(out, values[H1_LOSS], values[H1_SUPPLY] - values[DENSITY_WORK]);
      out[1] += values[H1_SUPPLY];
    },
  },
  {
    id: "externalWork",
    channels: ["ledger.externalWork", "chain.position"],
    kind: "constant",
    compare: ({ values, parameters }, out) => {
      const force = parameters["chain.externalForce"];
      if (force === 0) doesNotApply(out);
      else mustEqual(out, values[EXTERNAL_WORK], force * values[POSITION]);
    },
  },
  {
    id: "carnot",
    channels: ["h2.carnotWork"],
    gates: ["ledger.waterHeat"],
    kind: "zero",
    compare: ({ values, parameters: p }, out) => {
      const water = p["h2.enabled"] ? p["h2.waterTemperature"] : p["water.temperature"];
      const heat = values[WATER_HEAT];
      out[0] = values[CARNOT] - heat * (1 - p["ambient.temperature"] / water);
      out[1] = Math.abs(heat) + Math.abs(values[CARNOT]);
    },
  },
];

/** What holds between the books. Law: docs/PHYSICS.md section 7. */
export const LEDGER_CHECKS: readonly ChannelCheck[] = [
  ...PARTS.map((_, part) => balanceCheck(part, BALANCES[part])),
  ...PROPORTIONS,
  {
    id: "massResidual",
    channels: [
      "ledger.massResidual",
      "ledger.receiver",
      "air.mass",
      "ledger.airCompressed",
      "ledger.airVented",
    ],
    kind: "constant",
    compare: ({ values, parameters }, out) => {
      const receiver = values[RECEIVER] / (C_V * parameters["ambient.temperature"]);
      const stored = receiver + values[AIR_MASS] - values[MASS_RESIDUAL];
      mustEqual(out, stored, values[COMPRESSED] - values[VENTED]);
      out[1] += values[COMPRESSED] + SOME_AIR;
    },
  },
  {
    id: "turnedOver",
    channels: [
      "ledger.turnedOver",
      ...ENERGY_ACCOUNTS.map((name): ChannelId => `ledger.${name}`),
    ],
    kind: "zero",
    compare: ({ values }, out) => {
      let sum = 0;
      for (let i = 0; i < ENERGY_PLACES.length; i++) sum += Math.abs(values[ENERGY_PLACES[i]]);
      mustEqual(out, values[TURNED_OVER], 1 + 0.5 * sum);
    },
  },
  {
    id: "relativeResidual",
    channels: [
      "ledger.relativeResidual",
      "ledger.turnedOver",
      ...ENERGY_RESIDUALS.map((name): ChannelId => `ledger.${name}`),
    ],
    kind: "zero",
    compare: ({ values }, out) => {
      let largest = 0;
      for (let i = 0; i < RESIDUAL_PLACES.length; i++) {
        const size = Math.abs(values[RESIDUAL_PLACES[i]]);
        largest = size > largest || Number.isNaN(size) ? size : largest;
      }
      mustEqual(out, values[RELATIVE], largest / values[TURNED_OVER]);
    },
  },
  {
    id: "exergy",
    channels: [
      "exergy.destroyed",
      "receiver.pressure",
      "ledger.chainKinetic",
      "ledger.shaftKinetic",
      "ledger.shellPotential",
      ...EXERGY_IN.map((name): ChannelId => `ledger.${name}`),
      "ledger.generatorElectric",
    ],
    // Water as warm as the air outside gives no exergy.
    gates: ["ledger.waterHeat"],
    kind: "constant",
    compare: ({ values, floaters, parameters: p }, out) => {
      const water = p["h2.enabled"] ? p["h2.waterTemperature"] : p["water.temperature"];
      const pressure = values[RECEIVER_PRESSURE];
      const ambient = p["ambient.pressure"];
      const receiver = p["receiver.volume"] *
        (pressure * Math.log(pressure / ambient) - pressure + ambient);
      out[0] = values[DESTROYED];
      out[1] = Math.abs(values[DESTROYED]);
      add(out, receiver);
      add(out, floaters[FLOATERS.exergy]);
      for (let i = 0; i < MOVING_PLACES.length; i++) add(out, values[MOVING_PLACES[i]]);
      for (let i = 0; i < EXERGY_PLACES.length; i++) add(out, -values[EXERGY_PLACES[i]]);
      add(out, -values[WATER_HEAT] * (1 - p["ambient.temperature"] / water));
      add(out, values[GENERATOR]);
    },
  },
  {
    id: "ceiling",
    channels: ["ceiling"],
    kind: "constant",
    compare: ({ values }, out) => mustEqual(out, values[CEILING], 0),
  },
  {
    id: "airBalance",
    channels: ["health.airBalance", "ledger.massResidual"],
    kind: "zero",
    compare: ({ values }, out) =>
      mustEqual(out, values[AIR_BALANCE], Math.abs(values[MASS_RESIDUAL])),
  },
];
