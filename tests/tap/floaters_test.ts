import assert from "node:assert/strict";
import fc from "fast-check";
import { FLOATER_COLUMNS, type Frame, PRESETS } from "../../telemetry/mod.ts";
import {
  createFrameEncoder,
  type Encoding,
  ENCODINGS,
  FrameDecoder,
  type Payload,
  RecentFrames,
  selectionOf,
  type WireFloaters,
} from "../../tap/mod.ts";
import { remoteFrame, RowReader, withFloaterPlaces } from "../../tap/client/mod.ts";
import { FPS, numberedFrame } from "./fixtures.ts";
import { MemoryTap, type Message } from "./test_tap.ts";

const WIDTH = FLOATER_COLUMNS.length;
const SENT = FLOATER_COLUMNS.slice(1);
const utf8 = new TextDecoder();

const dataOf = ({ bytes, isText }: Payload) => isText ? utf8.decode(bytes) : bytes;

/** A frame whose floaters hold these rows. */
function withFloaters(frameId: number, rows: readonly (readonly number[])[]): Frame {
  const floaters = Float64Array.from(rows.flat());
  return numberedFrame(frameId, { floaterCount: rows.length, floaters });
}

/** Runs of frames whose floaters fill, empty, and become more or fewer. */
function floaterRuns(): fc.Arbitrary<Frame[]> {
  const value = fc.oneof(fc.double(), fc.constantFrom(NaN, 0, -0, Infinity, 293.15));
  const row = fc.array(value, { minLength: WIDTH, maxLength: WIDTH });
  const changes = fc.array(fc.tuple(fc.nat(5), row), { maxLength: 3 });
  const count = fc.option(fc.nat(5), { freq: 3 });
  const step = fc.record({ changes, count });
  return fc.array(step, { minLength: 1, maxLength: 10 }).map((steps) => {
    let rows: number[][] = [];
    return steps.map(({ changes, count }, frameId) => {
      if (count !== null) {
        rows = Array.from({ length: count }, (_, i) => rows[i] ?? new Array(WIDTH).fill(i));
      }
      rows = rows.map((each, i) => changes.find(([place]) => place === i)?.[1] ?? each);
      return withFloaters(frameId, rows);
    });
  });
}

/** What a client should make of the floaters of a frame. */
function meant({ floaterCount, floaters }: Frame): WireFloaters | null {
  if (floaterCount === 0) return null;
  const at = (row: number, column: number) => floaters[row * WIDTH + column];
  return Object.fromEntries(SENT.map((id, index) => [
    id,
    Array.from({ length: floaterCount }, (_, row) => {
      const value = at(row, index + 1);
      return Number.isFinite(value) ? value + 0 : null;
    }),
  ]));
}

for (const encoding of ENCODINGS) {
  Deno.test(`${encoding} gives the floaters of every frame back, however many they are`, () => {
    const round = (value: number | null) => {
      const single = value === null ? NaN : Math.fround(value);
      return Number.isFinite(single) ? single + 0 : null;
    };
    const property = fc.property(floaterRuns(), fc.integer({ min: 1, max: 9 }), (frames, every) => {
      const encoder = createFrameEncoder(encoding, {
        selection: selectionOf({ floaters: true }),
        fps: FPS,
      });
      const decoder = new FrameDecoder();
      if (encoder.schema !== undefined) decoder.decode(JSON.stringify(encoder.schema));
      frames.forEach((frame, place) => {
        encoder.advance(frame);
        const delta = place % every === 0 ? undefined : encoder.delta();
        const decoded = decoder.decode(dataOf(delta ?? encoder.key()));
        assert.ok(decoded.kind === "frame");
        const expected = meant(frame);
        if (encoding === "delta-f32" && expected !== null) {
          for (const id of SENT) Object.assign(expected, { [id]: expected[id].map(round) });
        }
        assert.deepEqual(decoded.frame.floaters, expected);
      });
    });
    fc.assert(property, { seed: 3, numRuns: 60, endOnFailure: true });
  });
}

