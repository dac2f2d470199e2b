import assert from "node:assert/strict";
// @ts-types="../../../tap/ws.d.ts"
import { WebSocket } from "ws";
import { tokenCheck } from "../../../tap/mod.ts";
import { numberedFrame } from "../fixtures.ts";
import { SocketTap } from "./socket_tap.ts";
import { RawConnection, upgradeStatus } from "./raw.ts";

const TOKEN = "correct-horse/battery+staple";
const BASE64URL = new TextEncoder().encode(TOKEN).toBase64({
  alphabet: "base64url",
  omitPadding: true,
});

/** What comes of an attempt to open a WebSocket. */
function upgrade(
  tap: SocketTap,
  headers: Record<string, string>,
  path = "/ws",
): Promise<number> {
  return upgradeStatus(tap.host, path, headers);
}

/** What comes of a request. */
async function get(tap: SocketTap, headers: Record<string, string>): Promise<RawConnection> {
  const raw = new RawConnection(tap.host);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  raw.send(`GET /status HTTP/1.1\r\nConnection: close\r\n${lines}\r\n`);
  await raw.closed;
  return raw;
}

Deno.test("a page of another site cannot connect", async () => {
  await using tap = await SocketTap.open();
  const own = `http://${tap.host}`;
  for (const origin of ["http://evil.example", "null", `https://evil.example:${tap.host}`]) {
    assert.equal(await upgrade(tap, { Origin: origin }), 403, origin);
    assert.equal((await get(tap, { Host: tap.host, Origin: origin })).status, 403);
  }
  assert.equal(await upgrade(tap, { Origin: own }), 101);
  assert.equal(await upgrade(tap, {}), 101, "programs have no origin");
  assert.equal(tap.hub.counters.turnedAway.get("bad-origin"), 6);
});

Deno.test("a name that was made to lead here is not answered", async () => {
  await using tap = await SocketTap.open();
  const port = tap.host.split(":")[1];
  for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example", ""]) {
    assert.equal(await upgrade(tap, { Host: host }), 403, host);
    assert.equal((await get(tap, { Host: host })).status, 403);
  }
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
    assert.equal(await upgrade(tap, { Host: host }), 101, host);
  }
});

Deno.test("without the token nothing is said, and it is shown in three ways", async () => {
  await using tap = await SocketTap.open({ isToken: tokenCheck(TOKEN) });
  tap.hub.publish(numberedFrame(0));
  const fetched = async (authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await tap.fetch("/status", { headers });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await fetched(), 401);
  assert.equal(await fetched("Bearer wrong"), 401);
  assert.equal(await fetched(`Basic ${TOKEN}`), 401);
  assert.equal(await fetched(`Bearer ${TOKEN}`), 200);
  for (
    const path of ["/frame/latest", "/metrics", "/schema", "/parameters", "/alarms", "/events"]
  ) {
    const response = await tap.fetch(path);
    assert.deepEqual([path, response.status], [path, 401]);
    assert.match(await response.text(), /Authorization: Bearer/);
  }
  const live = await tap.fetch("/health/live");
  assert.equal(live.status, 200);
  await live.body?.cancel();

  assert.equal(await upgrade(tap, { Authorization: "Bearer wrong" }), 401);
  const asked = (token: string) => ({
    "Sec-WebSocket-Protocol": `kpp.v1.json, kpp.token.${token}`,
  });
  assert.equal(await upgrade(tap, asked("d3Jvbmc")), 401);
  assert.equal(await upgrade(tap, asked("!!!")), 401);
  const header = { headers: { authorization: `Bearer ${TOKEN}` } };
  const both = ["kpp.v1.json-delta", `kpp.token.${BASE64URL}`];
  for (const [protocols, options] of [[[], header], [both, {}]] as const) {
    const socket = new WebSocket(`ws://${tap.host}/ws`, protocols, options);
    await new Promise<void>((resolve) => socket.on("message", () => resolve()));
    assert.equal(socket.protocol, protocols[0] ?? "", "the token is not sent back");
    socket.terminate();
  }
  const client = await tap.connect("kpp.v1.json");
  client.send({ type: "authenticate", token: TOKEN });
  assert.equal((await client.next()).type, "authenticated");
  assert.equal((await client.next()).type, "welcome");
  client.vanish();
});

Deno.test("what is refused quotes no token", async () => {
  await using tap = await SocketTap.open({ isToken: tokenCheck(TOKEN) });
  const secret = "a-secret-that-is-wrong";
  const refused = await get(tap, { Host: tap.host, Authorization: `Bearer ${secret}` });
  assert.equal(refused.status, 401);
  assert.ok(!refused.text.includes(secret));
  const client = await tap.connect();
  client.send({ type: "authenticate", token: `${secret}`.repeat(100) });
  const { message } = await client.next();
  assert.ok(!message.includes(secret));
  client.vanish();
});

Deno.test("a token is compared whole", () => {
  const isToken = tokenCheck(TOKEN);
  assert.ok(isToken(TOKEN));
  for (const wrong of ["", TOKEN.slice(1), TOKEN.slice(0, -1), `${TOKEN} `, TOKEN.toUpperCase()]) {
    assert.ok(!isToken(wrong), wrong);
  }
});

Deno.test("a WebSocket is had at its paths and in known sub-protocols only", async () => {
  await using tap = await SocketTap.open();
  assert.equal(await upgrade(tap, {}, "/sync"), 101);
  assert.equal(await upgrade(tap, {}, "/status"), 404);
  assert.equal(await upgrade(tap, {}, "//evil.example/ws"), 404);
  assert.equal(await upgrade(tap, { "Sec-WebSocket-Protocol": "chat" }), 400);
  assert.equal(await upgrade(tap, { "Sec-WebSocket-Protocol": "chat, kpp.v1.json" }), 101);
  assert.equal(await upgrade(tap, { "Sec-WebSocket-Version": "7" }), 400);
});

Deno.test("every response says what a browser may do with it", async () => {
  await using tap = await SocketTap.open();
  for (const path of ["/status", "/metrics", "/nothing"]) {
    const { headers, body } = await tap.fetch(path);
    assert.match(headers.get("content-security-policy")!, /^default-src 'none'/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("access-control-allow-origin"), null);
    await body?.cancel();
  }
});

Deno.test("the page may run its own scripts, speak to its own tap, and nothing else", async () => {
  await using tap = await SocketTap.open({ isToken: tokenCheck(TOKEN) });
  for (const path of ["/", "/page.js", "/page.css", "/uplot.js", "/uplot.css"]) {
    const response = await tap.fetch(path);
    assert.equal(response.status, 200, path);
    const policy = response.headers.get("content-security-policy")!;
    assert.match(
      policy,
      /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 's/,
    );
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    const text = await response.text();
    if (path === "/") assert.doesNotMatch(text, /https?:|<script>| on\w+=| style=/);
  }
});

Deno.test("an address that is taken is one clear line", async () => {
  await using tap = await SocketTap.open();
  const [host, port] = tap.host.split(":");
  await assert.rejects(SocketTap.open({}, { address: { host, port: Number(port) } }), {
    message:
      "Cannot open the tap as its address must be free, and another program listens there: " +
      tap.host,
  });
  const address = { host: "192.0.2.1", port: 9 };
  await assert.rejects(SocketTap.open({}, { address }), /must be an address of this machine/);
});
