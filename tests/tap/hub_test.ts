import assert from "node:assert/strict";
import type { Payload } from "../../tap/mod.ts";
import {
  AUTHENTICATION_TIME,
  KEY_INTERVAL,
  MAX_BUFFERED,
  MAX_CLIENTS,
  MAX_QUEUED,
  MAX_STRANGERS,
  MAX_STREAMS,
  MAX_THINNING,
  PING_INTERVAL,
  PING_PATIENCE,
  SLOW_PATIENCE,
} from "../../tap/mod.ts";
import { FPS, numberedFrame } from "./fixtures.ts";
import { MemoryTap, recordingControl } from "./test_tap.ts";

const TICK = 1 / FPS;
const SUBSCRIBE = { type: "subscribe", topic: "frames" } as const;

/** Lets the tap live through so many frames, from the one numbered `from`. */
function play(tap: MemoryTap, { from, count }: { from: number; count: number }): void {
  for (let id = from; id < from + count; id++) {
    tap.hub.publish(numberedFrame(id, { timestamp: tap.time.wall() }));
    tap.hub.beat();
    tap.time.advance(TICK);
  }
}

Deno.test("a frame is encoded once for all who want it alike", () => {
  const tap = new MemoryTap();
  const alike = Array.from({ length: 5 }, () => tap.join().connection);
  const other = tap.join({ encoding: "json-delta" }).connection;
  play(tap, { from: 0, count: 3 });
  const payloads = alike.map((connection) => connection.payloads);
  for (const sent of payloads) {
    assert.equal(sent.length, 3);
    sent.forEach((payload: Payload, i) => assert.equal(payload, payloads[0][i]));
  }
  assert.ok(!alike[0].payloads.includes(other.payloads[0]));
  assert.equal(tap.hub.streamCount, 2);
});

Deno.test("a slow client is told how many it lost, and gets the newest", () => {
  for (const encoding of ["json", "json-delta", "delta-f64", "msgpack"] as const) {
    const tap = new MemoryTap();
    const { connection } = tap.join({ encoding });
    const fast = tap.join({ encoding }).connection;
    play(tap, { from: 0, count: 5 });
    connection.buffered = MAX_BUFFERED + 1;
    play(tap, { from: 5, count: 10 });
    connection.buffered = 0;
    connection.inbox.take();
    tap.hub.beat();
    play(tap, { from: 15, count: 2 });
    const seen = connection.inbox.take();
    assert.deepEqual(seen[0], { type: "gap", after: 4, next: 14, conflated: 9, dropped: 0 });
    assert.deepEqual(seen.slice(1).map(({ frame }) => frame.frame_id), [14, 15, 16]);
    assert.equal(tap.hub.counters.framesConflated, 9);
    assert.equal(fast.frames().length, 17);
    assert.equal(tap.hub.counters.framesSent, 17 + 5 + 3);
  }
});

