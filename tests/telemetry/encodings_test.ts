import { decodeMulti } from "@msgpack/msgpack";
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  CHANNELS,
  createEncoder,
  FIELDS,
  type Format,
  FORMATS,
  type Frame,
  parseFields,
} from "../../telemetry/mod.ts";
import { frameOf } from "./fixtures.ts";

async function written(
  format: Format,
  fields: string | undefined,
  ...frames: Frame[]
): Promise<Uint8Array> {
  const encoder = await createEncoder(
    format,
    fields === undefined ? undefined : parseFields(fields),
  );
  const parts = [encoder.header, ...frames.map((frame) => encoder.encode(frame))];
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

async function text(
  format: Format,
  fields: string | undefined,
  ...frames: Frame[]
): Promise<string> {
  return new TextDecoder().decode(await written(format, fields, ...frames));
}

const FRAME = frameOf({
  "generator.power": 2586.1,
  "shaft.torque": 10796.8,
  "lap.electricEfficiency": 0.163,
  "chain.speed": 0.2495,
  "power.net": -13257,
  "clock.target": Infinity,
});

Deno.test("ndjson: the members in their order, then every channel by id", async () => {
  const line = await text("ndjson", undefined, FRAME);
  assert.ok(line.startsWith(
    '{"frame_id":12345,"timestamp":1699123456.789123,"simulation_time":67.8,' +
      '"power":2586.1,"torque":10796.8,"efficiency":0.163,"status":"running","metadata":{"',
  ));
  assert.ok(line.endsWith("}}\n"));
  const { metadata } = JSON.parse(line);
  assert.deepEqual(Object.keys(metadata), CHANNELS.map(({ id }) => id));
  assert.equal(metadata["chain.speed"], 0.2495);
  assert.equal(metadata["power.net"], -13257);
});

Deno.test("ndjson: no data and what is not finite are null", async () => {
  const { metadata, efficiency } = JSON.parse(
    await text(
      "ndjson",
      undefined,
      frameOf({
        "clock.target": Infinity,
        "chain.position": -Infinity,
      }),
    ),
  );
  assert.equal(efficiency, null);
  assert.ok(Object.values(metadata).every((value) => value === null));
});

Deno.test("ndjson: with fields, an object of just those", async () => {
  assert.equal(
    await text("ndjson", "status,power,efficiency.running", FRAME, FRAME),
    '{"status":"running","power":2586.1,"efficiency.running":null}\n'.repeat(2),
  );
});

Deno.test("csv: the header is the ids, null is empty", async () => {
  assert.equal(
    await text("csv", "power,power.net,efficiency.running,status", FRAME, FRAME),
    "power,power.net,efficiency.running,status\n" + "2586.1,-13257,,running\n".repeat(2),
  );
});

Deno.test("csv: without fields a whole frame", async () => {
  const [header, row, end] = (await text("csv", undefined, FRAME)).split("\n");
  assert.equal(header, FIELDS.map(({ id }) => id).join(","));
  assert.equal(row.split(",").length, FIELDS.length);
  assert.equal(end, "");
});

Deno.test("csv: no id and no status needs quotes", () => {
  for (const { id } of FIELDS) assert.doesNotMatch(id, /[",\r\n]/);
});

Deno.test("msgpack: the objects of ndjson one after another", async () => {
  for (const fields of [undefined, "status,power,efficiency.running"]) {
    const objects = [...decodeMulti(await written("msgpack", fields, FRAME, frameOf({})))];
    const lines = (await text("ndjson", fields, FRAME, frameOf({}))).trim().split("\n");
    assert.deepEqual(objects, lines.map((line) => JSON.parse(line)));
  }
});

Deno.test("msgpack: what one frame was encoded to stays when the next one is", async () => {
  const encoder = await createEncoder("msgpack", parseFields("power"));
  const first = encoder.encode(FRAME);
  const copy = first.slice();
  encoder.encode(frameOf({ "generator.power": 1 }));
  assert.deepEqual(first, copy);
});

Deno.test("plot: numbers between blanks, power when no field is named", async () => {
  assert.equal(await text("plot", undefined, FRAME), "2586.1\n");
  assert.equal(await text("plot", "power,power.net", FRAME, FRAME), "2586.1 -13257\n".repeat(2));
});

Deno.test("plot: a frame with no data in a field has no line", async () => {
  assert.equal(await text("plot", "power,efficiency.running", FRAME), "");
  assert.equal(await text("plot", "power", frameOf({}), FRAME), "2586.1\n");
});

Deno.test("plot: a field that is no number is refused", async () => {
  await assert.rejects(() => createEncoder("plot", parseFields("power,status")), {
    message: "Cannot plot a field as it must be a number: current value is status",
  });
});

Deno.test("numbers are shortest round-trip in every format of text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (value) => {
      const frame = frameOf({ "generator.power": value });
      // One and the same text for 0 and -0, which no reader of frames tells apart.
      const shortest = String(value);
      assert.equal(await text("csv", "power", frame), `power\n${shortest}\n`);
      assert.equal(await text("plot", "power", frame), `${shortest}\n`);
      assert.equal(await text("ndjson", "power", frame), `{"power":${shortest}}\n`);
      assert.equal(Number(shortest) + 0, value + 0);
    }),
  );
});

Deno.test("no format writes NaN or Infinity", async () => {
  const frame = frameOf({ "generator.power": Infinity, "shaft.torque": NaN });
  for (const format of FORMATS.filter((each) => each !== "msgpack")) {
    assert.doesNotMatch(await text(format, undefined, frame), /NaN|Infinity/);
  }
});

Deno.test("parseFields: blanks around names are nothing", () => {
  assert.deepEqual(parseFields(" power , power.net").map(({ id }) => id), ["power", "power.net"]);
});

const REFUSED: readonly [string, string][] = [
  ["pover", 'Cannot write "pover" as no field is called that; did you mean "power"?'],
  ["power,net", 'Cannot write "net" as no field is called that; did you mean "power.net"?'],
  ["", 'Cannot write "" as no field is called that; see kpp list channels'],
  ["power,", 'Cannot write "" as no field is called that; see kpp list channels'],
  ["power,power", 'Cannot write "power" as a field must be named once: it is named twice'],
];

for (const [list, message] of REFUSED) {
  Deno.test(`parseFields refuses "${list}"`, () => {
    assert.throws(() => parseFields(list), { message });
  });
}
