import assert from "node:assert/strict";
import { findBestLoads, findPoint } from "../../../engine/point/mod.ts";
import { near, parametersOf } from "../rig.ts";

// The loads of most power and of best efficiency, against points at other loads.

Deno.test("best load: no other gain gives more, and the two differ", () => {
  const parameters = parametersOf({ "auxiliary.power": 3000 });
  const { power, efficiency } = findBestLoads(parameters);
  assert.ok(efficiency !== null && !efficiency.isAtLimit && !power.isAtLimit);
  assert.ok(efficiency.gain > 1.2 * power.gain, `${efficiency.gain} and ${power.gain}`);
  assert.ok(efficiency.point.power < power.point.power);
  assert.ok(efficiency.point.electricEfficiency > power.point.electricEfficiency);
  for (const { gain, point } of [power, efficiency]) {
    assert.deepEqual(findPoint({ ...parameters, "generator.gain": gain }), point);
  }
  for (let gain = 0.05; gain < 500; gain *= 1.05) {
    const other = findPoint({ ...parameters, "generator.gain": gain });
    assert.ok(other.power <= power.point.power * (1 + 1e-8), `${other.power} W at ${gain}`);
    assert.ok(
      other.electricEfficiency <= efficiency.point.electricEfficiency * (1 + 1e-8),
      `${other.electricEfficiency} at ${gain}`,
    );
  }
});

Deno.test("best load: it does not depend on the gain that the plant has", () => {
  const from = (gain: number) => findBestLoads(parametersOf({ "generator.gain": gain })).power;
  const gain = from(66.4).gain;
  for (const other of [0, 0.3]) {
    near(from(other).gain, gain, { what: `from ${other}`, relative: 1e-3 });
  }
});

Deno.test("best load: an efficiency that rises with the load all the way is said to", () => {
  // Four decades up from the plant's own gain, or from 10 N m s/rad where it has none.
  for (const [gain, largest] of [[66.4, 66.4e4], [0, 1e5]]) {
    const { power, efficiency } = findBestLoads(parametersOf({ "generator.gain": gain }));
    assert.ok(efficiency?.isAtLimit);
    near(efficiency.gain, largest, { what: "gain", relative: 1e-12 });
    assert.ok(!power.isAtLimit);
  }
});

Deno.test("best load: no data and no load where there is none", () => {
  const pushed = parametersOf({
    "chain.externalForce": 8e3,
    "regulator.setpoint": 1.02e5,
    "injector.freeAirVolume": 0.01,
  });
  assert.equal(findBestLoads(pushed).efficiency, null);
  const stuck = parametersOf({ "chain.coulombFriction": 1e5 });
  assert.throws(() => findBestLoads(stuck), { name: "NoSteadyPoint", message: /does not run/ });
  const idle = parametersOf({ "generator.cutInSpeed": 1e4 });
  assert.throws(() => findBestLoads(idle), {
    name: "NoSteadyPoint",
    message: /gives no power under any load/,
  });
});
