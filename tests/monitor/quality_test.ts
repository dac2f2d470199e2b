import assert from "node:assert/strict";
import fc from "fast-check";
import { PRESETS } from "../../engine/mod.ts";
import { CHANNEL_CHECKS, GOOD_AFTER } from "../../monitor/mod.ts";
import {
  type ChannelId,
  channelIndex,
  CHANNELS,
  MODE_NAMES,
  type PresetName,
  QUALITIES,
} from "../../telemetry/mod.ts";
import { changes, plants } from "../engine/random_plants.ts";
import { JudgedPlant } from "./judged_plant.ts";

const KPP = PRESETS["kpp-01"].parameters;

/** A plant that has run for two laps and more, so that a lap can be compared with its accounts. */
function settled(): JudgedPlant {
  return new JudgedPlant(KPP).run(185);
}

/** Channels that were not good at some time, in the order in which that was found. */
function found(judged: JudgedPlant): readonly string[] {
  const entries = judged.entries.filter(({ quality }) => quality !== "good");
  return [...new Set(entries.map(({ channel }) => channel))];
}

function qualityOf(judged: JudgedPlant, channel: ChannelId): string {
  return QUALITIES[judged.quality.state.quality[channelIndex(channel)]];
}

Deno.test("quality: every channel of every preset is good in every mode", () => {
  for (const preset of Object.keys(PRESETS) as PresetName[]) {
    for (const mode of MODE_NAMES) {
      const judged = new JudgedPlant(PRESETS[preset].parameters, mode).run(60);
      assert.deepEqual(judged.entries, [], `${preset} in mode ${mode}`);
    }
  }
});

Deno.test("quality: nothing is wrong with plants of every kind, whatever is changed", () => {
  const deeds = fc.array(fc.oneof(changes, fc.constant("reset")), { maxLength: 4 });
  fc.assert(
    fc.property(plants, deeds, fc.constantFrom(...MODE_NAMES), (plant, done, mode) => {
      const judged = new JudgedPlant(plant, mode).run(10);
      for (const deed of done) {
        if (typeof deed === "string") judged.reset();
        else changeIfPossible(judged, deed);
        judged.run(10);
      }
      assert.deepEqual(judged.entries, []);
    }),
    { seed: 8, numRuns: 60, endOnFailure: true },
  );
});

/** Some of the changes do not fit some of the plants, and are refused. */
function changeIfPossible(judged: JudgedPlant, change: Parameters<JudgedPlant["change"]>[0]): void {
  try {
    judged.change(change);
  } catch (error) {
    assert.ok(error instanceof RangeError);
  }
}

Deno.test("quality: a plant that starves, sticks and lets go is good", () => {
  const judged = new JudgedPlant({ ...KPP, "drivetrain.clutch": "overrunning" }).run(30);
  judged.change({ "regulator.setpoint": 1.1e5 }).run(10);
  judged.change({ "brake.torque": 1e6 }).run(10);
  judged.change({ "brake.torque": 0, "regulator.setpoint": 2.3e5 }).run(20);
  judged.change({ "drivetrain.clutch": "rigid" }).run(10).reset().run(10);
  assert.deepEqual(judged.entries, []);
});

/** What can be done to one value, by the time since it began, s. */
const SPOILERS: Readonly<Record<string, (value: number, time: number, size: number) => number>> = {
  bias: (value, _time, size) => value + 0.1 * size,
  drift: (value, time, size) => value + 0.01 * size * time,
  noise: (value, time, size) => value + 0.02 * size * (Math.round(time * 10) % 2 - 0.5),
  spike: (value, time, size) => Math.round(time * 10) % 20 === 7 ? value + 0.5 * size : value,
  nan: () => NaN,
};

/** Channels of the plant that a wrong value of shows at once, and those that share the blame. */
const BLAMED: Readonly<Partial<Record<ChannelId, readonly ChannelId[]>>> = {
  "chain.position": [],
  "chain.speed": [],
  "chain.acceleration": ["shaft.torque"],
  "shaft.speed": [],
  "shaft.torque": ["chain.acceleration"],
  "generator.speed": [],
  "generator.torque": [],
  "generator.power": [],
  "compressor.power": [],
  "h1.power": [],
  "heater.power": [],
  "auxiliary.power": [],
  "power.net": [],
  "receiver.pressure": [],
  "header.pressure": [],
  "injector.openValves": [],
  "injector.passingValves": [],
  "air.mass": [],
  "air.enthalpy": [],
  "air.volume": [],
  "ledger.generatorElectric": [],
  "ledger.compressorElectric": [],
  "exergy.destroyed": [],
  "ceiling": [],
};

