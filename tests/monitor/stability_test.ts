import assert from "node:assert/strict";
import fc from "fast-check";
import {
  adaptive,
  FIXED,
  type Integration,
  Observation,
  Plant,
  PRESETS,
} from "../../engine/mod.ts";
import { signScore, Stability, STABILITY_SIGNS } from "../../monitor/mod.ts";
import { emptyRuntime, MODES, SIGN_LABELS } from "../../telemetry/mod.ts";

fc.configureGlobal({ seed: 20261121, numRuns: 200, endOnFailure: true });

const KPP_01 = PRESETS["kpp-01"].parameters;

/** What is said of one look at a plant. */
function assess(seen: Observation, stability = new Stability()) {
  const out = emptyRuntime();
  stability.assess(seen, out);
  return { stability: out.stability, worst: STABILITY_SIGNS[out.worstSign]?.id };
}

/** Runs a plant for so many seconds and says what was said at the end of each. */
function watch(plant: Plant, { seconds, dt }: { seconds: number; dt: number }) {
  const stability = new Stability();
  const seen = new Observation();
  return Array.from({ length: seconds }, () => {
    for (let i = 0; i < Math.round(1 / dt); i++) plant.step(dt);
    plant.observe(seen);
    return assess(seen, stability);
  });
}

/** A sound plant, spoilt so that one sign alone has the value. */
const SPOILERS: Readonly<Record<string, (seen: Observation, value: number) => void>> = {
  energyViolation: (seen, value) => seen.energyViolation = value > 0,
  residual: (seen, value) => seen.relativeResidual = value,
  defect: (seen, value) => seen.health.defect = value * seen.energyTurnedOver,
  air: (seen, value) => seen.health.airBalance = value,
  overfill: (seen, value) => seen.health.overfill = value,
  failed: (seen, value) => seen.health.failedSteps = value,
  collapsed: (seen, value) => seen.health.collapsed = value,
  rejected: (seen, value) => seen.health.rejected = seen.subSteps * value / (1 - value),
  chatter: (seen, value) => seen.health.chatter = value,
  speed: (seen, value) => seen.speed = value,
  acceleration: (seen, value) => seen.acceleration = -value,
};

function sound(): Observation {
  return Object.assign(new Observation(), { subSteps: 1000, energyTurnedOver: 4096 });
}

Deno.test("stability: every sign can be raised, and no others are known", () => {
  assert.deepEqual(Object.keys(SPOILERS), STABILITY_SIGNS.map(({ id }) => id));
});

Deno.test("stability: the words of the channel are those of the signs, in their order", () => {
  assert.deepEqual(STABILITY_SIGNS.map(({ label }) => label), SIGN_LABELS);
});

for (const sign of STABILITY_SIGNS.filter(({ id }) => id !== "energyViolation")) {
  Deno.test(`stability: 1 while clean, 1/2 at the limit, 0 as far beyond: ${sign.id}`, () => {
    const { clean, limit } = sign;
    const far = sign.isLogarithmic ? limit * limit / clean : 2 * limit - clean;
    const scores = [0, clean, limit, far, 10 * far].map((value) => signScore(sign, value));
    const expected = [1, 1, 0.5, 0, 0];
    scores.forEach((score, i) => assert.ok(Math.abs(score - expected[i]) < 1e-12, `${score}`));
    const seen = sound();
    SPOILERS[sign.id](seen, limit);
    const said = assess(seen);
    assert.ok(Math.abs(said.stability - 0.5) < 1e-9);
    assert.equal(said.worst, sign.id);
  });
}

Deno.test("stability: a broken law leaves nothing", () => {
  const seen = sound();
  seen.health.overUnity = true;
  assert.deepEqual(assess(seen), { stability: 0, worst: "energyViolation" });
});

