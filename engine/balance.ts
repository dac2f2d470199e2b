import { describeQuiet } from "./air.ts";
import { C_P, C_V, R_AIR } from "./constants.ts";
import { takeLn } from "./elementary.ts";
import { ACCOUNT, type AccountName, ACCOUNTS, BALANCES, PLANT_BALANCE } from "./ledger.ts";
import { slotHeight } from "./placement.ts";
import type { Machine } from "./machine.ts";
import { Y } from "./state.ts";

/** Rows of the stored quantities: those of STORED up to shellPotential, then the air's mass. */
export const STORE = {
  receiver: 0,
  floaterAir: 1,
  chainKinetic: 2,
  shaftKinetic: 3,
  shellPotential: 4,
  airMass: 5,
} as const;

/**
 * What the plant holds now: five energies, J, and the mass of all air, kg, in the order of STORE.
 * Source: docs/PHYSICS.md section 7.
 */
export function storedNow(machine: Machine, out: Float64Array): void {
  const { model, state, rates } = machine;
  const { y, mass, enthalpy } = state;
  const { gravity } = model;
  const { quietMass, quietMoment, quietEnthalpy, busy, busyCount } = rates;
  let floaterAir = quietEnthalpy + gravity * (quietMass * y[Y.offset] + quietMoment);
  let airMass = quietMass;
  for (let i = 0; i < busyCount; i++) {
    const slot = busy[i];
    const m = mass[slot];
    floaterAir += enthalpy[slot] + gravity * m * slotHeight(machine, slot);
    airMass += m;
  }
  const v = y[Y.speed];
  const w = rates.shaftSpeed;
  out[STORE.receiver] = y[Y.receiver] * C_V * model.ambientTemperature;
  out[STORE.floaterAir] = floaterAir;
  out[STORE.chainKinetic] = 0.5 * rates.mass * v * v;
  out[STORE.shaftKinetic] = 0.5 * model.inertia * w * w;
  out[STORE.shellPotential] = model.shellWeight * heightSum(machine);
  out[STORE.airMass] = y[Y.receiver] + airMass;
}

/**
 * Sum of the heights of all floaters, m. The sprockets by the sums of their slots' sines and
 * cosines, turned by the chain's offset.
 */
function heightSum({ model, state, rates }: Machine): number {
  const { ascendingEnd, topEnd, descendingEnd } = state;
  const offset = state.y[Y.offset];
  const { sine: s0, cosine: c0 } = rates;
  const ascending = ascendingEnd * offset + model.pitch * triangle(ascendingEnd);
  const top = (topEnd - ascendingEnd) * model.height +
    model.radius * (s0 * rates.topCosines + c0 * rates.topSines);
  const descending = (descendingEnd - topEnd) * (model.height + model.descentStart - offset) -
    model.pitch * (triangle(descendingEnd) - triangle(topEnd));
  const bottom = -model.radius * (s0 * rates.bottomCosines + c0 * rates.bottomSines);
  return ascending + top + descending + bottom;
}

/** 0 + 1 + ... + (n - 1). */
function triangle(n: number): number {
  return 0.5 * n * (n - 1);
}

/** The accounts of each balance, as places in the account array. */
const ROWS = BALANCES.map((balance) => ({ in: places(balance.in), out: places(balance.out) }));
const PLANT_ROWS = { in: places(PLANT_BALANCE.in), out: places(PLANT_BALANCE.out) };
const AIR_ROWS = ROWS[ROWS.length - 1];
const EXERGY_IN = places(["compressorElectric", "auxiliary", "h1Supply", "externalWork"]);

function places(names: readonly AccountName[]): Uint8Array {
  return Uint8Array.from(names, (name) => ACCOUNT[name]);
}

function total(accounts: Float64Array, rows: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sum += accounts[rows[i]];
  return sum;
}

/**
 * The five residuals in the order of RESIDUALS, J and kg, from what is stored now.
 * Source: docs/PHYSICS.md section 7.
 */
