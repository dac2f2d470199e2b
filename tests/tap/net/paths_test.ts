import assert from "node:assert/strict";
import { LOOP_TIME } from "../../../clock/mod.ts";
import { CHANNELS, createEncoder, FIELDS, PARAMETERS } from "../../../telemetry/mod.ts";
import { numberedFrame } from "../fixtures.ts";
import { recordingControl } from "../test_tap.ts";
import { SocketTap } from "./socket_tap.ts";

const NOW = () => ({ timestamp: LOOP_TIME.wall() });

Deno.test("/frame/latest is the newest frame as the pipe writes it", async () => {
  await using tap = await SocketTap.open();
  const none = await tap.fetch("/frame/latest");
  assert.deepEqual([none.status, await none.json()], [503, {
    error: "Cannot show a frame as none has come yet",
  }]);
  const frame = numberedFrame(7);
  tap.hub.publish(frame);
  const response = await tap.fetch("/frame/latest");
  assert.equal(response.headers.get("content-type"), "application/json; charset=utf-8");
  const pipe = await createEncoder("ndjson");
  assert.equal(await response.text(), new TextDecoder().decode(pipe.encode(frame)));
  const some = await (await tap.fetch("/frame/latest?fields=power.net,power")).json();
  assert.deepEqual(Object.keys(some.metadata), ["power.net"]);
  const row = [2.5, 0.19, 5e4, 290, 0.16, 1];
  tap.hub.publish(numberedFrame(8, { floaterCount: 1, floaters: Float64Array.from(row) }));
  const full = await (await tap.fetch("/frame/latest?fields=power&floaters=true")).json();
  const [, mass, enthalpy, temperature, volume, valve] = row.map((value) => [value]);
  assert.deepEqual(full.floaters, { mass, enthalpy, temperature, volume, valve });
  const wrong = await tap.fetch("/frame/latest?fields=powr");
  assert.equal(wrong.status, 400);
  assert.match((await wrong.json()).error, /did you mean "power"/);
});

Deno.test("/health says alive at once, and ready while frames come", async () => {
  await using tap = await SocketTap.open();
  const status = async (path: string) => {
    const response = await tap.fetch(path);
    await response.body?.cancel();
    return response.status;
  };
  assert.deepEqual([await status("/health/live"), await status("/health/ready")], [200, 503]);
  tap.hub.publish(numberedFrame(0, NOW()));
  assert.deepEqual([await status("/health"), await status("/health/ready")], [200, 200]);
  tap.hub.publish(numberedFrame(1, { timestamp: LOOP_TIME.wall() - 10 }));
  assert.deepEqual([await status("/health/live"), await status("/health")], [200, 503]);
});

Deno.test("/status says what runs and who reads", async () => {
  await using tap = await SocketTap.open();
  const client = await tap.connect();
  const empty = await (await tap.fetch("/status")).json();
  assert.deepEqual(empty.source, {
    status: null,
    frame_id: null,
    simulation_time: null,
    age: null,
    fps: 30,
    rate: 30,
  });
  tap.hub.publish(numberedFrame(3, NOW()));
  await client.next();
  const status = await (await tap.fetch("/status")).json();
  assert.equal(status.epoch, tap.hub.epoch);
  assert.deepEqual(status.clients, { websocket: 1, sse: 0 });
  assert.deepEqual([status.source.status, status.source.frame_id], ["running", 3]);
  assert.equal(status.frames.sent, 1);
});

Deno.test("/schema describes every field and parameter", async () => {
  await using tap = await SocketTap.open();
  const schema = await (await tap.fetch("/schema")).json();
  assert.deepEqual(schema.channels.map(({ id }: { id: string }) => id), FIELDS.map(({ id }) => id));
  assert.deepEqual(schema.parameters, JSON.parse(JSON.stringify(PARAMETERS)));
  assert.deepEqual(schema.subprotocols, [
    "kpp.v1.json",
    "kpp.v1.json-delta",
    "kpp.v1.delta-f64",
    "kpp.v1.delta-f32",
    "kpp.v1.msgpack",
  ]);
});

