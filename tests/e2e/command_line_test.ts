import assert from "node:assert/strict";
import { bash, KPP } from "./shell.ts";

Deno.test("e2e: a list whose reader leaves is a success without a word", async () => {
  const { stdout, stderr } = await bash(
    `${KPP} list channels | head -n 1; echo "\${PIPESTATUS[0]}"`,
  );
  assert.match(stdout, /^FIELD [^\n]+\n0\n$/);
  assert.equal(stderr, "");
});

Deno.test("e2e: rows between steps do not change those on the grid", async () => {
  const run = async (rate: number) => {
    const { stdout } = await bash(
      `${KPP} run --for 30s --speed max --format csv --rate ${rate} ` +
        "--fields simulation_time,power,power.net,efficiency.running,ledger.drag,air.mass",
    );
    return stdout.trimEnd().split("\n").slice(1);
  };
  const [coarse, fine] = await Promise.all([run(1), run(7)]);
  assert.equal(coarse.length, 31);
  assert.equal(fine.length, 211);
  assert.deepEqual(fine.filter((_, row) => row % 7 === 0), coarse);
});

Deno.test("e2e: a typo in a file is named with its line", async () => {
  const config = await Deno.makeTempFile({ prefix: "kpp-test-", suffix: ".json" });
  try {
    await Deno.writeTextFile(config, '{\n  "preset": "ideal",\n  "fsp": 30\n}\n');
    const { code, stdout, stderr } = await bash(`${KPP} --config '${config}'`);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.equal(
      stderr,
      `kpp: ${config}:3: Cannot use "fsp" as no option is called that; did you mean "fps"?\n`,
    );
  } finally {
    await Deno.remove(config);
  }
});

Deno.test("e2e: a run that goes non-finite fails and says where and when", async () => {
  for (const speed of ["1", "max"]) {
    const { code, stdout, stderr } = await bash(
      `${KPP} run --for 5s --speed ${speed} --set drivetrain.clutch=overrunning ` +
        "--set initial.shaftSpeed=1e4 --set generator.windage=1e9",
    );
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^kpp: Cannot go on as [a-zA-Z.]+ must be finite: [^\n]* s; going back [^\n]*\n$/,
    );
    assert.doesNotMatch(stdout, /NaN|Infinity/);
    assert.equal(JSON.parse(stdout.trimEnd().split("\n").at(-1)!).status, "fault");
  }
});

Deno.test("e2e: a signal at full speed leaves whole rows without a gap", async () => {
  const child = new Deno.Command("bash", {
    args: ["-c", `exec ${KPP} run --speed max --fields frame_id`],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (chunks.length === 2) child.kill("SIGINT");
    chunks.push(part.value);
  }
  assert.equal((await child.status).code, 130);
  assert.equal(await new Response(child.stderr).text(), "");
  const lines = (await new Blob(chunks).text()).split("\n");
  assert.equal(lines.pop(), "");
  assert.ok(lines.length > 10);
  lines.forEach((line, row) => assert.equal(JSON.parse(line).frame_id, row));
});