/** What a client of a tap is sent when it subscribes so, and then two frames come. */
function sent(asked: Message): Payload[] {
  const tap = new MemoryTap();
  const { connection, subscriber } = tap.join({ isGreeted: true });
  subscriber.receive(JSON.stringify({ type: "subscribe", topic: "frames", rate: FPS, ...asked }));
  connection.payloads.length = 0;
  const rows = Array.from({ length: 66 }, (_, row) => SENT.map((_, column) => row + column / 7));
  for (const id of [0, 1]) {
    const moved = rows.map(([mass, ...rest]) => [id, mass + id, ...rest]);
    tap.hub.publish(withFloaters(id, moved));
  }
  return connection.payloads;
}

Deno.test("floaters cost nothing to who does not ask for them", () => {
  for (const encoding of ENCODINGS as readonly Encoding[]) {
    const [plain, off, on] = [{}, { floaters: false }, { floaters: true }].map((asked) =>
      sent({ type: "subscribe", topic: "frames", encoding, ...asked })
    );
    assert.deepEqual(off, plain);
    const bytes = (payloads: Payload[]) => payloads.map(({ bytes }) => bytes.length);
    assert.equal(on.length, plain.length);
    bytes(on).forEach((length, i) => assert.ok(length > bytes(plain)[i] + 66, `${encoding} ${i}`));
    for (const payload of plain) assert.ok(!utf8.decode(payload.bytes).includes("floaters"));
  }
});

Deno.test("of the frames that are kept only the newest have floaters", () => {
  const recent = new RecentFrames({ capacity: 4, floaters: 2 });
  const counts = () => {
    const kept: number[] = [];
    for (let frame = recent.oldest; frame !== undefined; frame = recent.after(frame.frameId)) {
      kept.push(frame.floaterCount);
      assert.equal(frame.floaters.length, frame.floaterCount * WIDTH);
      assert.ok(frame.floaters.every((value) => value === frame.frameId));
    }
    return kept;
  };
  const row = (id: number) => new Array(WIDTH).fill(id);
  for (let id = 0; id < 9; id++) recent.add(withFloaters(id, [row(id), row(id), row(id)]));
  assert.deepEqual(counts(), [0, 0, 3, 3]);
  recent.add(withFloaters(9, [row(9)]));
  assert.deepEqual(counts(), [0, 0, 3, 1]);
});

Deno.test("floaters are the same by every way, and stay when their places are known", () => {
  const { parameters } = PRESETS["kpp-01"];
  const count = parameters["chain.floaterCount"];
  const rows = Array.from({ length: count }, (_, i) => [NaN, ...SENT.map((_, c) => i + c / 8)]);
  const frame = withFloaters(0, rows);
  const seen = (["json", "delta-f64"] as const).map((encoding) => {
    const encoder = createFrameEncoder(encoding, {
      selection: selectionOf({ floaters: true }),
      fps: FPS,
    });
    encoder.advance(frame);
    const decoder = new FrameDecoder();
    if (encoder.schema !== undefined) decoder.read(JSON.stringify(encoder.schema));
    const read = decoder.read(dataOf(encoder.key()));
    if (read.kind === "row") return new RowReader(read.row.schema).read(read.row);
    return read.kind === "frame" ? remoteFrame(read.frame) : assert.fail();
  });
  for (const each of seen) {
    assert.deepEqual(each.floaters, frame.floaters);
    assert.deepEqual(each.values, frame.values);
    const placed = withFloaterPlaces(each, parameters);
    placed.floaters.forEach((value, place) => {
      if (place % WIDTH !== 0) assert.equal(value, frame.floaters[place]);
      else assert.ok(value >= 0, `floater ${place / WIDTH} at ${value} m`);
    });
  }
  const fewer = { ...seen[0], floaterCount: 3, floaters: seen[0].floaters.subarray(0, 3 * WIDTH) };
  const other = withFloaterPlaces(fewer, parameters);
  assert.ok(Number.isNaN(other.floaters[1]), "of a plant that is no more");
});
