import type { Machine } from "./machine.ts";
import { FLOW, GENERATOR, Y } from "./state.ts";

// The compiler folds constants of this module; imported ones it reads and checks at every use.
const { speed: SPEED, receiver: RECEIVER } = Y;
const { choked: CHOKED, subsonic: SUBSONIC, laminar: LAMINAR } = FLOW;
const { linear: LINEAR } = GENERATOR;

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

/** The same product up to which the pair of Verner is stable (4.8), less a margin. */
const STABILITY_LIMIT = 2.5;

/** What each part of the plant asks for; written by measure(), read right after it. */
const FOUND = {
  /** Rates at which the generator brakes the shaft and friction and drag the chain, 1/s. */
  generator: 0,
  mechanical: 1,
  /** Rate of the fastest decay of heat, spilling and, through valves, the receiver, 1/s. */
  air: 2,
  /** Sub-steps per second that the bending flow of open valves asks for. */
  valve: 3,
  /** Sum of d(p_h phi)/d(p_h) of the open valves, dimensionless. */
  slopes: 4,
} as const;

const found = new Float64Array(Object.keys(FOUND).length);

/**
 * Sets the machine's pace so that Runge-Kutta stays accurate for what decays or bends faster than
 * the step.
 */
export function setAccuratePace(machine: Machine): void {
  measure(machine);
  machine.pace = Math.max(
    found[FOUND.generator] / (swingsIn(machine) ? TRANSIENT_LIMIT : STIFFNESS_LIMIT),
    found[FOUND.mechanical] / STIFFNESS_LIMIT,
    found[FOUND.air] / STIFFNESS_LIMIT,
    found[FOUND.valve],
  );
}

/**
 * Sets the machine's pace so that an explicit method of sixth order stays stable and sees a
 * valve's flow bend; how accurate it is there the estimated error says.
 */
export function setStablePace(machine: Machine): void {
  measure(machine);
  const rate = Math.max(found[FOUND.generator], found[FOUND.mechanical], found[FOUND.air]);
  machine.pace = Math.max(rate / STABILITY_LIMIT, found[FOUND.valve]);
}

function measure(machine: Machine): void {
  measureShaft(machine);
  measureChain(machine);
  measureAir(machine);
}

/** Whether the shaft has been jolted and still swings in. */
function swingsIn({ state, rates }: Machine): boolean {
  const share = state.locked ? TRANSIENT_SHARE.locked : TRANSIENT_SHARE.free;
  const steady = share * found[FOUND.generator] * rates.shaftSpeed;
  return Math.abs(rates.shaftAcceleration) > steady;
}

/** The generator brakes the shaft at a rate of its own only while its torque is linear. */
function measureShaft({ model, state, rates }: Machine): void {
  found[FOUND.generator] = 0;
  if (state.generator !== LINEAR || (state.locked && state.stuck)) return;
  const inertia = state.locked
    ? model.inertia + rates.mass * model.radius * model.radius
    : model.inertia;
  found[FOUND.generator] = model.brakeGain / inertia;
}

function measureChain({ model, state, rates }: Machine): void {
  const mass = state.locked ? rates.mass + model.shaftMass : rates.mass;
  const speed = state.y[SPEED];
  found[FOUND.mechanical] = (model.viscousFriction + 2 * model.halfDrag * model.count * speed) /
    mass;
}

function measureAir(machine: Machine): void {
  const { model, state, rates: { open, openCount, spills } } = machine;
  found[FOUND.air] = model.heatRate;
  found[FOUND.valve] = 0;
  found[FOUND.slopes] = 0;
  if (spills) found[FOUND.air] = Math.max(model.heatRate, model.spillRate);
  for (let i = 0; i < openCount; i++) {
    if (state.flow[open[i]] === SUBSONIC) bend(machine, open[i]);
  }
  if (state.regulated) return;
  for (let i = 0; i < openCount; i++) addSlope(machine, open[i]);
  const rate = found[FOUND.slopes] * model.valveFlow * model.pressurePerMass;
  found[FOUND.air] = Math.max(found[FOUND.air], rate);
}

/** Near p = p_h the ellipse of ISO 6358 is steep: sub-steps per second to follow it. */
function bend({ model, state, rates, slopes }: Machine, slot: number): void {
  const r = rates.pressure[slot] / rates.headerPressure;
  const rising = -model.rhoG * rates.slope[slot] * state.y[SPEED];
  const headerRate = state.regulated ? 0 : model.pressurePerMass * slopes.y[RECEIVER];
  const change = Math.abs(rising - r * headerRate) / rates.headerPressure;
  const pace = change / (VALVE_SHARE * Math.max(0, 1 - r));
  const bounded = pace < VALVE_PACE_LIMIT ? pace : VALVE_PACE_LIMIT;
  found[FOUND.valve] = Math.max(found[FOUND.valve], bounded);
}

/** d(p_h phi)/d(p_h) of an open valve. */
function addSlope({ model, state, rates }: Machine, slot: number): void {
  switch (state.flow[slot]) {
    case CHOKED:
      found[FOUND.slopes] += 1;
      return;
    case LAMINAR:
      found[FOUND.slopes] += model.laminarPhi / (1 - model.laminarRatio);
      return;
    case SUBSONIC: {
      const r = rates.pressure[slot] / rates.headerPressure;
      const x = (r - model.criticalRatio) / (1 - model.criticalRatio);
      const phi = Math.max(WEAKEST_PHI, Math.sqrt(Math.max(0, 1 - x * x)));
      found[FOUND.slopes] += phi + r * x / ((1 - model.criticalRatio) * phi);
    }
  }
}