Deno.test("stability: 1 exactly when every sign is clean, else the score of the worst", () => {
  const values = fc.tuple(
    ...STABILITY_SIGNS.map(({ clean, limit }) =>
      fc.double({ min: 0, max: 3, noNaN: true }).map((part) =>
        part <= 1 ? part * clean : clean + (part - 1) * (limit - clean)
      )
    ),
  );
  fc.assert(fc.property(values, (values) => {
    const seen = sound();
    STABILITY_SIGNS.forEach(({ id }, i) =>
      SPOILERS[id](seen, id === "rejected" ? values[i] / 2 : values[i])
    );
    const { rejected, collapsed, failedSteps: failed } = seen.health;
    const counts = { taken: 1000, rejected, collapsed, failed };
    const scores = STABILITY_SIGNS.map((sign) => signScore(sign, sign.read(seen, counts)));
    const said = assess(seen);
    assert.equal(said.stability, Math.min(...scores));
    assert.equal(said.stability === 1, scores.every((score) => score === 1));
    assert.equal(said.worst === undefined, said.stability === 1);
  }));
});

Deno.test("stability: what is not a number is as bad as can be", () => {
  for (const id of Object.keys(SPOILERS).filter((each) => each !== "energyViolation")) {
    const seen = sound();
    SPOILERS[id](seen, NaN);
    assert.deepEqual(assess(seen), { stability: 0, worst: id });
  }
});

Deno.test("stability: before the first step there is nothing wrong", () => {
  assert.deepEqual(assess(new Observation()), { stability: 1, worst: undefined });
});

for (const [name, { parameters }] of Object.entries(PRESETS)) {
  Deno.test(`stability: a sound run keeps 1: ${name}`, () => {
    const said = watch(new Plant(parameters), { seconds: 40, dt: 1 / 240 });
    assert.deepEqual(said, said.map(() => ({ stability: 1, worst: undefined })));
  });
}

Deno.test("stability: steps that error control rejects show, and are forgotten afterwards", () => {
  const { dt, integration } = MODES.accuracy;
  const plant = new Plant(KPP_01, integration);
  const stability = new Stability();
  const seen = new Observation();
  const run = (seconds: number, method: Integration) => {
    plant.integration = method;
    let said = { stability: NaN, worst: undefined as string | undefined };
    for (let i = 0; i < seconds; i++) {
      for (let j = 0; j < 60; j++) plant.step(dt);
      plant.observe(seen);
      said = assess(seen, stability);
    }
    return said;
  };
  const controlled = run(20, integration);
  assert.equal(controlled.worst, "rejected");
  assert.ok(controlled.stability > 0.95 && controlled.stability < 1, `${controlled.stability}`);
  assert.ok(run(3, FIXED).stability < 1, "still within the window");
  assert.equal(run(8, FIXED).stability, 1);
  assert.ok(seen.health.rejected > 0, "although they stay counted");
});

Deno.test("stability: a tolerance that no step can keep is not trusted", () => {
  const shortest = 1 / 120;
  const plant = new Plant(KPP_01, adaptive(1e-12, { shortest, longest: shortest }));
  const last = watch(plant, { seconds: 5, dt: shortest }).at(-1)!;
  assert.deepEqual(last, { stability: 0, worst: "collapsed" });
});

Deno.test("stability: a compressor that chatters lowers it, by name", () => {
  const plant = new Plant({
    ...KPP_01,
    "receiver.volume": 1e-3,
    "receiver.cutIn": 7.99e5,
    "compressor.freeAirDelivery": 1,
    "chain.coulombFriction": 1e9,
  });
  const { stability, worst } = watch(plant, { seconds: 1, dt: 1 / 240 })[0];
  assert.equal(worst, "chatter");
  assert.ok(stability < 1);
});

Deno.test("stability: a plant that was started again begins clean", () => {
  const stability = new Stability();
  const seen = sound();
  for (const time of [1, 2]) {
    seen.time = time;
    seen.health.collapsed += 3;
    assert.equal(assess(seen, stability).worst, "collapsed");
  }
  const again = Object.assign(sound(), { time: 0.1, subSteps: 24 });
  assert.equal(assess(again, stability).stability, 1);
  again.health.collapsed = 1;
  assert.equal(assess(again, stability).stability, 0.5);
});

Deno.test("stability: a plant that goes on from an earlier run is judged from there", () => {
  const stability = new Stability();
  const seen = Object.assign(sound(), { time: 3600 });
  seen.health.collapsed = 7;
  seen.health.rejected = 900;
  assert.equal(assess(seen, stability).stability, 1);
  seen.time += 0.1;
  seen.health.collapsed++;
  assert.deepEqual(assess(seen, stability), { stability: 0.5, worst: "collapsed" });
});
