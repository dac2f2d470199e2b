import assert from "node:assert/strict";
import { MAX_OFFENCES, MESSAGE_BURST, RECENT_FRAMES } from "../../tap/mod.ts";
import { numberedFrame } from "./fixtures.ts";
import { type Message, type OpenTap, recordingControl, type TestClient } from "./test_tap.ts";

/** The messages up to the first of a type, and that one last. */
async function until(client: TestClient, type: string): Promise<Message[]> {
  const seen: Message[] = [];
  do seen.push(await client.next()); while (seen.at(-1).type !== type);
  return seen;
}

async function frameIds(client: TestClient, count: number): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < count) {
    const message = await client.next();
    assert.equal(message.type, "frame_update", JSON.stringify(message));
    ids.push(message.frame.frame_id);
  }
  return ids;
}

type Behaviour = readonly [name: string, body: (open: OpenTap) => Promise<void>];

const BEHAVIOURS: Behaviour[] = [];

function behaviour(...row: Behaviour): void {
  BEHAVIOURS.push(row);
}

/** Tests what a tap does for its clients, whatever carries the messages. */
export function testBehaviour(over: string, open: OpenTap): void {
  for (const [name, body] of BEHAVIOURS) Deno.test(`${over}: ${name}`, () => body(open));
}

behaviour("a client that just connects gets every frame, whole", async (open) => {
  await using tap = await open();
  const client = await tap.connect();
  for (let id = 0; id < 3; id++) tap.hub.publish(numberedFrame(id));
  assert.deepEqual(await frameIds(client, 3), [0, 1, 2]);
});

behaviour("a sub-protocol is greeted, and gets the newest frame at once", async (open) => {
  await using tap = await open();
  tap.hub.publish(numberedFrame(0));
  tap.hub.publish(numberedFrame(1));
  for (const encoding of ["json", "json-delta", "delta-f64", "delta-f32", "msgpack"]) {
    const client = await tap.connect(`kpp.v1.${encoding}`);
    const seen = await until(client, "frame_update");
    const [welcome, subscribed] = seen;
    assert.equal(welcome.type, "welcome");
    assert.equal(welcome.epoch, tap.hub.epoch);
    assert.equal(welcome.control, false);
    assert.deepEqual([subscribed.type, subscribed.encoding], ["subscribed", encoding]);
    assert.equal(seen.at(-1).frame.frame_id, 1);
    client.vanish();
  }
});