Deno.test("/parameters are shown, and changed only under control", async () => {
  const change = (body: string, type = "application/json") => ({
    method: "PATCH",
    body,
    headers: { "content-type": type },
  });
  await using closed = await SocketTap.open();
  const shown = await (await closed.fetch("/parameters")).json();
  assert.deepEqual(Object.keys(shown), PARAMETERS.map(({ name }) => name));
  const off = await closed.fetch("/parameters", change(`{"water.depth":9}`));
  assert.equal(off.status, 403);
  assert.match((await off.json()).error, /must be opened with --control/);

  const { control, seen } = recordingControl();
  await using open = await SocketTap.open({ control });
  const both = await open.fetch("/parameters", change(`{"water.depth":9,"h1.enabled":true}`));
  assert.equal(both.status, 200);
  const applied = { outcome: "applied", simulation_time: 1.5 };
  assert.deepEqual(await both.json(), { "water.depth": applied, "h1.enabled": applied });
  assert.match(seen[0][1], /^http 127\.0\.0\.1:\d+$/);
  const bad: [string, string | undefined, number, RegExp][] = [
    [`{"water.depth":9}`, "text/plain", 415, /application\/json/],
    [`{"water.depth":-9,"h1.enabled":false}`, undefined, 400, /water\.depth.*is -9/],
    [`{"water.dept":9}`, undefined, 400, /did you mean "water\.depth"/],
    [`[1]`, undefined, 400, /must be a JSON object/],
    [`{`, undefined, 400, /JSON/],
    [" ".repeat(70_000), undefined, 413, /65536 bytes/],
  ];
  for (const [body, type, status, pattern] of bad) {
    const response = await open.fetch("/parameters", change(body, type));
    assert.equal(response.status, status, body.slice(0, 40));
    assert.match((await response.json()).error, pattern);
  }
  assert.equal(seen.length, 2, "nothing of a bad request is obeyed");
});

Deno.test("/commands obeys any command, under control, and says who gave it", async () => {
  const post = (body: string, type = "application/json") => ({
    method: "POST",
    body,
    headers: { "content-type": type },
  });
  await using closed = await SocketTap.open();
  const off = await closed.fetch("/commands", post(`{"kind":"hold"}`));
  assert.equal(off.status, 403);
  assert.match((await off.json()).error, /must be opened with --control/);

  const { control, seen } = recordingControl();
  await using open = await SocketTap.open({ control });
  const held = await open.fetch("/commands", post(`{"kind":"hold"}`));
  assert.equal(held.status, 200);
  assert.deepEqual(await held.json(), { outcome: "applied", simulation_time: 1.5 });
  await open.fetch("/commands?client=http-ann", post(`{"kind":"speed","speed":"max"}`))
    .then((response) => response.body?.cancel());
  assert.deepEqual(seen.map(([kind]) => kind), ["hold", "speed"]);
  assert.match(seen[0][1], /^http 127\.0\.0\.1:\d+$/);
  assert.match(seen[1][1], /^http-ann 127\.0\.0\.1:\d+$/);

  const bad: [path: string, body: string, type: string | undefined, number, RegExp][] = [
    ["/commands", `{"kind":"hold"}`, "text/plain", 415, /application\/json/],
    ["/commands", `{"kind":"stop"}`, undefined, 400, /no command of a tap is called that/],
    ["/commands", `[]`, undefined, 400, /no command/],
    ["/commands", `null`, undefined, 400, /must be an object/],
    ["/commands", `{`, undefined, 400, /JSON/],
    ["/commands?client=c1", `{"kind":"hold"}`, undefined, 400, /must be http-NAME: .* is c1/],
    ["/commands", " ".repeat(70_000), undefined, 413, /65536 bytes/],
  ];
  for (const [path, body, type, status, pattern] of bad) {
    const response = await open.fetch(path, post(body, type));
    assert.equal(response.status, status, body.slice(0, 40));
    assert.match((await response.json()).error, pattern);
  }
  assert.equal(seen.length, 2, "nothing of a bad request is obeyed");
});

Deno.test("a refusal of the plant is no success", async () => {
  await using tap = await SocketTap.open({
    control: () =>
      Promise.resolve({ outcome: "refused", reason: "no such plant", simulation_time: 1 }),
  });
  const response = await tap.fetch("/parameters", {
    method: "PATCH",
    body: `{"water.depth":9}`,
    headers: { "content-type": "application/json" },
  });
  assert.equal(response.status, 422);
  assert.equal((await response.json())["water.depth"].reason, "no such plant");
  const commanded = await tap.fetch("/commands", {
    method: "POST",
    body: `{"kind":"hold"}`,
    headers: { "content-type": "application/json" },
  });
  assert.equal(commanded.status, 422);
  assert.equal((await commanded.json()).reason, "no such plant");
});

