import assert from "node:assert/strict";
import type { Machine } from "../../engine/machine.ts";
import { setAccuratePace, setStablePace } from "../../engine/pace.ts";
import { FLOW, GENERATOR, Y } from "../../engine/state.ts";
import { near } from "./rig.ts";

// How many sub-steps a second each part of a plant asks for: PHYSICS.md section 9, a quarter of
// the fastest decay per sub-step, the rates from the equations of sections 3 to 5.

/** A machine in which nothing decays but heat, at 1/s, and nobody asks for more. */
function machineOf() {
  return {
    model: {
      brakeGain: 0,
      inertia: 50,
      radius: 2,
      shaftMass: 12.5,
      viscousFriction: 0,
      halfDrag: 0,
      count: 3,
      heatRate: 1,
      spillRate: 20,
      valveFlow: 3e-3,
      pressurePerMass: 8e4,
      laminarRatio: 0.9,
      laminarPhi: 0.5,
      criticalRatio: 0.2,
      rhoG: 1e4,
    },
    state: {
      generator: GENERATOR.idle as number,
      locked: true,
      stuck: false,
      regulated: true,
      flow: new Uint8Array(3),
      y: new Float64Array(Y.air),
    },
    rates: {
      mass: 1000,
      shaftSpeed: 3,
      shaftAcceleration: 0,
      spills: false,
      open: Uint16Array.of(2, 0, 0),
      openCount: 0,
      pressure: Float64Array.of(0, 0, 0),
      slope: Float64Array.of(0, 0, 1),
      headerPressure: 2e5,
    },
    slopes: { y: new Float64Array(Y.air) },
    pace: 0,
  };
}

type Parts = ReturnType<typeof machineOf>;

/** Sub-steps per second that a method gives to a machine made different. */
function paceBy(set: (machine: Machine) => void, change: (parts: Parts) => void): number {
  // The one before was in a hurry: nothing of it may remain.
  setAccuratePace(HURRIED);
  const parts = machineOf();
  change(parts);
  const machine = parts as unknown as Machine;
  set(machine);
  return machine.pace;
}

const HURRIED = (() => {
  const parts = machineOf();
  parts.model.heatRate = 1e9;
  return parts as unknown as Machine;
})();

/** Sub-steps per second by both methods. */
function paces(change: (parts: Parts) => void): { accurate: number; stable: number } {
  return { accurate: paceBy(setAccuratePace, change), stable: paceBy(setStablePace, change) };
}

/** Asserts that the fastest decay is at `rate`, 1/s. */
function decays(rate: number, change: (parts: Parts) => void): void {
  const { accurate, stable } = paces(change);
  near(accurate, rate / 0.25, { what: "accurate pace", relative: 1e-12 });
  near(stable, rate / 2.5, { what: "stable pace", relative: 1e-12 });
}

Deno.test("pace: heat, and what spills when something does", () => {
  decays(1, () => {});
  decays(20, ({ rates }) => rates.spills = true);
  decays(30, ({ model, rates }) => {
    rates.spills = true;
    model.heatRate = 30;
  });
});

Deno.test("pace: friction and drag brake chain and locked shaft, or the chain alone", () => {
  const dragged = ({ model, state }: Parts) => {
    model.viscousFriction = 5000;
    model.halfDrag = 700;
    state.y[Y.speed] = 1.5;
  };
  const force = 5000 + 2 * 700 * 3 * 1.5;
  decays(force / (1000 + 50 / 4), dragged);
  decays(force / 1000, (parts) => {
    dragged(parts);
    parts.state.locked = false;
  });
});

Deno.test("pace: a linear generator brakes all that turns with it", () => {
  const linear = ({ model, state }: Parts) => {
    model.brakeGain = 9e4;
    state.generator = GENERATOR.linear;
  };
  decays(9e4 / (50 + 1000 * 4), linear);
  decays(9e4 / 50, (parts) => {
    linear(parts);
    parts.state.locked = false;
    parts.state.stuck = true;
  });
  // A stuck chain holds a locked shaft, and a torque at its limit does not depend on speed.
  decays(1, (parts) => {
    linear(parts);
    parts.state.stuck = true;
  });
  for (const generator of [GENERATOR.idle, GENERATOR.limited]) {
    decays(1, (parts) => {
      linear(parts);
      parts.state.generator = generator;
    });
  }
});

for (const [locked, share] of [[true, 1e-3], [false, 1e-6]] as const) {
  Deno.test(`pace: a ${locked ? "locked" : "free"} shaft that swings in takes more`, () => {
    const rate = 9e4 / (50 + (locked ? 1000 * 4 : 0));
    const at = (swing: number) =>
      paces(({ model, state, rates }) => {
        model.brakeGain = 9e4;
        state.generator = GENERATOR.linear;
        state.locked = locked;
        rates.shaftAcceleration = swing * share * rate * 3;
      });
    for (const swing of [0, 0.999, -0.999]) {
      near(at(swing).accurate, rate / 0.25, { what: `${swing}`, relative: 1e-12 });
    }
    for (const swing of [1.001, -1.001, 1e6]) {
      near(at(swing).accurate, rate / 0.04, { what: `${swing}`, relative: 1e-12 });
      near(at(swing).stable, rate / 2.5, { what: `stable, ${swing}`, relative: 1e-12 });
    }
  });
}

