import { KAPPA as KAPPA_OF_AIR } from "./constants.ts";
import type { Evaluation } from "./rates.ts";
import { FLOW, Y } from "./state.ts";

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const KAPPA = KAPPA_OF_AIR;
const AIR = Y.air;
const SPEED = Y.speed;
const OFFSET = Y.offset;
const { subsonic: SUBSONIC, laminar: LAMINAR, none: NONE } = FLOW;

/** What a busy floater does, as bits. */
export const BUSY = { spilling: 1, growing: 2, leaking: 4 } as const;
const { spilling: SPILLING, growing: GROWING, leaking: LEAKING } = BUSY;
const LOSING = SPILLING | LEAKING;

/**
 * Section 3: rates of the air in every floater, and the sums that chain and ledger need.
 *
 * Most floaters with air are quiet: they rise with a constant mass, and three numbers sum up all
 * that the plant feels of them. The others, on the sprockets, spilling, leaking or at an open
 * valve, are busy.
 */
export function airRates(at: Evaluation, y: Float64Array, out: Float64Array): void {
  valveRates(at);
  quietRates(at, y, out);
  busyRates(at, y, out);
}

/**
 * Section 3 where u = 1 and nothing flows. With q = H/p: V = kappa q, -V dp/dt = V dive,
 * dH/dt = Qdot - V dive, and dV/dt = (kappa dH/dt + V dive)/p.
 */
function quietRates(at: Evaluation, y: Float64Array, out: Float64Array): void {
  const { model, rates } = at;
  const detailed = at.detailed === true;
  const { pressure, warmth, volume, volumeRate, quietStart, quietEnd } = rates;
  const { heatRate } = model;
  const dive = model.rhoG * y[SPEED]; // -dp/dt
  // Isothermal air takes from the water what it gives to the chain.
  const cooling = model.isothermal ? 0 : KAPPA * dive;
  const stretch = dive - cooling;
  const perSlot = model.rhoG * model.pitch;
  const first = model.axisPressure - model.rhoG * y[OFFSET];
  let quotients = 0;
  let stretches = 0;
  let enthalpies = 0;
  let enthalpyRates = 0;
  for (let j = quietStart; j < quietEnd; j++) {
    const p = first - j * perSlot;
    const perPressure = 1 / p;
    const h = y[AIR + j];
    const q = h * perPressure;
    const heat = warmth[j] - h * heatRate;
    const dh = heat - cooling * q;
    const dv = (heat + stretch * q) * perPressure; // over kappa
    out[AIR + j] = dh;
    quotients += q;
    stretches += dv;
    enthalpyRates += dh;
    if (detailed) {
      pressure[j] = p;
      volume[j] = KAPPA * q;
      volumeRate[j] = KAPPA * dv;
      enthalpies += h;
    }
  }
  rates.quietVolume = KAPPA * quotients;
  rates.quietVolumeRate = KAPPA * stretches;
  rates.quietEnthalpy = enthalpies;
  rates.quietEnthalpyRate = enthalpyRates;
}

/** Section 3 in full, for the busy floaters, and the sums over all. */
function busyRates(at: Evaluation, y: Float64Array, out: Float64Array): void {
  const { model, rates } = at;
  const detailed = at.detailed === true;
  const isothermal = model.isothermal === true;
  const { pressure, slope, feed, volume, volumeRate, busy, busyModes, busyCount, leakShare } =
    rates;
  const { rho, cpTa, cpTw, heatRate, spillRate, axisPressure, halfVolume } = model;
  const dive = model.rhoG * y[SPEED]; // -dp/dt per slope
  const firstMass = AIR + model.count;
  let lift = rho * rates.quietVolume - rates.quietMass;
  let airInertia = -lift;
  let heat = rates.quietEnthalpyRate + dive * rates.quietVolume;
  let shrinking = rates.quietGrows ? 0 : -rates.quietVolumeRate;
  let growing = rates.quietGrows ? rates.quietVolumeRate : 0;
  let outflow = 0;
  let enthalpyOut = 0;
  let liftOut = 0; // flow times pressure below the axis
  for (let i = 0; i < busyCount; i++) {
    const j = busy[i];
    const mode = busyModes[i];
    const m = y[firstMass + j];
    const h = y[AIR + j];
    const p = pressure[j];
    const u = slope[j];
    const perPressure = 1 / p;
    const v = KAPPA * h * perPressure;
    const work = v * u * dive; // -V dp/dt, W
    let dm = feed[j];
    let carried = dm * cpTa;
    if ((mode & LOSING) !== 0) {
      let share = leakShare[j];
      // Capacity is V_f (1 + u) / 2: all of it on the way up, none on the way down.
      if ((mode & SPILLING) !== 0 && v > 0) share += spillRate * (v - halfVolume * (1 + u)) / v;
      const lost = m * share;
      dm -= lost;
      carried -= h * share;
      outflow += lost;
      enthalpyOut += h * share;
      liftOut += lost * (axisPressure - p);
    }
    const dh = isothermal ? cpTw * dm : (m * cpTw - h) * heatRate - work + carried;
    const dv = (KAPPA * dh + work) * perPressure;
    out[firstMass + j] = dm;
    out[AIR + j] = dh;
    if (detailed) {
      volume[j] = v;
      volumeRate[j] = dv;
    }
    const inertia = m - rho * v;
    lift -= inertia * u;
    airInertia += inertia;
    heat += dh + work - carried;
    if ((mode & GROWING) !== 0) growing += dv;
    else shrinking -= dv;
  }
  rates.lift = model.gravity * lift;
  rates.airInertia = airInertia;
  rates.heat = heat;
  rates.outflow = outflow;
  rates.enthalpyOut = enthalpyOut;
  rates.airLift = model.gravity * model.metrePerPascal * (rates.liftIn - liftOut);
  rates.growing = growing;
  rates.shrinking = shrinking;
}

/** Section 3, ISO 6358: air through the open valves. */
function valveRates({ model, state, rates }: Evaluation): void {
  const { pressure, feed, headerPressure, open, openCount } = rates;
  const { criticalRatio, laminarRatio } = model;
  const choked = model.valveFlow * headerPressure;
  let inflow = 0;
  let liftIn = 0; // flow times pressure below the axis
  for (let i = 0; i < openCount; i++) {
    const j = open[i];
    const p = pressure[j];
    const r = p / headerPressure;
    const regime = state.flow[j];
    let flow = choked;
    if (regime === NONE) flow = 0;
    else if (regime === LAMINAR) flow *= model.laminarPhi * (1 - r) / (1 - laminarRatio);
    else if (regime === SUBSONIC) {
      const x = (r - criticalRatio) / (1 - criticalRatio);
      // A trial step can look past r = 1 before the event there is located.
      flow *= Math.sqrt(Math.max(0, 1 - x * x));
    }
    feed[j] = flow;
    inflow += flow;
    liftIn += flow * (model.axisPressure - p);
  }
  rates.inflow = inflow;
  rates.liftIn = liftIn;
}
