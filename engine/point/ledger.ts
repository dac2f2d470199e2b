import { deriveAccounts } from "../booking.ts";
import { DUMP_DISTANCE } from "../constants.ts";
import { ACCOUNT, type AccountName, ACCOUNTS, BALANCES, RESIDUALS } from "../ledger.ts";
import type { PlantModel } from "../model.ts";
import type { SteadyColumn } from "./column.ts";
import { type PeriodicSpeed, steadyGeneratorTorque } from "./speed.ts";

/** What one pitch of a steady plant lasts and books. */
export interface PitchLedger {
  /** Duration, s. */
  readonly time: number;
  /** Mean speeds over time, rad/s: sprocket shaft. */
  readonly shaftSpeed: number;
  /** In the order of ACCOUNTS, J and kg. */
  readonly accounts: Float64Array;
}

/**
 * Books one pitch. The compressor makes up for the air used, at `compression` J per kg of it.
 * Source: docs/PHYSICS.md section 7.
 */
export function bookPitch(
  model: PlantModel,
  { column, periodic, compression }: {
    column: SteadyColumn;
    periodic: PeriodicSpeed;
    compression: number;
  },
): PitchLedger {
  const a = new Float64Array(ACCOUNTS.length);
  let time = 0;
  let turned = 0;
  for (let cell = 0; cell < column.grid.cells; cell++) {
    const span = column.grid.lengths[cell] / periodic.speeds[cell];
    time += span;
    turned += periodic.shaftSpeeds[cell] * span;
    bookChain(model, a, { column, speed: periodic.speeds[cell], cell });
    bookShaft(model, a, { w: periodic.shaftSpeeds[cell], span });
    a[ACCOUNT.shaftWork] += periodic.shaftWork[cell];
  }
  a[ACCOUNT.auxiliary] = model.auxiliaryPower * time;
  a[ACCOUNT.brake] = model.brakeForce * model.pitch;
  a[ACCOUNT.externalWork] = model.externalForce * model.pitch;
  a[ACCOUNT.clutch] = periodic.clutchLoss;
  a[ACCOUNT.accretion] += periodic.dumpAccretion;
  a[ACCOUNT.expelled] += periodic.dumpExpelled;
  a[ACCOUNT.shaftWork] += periodic.dumpShaftWork;
  const ventHeight = model.height - DUMP_DISTANCE;
  a[ACCOUNT.airLift] = column.airLift - model.gravity * column.dumpedMass * ventHeight;
  a[ACCOUNT.ventEnthalpy] = column.enthalpyOut + column.dumpedEnthalpy;
  a[ACCOUNT.airInjected] = column.inflow;
  a[ACCOUNT.airVented] = column.outflow + column.dumpedMass;
  a[ACCOUNT.airCompressed] = column.inflow;
  a[ACCOUNT.compressorElectric] = column.inflow * compression;
  deriveAccounts(model, a);
  return { time, shaftSpeed: turned / time, accounts: a };
}

function bookChain(
  model: PlantModel,
  a: Float64Array,
  { column, speed, cell }: { column: SteadyColumn; speed: number; cell: number },
): void {
  const { grid } = column;
  const length = grid.lengths[cell];
  const descending = grid.descending[cell];
  const densityWork = model.h1Force * descending * length;
  const square = speed * speed;
  a[ACCOUNT.chainWork] += column.work[cell];
  a[ACCOUNT.waterHeat] += column.heat[cell];
  if (model.heated) a[ACCOUNT.heater] += Math.max(0, column.heat[cell]);
  if (model.h1Enabled) {
    a[ACCOUNT.h1Supply] += Math.max(model.h1Power * length / speed, densityWork);
  }
  a[ACCOUNT.densityWork] += densityWork;
  a[ACCOUNT.drag] += model.halfDrag * (model.count - model.h1DragReduction * descending) * square *
    length;
  a[ACCOUNT.friction] += (model.coulombFriction + model.viscousFriction * speed) * length;
  a[ACCOUNT.accretion] += 0.5 * column.taken[cell] * square;
  a[ACCOUNT.expelled] += 0.5 * column.expelled[cell] * square;
}

function bookShaft(
  model: PlantModel,
  a: Float64Array,
  { w, span }: { w: number; span: number },
): void {
  const turned = steadyGeneratorTorque(model, w) * w * span;
  a[ACCOUNT.windage] += model.windage * w * w * w * span;
  a[ACCOUNT.gear] += model.gearLoss * turned;
  a[ACCOUNT.generatorLoss] += model.generatorLoss * turned;
  a[ACCOUNT.generatorElectric] += model.generatorEfficiency * model.gearRatio * turned;
}

/**
 * What a steady plant's accounts, or their rates, leave unexplained, in the order of RESIDUALS:
 * nothing is stored over a pitch. Source: docs/PHYSICS.md section 7.
 */
export function steadyResiduals(accounts: Float64Array): Float64Array {
  const sum = (names: readonly AccountName[]) =>
    names.reduce((total, name) => total + accounts[ACCOUNT[name]], 0);
  return Float64Array.from(RESIDUALS, (_, i) => sum(BALANCES[i].out) - sum(BALANCES[i].in));
}
