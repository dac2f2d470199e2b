import { C_P, C_V, channelIndex, R_AIR } from "../telemetry/mod.ts";
import { type ChannelCheck, doesNotApply, mustEqual } from "./channel_check.ts";
import { FLOATERS } from "./seen_plant.ts";

const SPEED = channelIndex("chain.speed");
const RECEIVER = channelIndex("receiver.pressure");
const HEADER = channelIndex("header.pressure");
const OPEN = channelIndex("injector.openValves");
const PASSING = channelIndex("injector.passingValves");
const STARVED = channelIndex("injector.starved");
const AIR_MASS = channelIndex("air.mass");
const AIR_ENTHALPY = channelIndex("air.enthalpy");
const AIR_VOLUME = channelIndex("air.volume");
const COMPRESSOR_ON = channelIndex("compressor.on");
const COMPRESSOR_POWER = channelIndex("compressor.power");
const H1_POWER = channelIndex("h1.power");
const HEATER_POWER = channelIndex("heater.power");
const AUXILIARY_POWER = channelIndex("auxiliary.power");
const STORED_IN_RECEIVER = channelIndex("ledger.receiver");

/** What holds of receiver, header, valves and compressor. Laws: docs/PHYSICS.md sections 3 to 6. */
export const AIR_CHECKS: readonly ChannelCheck[] = [
  {
    id: "receiver",
    channels: ["receiver.pressure", "ledger.receiver"],
    kind: "zero",
    compare: ({ values, parameters }, out) =>
      mustEqual(
        out,
        values[RECEIVER],
        values[STORED_IN_RECEIVER] * (R_AIR / C_V) / parameters["receiver.volume"],
      ),
  },
  {
    id: "regulated",
    channels: ["header.pressure"],
    gates: ["receiver.pressure"],
    kind: "zero",
    compare: ({ values, parameters }, out) => {
      const setpoint = parameters["regulator.setpoint"];
      if (values[RECEIVER] >= setpoint) mustEqual(out, values[HEADER], setpoint);
      else doesNotApply(out);
    },
  },
  {
    id: "unregulated",
    channels: ["header.pressure", "receiver.pressure"],
    kind: "zero",
    compare: ({ values, parameters }, out) => {
      if (values[RECEIVER] < parameters["regulator.setpoint"]) {
        mustEqual(out, values[HEADER], values[RECEIVER]);
      } else doesNotApply(out);
    },
  },
  {
    id: "openValves",
    channels: ["injector.openValves"],
    kind: "zero",
    compare: ({ values, floaters }, out) => mustEqual(out, values[OPEN], floaters[FLOATERS.open]),
  },
  {
    id: "passingValves",
    channels: ["injector.passingValves"],
    gates: ["header.pressure"],
    kind: "zero",
    compare: ({ values, floaters, parameters }, out) =>
      mustEqual(
        out,
        values[PASSING],
        parameters["injector.conductance"] > 0 ? floaters[FLOATERS.passing] : 0,
      ),
  },
  {
    id: "starved",
    channels: ["injector.starved"],
    gates: ["header.pressure"],
    kind: "zero",
    compare: ({ values, floaters }, out) => {
      const isStarved = floaters[FLOATERS.open] > 0 && floaters[FLOATERS.passing] === 0;
      if (Number.isNaN(floaters[FLOATERS.passing])) doesNotApply(out);
      else mustEqual(out, values[STARVED], Number(isStarved));
    },
  },
  {
    id: "airMass",
    channels: ["air.mass"],
    kind: "zero",
    compare: ({ values, floaters }, out) =>
      mustEqual(out, values[AIR_MASS], floaters[FLOATERS.mass]),
  },
  {
    id: "airEnthalpy",
    channels: ["air.enthalpy"],
    kind: "zero",
    compare: ({ values, floaters }, out) =>
      mustEqual(out, values[AIR_ENTHALPY], floaters[FLOATERS.enthalpy]),
  },
  {
    id: "airVolume",
    channels: ["air.volume"],
    kind: "zero",
    compare: ({ values, floaters }, out) =>
      mustEqual(out, values[AIR_VOLUME], floaters[FLOATERS.volume]),
  },
  {
    id: "compressorRuns",
    channels: ["compressor.on"],
    gates: ["compressor.power"],
    kind: "zero",
    compare: ({ values, parameters }, out) => {
      const power = values[COMPRESSOR_POWER];
      const takesPower = parameters["compressor.freeAirDelivery"] > 0 &&
        values[RECEIVER] > parameters["ambient.pressure"];
      if (Number.isNaN(power) || !(power > 0 || takesPower)) doesNotApply(out);
      else mustEqual(out, values[COMPRESSOR_ON], Number(power > 0));
    },
  },
  {
    id: "compressorPower",
    channels: ["compressor.power"],
    gates: ["receiver.pressure", "compressor.on"],
    kind: "zero",
    // One that is on and takes nothing has tripped.
    compare: ({ values, parameters: p }, out) => {
      if (values[COMPRESSOR_POWER] === 0) {
        if (values[COMPRESSOR_ON] === 0) mustEqual(out, values[COMPRESSOR_POWER], 0);
        else doesNotApply(out);
        return;
      }
      const ambient = p["ambient.pressure"];
      const compression = ambient * p["compressor.freeAirDelivery"] *
        Math.max(0, Math.log(values[RECEIVER] / ambient));
      const efficiency = p["compressor.isothermalEfficiency"] * p["compressor.motorEfficiency"];
      mustEqual(out, values[COMPRESSOR_POWER], compression / efficiency);
    },
  },
  {
    id: "compressorSwitch",
    channels: ["compressor.on"],
    gates: ["receiver.pressure"],
    kind: "zero",
    patience: 2,
    // Pressures within a thousandth of a limit may be on either side of it.
    compare: ({ values, parameters }, out) => {
      const isLow = values[RECEIVER] < 0.999 * parameters["receiver.cutIn"];
      const isHigh = values[RECEIVER] > 1.001 * parameters["receiver.cutOut"];
      const isOn = values[COMPRESSOR_ON];
      if (isLow || isHigh) mustEqual(out, isOn, isLow ? 1 : 0);
      else doesNotApply(out);
    },
  },
  {
    id: "auxiliary",
    channels: ["auxiliary.power"],
    kind: "zero",
    compare: ({ values, parameters }, out) =>
      mustEqual(out, values[AUXILIARY_POWER], parameters["auxiliary.power"]),
  },
  {
    id: "h1",
    channels: ["h1.power"],
    gates: ["chain.speed"],
    kind: "zero",
    compare: ({ values, floaters, parameters: p }, out) => {
      const shell = p["floater.shellMass"] / p["floater.shellDensity"];
      const force = p["ambient.gravity"] * p["water.density"] * p["h1.voidFraction"] * shell *
        floaters[FLOATERS.descending];
      const supply = Math.max(p["h1.power"], force * values[SPEED]);
      mustEqual(out, values[H1_POWER], p["h1.enabled"] ? supply : 0);
    },
  },
  {
    id: "heater",
    channels: ["heater.power", "air.mass", "air.enthalpy"],
    kind: "zero",
    compare: ({ values, parameters: p }, out) => {
      const time = p["floater.thermalTime"];
      const isHeated = p["h2.enabled"] && p["h2.heatSource"] === "heater";
      if (!isHeated) return mustEqual(out, values[HEATER_POWER], 0);
      // Isothermal air takes its heat as it expands, which no channel says.
      if (time === 0) return doesNotApply(out);
      const warm = C_P * p["h2.waterTemperature"] * values[AIR_MASS];
      const heat = Math.max(0, (warm - values[AIR_ENTHALPY]) / time);
      out[0] = values[HEATER_POWER] - heat;
      out[1] = values[HEATER_POWER] + (warm + values[AIR_ENTHALPY]) / time;
    },
  },
];
