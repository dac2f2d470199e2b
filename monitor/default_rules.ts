import {
  type Dictionary,
  FRAME_SLOTS,
  PLANT_DICTIONARY,
  R_AIR,
  SKY_DICTIONARY,
} from "../telemetry/mod.ts";
import type { RulesDocument } from "./rule_document.ts";

/** Relative residual above which the books are no longer trusted. */
export const RESIDUAL_LIMIT = 1e-9;

/** Air in the receiver as its pressure has it, kg: an ideal gas at ambient temperature. */
const RECEIVER_AIR = `receiver.pressure * receiver.volume / (${R_AIR} * ambient.temperature)`;

/** The rules of whatever a clock drives. */
const CLOCK_GROUP: RulesDocument["groups"][number] = {
  name: "clock",
  rules: [
    {
      alert: "frameRate",
      signal: "clock.fps",
      limits: { lo: 5 },
      deadband: 0.5,
      for: "1s",
      severity: "warning",
      annotations: {
        summary: "few frames",
        guidance: "This machine is busy: a lower speed, or a cheaper mode",
      },
    },
    {
      alert: "lateness",
      signal: "clock.latenessP99",
      limits: { hi: 0.02 },
      for: "5s",
      severity: "warning",
      annotations: {
        summary: "ticks late",
        guidance: "This machine is busy: if it stays, fewer programs beside this one",
      },
    },
    {
      alert: "overrun",
      expr: "change(clock.overruns, 5s) > 0",
      severity: "warning",
      annotations: {
        summary: "overrun",
        guidance: "This machine is busy: if it stays, a lower speed or a lower --fps",
      },
    },
  ],
};

/**
 * The rules of a plant that are in force when nothing is said, as a rules file would have them. Why
 * each is there and what it means: docs/ALARMS.md.
 */