Deno.test("events reach a slow client in order, and none is left out", () => {
  const tap = new MemoryTap();
  const { connection, subscriber } = tap.join();
  subscriber.receive(`{"type":"subscribe","topic":"alarms"}`);
  connection.inbox.take();
  connection.buffered = MAX_BUFFERED + 1;
  for (let i = 0; i < 10; i++) tap.hub.tell("alarms", i, {});
  play(tap, { from: 0, count: 1 });
  const seen = connection.inbox.take();
  assert.deepEqual(seen.map(({ data }) => data), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  connection.buffered = Infinity;
  for (let i = 10; i < 20; i++) tap.hub.tell("alarms", i, {});
  assert.deepEqual(connection.inbox.take(), []);
  connection.buffered = 0;
  tap.hub.beat();
  const late = connection.inbox.take();
  assert.deepEqual(
    late.slice(0, 10).map(({ seq }) => seq),
    Array.from({ length: 10 }, (_, i) => 11 + i),
  );
});

Deno.test("who lets too many events wait is sent away by name", () => {
  const tap = new MemoryTap();
  const { connection, subscriber } = tap.join();
  subscriber.receive(`{"type":"subscribe","topic":"alarms"}`);
  connection.buffered = Infinity;
  for (let i = 0; i < MAX_QUEUED; i++) tap.hub.tell("alarms", i, {});
  assert.equal(connection.closeReason, undefined);
  tap.hub.tell("alarms", "one too many", {});
  assert.equal(connection.closeReason, "too-slow");
  assert.equal(tap.hub.subscribers.size, 0);
});

Deno.test("a client that does not answer pings is behind, then sent away", () => {
  const tap = new MemoryTap();
  const { connection, subscriber } = tap.join();
  connection.isMute = true;
  play(tap, { from: 0, count: Math.ceil(PING_INTERVAL * FPS) + 2 });
  assert.equal(connection.pings, 1);
  subscriber.answer();
  assert.equal(tap.hub.counters.roundTrips.count, 1);
  play(tap, { from: 62, count: Math.ceil((PING_INTERVAL + PING_PATIENCE) * FPS) + 2 });
  assert.equal(connection.pings, 2);
  connection.inbox.take();
  play(tap, { from: 170, count: 30 });
  assert.deepEqual(connection.inbox.take(), [], "frames wait although nothing is buffered");
  subscriber.answer();
  assert.deepEqual(connection.inbox.take().map(({ type }) => type), ["gap", "frame_update"]);
  const patience = PING_PATIENCE + SLOW_PATIENCE;
  play(tap, { from: 200, count: Math.floor((patience - 0.5) * FPS) });
  assert.equal(connection.closeReason, undefined);
  play(tap, { from: 2000, count: FPS });
  assert.equal(connection.closeReason, "no-answer");
});

Deno.test("a client that stays blocked is sent away by name", () => {
  const tap = new MemoryTap();
  const { connection } = tap.join();
  connection.buffered = MAX_BUFFERED + 1;
  play(tap, { from: 0, count: SLOW_PATIENCE * FPS });
  assert.equal(connection.closeReason, undefined);
  play(tap, { from: 300, count: 2 });
  assert.equal(connection.closeReason, "too-slow");
  assert.equal(tap.hub.counters.closed.get("too-slow"), 1);
});

Deno.test("a client that acknowledges gets no more than two seconds ahead", () => {
  const tap = new MemoryTap();
  const { connection, subscriber } = tap.join();
  subscriber.receive(`{"type":"ack","frame_id":-1}`);
  play(tap, { from: 0, count: 80 });
  assert.equal(connection.frames().length, 2 * FPS);
  subscriber.receive(`{"type":"ack","frame_id":59}`);
  assert.deepEqual(connection.inbox.take().map(({ type, frame }) => frame?.frame_id ?? type), [
    "gap",
    79,
  ]);
});

Deno.test("a replay that is slower than the frames come says what it lost", () => {
  const tap = new MemoryTap();
  play(tap, { from: 0, count: 600 });
  const { connection, subscriber } = tap.join({ encoding: "delta-f64" });
  connection.inbox.take();
  connection.buffered = MAX_BUFFERED + 1;
  subscriber.receive(JSON.stringify({ type: "resume", epoch: tap.hub.epoch, after: 99 }));
  const [resumed] = connection.inbox.take();
  assert.deepEqual([resumed.type, resumed.missing], ["resumed", null]);
  for (let id = 600; id < 800; id++) tap.hub.publish(numberedFrame(id));
  connection.buffered = 0;
  subscriber.flush();
  const [gap, ...frames] = connection.inbox.take();
  assert.deepEqual(gap, { type: "gap", after: 99, next: 200, conflated: 100, dropped: 0 });
  assert.deepEqual(
    frames.map(({ frame }) => frame.frame_id),
    Array.from({ length: 600 }, (_, i) => 200 + i),
  );
});

Deno.test("delta streams have a key frame now and then", () => {
  const tap = new MemoryTap();
  const { connection } = tap.join({ encoding: "delta-f64" });
  play(tap, { from: 0, count: KEY_INTERVAL + 10 });
  const keys = connection.payloads.filter(({ isText, bytes }) => !isText && bytes[0] === 1);
  assert.equal(keys.length, 2);
  assert.equal(connection.frames().length, KEY_INTERVAL + 10);
});

Deno.test("frames slower than the ring of recent ones are still whole", () => {
  const tap = new MemoryTap();
  const subscriptions = [{ ...SUBSCRIBE, rate: 0.01 }];
  const { connection } = tap.join({ encoding: "json-delta", subscriptions });
  play(tap, { from: 0, count: 3001 });
  const frames = connection.frames();
  assert.deepEqual(frames.map(({ frame_id }) => frame_id), [0, 3000]);
  assert.equal(frames[1].metadata["chain.position"], numberedFrame(3000).values[0]);
});

Deno.test("rates are lowered under load, and raised again", () => {
  let cost = 0.8 * TICK;
  const tap = new MemoryTap();
  const { connection } = tap.join();
  const send = connection.send.bind(connection);
  connection.send = (payload) => {
    tap.time.advance(cost);
    send(payload);
  };
  const messages = () => connection.inbox.take();
  play(tap, { from: 0, count: 200 });
  const lowered = messages().filter(({ type }) => type === "rate");
  assert.equal(lowered[0].rate, FPS / 2);
  assert.equal(lowered[0].reason, "load");
  assert.ok(tap.hub.thinning.factor <= MAX_THINNING);
  cost = 0;
  play(tap, { from: 200, count: 400 });
  const raised = messages().filter(({ type }) => type === "rate");
  assert.deepEqual([raised.at(-1).rate, raised.at(-1).reason], [FPS, "recovered"]);
  play(tap, { from: 600, count: 30 });
  assert.equal(connection.frames().length, 30);
});

Deno.test("a fault is sent whatever the rate", () => {
  const tap = new MemoryTap();
  const { connection } = tap.join({ subscriptions: [{ ...SUBSCRIBE, rate: 1 }] });
  play(tap, { from: 0, count: 5 });
  tap.hub.publish(numberedFrame(5, { status: "fault" }));
  assert.deepEqual(connection.frames().map(({ frame_id }) => frame_id), [0, 5]);
});

Deno.test("who shows no token in time is sent away", () => {
  const tap = new MemoryTap({ isToken: () => false });
  const { connection } = tap.join();
  tap.time.advance(AUTHENTICATION_TIME - 0.1);
  tap.hub.beat();
  assert.equal(connection.closeReason, undefined);
  tap.time.advance(0.2);
  tap.hub.beat();
  assert.equal(connection.closeReason, "no-token");
});

Deno.test("only so many clients, and so many strangers, are let in", () => {
  const open = new MemoryTap();
  for (let i = 0; i < MAX_CLIENTS; i++) {
    assert.equal(open.hub.refusal({ isTrusted: true }), undefined);
    open.join();
  }
  assert.equal(open.hub.refusal({ isTrusted: true }), "too-many-clients");
  const guarded = new MemoryTap({ isToken: () => false });
  for (let i = 0; i < MAX_STRANGERS; i++) {
    assert.equal(guarded.hub.refusal({ isTrusted: false }), undefined);
    guarded.join();
  }
  assert.equal(guarded.hub.refusal({ isTrusted: false }), "too-many-strangers");
  assert.equal(guarded.hub.refusal({ isTrusted: true }), undefined);
});

Deno.test("only so many different things are encoded at once", () => {
  const tap = new MemoryTap();
  for (let i = 0; i < MAX_STREAMS; i++) {
    tap.join({ subscriptions: [{ ...SUBSCRIBE, rate: 1 + i / MAX_STREAMS }] });
  }
  const { connection, subscriber } = tap.join({ subscriptions: [] });
  subscriber.receive(JSON.stringify({ ...SUBSCRIBE, rate: 0.5 }));
  assert.equal(connection.inbox.take()[0].code, "too-many-streams");
  subscriber.receive(JSON.stringify({ ...SUBSCRIBE, rate: 1 }));
  assert.equal(connection.inbox.take()[0].type, "subscribed");
});

Deno.test("subscribing again to the same keeps the stream", () => {
  const tap = new MemoryTap();
  const { connection, subscriber } = tap.join();
  subscriber.receive(JSON.stringify(SUBSCRIBE));
  assert.equal(tap.hub.streamCount, 1);
  play(tap, { from: 0, count: 2 });
  assert.equal(connection.frames().length, 2);
  subscriber.receive(JSON.stringify({ type: "unsubscribe", topic: "frames" }));
  assert.equal(tap.hub.streamCount, 0);
});

Deno.test("metrics come every thirty seconds unless asked for otherwise", () => {
  const tap = new MemoryTap();
  const { connection, subscriber } = tap.join({ subscriptions: [] });
  subscriber.receive(`{"type":"subscribe","topic":"metrics"}`);
  const metrics = () => connection.inbox.take().filter(({ type }) => type === "event");
  for (let second = 0; second < 61; second++) {
    tap.time.advance(1);
    tap.hub.beat();
  }
  assert.deepEqual(metrics().map(({ seq }) => seq), [1, 2]);
  subscriber.receive(`{"type":"subscribe","topic":"metrics","rate":0.5}`);
  for (let second = 0; second < 10; second++) {
    tap.time.advance(1);
    tap.hub.beat();
  }
  assert.equal(metrics().length, 5);
});

Deno.test("commands of one client are limited, and counted by outcome", async () => {
  const { control, seen } = recordingControl();
  const tap = new MemoryTap({ control });
  const { connection, subscriber } = tap.join();
  const hold = JSON.stringify({ type: "command", command: { kind: "hold" } });
  for (let i = 0; i < 60; i++) subscriber.receive(hold);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  const answers = connection.inbox.take();
  const refused = answers.filter(({ code }) => code === "too-many-commands");
  assert.equal(refused.length, 20);
  assert.equal(seen.length, 40);
  assert.equal(tap.hub.counters.commands.get("applied"), 40);
});
