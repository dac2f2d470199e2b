import { KAPPA as KAPPA_OF_AIR } from "./constants.ts";
import type { Evaluation } from "./rates.ts";
import { FLOW, Y } from "./state.ts";

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const KAPPA = KAPPA_OF_AIR;
const AIR = Y.air;
const { subsonic: SUBSONIC, laminar: LAMINAR, none: NONE } = FLOW;

/** What a busy floater does, as bits. */
export const BUSY = { spilling: 1, growing: 2, leaking: 4, open: 8 } as const;
const { spilling: SPILLING, growing: GROWING, leaking: LEAKING, open: OPEN } = BUSY;
const LOSING = SPILLING | LEAKING;

/**
 * Section 3: rates of the air in every floater, and the sums that chain and ledger need.
 *
 * Most floaters with air are quiet: they rise with a constant mass, and three numbers sum up all
 * that the plant feels of them. The others, on the sprockets, spilling, leaking or at an open
 * valve, are busy.
 */
export function airRates(at: Evaluation, out: Float64Array): void {
  valveRates(at);
  quietRates(at, out);
  busyRates(at, out);
}

/**
 * Section 3 where u = 1 and nothing flows: V = kappa H/p, -V dp/dt = V dive,
 * dH/dt = Qdot - V dive, and dV/dt = (kappa dH/dt + V dive)/p.
 *
 * This loop is most of what a long chain costs. It has just so many numbers under way as the
 * processor has registers.
 */
function quietRates({ model, rates, base, along, span }: Evaluation, out: Float64Array): void {
  const { warmth } = rates;
  const { heatRate, kappa } = model;
  const dive = model.rhoG * rates.speed; // -dp/dt
  // Isothermal air takes from the water what it gives to the chain.
  const cooling = model.isothermal === true ? 0 : dive;
  const stretch = dive * model.perKappa;
  const perSlot = model.rhoG * model.pitch;
  let p = model.axisPressure - model.rhoG * (rates.quietLevel + rates.offset);
  let volumes = 0;
  let stretches = 0;
  let enthalpies = 0;
  const end = AIR + rates.quietEnd;
  for (let i = AIR + rates.quietStart; i < end; i++) {
    const perPressure = kappa / p;
    p -= perSlot;
    const h = base[i] + span * along[i];
    const v = h * perPressure;
    const dh = warmth[i] - h * heatRate - cooling * v;
    out[i] = dh;
    volumes += v;
    stretches += (dh + stretch * v) * perPressure;
    enthalpies += h;
  }
  rates.quietVolume = volumes;
  rates.quietVolumeRate = stretches;
  rates.quietEnthalpy = enthalpies;
  rates.quietEnthalpyRate = rates.quietWarmth - enthalpies * heatRate - cooling * volumes;
}

/**
 * Writes down pressure, volume and volume rate of every quiet slot, which few look at, where the
 * rates were last evaluated in detail.
 */
export function describeQuiet({ model, rates, base }: Evaluation): void {
  const { pressure, volume, volumeRate, warmth, quietStart, quietEnd } = rates;
  const dive = model.rhoG * rates.speed;
  const cooling = model.isothermal ? 0 : dive;
  const perSlot = model.rhoG * model.pitch;
  const first = model.axisPressure - model.rhoG * rates.offset;
  for (let j = quietStart; j < quietEnd; j++) {
    const p = first - j * perSlot;
    const h = base[AIR + j];
    const v = KAPPA * h / p;
    const dh = warmth[AIR + j] - h * model.heatRate - cooling * v;
    pressure[j] = p;
    volume[j] = v;
    volumeRate[j] = (KAPPA * dh + dive * v) / p;
  }
}

/**
 * Sections 2 and 3 in full, for the busy floaters, and the sums over all. The capacity of a floater
 * is V_f (1 + u) / 2: all of it on the way up, none on the way down.
 */
function busyRates({ model, rates, base, along, span, detailed }: Evaluation, out: Float64Array) {
  const { busy, busyModes, busyCount, layout, offset, sine, cosine } = rates;
  const { rho, cpTw, heatRate, isothermal, axisPressure, rhoG, perRadius } = model;
  const dive = model.rhoG * rates.speed; // -dp/dt per slope
  const firstMass = AIR + model.count;
  let lift = rho * rates.quietVolume - rates.quietMass;
  let airInertia = -lift;
  let heat = rates.quietEnthalpyRate + dive * rates.quietVolume;
  let growing = 0;
  let stretches = 0;
  let outflow = 0;
  let enthalpyOut = 0;
  let liftOut = 0; // flow times pressure below the axis
  for (let i = 0; i < busyCount; i++) {
    const j = busy[i];
    const mode = busyModes[i];
    const straight = layout[4 * i];
    const onSine = layout[4 * i + 1];
    const onCosine = layout[4 * i + 2];
    const p = layout[4 * i + 3] - rhoG * (straight * offset + (onSine * sine + onCosine * cosine));
    const u = straight + (onSine * cosine - onCosine * sine) * perRadius;
    const m = base[firstMass + j] + span * along[firstMass + j];
    const h = base[AIR + j] + span * along[AIR + j];
    const perPressure = 1 / p;
    const v = KAPPA * h * perPressure;
    const work = v * u * dive; // -V dp/dt, W
    let dm = 0;
    let carried = 0;
    if ((mode & LOSING) !== 0) {
      let share = (mode & LEAKING) !== 0 ? rates.leakShare[j] : 0;
      if ((mode & SPILLING) !== 0 && v > 0) {
        share += model.spillRate * (v - model.halfVolume * (1 + u)) / v;
      }
      dm = -m * share;
      carried = -h * share;
      outflow -= dm;
      enthalpyOut -= carried;
      liftOut -= dm * (axisPressure - p);
    }
    if ((mode & OPEN) !== 0) {
      dm += rates.feed[j];
      carried += rates.feed[j] * model.cpTa;
    }
    const dh = isothermal === true ? cpTw * dm : (m * cpTw - h) * heatRate - work + carried;
    const dv = (KAPPA * dh + work) * perPressure;
    out[firstMass + j] = dm;
    out[AIR + j] = dh;
    if (detailed === true) {
      rates.pressure[j] = p;
      rates.slope[j] = u;
      rates.volume[j] = v;
      rates.volumeRate[j] = dv;
    }
    const inertia = m - rho * v;
    lift -= inertia * u;
    airInertia += inertia;
    heat += dh + work - carried;
    stretches += dv;
    if ((mode & GROWING) !== 0) growing += dv;
  }
  const quietGrowth = rates.quietGrows === true ? rates.quietVolumeRate : 0;
  rates.lift = model.gravity * lift;
  rates.airInertia = airInertia;
  rates.heat = heat;
  rates.outflow = outflow;
  rates.enthalpyOut = enthalpyOut;
  rates.airLift = model.gravity * model.metrePerPascal * (rates.liftIn - liftOut);
  rates.growing = quietGrowth + growing;
  rates.shrinking = (quietGrowth - rates.quietVolumeRate) + (growing - stretches);
}

/** Section 3, ISO 6358: air through the open valves, all of them on the ascending leg. */
function valveRates({ model, state, rates }: Evaluation): void {
  const { feed, headerPressure, offset, open, openCount } = rates;
  const { criticalRatio, laminarRatio } = model;
  const choked = model.valveFlow * headerPressure;
  let inflow = 0;
  let liftIn = 0; // flow times pressure below the axis
  for (let i = 0; i < openCount; i++) {
    const j = open[i];
    const p = model.axisPressure - model.rhoG * (j * model.pitch + offset);
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
