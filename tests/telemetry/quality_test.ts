import assert from "node:assert/strict";
import {
  allGood,
  channelIndex,
  CHANNELS,
  createEncoder,
  createFrameRing,
  type Frame,
  type FrameQuality,
  FrameReader,
  FrameWriter,
  keptQuality,
  PLANT_FIELDS,
  qualityObject,
  readQuality,
} from "../../telemetry/mod.ts";

const SPEED = channelIndex("chain.speed");
const POWER = channelIndex("generator.power");

/** One channel bad since 3 s, with a last good value; one stale that was never good. */
function doubts(): FrameQuality {
  const quality = allGood(CHANNELS.length);
  quality.bad = 1;
  quality.stale = 1;
  quality.quality[SPEED] = 2;
  quality.reason[SPEED] = 4;
  quality.goodAt[SPEED] = 3;
  quality.goodValue[SPEED] = 0.25;
  quality.quality[POWER] = 1;
  quality.reason[POWER] = 1;
  return quality;
}

function frameWith(quality?: FrameQuality): Frame {
  return {
    frameId: 0,
    timestamp: 1,
    simulationTime: 4.5,
    status: "running",
    values: new Float64Array(CHANNELS.length),
    quality,
    floaterCount: 0,
    floaters: new Float64Array(0),
  };
}

const WRITTEN = {
  "chain.speed": { quality: "bad", reason: "jump", age: 1.5, goodValue: 0.25 },
  "generator.power": { quality: "stale", reason: "noData", age: null, goodValue: null },
};

Deno.test("quality: a frame as JSON names what is not good, and nothing where all is", async () => {
  const { encode } = await createEncoder("ndjson");
  const textOf = (frame: Frame) => JSON.parse(new TextDecoder().decode(encode(frame)));
  assert.deepEqual(textOf(frameWith(doubts())).quality, WRITTEN);
  assert.ok(!("quality" in textOf(frameWith(allGood(CHANNELS.length)))));
  assert.ok(!("quality" in textOf(frameWith())));
});

Deno.test("quality: what is written is read again, of some channels no others", () => {
  const wire = qualityObject(frameWith(doubts()), PLANT_FIELDS.channels);
  assert.deepEqual(readQuality(wire, 4.5), doubts());
  const chain = PLANT_FIELDS.channels.filter(({ id }) => id.startsWith("chain."));
  assert.deepEqual(Object.keys(qualityObject(frameWith(doubts()), chain)!), ["chain.speed"]);
  assert.equal(readQuality(undefined, 0), undefined);
  for (const wrong of [7, { "chain.speed": null }, { "chain.speed": { quality: "good" } }]) {
    assert.throws(() => readQuality(wrong, 0), /Cannot take a frame in as its quality must be/);
  }
});

Deno.test("quality: the ring carries it with each frame, and forgets it with the next", () => {
  const ring = createFrameRing({ channelCount: CHANNELS.length, maxFloaters: 3, slots: 2 });
  const writer = new FrameWriter(ring);
  using reader = new FrameReader(ring);
  for (const frame of [frameWith(doubts()), { ...frameWith(), frameId: 1 }]) writer.relay(frame);
  const first = keptQuality(reader.peek()!.quality);
  assert.deepEqual(first, doubts());
  reader.release();
  assert.equal(keptQuality(reader.peek()!.quality), undefined);
  reader.release();
  writer.relay({ ...frameWith(), frameId: 2 });
  assert.equal(reader.peek()!.quality!.bad, 0, "a slot that is used again");
  assert.deepEqual(first, doubts(), "what was kept stays");
});