for (const [kind, spoil] of Object.entries(SPOILERS)) {
  Deno.test(`quality: ${kind} is found within a second, and blamed on the channel`, () => {
    for (const [id, others] of Object.entries(BLAMED)) {
      const channel = id as ChannelId;
      const place = channelIndex(channel);
      const { range: [low, high] } = CHANNELS[place];
      const judged = new JudgedPlant(KPP).run(3);
      const from = judged.seen.time;
      judged.tamper = (values, time) => {
        values[place] = spoil(values[place], time - from, high - low);
      };
      judged.run(1);
      const blamed = found(judged);
      assert.ok(blamed.includes(channel), `${kind} of ${channel} is not found`);
      const innocent = blamed.filter((each) => each !== channel && !others.includes(each as never));
      assert.deepEqual(innocent, [], `${kind} of ${channel}`);
      judged.tamper = () => {};
      judged.run(GOOD_AFTER / 10 + 0.1);
      assert.equal(qualityOf(judged, channel), "good", `${channel} after ${kind}`);
    }
  });
}

Deno.test("quality: a channel that freezes is stale, and keeps its last good value", () => {
  const judged = settled();
  const place = channelIndex("chain.speed");
  const frozen = judged.values[place];
  const at = judged.seen.time;
  judged.tamper = (values) => values[place] = frozen;
  judged.run(2);
  assert.equal(qualityOf(judged, "chain.speed"), "stale");
  assert.deepEqual(found(judged), ["chain.speed"]);
  const { goodAt, goodValue } = judged.quality.state;
  assert.ok(goodAt[place] - at < 0.15, `good at ${goodAt[place]}, frozen at ${at}`);
  assert.equal(goodValue[place], frozen);
});

Deno.test("quality: each kind of trouble is called by its name", () => {
  const place = channelIndex("receiver.pressure");
  const reasons = Object.entries({
    nan: () => NaN,
    negative: () => -1,
    infinite: () => Infinity,
    jump: (value: number) => value + 1e5,
    noise: (value: number, time: number) => value + 1e3 * (Math.round(time * 10) % 2),
  }).map(([name, spoil]) => {
    const judged = new JudgedPlant(KPP).run(10);
    judged.tamper = (values, time) => values[place] = spoil(values[place], time);
    judged.run(1);
    const { quality, reason } = judged.quality.state;
    assert.notEqual(quality[place], 0);
    return [name, judged.entries[0].reason, reason[place]];
  });
  assert.deepEqual(reasons.map(([name, first]) => [name, first]), [
    ["nan", "noData"],
    ["negative", "range"],
    ["infinite", "range"],
    ["jump", "jump"],
    ["noise", "disagrees"],
  ]);
});

Deno.test("quality: a lap that does not fit its accounts is not believed", () => {
  for (const id of ["lap.power", "lap.compressor", "lap.net", "lap.time"] as const) {
    const judged = settled();
    const place = channelIndex(id);
    judged.tamper = (values) => values[place] *= 1.05;
    // Beyond the end of the next lap, so that the lap itself is wrong and not only its change.
    judged.run(100);
    assert.notEqual(qualityOf(judged, id), "good", id);
  }
});

Deno.test("quality: two channels that are wrong at once are both found", () => {
  const judged = settled();
  const places = (["receiver.pressure", "generator.torque"] as const).map(channelIndex);
  judged.tamper = (values) => places.forEach((place) => values[place] *= 1.1);
  judged.run(1);
  assert.deepEqual(found(judged).toSorted(), ["generator.torque", "receiver.pressure"]);
});

Deno.test("quality: a wrong value through a change of parameters stays wrong", () => {
  const judged = settled();
  const place = channelIndex("ledger.motorHeat");
  judged.tamper = (values) => values[place] += 1e4;
  judged.run(2);
  assert.equal(qualityOf(judged, "ledger.motorHeat"), "bad");
  judged.change({ "compressor.motorEfficiency": 0.9 }).run(5);
  assert.equal(qualityOf(judged, "ledger.motorHeat"), "bad");
  assert.deepEqual(found(judged), ["ledger.motorHeat"]);
});

Deno.test("quality: a change of parameters while a channel has no data is no fault", () => {
  const judged = settled();
  const place = channelIndex("ledger.shaftKinetic");
  judged.tamper = (values) => values[place] = NaN;
  judged.run(2).change({ "water.temperature": 301 }).run(2);
  judged.tamper = () => {};
  judged.run(5);
  assert.deepEqual(found(judged), ["ledger.shaftKinetic"]);
  assert.equal(judged.quality.state.stale + judged.quality.state.bad, 0);
});

Deno.test("quality: every check names channels, and compares them in a running plant", () => {
  const ids = CHANNEL_CHECKS.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { id, channels } of CHANNEL_CHECKS) assert.ok(channels.length > 0, id);
});
