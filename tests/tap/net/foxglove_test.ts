import assert from "node:assert/strict";
import foxglove from "@foxglove/ws-protocol";
import type { Channel, MessageData, Parameter, ServerInfo } from "@foxglove/ws-protocol";
import { commandMessage, type Control, type Hub, tokenCheck } from "../../../tap/mod.ts";
import { FOXGLOVE_SUBPROTOCOLS } from "../../../tap/foxglove/mod.ts";
import { PRESETS } from "../../../telemetry/mod.ts";
import { numberedFrame } from "../fixtures.ts";
import { upgradeStatus } from "./raw.ts";
import { SocketTap } from "./socket_tap.ts";

const { FoxgloveClient } = foxglove;

type Client = InstanceType<typeof FoxgloveClient>;

/** What comes next of a kind. */
function next<Event>(client: Client, name: string): Promise<Event> {
  return new Promise((resolve) =>
    client.on(name as never, ((event: Event) => resolve(event)) as never)
  );
}

async function connect(
  tap: SocketTap,
  subprotocol: string,
  { query = "", origin }: { query?: string; origin?: string } = {},
) {
  const socket = new WebSocket(`ws://${tap.host}/ws${query}`, {
    protocols: [subprotocol],
    ...(origin !== undefined && { headers: { origin } }),
  });
  // deno-lint-ignore no-explicit-any -- the client's socket is a subset that types do not show
  const client = new FoxgloveClient({ ws: socket as any });
  const [server, channels] = await Promise.all([
    next<ServerInfo>(client, "serverInfo"),
    next<Channel[]>(client, "advertise"),
  ]);
  const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
  return {
    client,
    server,
    channels,
    async [Symbol.asyncDispose]() {
      client.close();
      await closed;
    },
  };
}

for (const subprotocol of FOXGLOVE_SUBPROTOCOLS) {
  Deno.test(`Foxglove's own client plots the plant: ${subprotocol}`, async () => {
    await using tap = await SocketTap.open();
    await using foxglove = await connect(tap, subprotocol);
    const { client, channels, server } = foxglove;
    assert.equal(server.sessionId, tap.hub.epoch);
    const chain = channels.find(({ topic }) => topic === "/chain")!;
    assert.equal(chain.encoding, "json");
    assert.equal(JSON.parse(chain.schema).properties.speed.type, "number");
    const subscription = client.subscribe(chain.id);
    const values = next<MessageData>(client, "message");
    for (let id = 0; id < 100; id++) {
      tap.hub.publish(numberedFrame(id));
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (await Promise.race([values, Promise.resolve(undefined)]) !== undefined) break;
    }
    const { subscriptionId, timestamp, data } = await values;
    assert.equal(subscriptionId, subscription);
    assert.ok(timestamp >= 1_700_000_000_000_000_000n && timestamp < 1_700_000_004_000_000_000n);
    const message = JSON.parse(new TextDecoder().decode(data));
    const id = Math.round((Number(timestamp / 1000n) / 1e6 - 1_700_000_000) * 30);
    assert.equal(message.position, numberedFrame(id).values[0]);
  });
}

Deno.test("Foxglove's own client reads and sets parameters", async () => {
  const told: { hub?: Hub; depth: unknown } = { depth: 9 };
  const control: Control = (command, origin) => {
    if (command.kind === "set") told.depth = command.value;
    const result = { outcome: "applied", simulation_time: 1 } as const;
    const shown = commandMessage(command);
    told.hub?.tell("events", { event: "command", command: shown, origin, ...result });
    return Promise.resolve(result);
  };
  const { parameters } = PRESETS["kpp-01"];
  await using tap = await SocketTap.open({ control }, {
    parameters: () => ({ ...parameters, "water.depth": told.depth as number }),
  });
  told.hub = tap.hub;
  await using foxglove = await connect(tap, "foxglove.sdk.v1");
  const { client } = foxglove;
  const read = next<{ parameters: Parameter[] }>(client, "parameterValues");
  client.getParameters(["water.depth"], "read");
  assert.deepEqual((await read).parameters, [{ name: "water.depth", value: 9, type: "float64" }]);
  const set = next<{ parameters: Parameter[] }>(client, "parameterValues");
  client.setParameters([{ name: "water.depth", value: 12 }], "set");
  assert.deepEqual((await set).parameters, [{ name: "water.depth", value: 12, type: "float64" }]);
  assert.equal(told.depth, 12);
});

Deno.test("Foxglove shows its token in the address, and may come from its own site", async () => {
  await using tap = await SocketTap.open({ isToken: tokenCheck("right one") });
  const origin = "https://app.foxglove.dev";
  const query = "?token=right%20one";
  for (const subprotocol of FOXGLOVE_SUBPROTOCOLS) {
    for (const rest of [{ query }, { query, origin }]) {
      await using foxglove = await connect(tap, subprotocol, rest);
      assert.equal(foxglove.server.sessionId, tap.hub.epoch);
    }
  }
  const asks = (target: string, more: Record<string, string>) =>
    upgradeStatus(tap.host, target, { "Sec-WebSocket-Protocol": "foxglove.sdk.v1", ...more });
  assert.equal(await asks("/ws?token=wrong", {}), 401);
  assert.equal(await asks("/ws?token=wrong", { Origin: origin }), 401);
  assert.equal(await asks("/ws", { Origin: origin }), 401);
  // The address is read for nobody else, and for no other path.
  const plain = { "Sec-WebSocket-Protocol": "kpp.v1.json" };
  assert.equal(await upgradeStatus(tap.host, `/ws${query}`, { ...plain, Origin: origin }), 403);
  const response = await tap.fetch(`/status${query}`);
  assert.equal(response.status, 401);
  await response.body?.cancel();
  // A tap without a token lets no page of another site in, whatever it speaks.
  await using open = await SocketTap.open();
  assert.equal(await upgradeStatus(open.host, `/ws${query}`, { ...plain, Origin: origin }), 403);
  const foxglove = { "Sec-WebSocket-Protocol": "foxglove.sdk.v1", Origin: origin };
  assert.equal(await upgradeStatus(open.host, `/ws${query}`, foxglove), 403);
});
