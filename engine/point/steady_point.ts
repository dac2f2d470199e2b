import { ln, PI } from "../elementary.ts";
import { ACCOUNT, ACCOUNTS, RESIDUALS } from "../ledger.ts";
import { createModel, type PlantModel } from "../model.ts";
import type { PlantParameters } from "../parameters.ts";
import { SteadyColumn } from "./column.ts";
import { COARSE, divideSteadyPitch, FINE, type Resolution } from "./grid.ts";
import { bookPitch, steadyResiduals } from "./ledger.ts";
import { findMeanSpeed, type MeanSpeed, SPEED_RANGE } from "./mean.ts";
import { PeriodicSpeed } from "./speed.ts";
import { startsFromRest } from "./start.ts";

/** Relative change of speed in any cell below which column and speed agree. */
const AGREEMENT = 1e-8;
/** Largest difference of speeds, over the speed, that a coarse grid is good for. */
const EVEN = 0.02;
/** Passes until they do; three to five are usual. */
const PASSES = 60;

/** At which pressure the receiver supplies the floaters. */
export interface PointOptions {
  /**
   * Receiver pressure, Pa, held for ever. When left out, the receiver goes to and fro between
   * cut-in and cut-out: the compressor's power is the mean over such a cycle, and the header's
   * pressure that of the middle of it (of no account where the regulator's setpoint is below).
   */
  readonly receiverPressure?: number;
}

/**
 * What a plant does once every floater does as the one before it did a pitch earlier. Means over
 * a pitch of travel, and so over a lap; SI units; NaN is "no data".
 */
export interface SteadyPoint {
  /** Speed of the chain, m/s: mean, lowest and highest. */
  readonly speed: number;
  readonly lowestSpeed: number;
  readonly highestSpeed: number;
  /** Duration of a lap, s. */
  readonly lapTime: number;
  /** Sprocket speed, revolutions per minute, and generator speed, rad/s. */
  readonly rpm: number;
  readonly generatorSpeed: number;
  /** Electric power of the generator, the compressor and in all; power from chain to shaft, W. */
  readonly power: number;
  readonly compressor: number;
  readonly net: number;
  readonly mechanical: number;
  /** generatorElectric / (compressorElectric + auxiliary + h1Supply + heater), never clamped. */
  readonly electricEfficiency: number;
  /** chainWork / (motor efficiency x compressorElectric). */
  readonly chainEfficiency: number;
  /** Largest electric efficiency this cycle allows with a perfect machine. */
  readonly ceiling: number;
  /** Passes of the window per second, and whether they end with the target mass. */
  readonly passRate: number;
  readonly isFilled: boolean;
  /** Air that the floaters take over what the compressor delivers while it runs. */
  readonly compressorShare: number;
  /** Pressures that it was found for, Pa, and whether the receiver goes through its cycle. */
  readonly receiverPressure: number;
  readonly headerPressure: number;
  readonly isCycling: boolean;
  /** Whether the plant gets there from rest, or must be brought to speed. */
  readonly startsFromRest: boolean;
  /** Accounts per second in the order of `ACCOUNTS`, W or kg/s. */
  readonly accounts: Float64Array;
  /** Residuals per second in the order of `RESIDUALS`, W or kg/s. */
  readonly residuals: Float64Array;
  /** Largest energy residual / energy turned over, dimensionless. */
  readonly relativeResidual: number;
}

/** Why there is no steady point, as a message says it. */
const REASONS = {
  slow: `the chain does not run: drive is less than friction and load at ${SPEED_RANGE.lowest} m/s`,
  fast: `nothing holds the chain back below ${SPEED_RANGE.highest} m/s`,
  resting: "the chain comes to rest in every pitch",
  unsettled: "speed and air of the floaters do not settle",
  powerless: "the generator gives no power under any load",
} as const;

/** A plant that runs steadily at no speed, or gives no power at any. */
export class NoSteadyPoint extends Error {
  override readonly name = "NoSteadyPoint";

  /** @param reason one word for why there is none */
  constructor(readonly reason: "slow" | "fast" | "resting" | "unsettled" | "powerless") {
    super(`Cannot find a steady point: ${REASONS[reason]}`);
  }
}

/**
 * The periodic state in which a plant ends up, without running it.
 *
 * Law: sections 2 to 7 of docs/PHYSICS.md under a constant header pressure. All floaters follow
 * one history along the path, found at the speed that the chain has at each offset within the
 * pitch; the speed is found from the forces of that history, and so on until they agree.
 * A point that exists need not be stable, and another may be reached from another start.
 *
 * @throws {RangeError} when the parameters describe no plant, or one without any steady state
 * @throws {NoSteadyPoint} when the plant runs steadily at no speed
 */
