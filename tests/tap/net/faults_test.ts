import assert from "node:assert/strict";
// @ts-types="../../../tap/ws.d.ts"
import { WebSocket } from "ws";
import { LOOP_TIME } from "../../../clock/mod.ts";
import { MAX_BACKLOG, MAX_BUFFERED, MAX_MESSAGE_BYTES } from "../../../tap/mod.ts";
import { FPS, numberedFrame } from "../fixtures.ts";
import { Inbox } from "../test_tap.ts";
import { RawConnection, socketFrame, upgradeRequest } from "./raw.ts";
import { SocketTap } from "./socket_tap.ts";

const TEXT = 1;
const CONTINUATION = 0;

/** Of frames that are never old, or a busy machine would make the tap lower its rates. */
const now = () => ({ timestamp: LOOP_TIME.wall() + 3600 });

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await LOOP_TIME.turn();
}

/** A WebSocket of which every byte is ours. */
async function rawSocket(tap: SocketTap): Promise<RawConnection> {
  const raw = new RawConnection(tap.host);
  raw.send(upgradeRequest("/ws", { Host: tap.host }));
  await until(() => raw.text.includes("\r\n\r\n"));
  assert.equal(raw.status, 101);
  return raw;
}

/** Code of the close frame at the end of what came, as two bytes of Latin-1. */
function closeCode({ text }: RawConnection): number {
  const at = text.lastIndexOf("\x88");
  return text.charCodeAt(at + 2) * 256 + text.charCodeAt(at + 3);
}

const MESSAGES: readonly [name: string, code: number, frames: () => Uint8Array[]][] = [
  ["one byte too long", 1009, () => [socketFrame(TEXT, new Uint8Array(MAX_MESSAGE_BYTES + 1))]],
  [
    "said to be of a terabyte",
    1009,
    () => [socketFrame(TEXT, new Uint8Array(0), { length: 2 ** 40 })],
  ],
  [
    "too long in fragments",
    1009,
    () =>
      Array.from(
        { length: 40 },
        (_, i) =>
          socketFrame(i === 0 ? TEXT : CONTINUATION, new Uint8Array(2000).fill(32), { fin: false }),
      ),
  ],
  ["no UTF-8", 1007, () => [socketFrame(TEXT, new Uint8Array([0xff, 0xfe, 0xfd]))]],
  ["not masked", 1002, () => [new Uint8Array([0x81, 2, 123, 125])]],
  ["of a kind that is none", 1002, () => [socketFrame(7, new Uint8Array(1))]],
];

for (const [name, code, frames] of MESSAGES) {
  Deno.test(`a message that is ${name} ends the connection with ${code}`, async () => {
    await using tap = await SocketTap.open();
    using raw = await rawSocket(tap);
    const other = await tap.connect();
    for (const frame of frames()) raw.send(frame);
    await raw.closed;
    assert.equal(closeCode(raw), code);
    tap.hub.publish(numberedFrame(0, now()));
    assert.equal((await other.next()).frame.frame_id, 0, "others notice nothing");
    await until(() => tap.hub.subscribers.size === 1);
    other.vanish();
  });
}

Deno.test("a message in small fragments is put together", async () => {
  await using tap = await SocketTap.open();
  using raw = await rawSocket(tap);
  const bytes = new TextEncoder().encode(`{"type":"ping","id":"slow"}`);
  bytes.forEach((byte, i) => {
    const opcode = i === 0 ? TEXT : CONTINUATION;
    raw.send(socketFrame(opcode, Uint8Array.of(byte), { fin: i === bytes.length - 1 }));
  });
  await until(() => raw.text.includes(`"type":"pong"`));
  assert.ok(raw.text.includes(`"id":"slow"`));
});

Deno.test("who sends a request drop by drop is hung up on", async () => {
  await using tap = await SocketTap.open();
  using raw = new RawConnection(tap.host);
  raw.send(`GET /status HTTP/1.1\r\nHost: ${tap.host}\r\n`);
  const drip = setInterval(() => raw.send("X-Drop: 1\r\n"), 500);
  await raw.closed;
  clearInterval(drip);
  assert.ok(!raw.text.includes("HTTP/1.1 200"));
});

Deno.test("headers without end are hung up on", async () => {
  await using tap = await SocketTap.open();
  using raw = new RawConnection(tap.host);
  raw.send(`GET /status HTTP/1.1\r\nHost: ${tap.host}\r\nX: ${"x".repeat(100_000)}\r\n\r\n`);
  await raw.closed;
  assert.notEqual(raw.status, 200);
});

