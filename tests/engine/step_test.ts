import assert from "node:assert/strict";
import { PlantFault } from "../../engine/mod.ts";
import { build, near, see } from "./rig.ts";

// One step of the caller's, however it is divided.

/** A clutch that H3 moves ten thousand times in a second. */
const CHATTERING = {
  "drivetrain.clutch": "overrunning",
  "initial.speed": 0.3,
  "h3.enabled": true,
  "h3.pulse": 1e-4,
  "h3.coast": 1e-4,
} as const;

Deno.test("step: ten thousand events in one are a fault, where and when they are met", () => {
  const plant = build(CHATTERING);
  plant.step(0.5);
  const { events } = see(plant);
  assert.ok(events >= 5000 && events < 5100, `${events} events`);
  assert.throws(() => plant.step(1.5), (error) => {
    assert.ok(error instanceof PlantFault);
    assert.equal(error.quantity, "the number of events in one step");
    assert.match(error.message, /must be at most 10000: it is not at 1\.[45]/);
    near(error.time, 1.5, { what: "time", absolute: 0.02 });
    assert.equal(plant.time, error.time);
    return true;
  });
  const seen = see(plant);
  assert.equal(seen.events, events + 10_001);
  // Another is as far that came there in smaller steps.
  const other = build(CHATTERING);
  other.step(0.5);
  other.step(0.5);
  other.step(plant.time - 1);
  near(seen.position, see(other).position, { what: "position", relative: 1e-12 });
  near(seen.speed, see(other).speed, { what: "speed", relative: 1e-12 });
  for (const one of [plant, other]) one.step(0.25);
  near(see(plant).shaftSpeed, see(other).shaftSpeed, { what: "shaft", relative: 1e-12 });
});

Deno.test("step: it is as long as asked, though a chain slows down before its place", () => {
  const dt = 0.02;
  for (let start = 0; start < 100; start++) {
    const plant = build({
      "initial.speed": 1,
      "initial.position": 0.0219 * start,
      "brake.torque": 3000,
      "floater.sealed": true,
    });
    for (let i = 1; i <= 40; i++) {
      plant.step(dt);
      near(plant.time, i * dt, { what: "time", absolute: 1e-13 });
    }
  }
});
