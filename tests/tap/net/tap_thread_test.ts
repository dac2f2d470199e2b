import assert from "node:assert/strict";
// @ts-types="../../../tap/ws.d.ts"
import { WebSocket } from "ws";
import { LOOP_TIME } from "../../../clock/mod.ts";
import { type TapOptions, TapThread } from "../../../runtime/tap_thread.ts";
import { DEFAULT_PRESET, FRAME_SLOTS, PRESETS } from "../../../telemetry/mod.ts";
import { FPS, numberedFrame } from "../fixtures.ts";
import { Inbox, SOURCE } from "../test_tap.ts";

const OPTIONS: TapOptions = {
  address: { host: "127.0.0.1", port: 0 },
  source: SOURCE,
  control: true,
  parameters: PRESETS[DEFAULT_PRESET].parameters,
};

/** A frame that is never old, or a busy machine would make the tap lower its rates. */
const frame = (id: number) => numberedFrame(id, { timestamp: LOOP_TIME.wall() + 3600 });
const urlOf = ({ address: { host, port } }: TapThread) => `http://${host}:${port}`;

async function connect(tap: TapThread): Promise<{ socket: WebSocket; inbox: Inbox }> {
  const socket = new WebSocket(`${urlOf(tap).replace("http", "ws")}/ws`, ["kpp.v1.json"]);
  const inbox = new Inbox();
  socket.on("message", (data, isBinary) => inbox.put(isBinary ? data : data.toString()));
  while ((await inbox.next()).type !== "subscribed");
  return { socket, inbox };
}

Deno.test("tap thread: frames cross whole, and what has no room is announced", async () => {
  await using tap = await TapThread.open(OPTIONS);
  const { socket, inbox } = await connect(tap);
  tap.relay(frame(0));
  const first = await inbox.next();
  assert.equal(first.frame.frame_id, 0);
  assert.equal(first.frame.metadata["chain.position"], numberedFrame(0).values[0]);
  // Without a pause the tap takes none of these: more than there is room for are left out.
  const count = 20 * FRAME_SLOTS;
  for (let id = 1; id <= count; id++) tap.relay(frame(id));
  await LOOP_TIME.sleepUntil(LOOP_TIME.now() + 0.2);
  tap.relay(frame(count + 1));
  let [seen, left] = [1, 0];
  for (let last = 0; last !== count + 1;) {
    const message = await inbox.next();
    if (message.type === "gap") left += message.dropped + message.conflated;
    if (message.type !== "frame_update") continue;
    last = message.frame.frame_id;
    seen++;
  }
  assert.ok(left > 0);
  assert.equal(seen + left, count + 2, "every frame was seen or announced");
  socket.terminate();
});

Deno.test("tap thread: events, states, parameters and commands cross both ways", async () => {
  await using tap = await TapThread.open(OPTIONS);
  // A message to the thread and a request to its socket are not in each other's order.
  const shows = async (path: string, isSo: (shown: Record<string, unknown>) => boolean) => {
    let shown: Record<string, unknown> = {};
    for (let look = 0; look < 100 && !isSo(shown); look++) {
      shown = await (await fetch(`${urlOf(tap)}${path}`)).json();
    }
    assert.ok(isSo(shown), `${path}: ${JSON.stringify(shown)}`);
  };
  tap.show("alarms", { alarms: [] });
  await shows("/alarms", ({ alarms }) => Array.isArray(alarms) && alarms.length === 0);
  tap.showParameters({ ...OPTIONS.parameters, "water.depth": 8.5 });
  await shows("/parameters", (shown) => shown["water.depth"] === 8.5);
  const { socket, inbox } = await connect(tap);
  socket.send(`{"type":"subscribe","topic":"events"}`);
  while ((await inbox.next()).type !== "snapshot");
  const origins: string[] = [];
  tap.control((command, origin) => {
    origins.push(origin);
    const result = { outcome: "applied", simulation_time: 2 } as const;
    tap.showCommand(command, { origin, result });
    return Promise.resolve(result);
  });
  socket.send(`{"type":"command","id":5,"command":{"kind":"speed","speed":"max"}}`);
  const command = { kind: "speed", speed: "Infinity" };
  const [told, answer] = [await inbox.next(), await inbox.next()];
  const [origin] = origins;
  const result = { outcome: "applied", simulation_time: 2 };
  assert.deepEqual(told.data, { event: "command", command, origin, ...result });
  assert.deepEqual(answer, { type: "command_result", id: 5, command, ...result });
  socket.terminate();
});

Deno.test("tap thread: a command before there is a run is refused", async () => {
  await using tap = await TapThread.open(OPTIONS);
  const { socket, inbox } = await connect(tap);
  socket.send(`{"type":"command","command":{"kind":"hold"}}`);
  const { outcome, reason } = await inbox.next();
  assert.deepEqual([outcome, reason], ["refused", "there is no run yet"]);
  socket.terminate();
});

Deno.test("tap thread: closing says goodbye", async () => {
  const tap = await TapThread.open(OPTIONS);
  const { socket } = await connect(tap);
  const code = new Promise<number>((resolve) => socket.on("close", resolve));
  await tap[Symbol.asyncDispose]();
  assert.equal(await code, 1001);
});

Deno.test("tap thread: an address that cannot be had is one line", async () => {
  await using tap = await TapThread.open(OPTIONS);
  await assert.rejects(TapThread.open({ ...OPTIONS, address: tap.address }), {
    message: /^Cannot open the tap as its address must be free, and another program listens/,
  });
});

Deno.test("tap thread: at the rate of a source nothing is left out", async () => {
  await using tap = await TapThread.open(OPTIONS);
  const { socket, inbox } = await connect(tap);
  for (let id = 0; id < FPS; id++) {
    tap.relay(frame(id));
    await LOOP_TIME.sleepUntil(LOOP_TIME.now() + 1 / FPS);
  }
  for (let id = 0; id < FPS; id++) assert.equal((await inbox.next()).frame.frame_id, id);
  socket.terminate();
});
