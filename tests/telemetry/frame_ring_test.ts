import assert from "node:assert/strict";
import fc from "fast-check";
import { FLOATER_COLUMNS } from "../../engine/mod.ts";
import {
  createFrameRing,
  type Frame,
  FrameReader,
  type FrameRing,
  FrameWriter,
  MAX_FLOATERS,
  parameter,
  STATUSES,
} from "../../telemetry/mod.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 300 });

const SHAPE = { channelCount: 3, maxFloaters: 4, slots: 8 };
const COLUMNS = FLOATER_COLUMNS.length;

function setUp(ring: FrameRing = createFrameRing(SHAPE)) {
  const writer = new FrameWriter(ring);
  const reader = new FrameReader(ring);
  /** Sends a frame all of whose numbers follow from `seed`. */
  const send = (seed: number): boolean => {
    const slot = writer.reserve("drop");
    if (slot === undefined) return false;
    slot.timestamp = 1.7e9 + seed;
    slot.simulationTime = seed / 7;
    slot.status = STATUSES[seed % STATUSES.length];
    for (let i = 0; i < slot.values.length; i++) slot.values[i] = seed * 10 + i;
    slot.floaterCount = seed % (SHAPE.maxFloaters + 1);
    for (let i = 0; i < slot.floaterCount * COLUMNS; i++) slot.floaters[i] = seed * 100 + i;
    writer.commit();
    return true;
  };
  return { ring, writer, reader, send };
}

function assertFrame(frame: Frame | undefined, frameId: number, seed: number): void {
  assert.ok(frame);
  assert.equal(frame.frameId, frameId);
  assert.equal(frame.timestamp, 1.7e9 + seed);
  assert.equal(frame.simulationTime, seed / 7);
  assert.equal(frame.status, STATUSES[seed % STATUSES.length]);
  assert.deepEqual([...frame.values], [0, 1, 2].map((i) => seed * 10 + i));
  assert.equal(frame.floaterCount, seed % (SHAPE.maxFloaters + 1));
  const floaters = Array.from({ length: frame.floaterCount * COLUMNS }, (_, i) => seed * 100 + i);
  assert.deepEqual([...frame.floaters], floaters);
}

Deno.test("frames arrive whole, in order and without gaps, however turns alternate", () => {
  const turns = fc.array(fc.constantFrom("send", "send", "take"), { maxLength: 100 });
  fc.assert(fc.property(turns, fc.nat(1000), (turns, firstSeed) => {
    const { reader, send } = setUp();
    const waiting: { frameId: number; seed: number }[] = [];
    let sent = 0;
    let dropped = 0;
    for (const [turn, kind] of turns.entries()) {
      const seed = firstSeed + turn;
      if (kind === "send") {
        const fits = waiting.length < SHAPE.slots;
        assert.equal(send(seed), fits);
        if (fits) waiting.push({ frameId: sent++, seed });
        else dropped++;
        continue;
      }
      const expected = waiting.shift();
      if (expected === undefined) {
        assert.equal(reader.peek(), undefined);
        continue;
      }
      assertFrame(reader.peek(), expected.frameId, expected.seed);
      reader.release();
    }
    assert.equal(reader.dropped, dropped);
  }));
});

Deno.test("a full ring of policy drop gives frames up, counts them and leaves ids gapless", () => {
  const { reader, send } = setUp();
  for (let seed = 0; seed < 11; seed++) assert.equal(send(seed), seed < 8);
  assert.equal(reader.dropped, 3);
  assertFrame(reader.peek(), 0, 0);
  reader.release();
  assert.equal(send(20), true);
  for (let id = 1; id < 8; id++) {
    assertFrame(reader.peek(), id, id);
    reader.release();
  }
  assertFrame(reader.peek(), 8, 20);
});

Deno.test("a frame is a view of shared memory, and the same object each time round", () => {
  const { ring, reader, send } = setUp();
  send(2);
  const first = reader.peek();
  assert.equal(first?.values.buffer, ring.memory);
  assert.equal(first?.floaters.buffer, ring.memory);
  reader.release();
  for (let seed = 0; seed < 7; seed++) {
    send(seed);
    assert.notEqual(reader.peek(), first);
    reader.release();
  }
  send(2);
  assert.equal(reader.peek(), first);
});

Deno.test("the counts of frames may pass 2^31 and 2^32", () => {
  for (const count of [0x7fffffff - 3, -3]) {
    const ring = createFrameRing(SHAPE);
    new Int32Array(ring.memory).fill(count, 0, 2);
    const { reader, send } = setUp(ring);
    for (let seed = 0; seed < 30; seed++) {
      assert.equal(send(seed), true);
      assertFrame(reader.peek(), seed, seed);
      reader.release();
      assert.equal(reader.peek(), undefined);
    }
    for (let seed = 0; seed < 9; seed++) assert.equal(send(seed), seed < 8);
  }
});

/** A wait for shared memory alone does not keep an event loop going; a Worker or a timer does. */
function keepGoing(): Disposable {
  const timer = setInterval(() => {}, 1);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

Deno.test("an arrival is a frame already there, a frame that comes, or the end", async () => {
  using _ = keepGoing();
  const { writer, reader, send } = setUp();
  send(1);
  assert.equal(await reader.arrival(), true);
  reader.peek();
  reader.release();
  const next = reader.arrival();
  send(2);
  assert.equal(await next, true);
  writer.end();
  assert.equal(await reader.arrival(), true, "what was sent before the end is still there");
  assertFrame(reader.peek(), 1, 2);
  reader.release();
  assert.equal(await reader.arrival(), false);
});

Deno.test("whoever awaits an arrival hears of the end", async () => {
  using _ = keepGoing();
  const { writer, reader } = setUp();
  const arrival = reader.arrival();
  writer.end();
  assert.equal(await arrival, false);
});

Deno.test("a closed ring takes and gives no frames, and wakes whoever awaits one", async () => {
  using _ = keepGoing();
  const { writer, reader, send } = setUp();
  const arrival = reader.arrival();
  reader[Symbol.dispose]();
  assert.equal(await arrival, false);
  assert.equal(writer.closed, true);
  assert.equal(send(1), false);
  assert.equal(writer.reserve("wait"), undefined);
  assert.equal(reader.dropped, 0, "closed is not dropped");
});

Deno.test("a ring needs a power of two of slots", () => {
  for (const slots of [0, 3, 1.5, NaN]) {
    assert.throws(() => createFrameRing({ ...SHAPE, slots }), {
      name: "RangeError",
      message: `Cannot carry frames as slots must be a power of two: current value is ${slots}`,
    });
  }
});

Deno.test("a frame has room for as many floaters as the dictionary allows", () => {
  const row = parameter("chain.floaterCount");
  assert.equal(row.kind === "integer" && row.max, MAX_FLOATERS);
});

Deno.test("a relay keeps the numbers, so that what it dropped shows as a gap", () => {
  const source = setUp();
  const relay = setUp(createFrameRing({ ...SHAPE, slots: 2 }));
  for (let seed = 0; seed < 5; seed++) {
    source.send(seed);
    assert.equal(relay.writer.relay(source.reader.peek()!), seed !== 2 && seed !== 3);
    source.reader.release();
    if (seed === 3) relay.reader.release();
  }
  assert.equal(relay.reader.dropped, 2);
  for (const seed of [1, 4]) {
    assertFrame(relay.reader.peek(), seed, seed);
    relay.reader.release();
  }
  assert.equal(relay.reader.peek(), undefined);
});
