import assert from "node:assert/strict";
import { Observation, type PresetName, PRESETS } from "../../engine/mod.ts";
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
  RIDING,
  run,
  see,
} from "./rig.ts";

// What the three claims may do, and what they may not. PHYSICS.md section 6.

const H1 = { "h1.enabled": true, "h1.voidFraction": 0.4 } as const satisfies Overrides;

Deno.test("claims: h1 pulls at every descending floater and at no other", () => {
  const arc = Math.PI * 0.8649;
  const length = 16.27 + 2 * arc;
  for (const position of [0, 0.2, 0.37, 0.5, 0.7]) {
    const p = parametersOf({ ...BARE, ...H1, "initial.position": position });
    const descending = Array.from({ length: 29 }, (_, i) => (position + i * length / 29) % length)
      .filter((sigma) => sigma >= 8.135 + arc && sigma < 16.27 + arc).length;
    assert.ok(descending === 10 || descending === 11);
    const force = descending * 9806.65 * 0.4 * 20 / 1000;
    near(see(build(p)).acceleration * coupledMass(p), force, { what: "force", relative: 1e-12 });
  }
});

Deno.test("claims: h1 leaves pressure, volumes and moving mass as they are", () => {
  const ride = { ...RIDING, "chain.massPerMetre": 100 };
  const [plain, bubbly] = [ride, { ...ride, ...H1 }].map((overrides) => build(overrides));
  const [before, after] = [plain, bubbly].map((plant) => run(plant, 5));
  // On the ascending leg there is no force either, so that nothing at all differs.
  assert.equal(after.speed, before.speed);
  assert.deepEqual(floater(after), floater(before));
});

Deno.test("claims: h1 is paid for all the same when it does nothing", () => {
  const seen = run(build({ ...HELD, ...H1, "h1.power": 1234 }), 10);
  assert.equal(account(seen, "densityWork"), 0);
  near(account(seen, "h1Supply"), 12340, { what: "supply", relative: 1e-12 });
  near(account(seen, "h1Loss"), 12340, { what: "loss", relative: 1e-12 });
});

Deno.test("claims: the h2 heater pays for the net heat of all floaters", () => {
  const plant = build({
    "h2.enabled": true,
    "h2.waterTemperature": 280,
    "floater.thermalTime": 0,
    "initial.speed": 1,
  }, "teaching-10m");
  const later = new Observation();
  let [paid, free] = [0, 0];
  for (let i = 0; i < 600; i++) {
    const now = run(plant, 0.1, 0.005);
    plant.observeAhead(1e-7, later);
    if (later.events !== now.events) continue;
    const heat = (account(later, "waterHeat") - account(now, "waterHeat")) / 1e-7;
    near(now.heaterPower, Math.max(0, heat), { what: `at ${now.time} s`, absolute: 1 });
    if (heat > 10) paid += 1;
    if (heat < -10) free += 1;
  }
  assert.ok(paid > 50 && free > 50, `${paid} times paid, ${free} times not`);
});

Deno.test("claims: none makes a plant give more than it takes", () => {
  const overrunning = { "drivetrain.clutch": "overrunning" } as const;
  const claims: Overrides[] = [
    { "h1.enabled": true },
    { "h1.enabled": true, "h1.power": 0, "h1.voidFraction": 0.3, "h1.dragReduction": 0.5 },
    { "h2.enabled": true },
    { ...overrunning, "h3.enabled": true },
    { ...overrunning, "h1.enabled": true, "h2.enabled": true, "h3.enabled": true },
  ];
  for (const preset of Object.keys(PRESETS) as PresetName[]) {
    for (const claim of claims) {
      const plant = build({ ...claim }, preset);
      const start = see(plant);
      const seen = run(plant, 100, 0.01);
      const volume = plant.parameters["receiver.volume"];
      const held = (p: number) => volume * (p * Math.log(p / 101325) - p + 101325);
      const drawn = held(start.receiverPressure) - held(seen.receiverPressure);
      const paid = (["compressorElectric", "h1Supply", "heater"] as const)
        .reduce((sum, name) => sum + account(seen, name), drawn);
      const given = account(seen, "generatorElectric");
      assert.ok(given > 0 && given < 0.9 * paid, `${given} J given for ${paid} J`);
      const { energyViolation } = seen;
      assert.ok(!energyViolation);
    }
  }
});
