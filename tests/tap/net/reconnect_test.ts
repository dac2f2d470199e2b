import assert from "node:assert/strict";
import { Gate } from "./gate.ts";
import { LinkScene, portOf, Pump, until } from "./link_scene.ts";
import { QuickTime } from "./quick_time.ts";
import { SocketTap } from "./socket_tap.ts";

// Sockets are counted at their other end, in the gate; that no timer and no other resource is left
// is what every test is held to.
Deno.test("1 000 reconnects leave nothing behind", async () => {
  const time = new QuickTime(20);
  await using tap = await SocketTap.open();
  await using _pump = new Pump(tap.hub);
  await using gate = new Gate(portOf(tap.host));
  {
    await using scene = await LinkScene.open(gate.host, time);
    let listeners = 0;
    for (let count = 1; count <= 1000; count++) {
      await until(`connection ${count}`, () => scene.ways.length >= count);
      if (count === 10) listeners = scene.listeners();
      // As if it had lasted: a loss is then a first one.
      time.skip(20);
      gate.cut();
      await until(`loss ${count}`, () => scene.lost.length >= count);
    }
    await scene.frameComes();
    await until("one client is left", () => tap.hub.subscribers.size === 1);
    assert.equal(tap.hub.streamCount, 1);
    assert.ok(scene.listeners() <= listeners + 2, `${scene.listeners()} listeners`);
    // By whichever way: on a busy machine the best may have been out of patience once.
    assert.equal(gate.paths.length, 1);
  }
  await until("nobody is left", () => tap.hub.subscribers.size === 0);
  assert.equal(tap.hub.streamCount, 0);
  await until("no connection is left", () => gate.paths.length === 0);
});
