import assert from "node:assert/strict";
import { KPP } from "./shell.ts";

Deno.test("e2e: a service manager hears that the run is ready, alive and stopping", async () => {
  const folder = await Deno.makeTempDir({ prefix: "kpp-service-" });
  const path = `${folder}/notify`;
  const manager = Deno.listenDatagram({ transport: "unixpacket", path });
  try {
    const told = async () => new TextDecoder().decode((await manager.receive())[0]);
    // The shell makes way for the program, so that the signal reaches it.
    const child = new Deno.Command("bash", {
      args: ["-c", `exec ${KPP} run`],
      env: { NOTIFY_SOCKET: path, WATCHDOG_USEC: "200000" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    assert.equal(await told(), "READY=1");
    assert.equal(await told(), "WATCHDOG=1");
    assert.equal(await told(), "WATCHDOG=1");
    child.kill("SIGTERM");
    let last = await told();
    while (last === "WATCHDOG=1") last = await told();
    assert.equal(last, "STOPPING=1");
    const { code, stderr } = await child.output();
    assert.deepEqual([code, new TextDecoder().decode(stderr)], [143, ""]);
  } finally {
    manager.close();
    await Deno.remove(folder, { recursive: true });
  }
});
