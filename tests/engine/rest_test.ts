import assert from "node:assert/strict";
import type { Observation } from "../../engine/mod.ts";
import {
  account,
  BARE,
  build,
  coupledMass,
  floater,
  HELD,
  near,
  type Overrides,
  parametersOf,
  run,
  see,
  seeWhen,
} from "./rig.ts";

// Standstill: friction that holds, the backstop, breaking away, and why a plant does not start.
// PHYSICS.md sections 4 and 5.

/** Drive of a chain at rest from its floaters alone, N: D without friction terms. */
function driveAtRest(seen: Observation): number {
  let drive = 0;
  for (let i = 0; i < seen.floaterCount; i++) {
    const { sigma, mass, volume } = floater(seen, i);
    const arc = Math.PI * 0.8649;
    const slope = sigma < 8.135
      ? 1
      : sigma < 8.135 + arc
      ? Math.cos((sigma - 8.135) / 0.8649)
      : sigma < 16.27 + arc
      ? -1
      : -Math.cos((sigma - 16.27 - arc) / 0.8649);
    drive += 9.80665 * slope * (1000 * volume - mass - (20 - 1000 * 20 / 7850));
  }
  return drive;
}

Deno.test("rest: friction holds up to F_c and not beyond", () => {
  const stuck = (force: number) =>
    run(build({ ...BARE, "chain.coulombFriction": 1000, "chain.externalForce": force }), 1).stuck;
  assert.deepEqual([stuck(0), stuck(999.999), stuck(1000), stuck(1000.001)], [
    true,
    true,
    true,
    false,
  ]);
});

Deno.test("rest: the brake holds T_b / R more", () => {
  const friction = { "chain.coulombFriction": 1000, "brake.torque": 0.8649 * 500 };
  const stuck = (force: number) =>
    run(build({ ...BARE, ...friction, "chain.externalForce": force }), 1).stuck;
  assert.deepEqual([stuck(1499.9), stuck(1500.1)], [true, false]);
});

Deno.test("rest: the backstop holds whatever pulls back, and nothing is booked", () => {
  const seen = run(build({ ...BARE, "chain.externalForce": -50_000 }), 5);
  assert.ok(seen.stuck && !seen.hasMoved);
  assert.deepEqual([seen.position, seen.speed, seen.acceleration, seen.shaftTorque], [0, 0, 0, 0]);
  assert.equal(seen.energyTurnedOver, 1);
});

Deno.test("rest: a chain that is pulled backwards while it moves comes to rest and stays", () => {
  const overrides = { ...BARE, "chain.externalForce": -4000, "initial.speed": 0.5 };
  const p = parametersOf(overrides);
  const seen = run(build(overrides), 10);
  assert.ok(seen.stuck);
  near(seen.position, coupledMass(p) * 0.25 / 8000, { what: "way", relative: 1e-12 });
  near(account(seen, "externalWork"), -0.5 * coupledMass(p) * 0.25, {
    what: "work",
    relative: 1e-12,
  });
});

Deno.test("rest: a rigid shaft rests with the chain, a free one runs on", () => {
  const overrides = { ...BARE, "chain.coulombFriction": 4000, "initial.speed": 0.5 };
  const rigid = run(build(overrides), 10);
  assert.ok(rigid.stuck && rigid.shaftSpeed === 0);
  const free = run(
    build({
      ...overrides,
      "drivetrain.clutch": "overrunning",
      "initial.shaftSpeed": 0.5 / 0.8649,
    }),
    10,
  );
  assert.ok(free.stuck && !free.clutchLocked);
  near(free.shaftSpeed, 0.5 / 0.8649, { what: "free shaft", relative: 1e-9 });
});

Deno.test("rest: the chain breaks away when its floaters pull with just F_c", () => {
  const plant = build({ "chain.coulombFriction": 3000 });
  const ahead = seeWhen(plant, (seen) => !seen.stuck, { within: 5 });
  assert.ok(plant.time > 0.1, "air flows while it is stuck");
  near(driveAtRest(ahead), 3000, { what: "drive", relative: 1e-9 });
  assert.ok(account(ahead, "airInjected") > 0 && account(ahead, "chainWork") === 0);
  const seen = run(plant, 1);
  assert.ok(seen.hasMoved && seen.speed > 0);
});

Deno.test("rest: a chain that stuck can break away again", () => {
  const plant = build({ ...BARE, "chain.coulombFriction": 800, "initial.speed": 0.2 });
  assert.ok(run(plant, 10).stuck);
  plant.change(parametersOf({ ...BARE, "chain.coulombFriction": 700, "chain.externalForce": 705 }));
  const seen = run(plant, 1);
  assert.ok(!seen.stuck);
  near(seen.acceleration, 5 / coupledMass(plant.parameters), {
    what: "acceleration",
    relative: 1e-6,
  });
});

const LOW_HEADER = { "regulator.setpoint": 1.5e5 } as const satisfies Overrides;

Deno.test("rest: starved is an open valve and a header below the water at all of them", () => {
  const starved = see(build(LOW_HEADER));
  assert.deepEqual([starved.openValves, starved.passingValves, starved.starved], [4, 0, true]);
  assert.equal(account(run(build(LOW_HEADER), 5), "airInjected"), 0);
  const fed = see(build());
  assert.deepEqual([fed.openValves, fed.passingValves, fed.starved], [4, 4, false]);
  // At 1.8 bar the highest two of the four valves pass air: the water there has less.
  const half = see(build({ "regulator.setpoint": 1.8e5 }));
  assert.deepEqual([half.openValves, half.passingValves, half.starved], [4, 2, false]);
  const shut = see(build({ ...LOW_HEADER, "floater.sealed": true }));
  assert.deepEqual([shut.openValves, shut.starved], [0, false]);
});

Deno.test("rest: starved takes precedence over cannotStart", () => {
  assert.equal(see(build(LOW_HEADER)).cannotStart, false);
});

Deno.test("rest: a chain that full floaters do not move cannot start", () => {
  const plant = build({ "chain.coulombFriction": 9000 });
  assert.ok(!see(plant).cannotStart, "valves pass air still");
  const seen = run(plant, 20);
  assert.deepEqual([seen.openValves, seen.stuck, seen.cannotStart], [0, true, true]);
  const moving = run(build(), 20);
  assert.deepEqual([moving.stuck, moving.cannotStart], [false, false]);
});

Deno.test("rest: a chain that will start once its air is warm can start", () => {
  // The drive with cold air is below the friction, with warm air above.
  const cold = { "ambient.temperature": 230, "floater.thermalTime": 30 };
  const filled = run(build({ ...HELD, ...cold }), 3);
  assert.equal(filled.openValves, 0);
  const now = driveAtRest(filled);
  const warm = run(build({ ...HELD, ...cold }), 300);
  const later = driveAtRest(warm);
  assert.ok(later > now * 1.1);
  const between = build({ ...cold, "chain.coulombFriction": 0.5 * (now + later) });
  const waiting = run(between, 3);
  assert.deepEqual([waiting.stuck, waiting.cannotStart], [true, false]);
  assert.ok(!run(between, 100).stuck);
  const above = run(build({ ...cold, "chain.coulombFriction": 1.01 * later }), 3);
  assert.deepEqual([above.stuck, above.cannotStart], [true, true]);
});

Deno.test("rest: hasMoved tells a start from a standstill that never ended", () => {
  assert.equal(run(build(HELD), 5).hasMoved, false);
  const stopped = run(build({ ...BARE, "chain.coulombFriction": 4000, "initial.speed": 0.3 }), 9);
  assert.deepEqual([stopped.stuck, stopped.hasMoved], [true, true]);
});
