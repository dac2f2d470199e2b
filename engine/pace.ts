import { PlantFault } from "./fault.ts";
import type { Machine } from "./machine.ts";
import { FLOW, GENERATOR, Y } from "./state.ts";

/** Largest sub-step times rate of the fastest linear decay. Source: docs/PHYSICS.md section 9. */
const STIFFNESS_LIMIT = 0.25;
/** The same while the shaft swings in after a jump: what decays then is large. */
const TRANSIENT_LIMIT = 0.04;
/**
 * Share of its speed that the shaft changes by in one decay time when it swings in. The chain's
 * own ripple moves a locked shaft a little all the time; a free one has none.
 */
const TRANSIENT_SHARE = { locked: 1e-3, free: 1e-6 } as const;
/** Largest share by which 1 - p / p_h of an open valve may change in one sub-step. */
const VALVE_SHARE = 0.05;
/** Sub-steps per second beyond which a valve passes too little in one to need more. */
const VALVE_PACE_LIMIT = 1e6;
/** Flow phi below which a valve is too weak to drive the receiver. */
const WEAKEST_PHI = 1e-2;

/** The same product up to which the pair of Dormand and Prince is stable, less a margin. */
const STABILITY_LIMIT = 2.5;

/** Sub-steps of one step beyond which a plant has time scales that no run can follow. */
const DIVISIONS_LIMIT = 100_000;

/**
 * Into how many equal sub-steps a span, s, is divided so that Runge-Kutta stays accurate for
 * what decays or bends faster than the step.
 *
 * @throws {PlantFault} when that would be more than DIVISIONS_LIMIT
 */
export function divisions(machine: Machine, span: number): number {
  const perSecond = Math.max(
    generatorPace(machine),
    mechanicalRate(machine) / STIFFNESS_LIMIT,
    airPace(machine),
  );
  const parts = Math.max(1, Math.ceil(span * perSecond - 1e-9));
  if (parts <= DIVISIONS_LIMIT) return parts;
  const what = "the number of sub-steps in one step";
  throw new PlantFault(what, machine.state.time, `at most ${DIVISIONS_LIMIT}`);
}

/**
 * Longest step, s, for which an explicit method of fifth order stays stable and sees a valve's
 * flow bend; how accurate it is there the estimated error says.
 */
export function stableStep(machine: Machine): number {
  const rate = Math.max(generatorRate(machine), mechanicalRate(machine), airRate(machine));
  return 1 / Math.max(rate / STABILITY_LIMIT, valvePace(machine));
}

/** Sub-steps per second that the generator's braking of the shaft asks for. */
function generatorPace(machine: Machine): number {
  const { state, rates } = machine;
  const rate = generatorRate(machine);
  const share = state.locked ? TRANSIENT_SHARE.locked : TRANSIENT_SHARE.free;
  const swings = Math.abs(rates.shaftAcceleration) > share * rate * rates.shaftSpeed;
  return rate / (swings ? TRANSIENT_LIMIT : STIFFNESS_LIMIT);
}

/** Rate at which the generator brakes the shaft, 1/s; 0 unless its torque is linear. */
function generatorRate({ model, state, rates }: Machine): number {
  if (state.generator !== GENERATOR.linear || (state.locked && state.stuck)) return 0;
  const inertia = state.locked
    ? model.inertia + rates.mass * model.radius * model.radius
    : model.inertia;
  const ratio = model.gearRatio;
  return ratio * ratio * model.gain / (model.gearEfficiency * inertia);
}

/** Rate at which friction and drag brake the chain, 1/s. */
function mechanicalRate({ model, state, rates }: Machine): number {
  const mass = state.locked
    ? rates.mass + model.inertia / (model.radius * model.radius)
    : rates.mass;
  const speed = state.y[Y.speed];
  return (model.viscousFriction + 2 * model.halfDrag * model.count * speed) / mass;
}

/** Sub-steps per second that heat, spilling and open valves ask for. */
function airPace(machine: Machine): number {
  return Math.max(airRate(machine) / STIFFNESS_LIMIT, valvePace(machine));
}

/** Sub-steps per second that the bending flow of open valves asks for. */
function valvePace(machine: Machine): number {
  const { state, rates: { busy, busyCount } } = machine;
  let pace = 0;
  for (let i = 0; i < busyCount; i++) {
    const slot = busy[i];
    if (state.valve[slot] !== 0 && state.flow[slot] === FLOW.subsonic) {
      pace = Math.max(pace, bendingPace(machine, slot));
    }
  }
  return pace;
}

/** Rate of the fastest decay of heat, spilling and, through valves, the receiver, 1/s. */
function airRate(machine: Machine): number {
  const { model, state, rates: { busy, busyCount } } = machine;
  let rate = model.heatRate;
  let flowSlopes = 0;
  for (let i = 0; i < busyCount; i++) {
    const slot = busy[i];
    if (state.spilling[slot] !== 0) rate = Math.max(rate, model.spillRate);
    if (state.valve[slot] !== 0) flowSlopes += flowSlope(machine, slot);
  }
  if (state.regulated) return rate;
  return Math.max(rate, flowSlopes * model.valveFlow * model.pressurePerMass);
}

/** Near p = p_h the ellipse of ISO 6358 is steep: sub-steps per second to follow it. */
function bendingPace({ model, state, rates, slopes }: Machine, slot: number): number {
  const r = rates.pressure[slot] / rates.headerPressure;
  const rising = -model.rhoG * rates.slope[slot] * state.y[Y.speed];
  const headerRate = state.regulated ? 0 : model.pressurePerMass * slopes.y[Y.receiver];
  const change = Math.abs(rising - r * headerRate) / rates.headerPressure;
  const pace = change / (VALVE_SHARE * Math.max(0, 1 - r));
  return pace < VALVE_PACE_LIMIT ? pace : VALVE_PACE_LIMIT;
}

/** d(p_h phi)/d(p_h) of an open valve, dimensionless. */
function flowSlope({ model, state, rates }: Machine, slot: number): number {
  if (state.flow[slot] === FLOW.choked) return 1;
  if (state.flow[slot] === FLOW.none) return 0;
  if (state.flow[slot] === FLOW.laminar) return model.laminarPhi / (1 - model.laminarRatio);
  const r = rates.pressure[slot] / rates.headerPressure;
  const x = (r - model.criticalRatio) / (1 - model.criticalRatio);
  const phi = Math.max(WEAKEST_PHI, Math.sqrt(Math.max(0, 1 - x * x)));
  return phi + r * x / ((1 - model.criticalRatio) * phi);
}
