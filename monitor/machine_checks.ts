import { channelIndex } from "../telemetry/mod.ts";
import { type ChannelCheck, doesNotApply, mustEqual, mustHold } from "./channel_check.ts";
import { FLOATERS } from "./seen_plant.ts";

const POSITION = channelIndex("chain.position");
const SPEED = channelIndex("chain.speed");
const ACCELERATION = channelIndex("chain.acceleration");
const STUCK = channelIndex("chain.stuck");
const HAS_MOVED = channelIndex("chain.hasMoved");
const CANNOT_START = channelIndex("chain.cannotStart");
const SHAFT_SPEED = channelIndex("shaft.speed");
const SHAFT_TORQUE = channelIndex("shaft.torque");
const LOCKED = channelIndex("clutch.locked");
const GENERATOR_SPEED = channelIndex("generator.speed");
const GENERATOR_TORQUE = channelIndex("generator.torque");
const GENERATOR_POWER = channelIndex("generator.power");
const COMPRESSOR_POWER = channelIndex("compressor.power");
const H1_POWER = channelIndex("h1.power");
const HEATER_POWER = channelIndex("heater.power");
const AUXILIARY_POWER = channelIndex("auxiliary.power");
const NET_POWER = channelIndex("power.net");
const AIR_MASS = channelIndex("air.mass");
const AIR_VOLUME = channelIndex("air.volume");
const CHAIN_KINETIC = channelIndex("ledger.chainKinetic");
const SHAFT_KINETIC = channelIndex("ledger.shaftKinetic");
const STARVED = channelIndex("injector.starved");
const EFFICIENCY = channelIndex("efficiency.running");
const PASSING = channelIndex("injector.passingValves");

/** Evaluations for which a truth may lag behind what it follows from: it switches between two. */
const SWITCHING = 3;

/** Two speeds that are one to the last bits are of shafts that turn as one. */
const TOGETHER = 1e-12;