export function residualsOf(
  { state: { accounts, storedReference } }: Machine,
  stored: Float64Array,
  out: Float64Array,
): void {
  const gained = (row: number) => stored[row] - storedReference[row];
  const air = gained(STORE.receiver) + gained(STORE.floaterAir);
  const chain = gained(STORE.chainKinetic) + gained(STORE.shellPotential);
  const shaft = gained(STORE.shaftKinetic);
  [air, chain, shaft, air + chain + shaft, gained(STORE.airMass)].forEach((gain, i) => {
    out[i] = gain - (total(accounts, ROWS[i].in) - total(accounts, ROWS[i].out));
  });
}

/** Notes the plant's residual, J: what all of its books together do not explain. */
export function noteResidual(machine: Machine): void {
  const { state } = machine;
  const { accounts, storedReference } = state;
  storedNow(machine, storedScratch);
  let gained = 0;
  for (let row = 0; row < STORE.airMass; row++) gained += storedScratch[row] - storedReference[row];
  state.lastResidual = gained -
    (total(accounts, PLANT_ROWS.in) - total(accounts, PLANT_ROWS.out));
}

/** Notes the air that the books do not explain, kg: more than they say, or, negative, less. */
export function noteAirUnexplained(machine: Machine): void {
  const { state } = machine;
  const { accounts, storedReference } = state;
  storedNow(machine, storedScratch);
  const gained = storedScratch[STORE.airMass] - storedReference[STORE.airMass];
  state.lastAirUnexplained = gained -
    (total(accounts, AIR_ROWS.in) - total(accounts, AIR_ROWS.out));
}

const storedScratch = new Float64Array(6);

const ENERGIES = places(ACCOUNTS.filter(({ unit }) => unit === "J").map(({ name }) => name));

/** Energy turned over, J: 1 + half the sum of all accounts' magnitudes. */
export function energyTurnedOver(accounts: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < ENERGIES.length; i++) sum += Math.abs(accounts[ENERGIES[i]]);
  return 1 + 0.5 * sum;
}

/**
 * Exergy B that the plant holds, J, against ambient pressure and temperature.
 * Source: docs/PHYSICS.md section 7, second law.
 */
export function exergyHeld(machine: Machine): number {
  describeQuiet(machine);
  const { model, state, rates } = machine;
  const { y, mass, enthalpy } = state;
  const pa = model.ambientPressure;
  const ta = model.ambientTemperature;
  const pr = rates.receiverPressure;
  lns[0] = pr / pa;
  takeLn(lns, 0);
  let held = model.receiverVolume * (pr * lns[0] - pr + pa);
  for (let j = 0; j < state.airEnd; j++) {
    const m = mass[j];
    const h = enthalpy[j];
    if (!(m > 0 && h > 0)) continue;
    const t = h / (m * C_P);
    lns[0] = t / ta;
    lns[1] = rates.pressure[j] / pa;
    takeLn(lns, 0);
    takeLn(lns, 1);
    const entropy = C_P * lns[0] - R_AIR * lns[1];
    held += m * (C_P * (t - ta) - ta * entropy) + model.gravity * m * slotHeight(machine, j);
  }
  const v = y[Y.speed];
  const w = rates.shaftSpeed;
  return held + 0.5 * rates.mass * v * v + 0.5 * model.inertia * w * w +
    model.shellWeight * heightSum(machine);
}

const lns = new Float64Array(2);

/** Exergy that has come in less what has gone out since the start, J, without the reference. */
export function exergyBalance(machine: Machine): number {
  const { model, state: { accounts } } = machine;
  const carnot = 1 - model.ambientTemperature / model.waterTemperature;
  return total(accounts, EXERGY_IN) + accounts[ACCOUNT.airLift] +
    accounts[ACCOUNT.waterHeat] * carnot -
    accounts[ACCOUNT.generatorElectric] - exergyHeld(machine);
}

/** Exergy destroyed since the start, J; the second law says that it never decreases. */
export function destroyedExergy(machine: Machine): number {
  return exergyBalance(machine) + machine.state.exergyReference;
}