/** p_h phi(p / p_h) of ISO 6358, Pa, over the header's pressure. Section 3. */
function flow(header: number, p: number): number {
  const r = p / header;
  if (r <= 0.2) return header;
  const x = (r - 0.2) / 0.8;
  if (r <= 0.9) return header * Math.sqrt(1 - x * x);
  return header * 0.5 * (1 - r) / 0.1;
}

/** Its derivative by central differences. */
const flowSlope = (p: number) => (flow(2e5 + 1, p) - flow(2e5 - 1, p)) / 2;

Deno.test("pace: a header that follows the receiver decays through open valves", () => {
  const valves: [kind: number, pressure: number][] = [
    [FLOW.choked, 0.1e5],
    [FLOW.subsonic, 1.2e5],
    [FLOW.laminar, 1.9e5],
  ];
  const open = (count: number) => ({ state, rates }: Parts) => {
    state.regulated = false;
    rates.openCount = count;
    rates.open.set([0, 1, 2]);
    valves.forEach(([kind, pressure], slot) => {
      state.flow[slot] = kind;
      rates.pressure[slot] = pressure;
    });
  };
  let slopes = 0;
  for (const [i, [, pressure]] of valves.entries()) {
    slopes += flowSlope(pressure);
    const { accurate } = paces(open(i + 1));
    near(accurate, slopes * 3e-3 * 8e4 / 0.25, { what: `${i + 1} valves`, relative: 1e-6 });
  }
  // A regulated header stays what it is.
  decays(1, (parts) => {
    open(3)(parts);
    parts.state.regulated = true;
  });
  // Slower than the heat, it does not count.
  decays(1, (parts) => {
    open(3)(parts);
    parts.model.valveFlow = 1e-9;
  });
});

Deno.test("pace: a valve that passes next to nothing drives no receiver", () => {
  const slope = (r: number) => {
    const { accurate } = paces(({ state, rates }) => {
      state.regulated = false;
      rates.openCount = 1;
      state.flow[2] = FLOW.subsonic;
      rates.pressure[2] = r * 2e5;
    });
    return accurate * 0.25 / (3e-3 * 8e4);
  };
  // phi = 0.01 and less counts as 0.01.
  const x = Math.sqrt(1 - 1e-6);
  const r = 0.2 + 0.8 * x;
  near(slope(r), 0.01 + r * x / (0.8 * 0.01), { what: "slope", relative: 1e-9 });
  near(slope(1 - 1e-12), 0.01 + 1 / (0.8 * 0.01), { what: "without flow", relative: 1e-9 });
});

/** A valve whose flow bends, at ratio `r`, rising at 0.4 m/s: loses 4000 Pa/s of back pressure. */
const bending = (r: number) => ({ state, rates }: Parts) => {
  state.flow[2] = FLOW.subsonic;
  state.y[Y.speed] = 0.4;
  rates.openCount = 1;
  rates.pressure[2] = r * 2e5;
};

Deno.test("pace: near its back pressure a valve's flow changes by a twentieth per sub-step", () => {
  const pace = 4000 / 2e5 / (0.05 * (1 - 0.999));
  for (const found of Object.values(paces(bending(0.999)))) {
    near(found, pace, { what: "pace", relative: 1e-9 });
  }
  // Where it bends little, heat asks for more.
  near(paces(bending(0.5)).accurate, 4, { what: "pace", relative: 1e-12 });
  for (const kind of [FLOW.choked, FLOW.laminar]) {
    decays(1, (parts) => {
      bending(0.999)(parts);
      parts.state.flow[2] = kind;
    });
  }
});

Deno.test("pace: a header that sinks bends the flow as well", () => {
  const sinking = (parts: Parts) => {
    bending(0.999)(parts);
    parts.model.valveFlow = 0;
    parts.slopes.y[Y.receiver] = -0.03;
  };
  // -0.03 kg/s at 8e4 Pa/kg, of which r counts.
  const changed = -4000 + 0.999 * 2400;
  const pace = Math.abs(changed) / 2e5 / (0.05 * (1 - 0.999));
  const unregulated = paces((parts) => {
    sinking(parts);
    parts.state.regulated = false;
  });
  near(unregulated.accurate, pace, { what: "pace", relative: 1e-9 });
  near(paces(sinking).accurate, 4000 / 2e5 / 5e-5, { what: "regulated", relative: 1e-9 });
});

Deno.test("pace: what passes next to nothing is not followed for ever", () => {
  for (const r of [1, 1 - 1e-9]) {
    for (const pace of Object.values(paces(bending(r)))) assert.equal(pace, 1e6);
  }
  const nearly = paces(bending(1 - 5e-7)).accurate;
  near(nearly, 0.02 / (0.05 * 5e-7), { what: "pace", relative: 1e-6 });
});

Deno.test("pace: of several valves the one that bends most", () => {
  const two = paces(({ state, rates }) => {
    rates.openCount = 2;
    rates.open.set([2, 1]);
    rates.slope.fill(1);
    state.y[Y.speed] = 0.4;
    state.flow.fill(FLOW.subsonic);
    rates.pressure.set([0, 0.99 * 2e5, 0.999 * 2e5]);
  });
  near(two.accurate, 400, { what: "pace", relative: 1e-9 });
});