Deno.test("a reader that stops reading costs a bounded amount, then is sent away", async () => {
  // Patience ends ten times sooner.
  const time = { now: () => 10 * LOOP_TIME.now(), wall: () => LOOP_TIME.wall() };
  await using tap = await SocketTap.open({ time });
  const fast = await tap.connect();
  using raw = await rawSocket(tap);
  raw.pause();
  const [healthy, stalled] = [...tap.hub.subscribers];
  let largest = 0;
  let id = 0;
  while (tap.hub.subscribers.size === 2) {
    tap.hub.publish(numberedFrame(id, now()));
    id++;
    await LOOP_TIME.turn();
    largest = Math.max(largest, stalled.connection.buffered);
  }
  assert.ok(largest < MAX_BUFFERED + 16_384 && largest < MAX_BACKLOG, `${largest} bytes kept`);
  assert.ok(tap.hub.counters.framesConflated > 0);
  assert.deepEqual([...tap.hub.subscribers], [healthy]);
  const { counters } = tap.hub;
  assert.equal(counters.closed.get("too-slow") + counters.closed.get("no-answer"), 1);
  fast.vanish();
});

Deno.test("a reader that stalls for a while is told what it lost, and goes on", async () => {
  await using tap = await SocketTap.open();
  const socket = new WebSocket(`ws://${tap.host}/ws`, ["kpp.v1.delta-f64"]);
  const inbox = new Inbox();
  socket.on("message", (data, isBinary) => inbox.put(isBinary ? data : data.toString()));
  await new Promise<void>((resolve) => socket.once("open", resolve));
  socket.pause();
  let id = 0;
  while (tap.hub.counters.framesSent === id) {
    tap.hub.publish(numberedFrame(id++, now()));
    if (id % 64 === 0) await LOOP_TIME.turn();
  }
  for (let more = 0; more < 10; more++) tap.hub.publish(numberedFrame(id++, now()));
  socket.resume();
  const ids: number[] = [];
  let lost = 0;
  while (ids.at(-1) !== id - 1) {
    const message = await inbox.next();
    if (message.type === "gap") lost += message.conflated;
    if (message.type === "frame_update") ids.push(message.frame.frame_id);
  }
  assert.ok(lost >= 10);
  assert.equal(ids.length + lost, id, "every frame came or was announced");
  socket.terminate();
});

Deno.test("a reader that vanishes and comes back goes on without a gap", async () => {
  await using tap = await SocketTap.open();
  const rounds = 30;
  let id = 0;
  const publish = (count: number) => {
    for (let i = 0; i < count; i++) tap.hub.publish(numberedFrame(id++, now()));
  };
  publish(1);
  const seen = [0];
  for (let round = 0; round < rounds; round++) {
    const client = await tap.connect("kpp.v1.json-delta");
    client.send({ type: "resume", epoch: tap.hub.epoch, after: seen.at(-1)! });
    let message = await client.next();
    while (message.type !== "resumed") message = await client.next();
    assert.equal(message.missing, null);
    publish(2);
    while (seen.length < id) seen.push((await client.next()).frame.frame_id);
    client.vanish();
    publish(3);
  }
  assert.deepEqual(seen, Array.from({ length: seen.length }, (_, i) => i));
  await until(() => tap.hub.subscribers.size === 0);
  assert.equal(tap.hub.streamCount, 0);
  assert.equal(tap.hub.counters.resumes, rounds);
});

Deno.test("a tap that is opened anew has another epoch", async () => {
  const first = await SocketTap.open();
  const address = { host: "127.0.0.1", port: Number(first.host.split(":")[1]) };
  const client = await first.connect();
  const { epoch } = first.hub;
  await first[Symbol.asyncDispose]();
  assert.equal(await client.closed, 1001);
  await using second = await SocketTap.open({}, { address });
  assert.notEqual(second.hub.epoch, epoch);
  const again = await second.connect("kpp.v1.json");
  assert.equal((await again.next()).epoch, second.hub.epoch);
  again.vanish();
});

Deno.test("three hundred readers get every frame of two seconds", async () => {
  // Nobody's patience ends and no load is seen, however busy the machine is.
  const time = { now: () => LOOP_TIME.now() / 100, wall: () => LOOP_TIME.wall() };
  await using tap = await SocketTap.open({ time });
  const clients = await Promise.all(Array.from({ length: 300 }, () => tap.connect()));
  const frames = 2 * FPS;
  const read = clients.map(async (client) => {
    for (let id = 0; id < frames; id++) assert.equal((await client.next()).frame.frame_id, id);
  });
  for (let id = 0; id < frames; id++) {
    tap.hub.publish(numberedFrame(id, now()));
    await LOOP_TIME.sleepUntil(LOOP_TIME.now() + 1 / FPS);
  }
  await Promise.all(read);
  assert.equal(tap.hub.counters.framesSent, 300 * frames);
  for (const client of clients) client.vanish();
});