/** What holds between chain, shaft and generator. Laws: docs/PHYSICS.md sections 4 and 5. */
export const DRIVE_CHECKS: readonly ChannelCheck[] = [
  {
    id: "position",
    channels: ["chain.position"],
    kind: "zero",
    // The place of floater 0 is the distance travelled, modulo the chain's length.
    compare: ({ values, floaters, parameters }, out) => {
      const length = 2 * parameters["chain.straightHeight"] +
        2 * Math.PI * parameters["chain.sprocketRadius"];
      const apart = values[POSITION] - floaters[FLOATERS.first];
      out[0] = apart - length * Math.round(apart / length);
      out[1] = Math.abs(values[POSITION]) + length;
    },
  },
  {
    id: "chainEnergy",
    channels: ["chain.speed", "ledger.chainKinetic", "air.mass", "air.volume"],
    kind: "zero",
    compare: ({ values, parameters: p }, out) => {
      const count = p["chain.floaterCount"];
      const rho = p["water.density"];
      const shell = p["floater.shellMass"] / p["floater.shellDensity"];
      const length = 2 * p["chain.straightHeight"] + 2 * Math.PI * p["chain.sprocketRadius"];
      const mass = values[AIR_MASS] - rho * values[AIR_VOLUME] + p["chain.massPerMetre"] * length +
        count * (p["floater.shellMass"] + rho * p["floater.volume"] +
            p["floater.addedMass"] * rho * (p["floater.volume"] + shell));
      mustEqual(out, values[CHAIN_KINETIC], 0.5 * mass * values[SPEED] * values[SPEED]);
    },
  },
  {
    id: "stuck",
    channels: ["chain.stuck"],
    gates: ["chain.speed"],
    kind: "zero",
    compare: ({ values }, out) => {
      if (values[SPEED] > 0) mustEqual(out, values[STUCK], 0);
      else doesNotApply(out);
    },
  },
  {
    id: "standstill",
    channels: ["chain.stuck"],
    gates: ["chain.speed"],
    kind: "zero",
    patience: SWITCHING,
    compare: ({ values }, out) => {
      if (values[SPEED] === 0) mustEqual(out, values[STUCK], 1);
      else doesNotApply(out);
    },
  },
  {
    id: "heldChain",
    channels: ["chain.acceleration"],
    gates: ["chain.stuck"],
    kind: "zero",
    compare: ({ values }, out) => {
      if (values[STUCK] === 1) mustEqual(out, values[ACCELERATION], 0);
      else doesNotApply(out);
    },
  },
  {
    id: "hasMoved",
    channels: ["chain.hasMoved"],
    gates: ["chain.speed"],
    kind: "zero",
    compare: ({ values, before }, out) => {
      if (values[SPEED] > 0 || before[HAS_MOVED] === 1) mustEqual(out, values[HAS_MOVED], 1);
      else doesNotApply(out);
    },
  },
  {
    id: "unmoved",
    channels: ["chain.hasMoved"],
    gates: ["chain.position", "chain.stuck"],
    kind: "zero",
    compare: ({ values, parameters }, out) => {
      const rests = values[STUCK] === 1 && values[POSITION] === parameters["initial.position"];
      if (rests) mustEqual(out, values[HAS_MOVED], 0);
      else doesNotApply(out);
    },
  },
  {
    id: "cannotStart",
    channels: ["chain.cannotStart"],
    gates: ["chain.stuck", "injector.passingValves", "injector.starved"],
    kind: "zero",
    compare: ({ values }, out) => {
      const mayMove = values[STUCK] === 0 || values[PASSING] > 0 || values[STARVED] === 1;
      if (mayMove) mustEqual(out, values[CANNOT_START], 0);
      else doesNotApply(out);
    },
  },
  {
    id: "lockedShaft",
    channels: ["shaft.speed", "chain.speed", "clutch.locked"],
    kind: "zero",
    compare: ({ values, parameters }, out) => {
      if (values[LOCKED] !== 1) doesNotApply(out);
      else {
        mustEqual(out, values[SHAFT_SPEED], values[SPEED] / parameters["chain.sprocketRadius"]);
      }
    },
  },
  {
    id: "freeShaft",
    channels: ["clutch.locked"],
    gates: ["shaft.speed", "chain.speed"],
    kind: "zero",
    patience: SWITCHING,
    // A rigid clutch is never free, and a free shaft does not keep the chain's speed.
    compare: ({ values, parameters }, out) => {
      const along = values[SPEED] / parameters["chain.sprocketRadius"];
      const isTogether = along > 0 && Math.abs(values[SHAFT_SPEED] - along) <= TOGETHER * along;
      const isRigid = parameters["drivetrain.clutch"] === "rigid";
      if (isTogether || isRigid) mustEqual(out, values[LOCKED], 1);
      else doesNotApply(out);
    },
  },
  {
    id: "gear",
    channels: ["generator.speed", "shaft.speed"],
    kind: "zero",
    compare: ({ values, parameters }, out) =>
      mustEqual(
        out,
        values[GENERATOR_SPEED],
        parameters["drivetrain.gearRatio"] * values[SHAFT_SPEED],
      ),
  },
  {
    id: "shaftEnergy",
    channels: ["shaft.speed", "ledger.shaftKinetic"],
    kind: "zero",
    compare: ({ values, parameters: p }, out) => {
      const ratio = p["drivetrain.gearRatio"];
      const inertia = p["flywheel.inertia"] + ratio * ratio * p["generator.inertia"];
      const speed = values[SHAFT_SPEED];
      mustEqual(out, values[SHAFT_KINETIC], 0.5 * inertia * speed * speed);
    },
  },
  {
    id: "torque",
    channels: ["shaft.torque", "generator.torque", "chain.acceleration"],
    gates: ["clutch.locked", "chain.stuck", "shaft.speed"],
    kind: "zero",
    compare: ({ values, parameters: p }, out) => {
      if (values[LOCKED] !== 1 || values[STUCK] !== 0) return doesNotApply(out);
      const speed = values[SHAFT_SPEED];
      const ratio = p["drivetrain.gearRatio"];
      const inertia = p["flywheel.inertia"] + ratio * ratio * p["generator.inertia"];
      const load = ratio * values[GENERATOR_TORQUE] / p["drivetrain.gearEfficiency"] +
        p["generator.windage"] * speed * speed;
      const inertial = inertia * values[ACCELERATION] / p["chain.sprocketRadius"];
      out[0] = values[SHAFT_TORQUE] - load - inertial;
      out[1] = Math.abs(values[SHAFT_TORQUE]) + Math.abs(load) + Math.abs(inertial);
    },
  },
  {
    id: "noTorque",
    channels: ["shaft.torque"],
    gates: ["clutch.locked", "chain.stuck"],
    kind: "zero",
    compare: ({ values }, out) => {
      if (values[LOCKED] === 0 || values[STUCK] === 1) mustEqual(out, values[SHAFT_TORQUE], 0);
      else doesNotApply(out);
    },
  },
  {
    id: "generator",
    channels: ["generator.power", "generator.torque", "generator.speed"],
    kind: "zero",
    compare: ({ values, parameters }, out) =>
      mustEqual(
        out,
        values[GENERATOR_POWER],
        parameters["generator.efficiency"] * values[GENERATOR_TORQUE] * values[GENERATOR_SPEED],
      ),
  },
  {
    id: "netPower",
    channels: [
      "power.net",
      "generator.power",
      "compressor.power",
      "auxiliary.power",
      "h1.power",
      "heater.power",
    ],
    kind: "zero",
    compare: ({ values }, out) => {
      const taken = values[COMPRESSOR_POWER] + values[AUXILIARY_POWER] + values[H1_POWER] +
        values[HEATER_POWER];
      out[0] = values[NET_POWER] - values[GENERATOR_POWER] + taken;
      out[1] = Math.abs(values[NET_POWER]) + values[GENERATOR_POWER] + taken;
    },
  },
];

/** Evaluations without a change after which something that goes on changing is frozen: 2 s. */
const FROZEN = 20;

/** What cannot stay the same to the last bit while the chain moves, and follows from no other. */
export const FREEZE_CHECKS: readonly ChannelCheck[] = [
  {
    id: "runningEfficiency",
    channels: ["efficiency.running"],
    gates: ["chain.position"],
    kind: "zero",
    compare: ({ values, unchanged }, out) => {
      if (unchanged[POSITION] > 0 || values[EFFICIENCY] === 0) doesNotApply(out);
      else mustHold(out, unchanged[EFFICIENCY] < FROZEN);
    },
  },
];