export const DEFAULT_RULES: RulesDocument = {
  groups: [
    {
      name: "books",
      rules: [
        {
          alert: "energyViolation",
          expr: "exergy.violation == 1",
          severity: "critical",
          latch: true,
          annotations: {
            summary: "energy violation",
            guidance:
              "The second law is broken: do not trust this run. Note the parameters, report it",
          },
        },
        {
          alert: "residual",
          signal: "ledger.relativeResidual",
          limits: { hi: RESIDUAL_LIMIT },
          severity: "error",
          annotations: {
            summary: "ledger does not close",
            guidance:
              "The books do not balance: do not trust this run. Note the parameters, report it",
          },
        },
        {
          alert: "stability",
          signal: "stability",
          limits: { lo: 0.5 },
          deadband: 0.05,
          severity: "critical",
          annotations: {
            summary: "run not to be trusted",
            guidance: "The worst sign is beyond its limit: take --mode accuracy, or a shorter step",
          },
        },
      ],
    },
    {
      name: "chain",
      rules: [
        {
          alert: "chainSpeed",
          signal: "chain.speed",
          limits: { hi: 8 },
          deadband: 0.2,
          severity: "error",
          annotations: {
            summary: "chain too fast",
            guidance: "No chain of this kind holds such a speed: more load, or the brake",
          },
        },
        {
          alert: "chainAcceleration",
          signal: "abs(chain.acceleration)",
          limits: { hi: 40 },
          deadband: 2,
          keep_firing_for: "1s",
          severity: "error",
          annotations: {
            summary: "chain jerks",
            guidance: "Four times gravity breaks links: less force at once, or more inertia",
          },
        },
        {
          alert: "stuck",
          expr: "chain.stuck == 1 and chain.hasMoved == 1",
          for: "2s",
          severity: "error",
          annotations: {
            summary: "stuck",
            guidance: "Friction and brake hold the chain: less of them, less load, or more air",
          },
        },
        {
          alert: "cannotStart",
          expr: "chain.cannotStart == 1",
          severity: "error",
          annotations: {
            summary: "cannot start",
            guidance: "The chain rests for good: more air, less friction or less brake",
          },
        },
      ],
    },
    {
      name: "air",
      rules: [
        {
          alert: "starved",
          expr: "injector.starved == 1",
          keep_firing_for: "1s",
          severity: "error",
          annotations: {
            summary: "starved",
            guidance: "No air enters: raise regulator.setpoint or receiver.cutIn, or use less air",
          },
        },
        {
          alert: "receiverLow",
          signal: "receiver.pressure / receiver.cutIn",
          limits: { lo: 0.8 },
          deadband: 0.05,
          severity: "warning",
          annotations: {
            summary: "receiver low",
            guidance: "The compressor does not keep up: use less air, or a larger compressor",
          },
        },
        {
          alert: "fillMissed",
          expr: "change(air.shortFills, 5s) > 0",
          // Floaters that stand in the window at the start leave it without their fill.
          suppress_when: "chain.position < 2 * injector.windowEnd",
          severity: "warning",
          annotations: {
            summary: "fill missed",
            guidance: "A floater left the window short of air: a longer window, more pressure, " +
              "larger valves or a slower chain",
          },
        },
      ],
    },
    {
      name: "equipment",
      rules: [
        {
          alert: "compressorTrip",
          expr: "compressor.on == 1 and compressor.power == 0 and " +
            "compressor.freeAirDelivery > 0 and receiver.pressure > ambient.pressure",
          for: "1s",
          severity: "error",
          annotations: {
            summary: "compressor tripped",
            guidance:
              "It is switched on and takes no power: see to it before the receiver is empty",
          },
        },
        {
          alert: "loadLost",
          expr: "generator.torque == 0 and generator.speed > 1.1 * generator.cutInSpeed + 0.1 " +
            "and min(generator.gain, generator.torqueLimit) > 0",
          for: "1s",
          severity: "error",
          annotations: {
            summary: "load lost",
            guidance: "The generator turns without torque: brake the chain before it runs away",
          },
        },
        {
          alert: "regulator",
          expr: "abs(header.pressure - min(regulator.setpoint, receiver.pressure)) > " +
            "0.02 * regulator.setpoint",
          for: "1s",
          severity: "warning",
          annotations: {
            summary: "regulator off its setpoint",
            guidance: "The regulator drifts, or the header's sensor does: set it anew",
          },
        },
      ],
    },
    {
      name: "leaks",
      rules: [
        {
          alert: "receiverLeak",
          // A third of its air in an hour; no compressed air is without small leaks.
          expr: `change(ledger.airCompressed - ledger.airInjected - ${RECEIVER_AIR}, 1s) > ` +
            `1e-4 * ${RECEIVER_AIR}`,
          // Longer than it looks back, so that a reading that jumps once is none.
          for: "2s",
          severity: "warning",
          annotations: {
            summary: "receiver loses air",
            guidance: "More is gone than was injected: look for a leak, or the sensor of its " +
              "pressure drifts",
          },
        },
        {
          alert: "floaterLeak",
          expr: "air.leaks > 0",
          for: "300ms",
          severity: "warning",
          annotations: {
            summary: "floater leaks",
            guidance: "Page 4 shows which loses air on its way up: mend it, or it rises for less",
          },
        },
        {
          alert: "valveShut",
          expr: "injector.stuckShut > 0",
          severity: "warning",
          annotations: {
            summary: "injector valve shut",
            guidance: "A floater is in the window without air, its valve shut: page 4 shows which",
          },
        },
        {
          alert: "valveOpen",
          expr: "injector.stuckOpen > 0",
          severity: "warning",
          annotations: {
            summary: "injector valve open",
            guidance: "A floater has its fill and takes more: page 4 shows whose valve is open",
          },
        },
      ],
    },
    {
      name: "sensors",
      rules: [
        {
          alert: "sensor",
          expr: "quality.bad + quality.stale > 0",
          severity: "warning",
          annotations: {
            summary: "channel not to be trusted",
            guidance: "The journal names it: a sensor or its line is faulty, or the plant is not " +
              "as it is set",
          },
        },
      ],
    },
    {
      name: "economy",
      rules: [
        {
          alert: "efficiency",
          signal: "lap.electricEfficiency",
          limits: { lo: 0.3 },
          deadband: 0.01,
          severity: "info",
          annotations: {
            summary: "low efficiency",
            guidance: "More electricity goes in than comes out, as it must: v has the verdict",
          },
        },
      ],
    },
    {
      name: "program",
      rules: [
        {
          alert: "framesWait",
          expr: `queue.frames > min(0.5 * clock.targetFps, ${0.75 * FRAME_SLOTS})`,
          for: "300ms",
          severity: "warning",
          annotations: {
            summary: "frames wait",
            guidance: "Nobody has taken a frame for half a second: the main thread is blocked, " +
              "or a reader too slow. The plant goes on",
          },
        },
      ],
    },
    CLOCK_GROUP,
  ],
};

/** Age from which elements are old, s: after three days a low orbit is 6 to 8 km off. */
export const OLD_ELEMENTS = 3 * 86400;

/** The rules of a satellite that are in force when nothing is said. */
export const SKY_RULES: RulesDocument = {
  groups: [
    {
      name: "elements",
      rules: [
        {
          alert: "elementAge",
          signal: "abs(sky.elementAge)",
          limits: { hi: OLD_ELEMENTS },
          severity: "warning",
          annotations: {
            summary: "elements old",
            guidance: "A low orbit is 6 to 8 km off after 3 days, 22 to 38 after 7: " +
              "take new elements",
          },
        },
        {
          alert: "noPosition",
          expr: "sky.fault == 1",
          severity: "error",
          annotations: {
            summary: "no position",
            guidance: "The elements do not reach this instant, as when the orbit has decayed: " +
              "take new ones",
          },
        },
      ],
    },
    CLOCK_GROUP,
  ],
};

/** What is watched of one kind of source when nothing is said, and what else its rules may name. */
export interface Watchable {
  readonly dictionary: Dictionary;
  readonly rules: RulesDocument;
}

/** A plant. */
export const PLANT_WATCHABLE: Watchable = { dictionary: PLANT_DICTIONARY, rules: DEFAULT_RULES };

/** A satellite. */
export const SKY_WATCHABLE: Watchable = { dictionary: SKY_DICTIONARY, rules: SKY_RULES };
