import assert from "node:assert/strict";
import {
  CLIMB_INTERVAL,
  type ConnectionEnd,
  Link,
  LinkError,
  LONGEST_PAUSE,
  MAX_UNANSWERED,
  OPEN_PATIENCE,
  type RemoteReply,
  TRANSPORT_NAMES,
  type TransportName,
} from "../../../tap/client/mod.ts";
import type { OtherMessage } from "../../../tap/mod.ts";
import { LoopClock } from "./loop_clock.ts";
import { type Script, ScriptedTransport } from "./scripted_transport.ts";

/** A link over three ways that a test holds in its hands. */
class Scene implements AsyncDisposable {
  readonly time = new LoopClock();
  readonly ways = TRANSPORT_NAMES.map((name) => new ScriptedTransport(name));
  readonly frames: number[] = [];
  readonly replies: RemoteReply[] = [];
  readonly messages: OtherMessage[] = [];
  readonly connected: TransportName[] = [];
  readonly lost: ConnectionEnd[] = [];
  readonly #over = new AbortController();
  readonly link = new Link({
    transports: this.ways,
    time: this.time,
    random: () => 0.5,
    wish: { rate: 30 },
    listener: {
      frame: ({ frameId }) => void this.frames.push(frameId),
      reply: (reply) => void this.replies.push(reply),
      message: (message) => void this.messages.push(message),
      connected: (transport) => void this.connected.push(transport),
      lost: (end) => void this.lost.push(end),
    },
  });
  run: Promise<unknown> = Promise.resolve();

