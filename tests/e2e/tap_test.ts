import assert from "node:assert/strict";
// @ts-types="../../tap/ws.d.ts"
import { WebSocket } from "ws";
import { FrameDecoder, type WireFrame } from "../../tap/mod.ts";
import { CHANNELS } from "../../telemetry/mod.ts";
import { bash, has } from "./shell.ts";
import { TappedProgram } from "./tapped_program.ts";

// The real program and programs of others that read it.

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** 30 frames a second at a rate of 10: the newest, then every third. */
function assertRate([newest, ...ids]: readonly number[]): void {
  assert.ok(ids[0] > newest && ids[0] - newest <= 3 && ids[0] % 3 === 0, `${newest}, ${ids}`);
  ids.slice(1).forEach((id, i) => assert.equal(id, ids[i] + 3));
}

Deno.test("e2e: ws reads a plant that runs, changes it, and sees who did", async () => {
  await using program = await TappedProgram.start("--control");
  const socket = new WebSocket(`ws://${program.host}/ws`, ["kpp.v1.delta-f64"]);
  const decoder = new FrameDecoder();
  const frames: WireFrame[] = [];
  // deno-lint-ignore no-explicit-any -- messages of every type
  const others: any[] = [];
  const enough = new Promise<void>((resolve) => {
    socket.on("message", (data, isBinary) => {
      const decoded = decoder.decode(isBinary ? data : data.toString());
      if (decoded.kind === "frame") frames.push(decoded.frame);
      else others.push(decoded.message);
      const isAnswered = others.some(({ type }) => type === "command_result");
      if (isAnswered && frames.length >= 10) resolve();
    });
  });
  await new Promise<void>((resolve) => socket.once("open", resolve));
  const command = { kind: "set", parameter: "water.depth", value: 9.5 };
  socket.send(JSON.stringify({ type: "subscribe", topic: "events" }));
  socket.send(JSON.stringify({ type: "command", id: 1, command }));
  await enough;
  socket.terminate();
  assertRate(frames.map(({ frame_id }) => frame_id));
  frames.forEach((frame) => {
    assert.ok(Math.abs(frame.simulation_time - frame.frame_id / 30) < 1e-9);
  });
  assert.deepEqual(Object.keys(frames[0].metadata), CHANNELS.map(({ id }) => id));
  const result = others.find(({ type }) => type === "command_result");
  assert.deepEqual([result.outcome, result.id, result.command], ["applied", 1, command]);
  const { data } = others.find(({ type }) => type === "event");
  assert.deepEqual([data.event, data.outcome, data.command], ["command", "applied", command]);
  assert.match(data.origin, /^c1 127\.0\.0\.1:\d+$/);
  assert.match(
    await program.line(),
    /^kpp: tap c1 127\.0\.0\.1:\d+: set water\.depth 9\.5: applied$/,
  );
  const { "water.depth": depth } = await (await fetch(`${program.url}/parameters`)).json();
  assert.equal(depth, 9.5);
  assert.equal(await program.end(), 130);
});

Deno.test({
  name: "e2e: curl reads frames, alarms and a stream of events",
  ignore: !has("curl"),
  fn: async () => {
    await using program = await TappedProgram.start();
    const curl = async (words: string) => (await bash(`curl -s ${words}`)).stdout;
    const frame = await until(async () => {
      const text = await curl(`'${program.url}/frame/latest?fields=power'`);
      return text.includes("frame_id") ? JSON.parse(text) : undefined;
    });
    assert.deepEqual(Object.keys(frame.metadata), []);
    const alarms = JSON.parse(await curl(`${program.url}/alarms`));
    assert.ok(alarms.alarms.length > 0);
    const stream = await curl(`-N --max-time 1.5 '${program.url}/events?rate=10'`);
    const ids = [...stream.matchAll(/^id: \w+:(\d+)$/gm)].map(([, id]) => Number(id));
    assert.ok(ids.length >= 5, stream.slice(0, 200));
    assertRate(ids);
    const refused = await curl(
      `-X PATCH -H 'content-type: application/json' -d '{}' ` +
        `-o /dev/null -w '%{http_code}' ${program.url}/parameters`,
    );
    assert.equal(refused, "403");
  },
});

