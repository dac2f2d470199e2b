import assert from "node:assert/strict";
import { decode } from "@msgpack/msgpack";
import fc from "fast-check";
import { CHANNELS, createEncoder, type Frame } from "../../telemetry/mod.ts";
import {
  createFrameEncoder,
  type EncoderShape,
  type Encoding,
  ENCODINGS,
  FrameDecoder,
  type Payload,
  selectFields,
  WHOLE_FRAME,
  type WireFrame,
} from "../../tap/mod.ts";
import { FPS, frameRuns, numberedFrame } from "./fixtures.ts";

const WHOLE: EncoderShape = { selection: WHOLE_FRAME, fps: FPS };
const utf8 = new TextDecoder();

const dataOf = ({ bytes, isText }: Payload) => isText ? utf8.decode(bytes) : bytes;

/** Frames as the pipe writes them, which is what every encoding must mean. */
const pipe = await createEncoder("ndjson");
const meant = (frame: Frame): WireFrame => JSON.parse(utf8.decode(pipe.encode(frame)));

/** What a client makes of a run; the frames at which `isKey` are sent whole. */
function transmit(
  encoding: Encoding,
  frames: readonly Frame[],
  { isKey, shape = WHOLE }: { isKey: (place: number) => boolean; shape?: EncoderShape },
): WireFrame[] {
  const encoder = createFrameEncoder(encoding, shape);
  const decoder = new FrameDecoder();
  if (encoder.schema !== undefined) decoder.decode(JSON.stringify(encoder.schema));
  return frames.map((frame, place) => {
    encoder.advance(frame);
    const delta = isKey(place) ? undefined : encoder.delta();
    const decoded = decoder.decode(dataOf(delta ?? encoder.key()));
    assert.equal(decoded.kind, "frame");
    return decoded.kind === "frame" ? decoded.frame : assert.fail();
  });
}

for (const encoding of ENCODINGS.filter((each) => each !== "delta-f32")) {
  Deno.test(`${encoding} gives every frame back as the pipe writes it`, () => {
    const property = fc.property(frameRuns(), fc.integer({ min: 1, max: 9 }), (frames, every) => {
      const seen = transmit(encoding, frames, { isKey: (place) => place % every === 0 });
      assert.deepEqual(seen, frames.map(meant));
    });
    fc.assert(property, { seed: 1, numRuns: 60, endOnFailure: true });
  });
}

Deno.test("delta-f32 gives every value back as the nearest of single precision", () => {
  const property = fc.property(frameRuns(), (frames) => {
    const seen = transmit("delta-f32", frames, { isKey: (place) => place === 0 });
    seen.forEach((frame, place) => {
      const { frame_id, timestamp, simulation_time, status, metadata } = meant(frames[place]);
      assert.deepEqual([frame.frame_id, frame.timestamp], [frame_id, timestamp]);
      assert.deepEqual([frame.simulation_time, frame.status], [simulation_time, status]);
      for (const [id, value] of Object.entries(metadata)) {
        const single = value === null ? NaN : Math.fround(value);
        // Beyond the largest of single precision there is no data.
        const expected = Number.isFinite(single) ? single : null;
        assert.ok(frame.metadata[id] === expected, `${id}: ${frame.metadata[id]} for ${value}`);
      }
    });
  });
  fc.assert(property, { seed: 2, numRuns: 60, endOnFailure: true });
});

for (const encoding of ENCODINGS) {
  Deno.test(`${encoding} writes the selected fields and no others`, () => {
    const shape = { selection: selectFields(["power.net", "power", "chain.speed"]), fps: FPS };
    const frames = [0, 1, 2].map((id) => numberedFrame(id));
    const seen = transmit(encoding, frames, { isKey: (place) => place === 0, shape });
    for (const frame of seen) {
      const members = ["frame_id", "metadata", "power", "simulation_time", "status", "timestamp"];
      assert.deepEqual(Object.keys(frame).sort(), members);
      assert.deepEqual(Object.keys(frame.metadata), ["chain.speed", "power.net"]);
      assert.ok(Number.isFinite(frame.power) && Number.isFinite(frame.metadata["power.net"]));
    }
  });
}

Deno.test("a delta of what has not changed carries no value", () => {
  const [first, second] = [numberedFrame(0), numberedFrame(1, numberedFrame(0))];
  const still = { ...first, frameId: 1 };
  assert.notDeepEqual(second, still);
  const json = createFrameEncoder("json-delta", WHOLE);
  const binary = createFrameEncoder("delta-f64", WHOLE);
  for (const encoder of [json, binary]) {
    encoder.advance(first);
    assert.equal(encoder.delta(), undefined, "nothing to build on");
    encoder.advance(still);
  }
  const { timestamp, simulationTime: simulation_time } = first;
  assert.deepEqual(JSON.parse(utf8.decode(json.delta()!.bytes)), {
    type: "frame_delta",
    base: 0,
    frame: { frame_id: 1, timestamp, simulation_time },
  });
  assert.equal(binary.delta()!.bytes.length, 32 + Math.ceil(CHANNELS.length / 8));
});

Deno.test("a delta to another frame than the last is refused", () => {
  for (const encoding of ["json-delta", "delta-f64", "delta-f32"] as const) {
    const encoder = createFrameEncoder(encoding, WHOLE);
    const decoder = new FrameDecoder();
    if (encoder.schema !== undefined) decoder.decode(JSON.stringify(encoder.schema));
    encoder.advance(numberedFrame(0));
    decoder.decode(dataOf(encoder.key()));
    encoder.advance(numberedFrame(1));
    encoder.advance(numberedFrame(2));
    assert.throws(() => decoder.decode(dataOf(encoder.delta()!)), {
      name: "RangeError",
      message: "Cannot apply a delta as the frame before must be 1: current value is 0",
    });
  }
});

Deno.test("MessagePack says what JSON says", () => {
  const json = createFrameEncoder("json", WHOLE);
  const packed = createFrameEncoder("msgpack", WHOLE);
  json.advance(numberedFrame(7));
  packed.advance(numberedFrame(7));
  assert.deepEqual(decode(packed.key().bytes), JSON.parse(utf8.decode(json.key().bytes)));
});

Deno.test("what is no message of the tap is no frame", () => {
  const decoder = new FrameDecoder();
  for (const text of ["nonsense", "[]", "null", "{}"]) {
    assert.throws(() => decoder.decode(text), SyntaxError, text);
  }
  const encoder = createFrameEncoder("delta-f64", WHOLE);
  encoder.advance(numberedFrame(0));
  const { bytes } = encoder.key();
  assert.throws(() => decoder.decode(bytes), /schema must come before/);
  decoder.decode(JSON.stringify(encoder.schema));
  assert.throws(() => decoder.decode(bytes.subarray(0, 40)), RangeError);
  // Room is made for what is there, not for what is claimed to be.
  const many = Array.from({ length: 50_000 }, (_, column) => `column ${column}`);
  decoder.decode(JSON.stringify({ ...encoder.schema, floaters: many }));
  new DataView(bytes.buffer).setUint16(2, 65_535, true);
  assert.throws(() => decoder.decode(bytes), { message: /as long as its schema says/ });
});