behaviour("each client has its own rate and fields", async (open) => {
  await using tap = await open();
  const slow = await tap.connect();
  const fast = await tap.connect();
  slow.send({ type: "subscribe", topic: "frames", rate: 10, fields: ["power.net"], id: 1 });
  const { rate, fields, id } = await slow.next();
  assert.deepEqual([rate, fields, id], [10, ["power.net"], 1]);
  for (let id = 0; id < 9; id++) tap.hub.publish(numberedFrame(id));
  const frames = [await slow.next(), await slow.next(), await slow.next()];
  assert.deepEqual(frames.map(({ frame }) => frame.frame_id), [0, 3, 6]);
  assert.deepEqual(Object.keys(frames[0].frame.metadata), ["power.net"]);
  assert.deepEqual(await frameIds(fast, 9), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

behaviour("a rate above the source's is the source's", async (open) => {
  await using tap = await open();
  const client = await tap.connect();
  client.send({ type: "subscribe", topic: "frames", rate: 1e6 });
  assert.equal((await client.next()).rate, 30);
});

behaviour("events come to who subscribed, after what was already known", async (open) => {
  await using tap = await open();
  tap.hub.tell("alarms", { raised: "starved" }, { active: ["starved"] });
  const [told, untold] = [await tap.connect(), await tap.connect()];
  told.send({ type: "subscribe", topic: "alarms", id: "a" });
  assert.deepEqual(await told.next(), { type: "subscribed", topic: "alarms", id: "a" });
  const snapshot = { type: "snapshot", topic: "alarms", seq: 1, data: { active: ["starved"] } };
  assert.deepEqual(await told.next(), snapshot);
  tap.hub.tell("alarms", { cleared: "starved" }, { active: [] });
  const event = { type: "event", topic: "alarms", seq: 2, data: { cleared: "starved" } };
  assert.deepEqual(await told.next(), event);
  told.send({ type: "unsubscribe", topic: "alarms" });
  assert.deepEqual(await told.next(), { type: "unsubscribed", topic: "alarms" });
  tap.hub.tell("alarms", { raised: "again" }, {});
  tap.hub.publish(numberedFrame(0));
  assert.deepEqual(await frameIds(told, 1), [0]);
  assert.deepEqual(await frameIds(untold, 1), [0]);
});

behaviour("metrics are shown at once", async (open) => {
  await using tap = await open();
  const client = await tap.connect();
  client.send({ type: "subscribe", topic: "metrics" });
  const snapshot = (await until(client, "snapshot")).at(-1);
  assert.equal(snapshot.data.clients.websocket, 1);
  assert.deepEqual(snapshot.data.frames, { received: 0, dropped: 0, sent: 0, conflated: 0 });
});

behaviour("a ping is answered with who and when", async (open) => {
  await using tap = await open();
  const client = await tap.connect();
  client.send({ type: "ping", time: 12.5, id: 3 });
  const { type, client_id, server_time, time, id } = await client.next();
  assert.deepEqual([type, time, id], ["pong", 12.5, 3]);
  assert.match(client_id, /^c\d+$/);
  assert.ok(server_time > 1.6e9);
});

behaviour("who comes back goes on where it left off, in every encoding", async (open) => {
  await using tap = await open();
  for (let id = 0; id < 10; id++) tap.hub.publish(numberedFrame(id));
  for (const encoding of ["json", "json-delta", "delta-f64", "msgpack"]) {
    const client = await tap.connect(`kpp.v1.${encoding}`);
    await until(client, "frame_update");
    client.send({ type: "resume", epoch: tap.hub.epoch, after: 6 });
    const { type, missing } = await client.next();
    assert.deepEqual([type, missing], ["resumed", null]);
    assert.deepEqual(await frameIds(client, 3), [7, 8, 9]);
    client.vanish();
  }
  const client = await tap.connect("kpp.v1.json-delta");
  await until(client, "frame_update");
  client.send({ type: "resume", epoch: tap.hub.epoch, after: 8 });
  await until(client, "frame_update");
  tap.hub.publish(numberedFrame(10));
  assert.deepEqual(await frameIds(client, 1), [10], "and then what is new");
});

behaviour("who was away too long is told exactly what is missing", async (open) => {
  await using tap = await open();
  for (let id = 0; id < RECENT_FRAMES + 5; id++) tap.hub.publish(numberedFrame(id));
  const client = await tap.connect();
  await client.next();
  client.send({ type: "subscribe", topic: "frames", rate: 1, fields: ["power"] });
  await until(client, "frame_update");
  client.send({ type: "resume", epoch: tap.hub.epoch, after: 1 });
  assert.deepEqual((await client.next()).missing, { from: 2, to: 4, count: 3 });
  assert.deepEqual((await frameIds(client, 3)).slice(1), [30, 60]);
});

behaviour("another epoch cannot be resumed, and says so", async (open) => {
  await using tap = await open();
  tap.hub.publish(numberedFrame(0));
  const client = await tap.connect();
  await client.next();
  client.send({ type: "resume", epoch: "before", after: 0 });
  const { type, reason, epoch } = await client.next();
  assert.deepEqual([type, reason, epoch], ["resumed", "unknown-epoch", tap.hub.epoch]);
});

behaviour("frames that never reached the tap are announced", async (open) => {
  await using tap = await open();
  const client = await tap.connect();
  tap.hub.publish(numberedFrame(0));
  tap.hub.publish(numberedFrame(5));
  assert.equal((await client.next()).frame.frame_id, 0);
  const gap = { type: "gap", after: 0, next: 5, conflated: 0, dropped: 4 };
  assert.deepEqual(await client.next(), gap);
  assert.equal((await client.next()).frame.frame_id, 5);
});

behaviour("commands are refused by name unless control is allowed", async (open) => {
  await using tap = await open();
  const client = await tap.connect();
  client.send({ type: "command", id: 7, command: { kind: "hold" } });
  assert.deepEqual(await client.next(), {
    type: "error",
    code: "control-off",
    message: `Cannot obey "hold" as the tap must be opened with --control: it was not`,
    id: 7,
  });
});

behaviour("a command is passed on with its origin, and answered with its outcome", async (open) => {
  const { control, seen } = recordingControl();
  await using tap = await open({ control });
  const client = await tap.connect();
  const command = { kind: "set", parameter: "floater.thermalTime", value: "Infinity" };
  client.send({ type: "command", id: 8, command });
  const result = { type: "command_result", outcome: "applied", simulation_time: 1.5, command };
  assert.deepEqual(await client.next(), { ...result, id: 8 });
  assert.equal(seen[0][0], "set");
  assert.match(seen[0][1], /^c\d+ /);
});

behaviour("a message that means nothing is answered by one line", async (open) => {
  const { control } = recordingControl();
  await using tap = await open({ control });
  const client = await tap.connect();
  const bad: [object | string, string, RegExp][] = [
    ["{", "bad-json", /must be JSON/],
    ["[".repeat(60_000), "bad-json", /nest at most 8/],
    ["[]", "bad-message", /must be a JSON object/],
    [{}, "bad-message", /type must be a string: current value is nothing/],
    [{ type: "subscrib" }, "bad-message", /did you mean "subscribe"/],
    [{ type: "toString" }, "bad-message", /no message is called that/],
    [{ type: "subscribe", topic: "frame" }, "bad-message", /topic must be frames or alarms/],
    [{ type: "subscribe", topic: "frames", rate: 0 }, "bad-message", /a number above 0.*is 0/],
    [{ type: "subscribe", topic: "frames", fields: [] }, "bad-message", /a list of strings/],
    [
      { type: "subscribe", topic: "frames", fields: ["powr"] },
      "bad-message",
      /did you mean "power"/,
    ],
    [{ type: "subscribe", topic: "frames", encoding: "xml" }, "bad-message", /json or/],
    [{ type: "resume", epoch: "x", after: 0.5 }, "bad-message", /after must be a whole number/],
    [
      { type: "command", command: { kind: "stop" } },
      "bad-command",
      /"stop".*did you mean "step"/,
    ],
    [{ type: "command", command: { kind: "set", parameter: "x" } }, "bad-command", /"x"/],
    [
      { type: "command", command: { kind: "set", parameter: "water.depth", value: "deep" } },
      "bad-command",
      /water\.depth.*current value is "deep"/,
    ],
    [{ type: "command", command: { kind: "speed", speed: -1 } }, "bad-command", /above 0/],
  ];
  for (const [message, code, pattern] of bad) {
    client.send(message);
    const answer = await client.next();
    assert.deepEqual([answer.type, answer.code], ["error", code], JSON.stringify(answer));
    assert.match(answer.message, pattern);
    assert.ok(answer.message.length < 400 && !answer.message.includes("\n"));
  }
  assert.ok(bad.length <= MAX_OFFENCES);
});

behaviour("who sends a flood is warned, then sent away", async (open) => {
  await using tap = await open();
  const client = await tap.connect();
  for (let i = 0; i < MESSAGE_BURST + 2 * MAX_OFFENCES; i++) client.send({ type: "ping" });
  const answers = await until(client, "error");
  assert.equal(answers.at(-1).code, "too-many-messages");
  assert.ok(answers.length > MESSAGE_BURST);
  assert.equal(await client.closed, 4029);
  assert.equal(tap.hub.subscribers.size, 0);
});

behaviour("a binary message ends the connection", async (open) => {
  await using tap = await open();
  const client = await tap.connect();
  client.send(new Uint8Array(3));
  assert.equal(await client.closed, 1003);
});

behaviour("a token can be the first message, and nothing comes before it", async (open) => {
  await using tap = await open({ isToken: (token) => token === "right" });
  const client = await tap.connect();
  tap.hub.publish(numberedFrame(0));
  client.send({ type: "subscribe", topic: "events" });
  assert.equal((await client.next()).code, "unauthorized");
  client.send({ type: "authenticate", token: "right" });
  assert.equal((await client.next()).type, "authenticated");
  assert.deepEqual(await frameIds(client, 1), [0]);
  const other = await tap.connect();
  other.send({ type: "authenticate", token: "wrong" });
  assert.equal(await other.closed, 4001);
});

behaviour("a client that vanishes leaves nothing behind", async (open) => {
  await using tap = await open();
  for (let i = 0; i < 20; i++) {
    const client = await tap.connect("kpp.v1.delta-f64");
    await until(client, "subscribed");
    client.vanish();
  }
  while (tap.hub.subscribers.size > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(tap.hub.streamCount, 0);
});

behaviour("everybody is told when the tap is shut", async (open) => {
  const tap = await open();
  const clients = [await tap.connect(), await tap.connect()];
  await tap[Symbol.asyncDispose]();
  assert.deepEqual(await Promise.all(clients.map(({ closed }) => closed)), [1001, 1001]);
});
