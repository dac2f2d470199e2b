import { takeLn } from "./elementary.ts";
import { ACCOUNT } from "./ledger.ts";
import type { PlantModel } from "./model.ts";
import type { Evaluation } from "./rates.ts";

/**
 * What is integrated over a step for the accounts; all others are proportional to one of these,
 * to the travel or to the time. Source: docs/PHYSICS.md section 7.
 */
const INTEGRAL = {
  /** compressorElectric, W. */
  compressor: 0,
  /** T_g w: what the generator takes from the sprocket shaft, per gear ratio, W. */
  turning: 1,
  /** waterHeat, airLift, ventEnthalpy, chainWork, W. */
  heat: 2,
  airLift: 3,
  vent: 4,
  lift: 5,
  /** drag, and friction but for the constant force, W. */
  drag: 6,
  viscous: 7,
  /** accretion, expelled, windage, shaftWork, W. */
  accretion: 8,
  expelled: 9,
  windage: 10,
  shaft: 11,
  /** airInjected, airVented, kg/s. */
  inflow: 12,
  outflow: 13,
} as const;

/** Number of integrals. */
export const INTEGRALS = Object.keys(INTEGRAL).length;

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const A = ACCOUNT;

/** Section 7: rates of the integrals. Sections 5 and 6 for the electric powers. */
export function integrandRates({ model, rates }: Evaluation, out: Float64Array): void {
  const { frozen } = rates;
  const v = rates.speed;
  const w = rates.shaftSpeed;
  let compressor = 0;
  if (frozen.compressorPower > 0) {
    out[INTEGRAL.compressor] = rates.receiverPressure * model.perAmbientPressure;
    takeLn(out, INTEGRAL.compressor);
    compressor = frozen.compressorPower * out[INTEGRAL.compressor];
  }
  const halfSquare = 0.5 * v * v;
  rates.compressorPower = compressor;
  rates.h1Power = frozen.h1Power + frozen.h1Share * rates.h1Demand;
  rates.heaterPower = frozen.heaterShare * rates.heat;
  out[INTEGRAL.compressor] = compressor;
  out[INTEGRAL.turning] = rates.generatorTorque * w;
  out[INTEGRAL.heat] = rates.heat;
  out[INTEGRAL.airLift] = rates.airLift;
  out[INTEGRAL.vent] = rates.enthalpyOut + model.cpTa * rates.receiverLeak;
  out[INTEGRAL.lift] = rates.lift * v;
  out[INTEGRAL.drag] = rates.drag * v;
  out[INTEGRAL.viscous] = model.viscousFriction * v * v;
  out[INTEGRAL.accretion] = halfSquare * (rates.inflow + model.rho * rates.shrinking);
  out[INTEGRAL.expelled] = halfSquare * (rates.outflow + model.rho * rates.growing);
  out[INTEGRAL.windage] = model.windage * w * w * Math.abs(w);
  out[INTEGRAL.shaft] = rates.clutchTorque * w;
  out[INTEGRAL.inflow] = rates.inflow;
  out[INTEGRAL.outflow] = rates.outflow + rates.receiverLeak;
}

/** What a step did. */
export interface Stretch {
  readonly model: PlantModel;
  readonly state: Evaluation["state"];
  /** In the order of INTEGRAL, J and kg. */
  readonly trialIntegrals: Float64Array;
  /** Duration, s, and travel, m. */
  readonly trialTime: number;
  readonly trialTravel: number;
  /** What the receiver has gained, kg. */
  readonly trialGain: number;
}

/** Section 7: what a step in frozen regimes adds to the accounts, J and kg. */
export function bookStretch(
  { model, state, trialIntegrals: q, trialTime, trialTravel, trialGain }: Stretch,
  a: Float64Array,
): void {
  const densityWork = model.h1Force * (state.descendingEnd - state.topEnd) * trialTravel;
  const turned = q[INTEGRAL.turning];
  a[A.compressorElectric] = q[INTEGRAL.compressor];
  a[A.auxiliary] = model.auxiliaryPower * trialTime;
  a[A.h1Supply] = state.h1Paced ? densityWork : model.h1Power * trialTime;
  a[A.heater] = state.heating ? q[INTEGRAL.heat] : 0;
  a[A.generatorElectric] = model.generatorEfficiency * model.gearRatio * turned;
  a[A.waterHeat] = q[INTEGRAL.heat];
  a[A.airLift] = q[INTEGRAL.airLift];
  a[A.ventEnthalpy] = q[INTEGRAL.vent];
  a[A.chainWork] = q[INTEGRAL.lift];
  a[A.drag] = q[INTEGRAL.drag];
  a[A.friction] = model.coulombFriction * trialTravel + q[INTEGRAL.viscous];
  a[A.brake] = model.brakeForce * trialTravel;
  a[A.accretion] = q[INTEGRAL.accretion];
  a[A.expelled] = q[INTEGRAL.expelled];
  a[A.windage] = q[INTEGRAL.windage];
  a[A.gear] = model.gearLoss * turned;
  a[A.generatorLoss] = model.generatorLoss * turned;
  a[A.shaftWork] = q[INTEGRAL.shaft];
  a[A.densityWork] = densityWork;
  a[A.externalWork] = model.externalForce * trialTravel;
  a[A.airCompressed] = state.compressorOn ? model.compressorFlow * trialTime : 0;
  a[A.airInjected] = q[INTEGRAL.inflow];
  a[A.airVented] = q[INTEGRAL.outflow];
  deriveAccounts(model, a);
  // What leaks out of the receiver is not injected: the heat follows from what it has gained.
  if (model.receiverLeak > 0) a[A.receiverHeat] = -model.rTa * trialGain;
}

/**
 * Fills in the accounts that are proportional to others: the first law of the receiver, the
 * compressor's heats and what H1 does not give back. Source: docs/PHYSICS.md section 7.
 */
export function deriveAccounts(model: PlantModel, a: Float64Array): void {
  a[A.intakeEnthalpy] = model.cpTa * a[A.airCompressed];
  a[A.receiverHeat] = model.rTa * (a[A.airInjected] - a[A.airCompressed]);
  a[A.motorHeat] = (1 - model.motorEfficiency) * a[A.compressorElectric];
  a[A.compressorHeat] = model.motorEfficiency * a[A.compressorElectric];
  a[A.h1Loss] = a[A.h1Supply] - a[A.densityWork];
}
