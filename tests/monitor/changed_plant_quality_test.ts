import assert from "node:assert/strict";
import { PRESETS } from "../../engine/mod.ts";
import { GOOD_AFTER } from "../../monitor/mod.ts";
import { type ChannelId, channelIndex, type PlantParameters } from "../../telemetry/mod.ts";
import { JudgedPlant } from "./judged_plant.ts";

const KPP = PRESETS["kpp-01"].parameters;

/** What an operator changes while a channel says something that is not. */
interface Coincidence {
  readonly channel: ChannelId;
  /** What the channel says, by the time since it began, s. */
  readonly spoil: (value: number, time: number) => number;
  readonly change: Partial<PlantParameters>;
  readonly preset?: Partial<PlantParameters>;
}

/** Time from when a channel is spoilt to the change, and from there to the end of it, s. */
const UNTIL_CHANGE = 2.04;
const AFTER_CHANGE = 3;

/** Channels that were ever in doubt, and how many are once the channel is right again. */
function watched({ channel, spoil, change, preset }: Coincidence) {
  const judged = new JudgedPlant({ ...KPP, ...preset }).run(30);
  const place = channelIndex(channel);
  const from = judged.seen.time;
  judged.tamper = (values, time) => values[place] = spoil(values[place], time - from);
  judged.run(2);
  // Between two evaluations, as commands come.
  judged.plant.step(0.02);
  judged.plant.step(0.02);
  judged.change(change).run(AFTER_CHANGE);
  const during = judged.quality.state.quality[place];
  judged.tamper = () => {};
  judged.run(GOOD_AFTER / 10 + 0.1);
  const { stale, bad } = judged.quality.state;
  return {
    doubted: [...new Set(judged.entries.map((entry) => entry.channel))],
    during,
    left: stale + bad,
  };
}

const isAtChange = (time: number) => Math.abs(time - UNTIL_CHANGE) < 0.01;

Deno.test("quality: a reading that is off at the very instant of a change is forgotten", () => {
  const { left } = watched({
    channel: "ledger.accretion",
    spoil: (value, time) => isAtChange(time) ? value + 5e5 : value,
    change: { "injector.conductance": 6e-7 },
  });
  assert.equal(left, 0);
});

Deno.test("quality: one that is off at the next evaluation is no other constant", () => {
  const { doubted, left } = watched({
    channel: "ledger.accretion",
    spoil: (value, time) => Math.abs(time - 2.14) < 0.01 ? value + 5e5 : value,
    change: { "injector.conductance": 6e-7 },
  });
  // Other losses of the chain are in the same balances: nothing tells them apart.
  assert.ok(doubted.includes("ledger.accretion"));
  assert.equal(left, 0);
});

/** Wrong before, through and after a change that moves what the channel is compared with. */
const THROUGH: Readonly<Record<string, Coincidence>> = {
  "noise of what a changed balance has a part of": {
    channel: "ledger.shaftKinetic",
    spoil: (value, time) => value + 4e4 * Math.sin(1e3 * time),
    change: { "water.temperature": 296 },
  },
  "bias of what only the changed check knows": {
    channel: "exergy.destroyed",
    spoil: (value) => value + 1e5,
    change: { "water.temperature": 296 },
  },
  "the same where air takes the heat of the water at once": {
    channel: "exergy.destroyed",
    spoil: (value) => value + 1e5,
    change: { "water.temperature": 296 },
    preset: { "floater.thermalTime": 0 },
  },
  "bias of what is multiplied by what has changed": {
    channel: "ledger.generatorElectric",
    spoil: (value) => value + 1e5,
    change: { "generator.efficiency": 0.8 },
  },
  "no data of what is multiplied by what has changed": {
    channel: "ledger.compressorElectric",
    spoil: () => NaN,
    change: { "compressor.motorEfficiency": 0.8 },
  },
};

for (const [name, coincidence] of Object.entries(THROUGH)) {
  Deno.test(`quality: ${name} stays wrong through the change, and is right afterwards`, () => {
    const { doubted, during, left } = watched(coincidence);
    assert.deepEqual(doubted, [coincidence.channel]);
    assert.notEqual(during, 0);
    assert.equal(left, 0);
  });
}

Deno.test("quality: what a change puts into the books of a plant is no fault", () => {
  const judged = new JudgedPlant(KPP).run(100);
  judged.plant.step(0.02);
  judged.change({ "flywheel.inertia": 900, "floater.shellMass": 30 }).run(5);
  judged.change({ "floater.thermalTime": 0 }).run(100);
  judged.change({ "compressor.motorEfficiency": 0.7, "chain.sprocketRadius": 0.6 }).run(5);
  assert.deepEqual(judged.entries, []);
});
