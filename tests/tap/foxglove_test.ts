import assert from "node:assert/strict";
import fc from "fast-check";
import {
  advertise,
  FOXGLOVE_TOPICS,
  FoxgloveTranslator,
  MAX_SUBSCRIPTIONS,
  messageData,
  parseFoxgloveMessage,
} from "../../tap/foxglove/mod.ts";
import { CHANNELS, FRAME_MEMBERS } from "../../telemetry/mod.ts";

const FRAME = {
  frame_id: 7,
  timestamp: 1_700_000_000.123457,
  simulation_time: 0.5,
  power: 5,
  torque: null,
  efficiency: null,
  status: "running",
  metadata: { "chain.speed": 0.25, "chain.position": null, ceiling: 0.4 },
};

function translator(parameters: Record<string, unknown> = {}) {
  const sent: Record<string, unknown>[] = [];
  const asked: Record<string, unknown>[] = [];
  const made = new FoxgloveTranslator({
    send: (message) => void sent.push(message as Record<string, unknown>),
    ask: (message) => void asked.push(message as Record<string, unknown>),
    parameters: () => parameters,
  });
  made.message({ type: "welcome", version: "1", epoch: "e", control: true });
  return { made, sent, asked };
}

Deno.test("every channel is in one topic, under a name without a dot but where it has two", () => {
  const members = FOXGLOVE_TOPICS.flatMap(({ members }) => members.map(({ source }) => source));
  assert.deepEqual(
    members.toSorted(),
    [...FRAME_MEMBERS.map(({ id }) => id), ...CHANNELS.map(({ id }) => id as string)].toSorted(),
  );
  for (const { channel, members } of FOXGLOVE_TOPICS) {
    const { properties } = JSON.parse(channel.schema);
    assert.deepEqual(Object.keys(properties), members.map(({ name }) => name));
    for (const { name } of members) assert.doesNotMatch(name, /\./, name);
  }
  const ids = FOXGLOVE_TOPICS.map(({ channel }) => channel.id);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(Object.keys(advertise()), ["op", "channels"]);
});

Deno.test("a message has the time of its frame to the microsecond, and no null", () => {
  const topic = FOXGLOVE_TOPICS.find(({ channel }) => channel.topic === "/chain")!;
  const bytes = messageData(topic, { subscription: 3, frame: FRAME });
  const view = new DataView(bytes.buffer);
  assert.equal(view.getUint8(0), 1);
  assert.equal(view.getUint32(1, true), 3);
  assert.equal(view.getBigUint64(5, true), 1_700_000_000_123_457_000n);
  const message = JSON.parse(new TextDecoder().decode(bytes.subarray(13)));
  assert.deepEqual(message, { speed: 0.25 });
});

Deno.test("each subscription is sent its part of every frame until it ends", () => {
  const { made, sent } = translator();
  sent.length = 0;
  const [chain, frame] = ["/chain", "/frame"].map((name) =>
    FOXGLOVE_TOPICS.find(({ channel }) => channel.topic === name)!.channel.id
  );
  const subscriptions = [{ id: 10, channelId: chain }, { id: 11, channelId: frame }];
  made.hear(JSON.stringify({ op: "subscribe", subscriptions }));
  made.frame(FRAME);
  assert.equal(sent.length, 2);
  made.hear(JSON.stringify({ op: "unsubscribe", subscriptionIds: [10] }));
  made.frame(FRAME);
  assert.equal(sent.length, 3);
});

Deno.test("parameters are told, set by command, and followed", () => {
  const { made, sent, asked } = translator({ "water.depth": 9, "a.cut": Infinity, "b.on": true });
  sent.length = 0;
  made.hear(JSON.stringify({ op: "getParameters", parameterNames: [], id: "all" }));
  assert.deepEqual(sent.pop(), {
    op: "parameterValues",
    id: "all",
    parameters: [
      { name: "water.depth", value: 9, type: "float64" },
      { name: "a.cut", value: "Infinity" },
      { name: "b.on", value: true },
    ],
  });
  made.hear(JSON.stringify({
    op: "setParameters",
    parameters: [{ name: "water.depth", value: 10 }],
    id: "set",
  }));
  assert.deepEqual(asked.at(-1), {
    type: "command",
    id: 1,
    command: { kind: "set", parameter: "water.depth", value: 10 },
  });
  made.message({ type: "command_result", id: 1, outcome: "refused", reason: "too deep" });
  assert.deepEqual(sent.splice(0).map(({ op }) => op), ["status", "parameterValues"]);
  const data = {
    event: "command",
    outcome: "applied",
    command: { kind: "set", parameter: "water.depth", value: 11 },
  };
  made.message({ type: "event", topic: "events", data });
  assert.deepEqual(sent, []);
  made.hear(JSON.stringify({ op: "subscribeParameterUpdates", parameterNames: ["water.depth"] }));
  made.message({ type: "event", topic: "events", data });
  assert.deepEqual(sent.map(({ parameters }) => parameters), [
    [{ name: "water.depth", value: 11, type: "float64" }],
  ]);
});

Deno.test("nothing is told before the tap has let the client in", () => {
  const sent: Record<string, unknown>[] = [];
  const made = new FoxgloveTranslator({
    send: (message) => void sent.push(message as Record<string, unknown>),
    ask: () => assert.fail("nothing is asked"),
    parameters: () => assert.fail("nothing is looked at"),
  });
  made.hear(JSON.stringify({ op: "getParameters", parameterNames: [] }));
  assert.deepEqual(sent, [
    { op: "status", level: 2, message: "Cannot obey as a token must come first" },
  ]);
});

Deno.test("what is no message, no channel or too much is told so, and harms nothing", () => {
  const { made, sent } = translator();
  sent.length = 0;
  const ids = Array.from({ length: MAX_SUBSCRIPTIONS + 1 }, (_, id) => ({ id, channelId: 1 }));
  const wrong = [
    "{",
    "null",
    '{"op":"__proto__"}',
    '{"op":"subscribe"}',
    '{"op":"subscribe","subscriptions":[{"id":-1,"channelId":1}]}',
    '{"op":"subscribe","subscriptions":[{"id":1,"channelId":9999}]}',
    JSON.stringify({ op: "subscribe", subscriptions: ids }),
    '{"op":"advertise","channels":[]}',
  ];
  for (const json of wrong) made.hear(json);
  assert.deepEqual(sent.map(({ op, level }) => [op, level]), wrong.map(() => ["status", 2]));
  const junk = fc.oneof(
    fc.json(),
    fc.string(),
    fc.record({ op: fc.constant("setParameters") })
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(junk, (json) => {
      try {
        parseFoxgloveMessage(json);
      } catch (error) {
        assert.ok(error instanceof SyntaxError, String(error));
      }
    }),
    { seed: 3, numRuns: 300, endOnFailure: true },
  );
});
