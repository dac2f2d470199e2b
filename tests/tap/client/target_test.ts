import assert from "node:assert/strict";
import { parseTarget, remoteFrame } from "../../../tap/client/mod.ts";
import { channelIndex } from "../../../telemetry/mod.ts";

Deno.test("every usual way to write where a tap is means the same", () => {
  const rows = [
    ["localhost", "http://localhost:9200/"],
    ["127.0.0.1:80", "http://127.0.0.1/"],
    ["plant.example:9300", "http://plant.example:9300/"],
    ["[::1]:9200", "http://[::1]:9200/"],
    ["http://host", "http://host/"],
    ["http://host:9200", "http://host:9200/"],
    ["ws://host:9200/ws", "http://host:9200/"],
    ["wss://host/sync", "https://host/"],
    ["https://host/plants/a/", "https://host/plants/a/"],
    ["https://host/plants/a/events", "https://host/plants/a/"],
    [" HTTP://Host:9200/ ", "http://host:9200/"],
  ];
  for (const [text, base] of rows) assert.equal(parseTarget(text).base.href, base, text);
});

Deno.test("what is no address is refused in one line that shows no secret", () => {
  for (const text of ["", "ftp://host", "http://", "host:99999", "a b"]) {
    assert.throws(() => parseTarget(text), {
      name: "SyntaxError",
      message: /^Cannot attach as URL/,
    });
  }
  for (
    const text of ["http://me:secret@host", "http://host/?token=secret", "http://host/#secret"]
  ) {
    assert.throws(
      () => parseTarget(text),
      ({ message }: Error) => !message.includes("secret") && message.startsWith("Cannot attach"),
    );
  }
});

const WIRE = {
  frame_id: 3,
  timestamp: 1_700_000_000.5,
  simulation_time: 0.1,
  status: "running",
  metadata: {},
};

Deno.test("a frame from outside has every channel, and what did not come is no data", () => {
  const frame = remoteFrame({
    ...WIRE,
    power: 5,
    torque: null,
    metadata: { "chain.speed": 0.25, "from.the.future": 1, "power.net": null },
  });
  assert.equal(frame.values[channelIndex("chain.speed")], 0.25);
  assert.equal(frame.values[channelIndex("generator.power")], 5);
  assert.ok(Number.isNaN(frame.values[channelIndex("shaft.torque")]));
  assert.ok(Number.isNaN(frame.values[channelIndex("power.net")]));
  assert.ok(Number.isNaN(frame.values[channelIndex("header.pressure")]));
});

Deno.test("what is no frame is refused", () => {
  const wrong = [
    { frame_id: -0.5 },
    { timestamp: "now" },
    { simulation_time: null },
    { status: "nonsense" },
    { status: undefined },
    { metadata: null },
  ];
  for (const rest of wrong) {
    const wire = { ...WIRE, ...rest } as unknown as Parameters<typeof remoteFrame>[0];
    assert.throws(() => remoteFrame(wire), TypeError, JSON.stringify(rest));
  }
});