Deno.test("e2e: an EventSource reads frames", async () => {
  await using program = await TappedProgram.start();
  const source = new EventSource(`${program.url}/events?fields=power`);
  const ids: number[] = [];
  await new Promise<void>((resolve) => {
    source.onmessage = ({ data, lastEventId }) => {
      const { type, frame } = JSON.parse(data);
      assert.equal(type, "frame_update");
      assert.ok(lastEventId.endsWith(`:${frame.frame_id}`));
      if (ids.push(frame.frame_id) === 5) resolve();
    };
  });
  source.close();
  assertRate(ids);
});

Deno.test({
  name: "e2e: promtool finds no fault in the metrics",
  ignore: !has("promtool") || !has("curl"),
  fn: async () => {
    await using program = await TappedProgram.start();
    const socket = new WebSocket(`ws://${program.host}/ws`);
    await new Promise<void>((resolve) => socket.on("message", () => resolve()));
    const { code, stdout, stderr } = await bash(
      `curl -s ${program.url}/metrics | promtool check metrics`,
    );
    socket.terminate();
    assert.deepEqual([code, stdout, stderr], [0, "", ""]);
  },
});

Deno.test({
  name: "e2e: Prometheus scrapes the plant and the tap",
  ignore: !has("prometheus"),
  fn: async () => {
    await using program = await TappedProgram.start("--token", "for-prometheus");
    const folder = await Deno.makeTempDir({ prefix: "kpp-test-" });
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    listener.close();
    await Deno.writeTextFile(
      `${folder}/prometheus.yml`,
      `global: { scrape_interval: 1s }
scrape_configs:
  - job_name: kpp
    authorization: { credentials: for-prometheus }
    static_configs: [{ targets: ["${program.host}"] }]
`,
    );
    const prometheus = new Deno.Command("prometheus", {
      args: [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      const query = async (text: string) => {
        const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(text)}`;
        // Until it is ready it does not listen, or answers in plain words.
        const answer = await fetch(url).then((response) => response.json()).catch(() => undefined);
        return answer?.data?.result[0]?.value[1] as string | undefined;
      };
      assert.ok(Number(await until(() => query("kpp_chain_speed > 0"))) > 0);
      assert.equal(await query(`up{job="kpp"}`), "1");
      assert.ok(Number(await until(() => query("kpp_tap_frames_received_total"))) > 0);
    } finally {
      prometheus.kill("SIGKILL");
      await prometheus.status;
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "e2e: with a certificate the tap speaks TLS",
  ignore: !has("openssl") || !has("curl"),
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "kpp-test-" });
    const [cert, key] = [`${folder}/cert.pem`, `${folder}/key.pem`];
    const made = await bash(
      `openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost ` +
        `-addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${cert}`,
    );
    assert.equal(made.code, 0, made.stderr);
    await using program = await TappedProgram.start("--cert", cert, "--key", key);
    assert.match(program.url, /^https:/);
    const { stdout } = await bash(`curl -s --cacert ${cert} ${program.url}/health/live`);
    assert.deepEqual(JSON.parse(stdout), { live: true });
    const socket = new WebSocket(program.url.replace("https", "wss") + "/ws", [], {
      rejectUnauthorized: false,
    });
    await new Promise<void>((resolve) => socket.on("message", () => resolve()));
    socket.terminate();
    const plain = await bash(`curl -s http://${program.host}/health/live`);
    assert.notEqual(plain.code, 0);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("e2e: a port that is taken is one line and exit code 1", async () => {
  await using program = await TappedProgram.start();
  const { port } = new URL(program.url);
  await assert.rejects(
    TappedProgram.start("--tap", port),
    /Cannot open the tap as its address must be free, and another program listens there: 127/,
  );
});
