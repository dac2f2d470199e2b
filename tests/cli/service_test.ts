import assert from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import type { Frame } from "../../telemetry/mod.ts";
import { frameOf } from "../telemetry/fixtures.ts";
import { type FakeRun, FakeWorld } from "./fake_world.ts";

// What a service manager is told; tests/e2e/service_test.ts tells a real socket.

/** Runs a plant of one frame every 0.3 s; what the service manager and stderr were told. */
async function run(variables: Record<string, string>, frames = 5) {
  const world: FakeWorld = new FakeWorld({
    variables,
    plant: (): FakeRun => ({
      frames: async function* (): AsyncGenerator<Frame> {
        for (let i = 0; i < frames; i++) {
          yield frameOf({});
          // What was sent arrives before time goes on.
          for (let turn = 0; turn < 4; turn++) await undefined;
          world.now += 0.3;
        }
      }(),
      end: { reason: "done" },
    }),
  });
  assert.equal(await kpp(["--speed", "max"], world), 0);
  return { notices: world.notices, lines: world.lines };
}

Deno.test("service: ready with the first frame, stopping at the end", async () => {
  const { notices, lines } = await run({ NOTIFY_SOCKET: "/run/notify" });
  assert.deepEqual(notices, ["0 READY=1", "1.5 STOPPING=1", "closed"]);
  assert.deepEqual(lines, []);
});

Deno.test("service: nobody is told without a socket, nor ready without a frame", async () => {
  assert.deepEqual((await run({})).notices, []);
  assert.deepEqual((await run({ NOTIFY_SOCKET: "/run/notify" }, 0)).notices, [
    "0 STOPPING=1",
    "closed",
  ]);
});

Deno.test("service: the watchdog is told at half its time, as frames come", async () => {
  const variables = { NOTIFY_SOCKET: "/run/notify", WATCHDOG_USEC: "1000000" };
  const told = ["0 READY=1", "0 WATCHDOG=1", "0.6 WATCHDOG=1", "1.2 WATCHDOG=1"];
  const end = ["1.5 STOPPING=1", "closed"];
  assert.deepEqual((await run(variables)).notices, [...told, ...end]);
  const mine = await run({ ...variables, WATCHDOG_PID: "4711" });
  assert.deepEqual(mine.notices, [...told, ...end]);
  const another = await run({ ...variables, WATCHDOG_PID: "1" });
  assert.deepEqual(another.notices, ["0 READY=1", ...end]);
});

Deno.test("service: a manager that cannot be told is said once, and the run goes on", async () => {
  for (const path of ["/nowhere/notify", "/deaf"]) {
    const { lines } = await run({ NOTIFY_SOCKET: path, WATCHDOG_USEC: "1000000" });
    assert.equal(lines.length, 1);
    assert.match(lines[0], /^warning: the service manager cannot be told/);
  }
});
