import assert from "node:assert/strict";
import { LOOP_TIME } from "../../../clock/mod.ts";
import type { AttributedReply } from "../../../cli/mod.ts";
import { RemotePlant } from "../../../cli/remote_plant.ts";
import { commandMessage, type Control, type Hub, tokenCheck } from "../../../tap/mod.ts";
import { parseTarget } from "../../../tap/client/mod.ts";
import { type PlantParameters, PRESETS } from "../../../telemetry/mod.ts";
import { FPS, numberedFrame } from "../fixtures.ts";
import { Gate } from "./gate.ts";
import { LinkScene, portOf, Pump, until } from "./link_scene.ts";
import { QuickTime } from "./quick_time.ts";
import { SocketTap } from "./socket_tap.ts";

/** How much faster the client's time passes than real time. */
const QUICK = 10;

Deno.test("each way is shown by killing the one before, to the last frame and back", async () => {
  await using tap = await SocketTap.open();
  await using _pump = new Pump(tap.hub);
  await using gate = new Gate(portOf(tap.host));
  await using scene = await LinkScene.open(gate.host, new QuickTime(QUICK));
  const { link } = scene;
  for (
    const [way, path] of [["websocket", "/ws"], ["sse", "/events"], ["polling", "/frame/latest"]]
  ) {
    await until(`by ${way}`, () => link.state.transport === way);
    await scene.frameComes();
    gate.rules.blocked = [...gate.rules.blocked, path];
    gate.cut(path);
  }
  await until("no way is left", () => link.state.transport === undefined);
  const { length } = scene.frames;
  await until("the frame is old", () => link.state.age > 3);
  assert.equal(scene.frames.length, length);
  gate.rules.blocked = [];
  await until("the best way is back", () => link.state.transport === "websocket");
  await scene.frameComes();
  const { frames } = scene;
  assert.deepEqual(frames, frames.toSorted((a, b) => a - b), "in order");
  assert.equal(new Set(frames).size, frames.length, "none twice");
});

Deno.test("after a cut, frames go on where they were, and none is missing", async () => {
  await using tap = await SocketTap.open();
  await using _pump = new Pump(tap.hub);
  await using gate = new Gate(portOf(tap.host));
  await using scene = await LinkScene.open(gate.host, LOOP_TIME);
  await scene.frameComes();
  for (let cut = 0; cut < 2; cut++) {
    gate.cut();
    await until("it is lost", () => scene.lost.length > cut);
    await until("it is back", () => scene.ways.length > cut + 1);
    await scene.frameComes();
  }
  const [first] = scene.frames;
  assert.deepEqual(scene.frames, scene.frames.map((_, index) => first + index));
  assert.ok(tap.hub.counters.resumes >= 2);
});

Deno.test("a tap that was opened anew, and one that has moved, are found again", async () => {
  let tap = await SocketTap.open();
  await using pump = new Pump(tap.hub);
  await using gate = new Gate(portOf(tap.host));
  await using scene = await LinkScene.open(gate.host, new QuickTime(QUICK));
  await scene.frameComes();
  await tap[Symbol.asyncDispose]();
  gate.cut();
  await until("it is lost", () => scene.link.state.transport === undefined);
  tap = await SocketTap.open();
  pump.hub = tap.hub;
  pump.next = 0;
  gate.port = portOf(tap.host);
  await scene.frameComes();
  assert.ok(scene.frames.at(-1)! < 1000, "the new numbering");

  await using moved = await SocketTap.open();
  pump.hub = moved.hub;
  const location = `http://${moved.host}`;
  gate.rules.answer = "HTTP/1.1 307 Moved\r\ncontent-length: 0\r\nconnection: close\r\n" +
    `location: ${location}/ws\r\n\r\n`;
  gate.cut();
  await tap[Symbol.asyncDispose]();
  await until("a client comes to where it has moved", () => moved.hub.subscribers.size > 0);
  await scene.frameComes();
  assert.equal(scene.link.state.transport, "websocket");
});

