import assert from "node:assert/strict";
import { bash, failing } from "./shell.ts";

// Parts of the program that fail, and what whoever reads its pipe and its stderr sees of it.

/** Rows of a run whose parts fail, and what it said. */
async function rowsOf(variables: string, args: string) {
  const fields = "frame_id,simulation_time,status,chain.speed,recovery.plantCount";
  const { code, stdout, stderr } = await bash(
    `${failing(variables)} run --rate 30 --fields ${fields} ${args}`,
  );
  const rows = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  return { code, rows, said: stderr.split("\n").filter((line) => line.startsWith("kpp: ")) };
}

for (const [how, why] of [["throw", "it was made to throw"], ["block", "it did not answer"]]) {
  Deno.test(`e2e: a run whose plant thread fails goes on, ${how}`, async () => {
    const { code, rows, said } = await rowsOf(`KPP_PLANT='${how}&after=45'`, "--for 2.5s");
    assert.equal(code, 0);
    // A row may be left out where this machine is busy; none comes twice, none is out of order.
    rows.forEach(({ frame_id }, row) => assert.ok(frame_id > (rows[row - 1]?.frame_id ?? -1)));
    assert.equal(rows.at(-1).simulation_time, 2.5);
    assert.ok(rows.every(({ status, "chain.speed": speed }) => {
      return status !== "fault" && Number.isFinite(speed);
    }));
    const told = said.filter((line) => line.startsWith("kpp: plant: "));
    assert.equal(told.length, 2, said.join("\n"));
    assert.match(
      told[0],
      new RegExp(`^kpp: plant: ${why}.*; starting it again from [01]\\.\\d{3} s$`),
    );
    assert.match(told[1], /; it works again$/);
    const counts = new Set(rows.map((row) => row["recovery.plantCount"]));
    assert.deepEqual([...counts], [null, 1], "no data until there was one");
  });
}

Deno.test("e2e: a plant thread that fails again and again ends the run", async () => {
  const { code, rows, said } = await rowsOf("KPP_PLANT='throw&always&after=6'", "--for 60s");
  assert.equal(code, 1);
  assert.ok(rows.length > 10);
  assert.match(
    said.at(-1)!,
    /^kpp: The plant thread died: plant failed more than 5 times in 30 s: it was made to throw$/,
  );
});

Deno.test("e2e: rows at full speed are the same when the thread fails", async () => {
  const run = (variables: string) =>
    bash(
      `${failing(variables)} run --speed max --for 200s --fields simulation_time,power,torque`,
    );
  const whole = await run("");
  const broken = await run("KPP_PLANT='throw&beats=3000'");
  assert.match(broken.stderr, /starting it again/);
  assert.equal(broken.stdout, whole.stdout);
});

/** What a tap says of itself, as soon as it answers. */
async function statusOf(port: string): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 400; tries++) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/status`);
      return await response.json();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("the tap never answered");
}

for (const how of ["throw", "block"]) {
  Deno.test(`e2e: a tap whose thread fails is opened again at its port, ${how}`, async () => {
    const line = failing(`export KPP_TAP='${how}&after=4'; exec`);
    const child = new Deno.Command("bash", {
      args: ["-c", `${line} run --tap 0 --fields frame_id`],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const lines = child.stderr.pipeThrough(new TextDecoderStream());
    let said = "";
    for await (const part of lines) {
      said += part;
      if (!/it works again/.test(said)) continue;
      const [, port] = said.match(/open at http:\/\/127\.0\.0\.1:(\d+)/) ?? [];
      assert.equal(typeof (await statusOf(port)).source, "object");
      child.kill("SIGTERM");
    }
    assert.equal((await child.status).code, 143);
    assert.match(said, /^kpp: tap: The tap died: .*; starting it again$/m);
  });
}
