import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import schema from "../../docs/tap.schema.json" with { type: "json" };
import {
  CLOSE_CODES,
  createFrameEncoder,
  ENCODINGS,
  FLOATER_WIRE_COLUMNS,
  parseClientMessage,
  selectionOf,
  TOPICS,
  WHOLE_FRAME,
} from "../../tap/mod.ts";
import { FLOATER_COLUMNS, STATUSES } from "../../telemetry/mod.ts";
import { FPS, numberedFrame } from "./fixtures.ts";
import { MemoryTap, type Message, recordingControl } from "./test_tap.ts";

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
ajv.addSchema(schema, "tap");

function checker(name: keyof typeof schema.$defs): (value: unknown) => void {
  const validate = ajv.compile({ $ref: `tap#/$defs/${name}` });
  return (value) => {
    assert.ok(validate(value), `${JSON.stringify(value)}: ${ajv.errorsText(validate.errors)}`);
  };
}

const checkServer = checker("serverMessage");
const checkClient = checker("clientMessage");
const utf8 = new TextDecoder();

const CLIENT_MESSAGES: Message[] = [
  { type: "subscribe", topic: "frames", rate: 5, fields: ["power"], encoding: "json-delta", id: 1 },
  { type: "subscribe", topic: "frames", floaters: true, encoding: "json" },
  { type: "subscribe", topic: "alarms" },
  { type: "unsubscribe", topic: "alarms", id: "x" },
  { type: "ping", time: 1.5, id: 2 },
  { type: "ack", frame_id: 3 },
  { type: "resume", epoch: "other", after: 0, id: 3 },
  { type: "command", id: 4, command: { kind: "set", parameter: "water.depth", value: 9 } },
  {
    type: "command",
    command: { kind: "set", parameter: "floater.thermalTime", value: "Infinity" },
  },
  { type: "command", command: { kind: "speed", speed: "max" } },
  { type: "command", command: { kind: "fps", fps: 15 } },
  { type: "command", command: { kind: "mode", mode: "accuracy" } },
  { type: "command", command: { kind: "reset" } },
  { type: "command", command: { kind: "alarm", event: "acknowledge" } },
  {
    type: "command",
    command: { kind: "alarm", event: "shelve", alarm: "a", note: "n", duration: 9 },
  },
  { type: "command", command: { kind: "limit", alarm: "chainSpeed.hi", limit: 0.5 } },
  { type: "command", command: { kind: "fault", fault: "bias=0.1:chain.speed:60s:30s" } },
  { type: "command", command: { kind: "clear", faults: "bias:chain.speed" } },
  { type: "command", command: { kind: "clear" } },
];

Deno.test("what clients may send is what the schema says", () => {
  for (const message of CLIENT_MESSAGES) {
    checkClient(message);
    parseClientMessage(JSON.stringify(message));
  }
  const names = new Set(CLIENT_MESSAGES.map(({ type }) => type));
  assert.equal(names.size + 1, schema.$defs.clientMessage.oneOf.length, "but for authenticate");
});

Deno.test("every message of a tap is what the schema says", async () => {
  const { control } = recordingControl();
  const tap = new MemoryTap({ control, isToken: (token) => token === "right" });
  const { connection, subscriber } = tap.join({ isGreeted: true });
  const seen = new Set<string>();
  const look = () => {
    for (const { bytes, isText } of connection.payloads.splice(0)) {
      if (!isText) continue;
      const message = JSON.parse(utf8.decode(bytes));
      checkServer(message);
      seen.add(message.type);
    }
  };
  const say = (message: Message) => subscriber.receive(JSON.stringify(message));
  tap.hub.publish(numberedFrame(0));
  say({ type: "hello" });
  say({ type: "authenticate", token: "right" });
  for (const message of CLIENT_MESSAGES) say(message);
  for (const topic of TOPICS) say({ type: "subscribe", topic });
  say({ type: "subscribe", topic: "frames", encoding: "delta-f32", floaters: true });
  say({ type: "subscribe", topic: "frames", encoding: "json-delta" });
  await Promise.resolve();
  for (const id of [1, 2, 9]) tap.hub.publish(numberedFrame(id, { timestamp: tap.time.wall() }));
  say({ type: "resume", epoch: tap.hub.epoch, after: 0, id: 3 });
  tap.hub.tell("events", { event: "any" });
  for (let id = 10; id < 200; id++) {
    tap.hub.publish(numberedFrame(id, { timestamp: tap.time.wall() - 1 }));
  }
  tap.time.advance(31);
  tap.hub.beat();
  await Promise.resolve();
  look();
  const all = schema.$defs.serverMessage.oneOf.map(({ properties }) => properties.type.const);
  const inMemory = all.filter((type) => type !== "closed");
  assert.deepEqual([...seen].sort(), inMemory.sort(), "each of them was seen");
});

Deno.test("frames and metrics are what the schema says", () => {
  const frame = numberedFrame(0, { values: numberedFrame(0).values.fill(NaN) });
  const floaters = new Float64Array(2 * FLOATER_COLUMNS.length).fill(NaN);
  for (const encoding of ["json", "json-delta"] as const) {
    for (const selection of [WHOLE_FRAME, selectionOf({ floaters: true })]) {
      const encoder = createFrameEncoder(encoding, { selection, fps: FPS });
      for (const [frameId, mass] of [[0, NaN], [1, NaN], [2, 0.19]]) {
        floaters[1] = mass;
        const holding = { floaterCount: frameId === 0 ? 0 : 2, floaters: floaters.slice() };
        encoder.advance({ ...frame, frameId, ...holding });
        for (const payload of [encoder.key(), encoder.delta()]) {
          if (payload !== undefined) checkServer(JSON.parse(utf8.decode(payload.bytes)));
        }
      }
    }
  }
  checker("metrics")(new MemoryTap().hub.metrics());
});

Deno.test("the words of the schema are those of the program", () => {
  const { properties } = schema.$defs.frame;
  assert.deepEqual(properties.status.enum, STATUSES);
  const subscribe = schema.$defs.clientMessage.oneOf[0].properties;
  assert.deepEqual(subscribe.topic?.enum, TOPICS);
  assert.deepEqual(subscribe.encoding?.enum, ENCODINGS);
  assert.deepEqual(Object.keys(schema.$defs.floaters.properties), FLOATER_WIRE_COLUMNS);
});

Deno.test("the protocol names every close code", async () => {
  const prose = await import("../../docs/PROTOCOL.md", { with: { type: "text" } })
    .then(({ default: text }) => text as unknown as string);
  for (const [reason, code] of Object.entries(CLOSE_CODES)) {
    assert.match(prose, new RegExp(`\\| ${code} \\| \`${reason}\``), reason);
  }
});