Deno.test("/metrics speaks Prometheus, OpenMetrics and JSON", async () => {
  await using tap = await SocketTap.open();
  const values = new Float64Array(CHANNELS.length).fill(NaN);
  values[0] = 12.5;
  tap.hub.publish(numberedFrame(0, { values }));
  const read = async (accept: string) => {
    const response = await tap.fetch("/metrics", { headers: { accept } });
    return [response.headers.get("content-type"), await response.text()];
  };
  const [plainType, plain] = await read("text/plain");
  assert.match(plainType!, /^text\/plain; version=0\.0\.4/);
  assert.match(plain!, /^# TYPE kpp_tap_frames_received_total counter$/m);
  assert.match(plain!, /^kpp_tap_frames_received_total 1$/m);
  assert.match(plain!, /^kpp_chain_position 12\.5$/m);
  assert.match(plain!, /^kpp_status\{status="running"\} 1$/m);
  assert.doesNotMatch(plain!, /NaN|null|chain_speed/);
  const [openType, open] = await read("application/openmetrics-text; version=1.0.0");
  assert.match(openType!, /^application\/openmetrics-text/);
  assert.match(open!, /^# TYPE kpp_tap_frames_received counter$/m);
  assert.match(open!, /\n# EOF\n$/);
  const [jsonType, json] = await read("application/json");
  assert.match(jsonType!, /^application\/json/);
  assert.equal(JSON.parse(json!).frames.received, 1);
});

Deno.test("/events streams what a subscription would get, and goes on after a break", async () => {
  await using tap = await SocketTap.open();
  for (let id = 0; id < 5; id++) tap.hub.publish(numberedFrame(id));
  const query = "topics=frames,events&rate=30&fields=power";
  const read = async (headers: HeadersInit, count: number, more = "") => {
    const response = await tap.fetch(`/events?${query}${more}`, { headers });
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    const events: { id: string | undefined; data: { type: string } }[] = [];
    let text = "";
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      const whole = text.split("\n\n");
      text = whole.pop()!;
      for (const event of whole) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data === undefined) continue;
        events.push({ id: /^id: (.*)$/m.exec(event)?.[1], data: JSON.parse(data) });
      }
      if (events.length >= count) break;
    }
    return events;
  };
  const [frame, snapshot] = await read({}, 2);
  assert.deepEqual([frame.id, frame.data.type], [`${tap.hub.epoch}:4`, "frame_update"]);
  assert.equal(snapshot.data.type, "snapshot");
  const members = ({ data }: typeof frame) => Object.keys((data as { frame?: object }).frame!);
  const [full] = await read({}, 1, "&floaters=true");
  assert.deepEqual([members(frame), members(full)].map((all) => all.includes("floaters")), [
    false,
    true,
  ]);
  const [resumed, ...again] = await read({ "last-event-id": `${tap.hub.epoch}:1` }, 4);
  assert.deepEqual(resumed.data, {
    type: "resumed",
    epoch: tap.hub.epoch,
    after: 1,
    missing: null,
  });
  assert.equal(tap.hub.counters.resumes, 1);
  const [lost] = await read({ "last-event-id": "another:1" }, 2);
  assert.equal((lost.data as { reason?: string }).reason, "unknown-epoch");
  assert.deepEqual(
    again.slice(0, 3).map(({ id }) => id),
    [2, 3, 4].map((id) => `${tap.hub.epoch}:${id}`),
  );
  for (
    const query of ["rate=-1", "topics=x", "fields=x", "floaters=all", "encoding=msgpack", "rat=1"]
  ) {
    const response = await tap.fetch(`/events?${query}`);
    const text = await response.text();
    assert.ok(response.status === 400 || text.includes(`"type":"error"`), `${query}: ${text}`);
  }
  while (tap.hub.subscribers.size > 0) await LOOP_TIME.turn();
});

Deno.test("paths and methods that are none are refused by name", async () => {
  await using tap = await SocketTap.open();
  const unknown = await tap.fetch("/frames");
  assert.deepEqual([unknown.status, /\/frame\/latest/.test(await unknown.text())], [404, true]);
  const wrong = await tap.fetch("/status", { method: "DELETE" });
  assert.deepEqual([wrong.status, wrong.headers.get("allow")], [405, "GET"]);
  await wrong.body?.cancel();
  const head = await tap.fetch("/status", { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  const socket = await tap.fetch("/ws");
  assert.equal(socket.status, 404);
  await socket.body?.cancel();
});