  async start(...scripts: Script[]): Promise<this> {
    scripts.forEach((script, index) => this.ways[index].script = script);
    this.run = this.link.run(this.#over.signal).then(() => undefined, (error) => error);
    await this.time.pass(0.05);
    return this;
  }

  /** Connections that are open at this moment, over all ways. */
  get present(): number {
    return this.ways.reduce((sum, way) => sum + way.present.length, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.run;
    assert.equal(this.present, 0, "no connection outlasts its link");
  }
}

Deno.test("each way gives way to the next, and the best comes back", async () => {
  await using scene = await new Scene().start("refuses", "refuses", "answers");
  const { ways: [websocket, sse, polling], time } = scene;
  polling.newest.frame(0);
  assert.deepEqual(scene.connected, ["polling"]);
  sse.script = "answers";
  await time.pass(CLIMB_INTERVAL + 0.1);
  assert.deepEqual(scene.connected, ["polling", "sse"]);
  websocket.script = "answers";
  sse.newest.frame(1);
  await time.pass(CLIMB_INTERVAL + 0.1);
  assert.deepEqual(scene.connected, ["polling", "sse", "websocket"]);
  assert.equal(scene.present, 1);
  assert.equal(scene.link.state.transport, "websocket");
});

Deno.test("a way that worked and is lost is tried first, and goes on where it was", async () => {
  await using scene = await new Scene().start();
  const [websocket, sse] = scene.ways;
  websocket.newest.frame(0);
  websocket.newest.frame(1);
  websocket.newest.cut();
  await scene.time.pass(0.5);
  assert.deepEqual(scene.connected, ["websocket", "websocket"]);
  assert.equal(sse.connections.length, 0);
  const again = websocket.newest;
  assert.deepEqual(again.sent.find(({ type }) => type === "resume"), {
    type: "resume",
    epoch: "e1",
    after: 1,
  });
  // The newest frame comes before those that were missed; none is lost, none comes twice.
  again.frame(5);
  again.say({ type: "resumed", epoch: "e1", after: 1, missing: { from: 2, to: 3, count: 2 } });
  for (const id of [4, 5, 6]) again.frame(id);
  assert.deepEqual(scene.frames, [0, 1, 4, 5, 6]);
  assert.equal(scene.link.state.missed, 2);
});

Deno.test("killing each way in turn shows the next, and at last how old the frame is", async () => {
  await using scene = await new Scene().start();
  const { ways, time, link } = scene;
  ways[0].newest.frame(0);
  await time.pass(11);
  for (const [killed, next] of [[0, "sse"], [1, "polling"]] as const) {
    ways[killed].script = "refuses";
    ways[killed].newest.cut();
    await time.pass(1);
    assert.equal(link.state.transport, next);
    ways[killed + 1].newest.frame(killed + 1);
    await time.pass(0.1);
  }
  ways[2].script = "refuses";
  ways[2].newest.cut();
  await time.pass(20);
  assert.equal(link.state.transport, undefined);
  assert.ok(Math.abs(link.state.age - 20.1) < 0.2, `${link.state.age} s`);
  assert.equal(link.state.end?.message, "connection refused");
  for (const way of ways) way.script = "answers";
  await time.pass(LONGEST_PAUSE);
  assert.equal(link.state.transport, "websocket");
});

Deno.test("pauses grow to the longest, with chance between half and all of it", async () => {
  await using scene = await new Scene().start();
  const { ways: [websocket, ...others], time } = scene;
  websocket.newest.frame(0);
  for (const way of scene.ways) way.script = "refuses";
  websocket.newest.cut();
  await time.pass(120);
  const attempts = websocket.connections.length;
  // 0.25 + 0.5 + 1 + 2 + 4 + 8 s, then every 10 s, times 0.75 for the chance of 0.5.
  assert.ok(attempts >= 20 && attempts <= 24, `${attempts} attempts in 120 s`);
  for (const way of others) assert.ok(Math.abs(way.connections.length - attempts) <= 2);
});

Deno.test("a tap that was never there ends it, with the first reason", async () => {
  const scene = await new Scene().start("refuses", "refuses", "refuses");
  const error = await scene.run;
  assert.ok(error instanceof LinkError);
  assert.equal(error.message, "connection refused");
});

Deno.test("without the right token there is no second attempt, even after a while", async () => {
  const scene = await new Scene().start("lets-nobody-in");
  assert.ok(await scene.run instanceof LinkError);
  assert.equal(scene.ways[1].connections.length, 0);

  const later = await new Scene().start();
  later.ways[0].newest.frame(0);
  later.ways[0].script = "lets-nobody-in";
  later.ways[0].newest.cut();
  await later.time.pass(1);
  const error = await later.run;
  assert.ok(error instanceof LinkError);
  assert.equal(error.end.kind, "unauthorized");
});

Deno.test("a half-open connection is noticed by its silence", async () => {
  await using scene = await new Scene().start();
  const [websocket] = scene.ways;
  websocket.newest.frame(0);
  await scene.time.pass(6);
  assert.deepEqual(scene.lost, []);
  websocket.newest.isMute = true;
  await scene.time.pass(6);
  assert.deepEqual(scene.lost.map(({ kind }) => kind), ["silent"]);
  assert.equal(websocket.connections[0].isClosed, true);
});

Deno.test("a way that lets in and then says nothing gives way after its time", async () => {
  await using scene = await new Scene().start("is-silent");
  await scene.time.pass(OPEN_PATIENCE);
  await scene.time.pass(0.3);
  assert.deepEqual(scene.connected, ["sse"]);
});

Deno.test("garbage ends a connection and nothing else", async () => {
  for (const garbage of ["<html>", "[]", '{"type":"frame_update","frame":{"frame_id":"x"}}', ""]) {
    await using scene = await new Scene().start();
    scene.ways[0].newest.frame(0);
    scene.ways[0].newest.babble(garbage);
    await scene.time.pass(0.5);
    assert.deepEqual(scene.lost.map(({ kind }) => kind), ["unreadable"], garbage);
    assert.equal(scene.link.state.transport, "websocket");
    assert.deepEqual(scene.frames, [0]);
  }
});

Deno.test("a way that breaks off again and again gives way to the next", async () => {
  await using scene = await new Scene().start();
  for (let round = 0; round < 3; round++) {
    scene.ways[0].newest.cut();
    await scene.time.pass(2);
  }
  assert.deepEqual(scene.connected, ["websocket", "websocket", "websocket", "sse"]);
});

Deno.test("a tap that was opened anew begins a new numbering", async () => {
  await using scene = await new Scene().start();
  scene.ways[0].newest.frame(100);
  scene.ways[0].newest.cut();
  await scene.time.pass(0.5);
  scene.ways[0].newest.say({ type: "welcome", epoch: "e2" });
  scene.ways[0].newest.say({ type: "resumed", epoch: "e2", missing: null });
  scene.ways[0].newest.frame(0, { timestamp: 1_700_000_100 });
  assert.deepEqual(scene.frames, [100, 0]);
});

Deno.test("every command gets its own answer", async () => {
  await using scene = await new Scene().start();
  const { link, ways: [websocket] } = scene;
  link.send({ kind: "hold" });
  link.send({ kind: "speed", speed: Infinity });
  const sent = websocket.newest.sent.filter(({ type }) => type === "command");
  assert.deepEqual(sent.map(({ command }) => command), [
    { kind: "hold" },
    { kind: "speed", speed: "Infinity" },
  ]);
  const [hold, speed] = sent.map(({ id }) => id);
  const message = "the tap must be opened with --control: it was not";
  websocket.newest.say({ type: "error", code: "control-off", message, id: speed });
  websocket.newest.say({
    type: "command_result",
    outcome: "applied",
    simulation_time: 2,
    id: hold,
  });
  assert.deepEqual(scene.replies, [
    {
      command: { kind: "speed", speed: Infinity },
      outcome: "refused",
      reason: message,
      simulationTime: NaN,
    },
    { command: { kind: "hold" }, outcome: "applied", simulationTime: 2 },
  ]);
});

Deno.test("commands go by whatever way there is", async () => {
  for (const [index, name] of TRANSPORT_NAMES.entries()) {
    await using scene = await new Scene().start(
      ...TRANSPORT_NAMES.slice(0, index).map(() => "refuses" as const),
    );
    const connection = scene.ways[index].newest;
    connection.frame(0);
    scene.link.send({ kind: "hold" });
    const sent = connection.sent.find(({ type }) => type === "command");
    assert.deepEqual(sent?.command, { kind: "hold" }, name);
    connection.say({ type: "command_result", outcome: "applied", simulation_time: 2, id: sent.id });
    assert.deepEqual(scene.replies, [
      { command: { kind: "hold" }, outcome: "applied", simulationTime: 2 },
    ]);
  }
});

Deno.test("commands that nobody answers are bounded", async () => {
  await using scene = await new Scene().start();
  for (let sent = 0; sent < MAX_UNANSWERED; sent++) scene.link.send({ kind: "step" });
  assert.throws(() => scene.link.send({ kind: "step" }), RangeError);
  scene.ways[0].newest.cut();
  await scene.time.pass(0.01);
  assert.equal(scene.replies.length, MAX_UNANSWERED);
  assert.ok(scene.replies.every(({ outcome }) => outcome === "refused"));
  assert.throws(() => scene.link.send({ kind: "hold" }), {
    message: "Cannot hold as the tap must be there: it is not",
  });
});

Deno.test("pings measure the round trip, and acknowledge what came", async () => {
  await using scene = await new Scene().start();
  const { link, ways: [websocket], time } = scene;
  websocket.newest.isMute = true;
  for (let ping = 0; ping < 5; ping++) {
    websocket.newest.frame(ping);
    await time.pass(2);
    const last = websocket.newest.sent.findLast(({ type }) => type === "ping")!;
    time.at(time.now() + 0.15, () => websocket.newest.say({ type: "pong", time: last.time }));
    await time.pass(0.2);
  }
  const acknowledged = websocket.newest.sent.filter(({ type }) => type === "ack");
  assert.equal(acknowledged.at(-1)!.frame_id, 4);
  const { roundTrip, grade } = link.quality(0);
  assert.ok(roundTrip >= 0.15 && roundTrip < 2.3, `${roundTrip} s`);
  assert.notEqual(grade, "good");
});