Deno.test("garbage in the place of a tap is no frame, and passes", async () => {
  await using tap = await SocketTap.open();
  await using _pump = new Pump(tap.hub);
  await using gate = new Gate(portOf(tap.host));
  await using scene = await LinkScene.open(gate.host, new QuickTime(QUICK));
  await scene.frameComes();
  const garbage = [
    "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html>",
    "SSH-2.0-OpenSSH_9.2\r\n",
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\ndata: {\n\n",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
  ];
  for (const answer of garbage) {
    gate.rules.answer = answer;
    gate.cut();
    await until("it is lost", () => scene.link.state.transport === undefined);
    const { length } = scene.frames;
    await LOOP_TIME.sleepUntil(LOOP_TIME.now() + 0.3);
    assert.equal(scene.frames.length, length);
    gate.rules.answer = undefined;
    await scene.frameComes();
  }
});

Deno.test("a way that lags 2 s brings every frame, and is called poor", async () => {
  await using tap = await SocketTap.open();
  await using _pump = new Pump(tap.hub);
  await using gate = new Gate(portOf(tap.host));
  gate.rules.lag = 2 / QUICK;
  await using scene = await LinkScene.open(gate.host, new QuickTime(QUICK));
  await scene.frameComes();
  await until("round trips are known", () => !Number.isNaN(scene.link.quality(0).roundTrip));
  const { roundTrip, grade } = scene.link.quality(0);
  assert.ok(roundTrip >= 4 && roundTrip < 40, `${roundTrip} s`);
  assert.equal(grade, "poor");
  const [first] = scene.frames;
  assert.deepEqual(scene.frames, scene.frames.map((_, index) => first + index));
});

Deno.test("a half-open connection is given up, and its frames come later", async () => {
  await using tap = await SocketTap.open();
  await using _pump = new Pump(tap.hub);
  await using gate = new Gate(portOf(tap.host));
  await using scene = await LinkScene.open(gate.host, new QuickTime(QUICK));
  await scene.frameComes();
  gate.rules.isMute = true;
  await until("it is noticed", () => scene.lost.length > 0);
  assert.equal(scene.lost[0].kind, "silent");
  gate.rules.isMute = false;
  await until("it is back", () => scene.link.state.transport === "websocket");
  await scene.frameComes();
});

Deno.test("a token that is missing, wrong or has expired is one clear line", async () => {
  let token = "right-token";
  await using tap = await SocketTap.open({ isToken: (shown) => tokenCheck(token)(shown) });
  await using _pump = new Pump(tap.hub);
  const attach = (shown?: string) =>
    RemotePlant.open(
      { target: parseTarget(tap.host, { token: shown }), isScreen: false },
      LOOP_TIME,
    );
  const start = `Cannot attach to http://${tap.host}/ as the tap must be shown its token: `;
  await assert.rejects(attach(), { message: `${start}no token was given` });
  const wrong = { message: `${start}the token given is wrong or no longer valid` };
  await assert.rejects(attach("wrong-token"), wrong);
  await using plant = await attach("right-token");
  let count = 0;
  const run = plant.frames(() => void count++);
  await until("frames come", () => count > 2);
  token = "other-token";
  tap.hub.close("going-away");
  await assert.rejects(run, wrong);
});

Deno.test("a tap whose plant only begins is waited for, for a while", async () => {
  await using tap = await SocketTap.open();
  const target = parseTarget(tap.host);
  const time = new QuickTime(QUICK);
  await assert.rejects(RemotePlant.open({ target, isScreen: false }, time), {
    message: `Cannot attach to http://${tap.host}/ as the tap must answer: ` +
      "its plant has made no frame yet",
  });
  const opening = RemotePlant.open({ target, isScreen: false }, LOOP_TIME);
  await LOOP_TIME.sleepUntil(LOOP_TIME.now() + 0.3);
  tap.hub.publish(numberedFrame(0));
  await using plant = await opening;
  assert.equal(plant.state.fps, FPS);
});

Deno.test("nobody there, and something else there, are one clear line", async () => {
  const attach = (host: string) =>
    RemotePlant.open({ target: parseTarget(host), isScreen: true }, LOOP_TIME);
  await using gate = new Gate(1);
  const { host } = gate;
  gate.rules.answer = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n<html>";
  await assert.rejects(attach(host), {
    message: new RegExp(`^Cannot attach to http://${host}/ as what answers there must be a tap: `),
  });
  gate.rules.answer = "HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n";
  await assert.rejects(attach(host), { message: /the tap must let it in: .*404/ });
  await gate[Symbol.asyncDispose]();
  await assert.rejects(attach(host), {
    message: new RegExp(`^Cannot attach to http://${host}/ as a tap must listen there: .*refused`),
  });
});

for (const blocked of [[], ["/ws"]]) {
  const way = blocked.length === 0 ? "a socket" : "a stream of events";
  Deno.test(`two attached people see what happened and who did it, over ${way}`, async () => {
    await seeEachOther(blocked);
  });
}

/** Has two people change one parameter while some paths are blocked. */
async function seeEachOther(blocked: readonly string[]): Promise<void> {
  const { parameters } = PRESETS["kpp-01"];
  const told: { hub?: Hub; parameters: PlantParameters } = { parameters };
  const control: Control = (command, origin) => {
    if (command.kind === "set") {
      told.parameters = { ...told.parameters, [command.parameter]: command.value };
    }
    const result = { outcome: "applied", simulation_time: 1 } as const;
    const shown = commandMessage(command);
    told.hub?.tell("events", { event: "command", command: shown, origin, ...result });
    return Promise.resolve(result);
  };
  await using tap = await SocketTap.open({ control }, { parameters: () => told.parameters });
  told.hub = tap.hub;
  await using _pump = new Pump(tap.hub);
  await using gate = new Gate(portOf(tap.host));
  gate.rules.blocked = blocked;
  const people = await Promise.all([1, 2].map(async () => {
    const plant = await RemotePlant.open(
      { target: parseTarget(gate.host), isScreen: true },
      LOOP_TIME,
    );
    const replies: AttributedReply[] = [];
    plant.replies.subscribe((reply) => void replies.push(reply));
    let count = 0;
    const run = plant.frames(() => void count++);
    await until("frames come", () => count > 3);
    return { plant, replies, run };
  }));
  const [ann, bob] = people;
  ann.plant.send({ kind: "set", parameter: "water.depth", value: 12 });
  await until("both know", () => people.every(({ replies }) => replies.length === 1));
  bob.plant.send({ kind: "set", parameter: "water.depth", value: 13 });
  await until("both know", () => people.every(({ replies }) => replies.length === 2));
  const seen = people.map(({ replies }) =>
    replies.map(({ command, outcome, origin }) => ({
      command,
      outcome,
      isOther: origin !== undefined,
    }))
  );
  const set = (value: number, isOther: boolean) => ({
    command: { kind: "set", parameter: "water.depth", value },
    outcome: "applied",
    isOther,
  });
  assert.deepEqual(seen, [[set(12, false), set(13, true)], [set(12, true), set(13, false)]]);
  assert.match(ann.replies[1].origin!, /^(c\d+|http-\w+) 127\.0\.0\.1:\d+$/);
  for (const { plant } of people) await plant[Symbol.asyncDispose]();
  for (const { run } of people) await run;
}

Deno.test("commands that only bringing ways are given are obeyed in order", async () => {
  for (const blocked of [["/ws"], ["/ws", "/events"]]) {
    const heard: number[] = [];
    const control: Control = async (command) => {
      if (command.kind === "set") heard.push(Number(command.value));
      // Whoever does not wait for the answer before is obeyed out of order.
      await LOOP_TIME.sleepUntil(LOOP_TIME.now() + 0.05 / heard.length);
      return { outcome: "applied", simulation_time: heard.length };
    };
    await using tap = await SocketTap.open({ control });
    await using _pump = new Pump(tap.hub);
    await using gate = new Gate(portOf(tap.host));
    gate.rules.blocked = blocked;
    const target = parseTarget(gate.host);
    await using plant = await RemotePlant.open({ target, isScreen: false }, LOOP_TIME);
    const told: number[] = [];
    plant.replies.subscribe(({ simulationTime }) => void told.push(simulationTime));
    let count = 0;
    const run = plant.frames(() => void count++);
    await until("frames come", () => count > 0);
    const values = [9, 9.5, 10, 10.5, 11];
    for (const value of values) plant.send({ kind: "set", parameter: "water.depth", value });
    await until("all are answered", () => told.length === values.length);
    assert.deepEqual(heard, values, `with ${blocked} blocked`);
    assert.deepEqual(told, [1, 2, 3, 4, 5]);
    gate.rules.blocked = [...blocked, "/commands"];
    plant.send({ kind: "hold" });
    await until("it is answered", () => told.length === values.length + 1);
    assert.ok(Number.isNaN(told.at(-1)), "what cannot be sent is refused");
    await plant[Symbol.asyncDispose]();
    await run;
  }
});

Deno.test("what has changed meanwhile is found by polling as well", async () => {
  const told = { parameters: PRESETS["kpp-01"].parameters };
  await using tap = await SocketTap.open({}, { parameters: () => told.parameters });
  await using _pump = new Pump(tap.hub);
  await using gate = new Gate(portOf(tap.host));
  gate.rules.blocked = ["/ws", "/events"];
  const target = parseTarget(gate.host);
  await using plant = await RemotePlant.open({ target, isScreen: false }, LOOP_TIME);
  const replies: AttributedReply[] = [];
  using _replies = plant.replies.subscribe((reply) => void replies.push(reply));
  told.parameters = { ...told.parameters, "water.depth": 12 };
  const run = plant.frames(() => {});
  await until("it is told", () => replies.length > 0);
  assert.deepEqual(replies.map(({ command, origin }) => [command, origin]), [
    [{ kind: "set", parameter: "water.depth", value: 12 }, "meanwhile"],
  ]);
  await plant[Symbol.asyncDispose]();
  await run;
});

Deno.test("without --control a command is refused by name", async () => {
  await using tap = await SocketTap.open();
  await using _pump = new Pump(tap.hub);
  await using plant = await RemotePlant.open(
    { target: parseTarget(tap.host), isScreen: true },
    LOOP_TIME,
  );
  const replies: AttributedReply[] = [];
  using _replies = plant.replies.subscribe((reply) => void replies.push(reply));
  let count = 0;
  void plant.frames(() => void count++);
  await until("frames come", () => count > 0);
  plant.send({ kind: "hold" });
  await until("it is answered", () => replies.length > 0);
  assert.equal(replies[0].outcome, "refused");
  assert.equal(
    replies[0].reason,
    'Cannot obey "hold" as the tap must be opened with --control: it was not',
  );
});