export function findPoint(parameters: PlantParameters, options: PointOptions = {}): SteadyPoint {
  checkPoint(parameters, options);
  const model = createModel(parameters);
  const supply = supplyOf(model, options);
  const columnOn = (resolution: Resolution) =>
    new SteadyColumn(model, divideSteadyPitch(model, supply.header, resolution), supply.header);
  let column = columnOn(COARSE);
  const mean = findMeanSpeed(model, column);
  if (mean === "slow" || mean === "fast") throw new NoSteadyPoint(mean);
  let periodic = new PeriodicSpeed(model, column);
  let change = settle(periodic, column, mean);
  if (!(change <= AGREEMENT && periodic.highest - periodic.lowest <= EVEN * mean.speed)) {
    column = columnOn(FINE);
    periodic = new PeriodicSpeed(model, column);
    change = settle(periodic, column, mean);
  }
  if (!(change <= AGREEMENT)) throw new NoSteadyPoint(change > 0 ? "unsettled" : "resting");
  const ledger = bookPitch(model, { column, periodic, compression: supply.compression });
  const { accounts, time } = ledger;
  for (let i = 0; i < accounts.length; i++) accounts[i] /= time;
  return {
    ...summary(model, accounts),
    speed: model.pitch / time,
    lowestSpeed: periodic.lowest,
    highestSpeed: periodic.highest,
    lapTime: time * model.count,
    rpm: 60 * model.pitch / (time * 2 * PI * model.radius),
    generatorSpeed: model.gearRatio * ledger.shaftSpeed,
    passRate: 1 / time,
    isFilled: column.isFilled,
    receiverPressure: supply.receiver,
    headerPressure: supply.header,
    isCycling: options.receiverPressure === undefined,
    startsFromRest: startsFromRest(model, supply.header),
  };
}

/** Follows column and speed in turn until they agree; returns the last change of the speed. */
function settle(periodic: PeriodicSpeed, column: SteadyColumn, mean: MeanSpeed): number {
  periodic.start(mean.speed);
  let change = Infinity;
  for (let pass = 0; pass < PASSES && change > AGREEMENT; pass++) {
    column.follow(periodic.speeds);
    change = periodic.solve(mean.slope);
  }
  return change;
}

/**
 * Refuses plants that have no steady state whatever their numbers are, and impossible receivers.
 *
 * @throws {RangeError} naming what must be otherwise
 */
export function checkPoint(p: PlantParameters, { receiverPressure }: PointOptions = {}): void {
  for (const name of ["h3.enabled", "floater.sealed"] as const) {
    if (p[name]) {
      throw new RangeError(
        `Cannot find a steady point as ${name} must be false: current value is true`,
      );
    }
  }
  if (receiverPressure === undefined) return;
  if (receiverPressure >= p["ambient.pressure"] && receiverPressure < Infinity) return;
  throw new RangeError(
    `Cannot find a steady point as the receiver pressure must be at least ambient.pressure = ` +
      `${p["ambient.pressure"]} Pa: current value is ${receiverPressure} Pa`,
  );
}

/** Pressures, Pa, and electric work per air compressed, J/kg. */
interface Supply {
  readonly receiver: number;
  readonly header: number;
  readonly compression: number;
}

function supplyOf(model: PlantModel, { receiverPressure }: PointOptions): Supply {
  const { cutIn, cutOut, ambientPressure, setpoint } = model;
  const receiver = receiverPressure ?? 0.5 * (cutIn + cutOut);
  const logarithm = receiverPressure === undefined
    ? meanLogarithm(cutIn / ambientPressure, cutOut / ambientPressure)
    : ln(receiver / ambientPressure);
  return {
    receiver,
    header: Math.min(setpoint, receiver),
    compression: model.rTa * logarithm / model.compressionEfficiency,
  };
}

/**
 * Mean of max(0, ln x) for x from a to b: an isothermal receiver's pressure rises evenly while
 * the compressor runs.
 */
function meanLogarithm(a: number, b: number): number {
  const integral = (x: number) => x > 1 ? x * (ln(x) - 1) : -1;
  return (integral(b) - integral(a)) / (b - a);
}

/** Powers and efficiencies of accounts per second. Source: docs/PHYSICS.md section 7. */
function summary(model: PlantModel, accounts: Float64Array) {
  const power = accounts[ACCOUNT.generatorElectric];
  const compressor = accounts[ACCOUNT.compressorElectric];
  const charges = accounts[ACCOUNT.auxiliary] + accounts[ACCOUNT.h1Supply] +
    accounts[ACCOUNT.heater];
  const residuals = steadyResiduals(accounts);
  let turnedOver = 0;
  ACCOUNTS.forEach(({ unit }, i) => turnedOver += unit === "J" ? 0.5 * Math.abs(accounts[i]) : 0);
  const energies = residuals.filter((_, i) => RESIDUALS[i].unit === "J").map(Math.abs);
  return {
    power,
    compressor,
    net: power - compressor - charges,
    mechanical: accounts[ACCOUNT.shaftWork],
    electricEfficiency: compressor > 0 ? power / (compressor + charges) : NaN,
    chainEfficiency: compressor > 0
      ? accounts[ACCOUNT.chainWork] / (model.motorEfficiency * compressor)
      : NaN,
    ceiling: model.ceiling,
    compressorShare: model.compressorFlow > 0
      ? accounts[ACCOUNT.airInjected] / model.compressorFlow
      : NaN,
    accounts,
    residuals,
    relativeResidual: Math.max(...energies) / turnedOver,
  };
}
