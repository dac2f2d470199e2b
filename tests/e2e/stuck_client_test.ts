import assert from "node:assert/strict";
import { sleep } from "../../bench/pseudo_terminal.ts";
import { TappedProgram } from "./tapped_program.ts";

// Clients of a tap that connect and never read: the program ends nevertheless, and nothing is lost.

/** What each client says, of which the last has not come to the end. */
const CLIENTS: readonly string[] = [
  "GET /events?rate=120 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
  "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
  "Sec-WebSocket-Protocol: kpp.v1.json\r\n\r\n",
  "GET /frame/la",
];

/** Faults that begin and end ten times a second: each is two entries of the journal. */
const BEGINNINGS = Array.from({ length: 240 }, (_, index) => (index + 5) / 10);

/** Frames that a tap has been given, and those that it has sent. */
async function framesOf(program: TappedProgram): Promise<{ received: number; sent: number }> {
  const text = await (await fetch(`${program.url}/metrics`)).text();
  const count = (name: string) =>
    Number(text.match(new RegExp(`^kpp_tap_frames_${name}_total (\\d+)$`, "m"))?.[1]);
  return { received: count("received"), sent: count("sent") };
}

/** Waits until no client takes anything any more. */
async function waitUntilStuck(program: TappedProgram): Promise<void> {
  for (let before = await framesOf(program);;) {
    await sleep(0.5);
    const now = await framesOf(program);
    if (now.sent > 0 && now.sent === before.sent && now.received > before.received) return;
    before = now;
  }
}

Deno.test("e2e: clients that never read hold nothing up, and nothing is lost", async () => {
  const journal = await Deno.makeTempFile();
  const faults = BEGINNINGS.flatMap((at) => ["--fault", `stuck:power.net:${at}s:50ms`]);
  const program = await TappedProgram.start("--fps", "120", "--journal", journal, ...faults);
  const connections: Deno.TcpConn[] = [];
  try {
    for (const text of CLIENTS) {
      const port = Number(new URL(program.url).port);
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      connections.push(connection);
      await connection.write(new TextEncoder().encode(text));
    }
    await waitUntilStuck(program);
    const latest = await (await fetch(`${program.url}/frame/latest?fields=power`)).json();
    const { simulation_time: seen } = latest;
    assert.equal(await program.end(), 130);
    const entries = (await Deno.readTextFile(journal)).trimEnd().split("\n").map((line) =>
      JSON.parse(line)
    );
    assert.ok(entries.every(({ kind }) => kind !== "lost"));
    const began = entries.filter(({ kind, event }) => kind === "fault" && event === "began");
    const due = BEGINNINGS.filter((at) => at <= seen);
    assert.ok(due.length > 0);
    assert.deepEqual(began.map(({ time }) => time).slice(0, due.length), due);
  } finally {
    for (const connection of connections) connection.close();
    await program[Symbol.asyncDispose]();
    await Deno.remove(journal);
  }
});
