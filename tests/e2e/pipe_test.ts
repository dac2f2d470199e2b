import assert from "node:assert/strict";
import { bash, has, KPP, ROOT } from "./shell.ts";

// The real program without a terminal: what a script sees.

Deno.test("e2e: frames into a pipe are one JSON object per line, and nothing else", async () => {
  const { code, stdout, stderr } = await bash(`${KPP} run --for 0.5s`);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  const frames = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(frames.at(-1).simulation_time, 0.5);
  const { metadata: _, ...members } = frames[0];
  assert.deepEqual(Object.keys(members), [
    "frame_id",
    "timestamp",
    "simulation_time",
    "power",
    "torque",
    "efficiency",
    "status",
  ]);
});

Deno.test("e2e: a reader that leaves after one line is a success without a word", async () => {
  const { stdout, stderr } = await bash(`${KPP} | head -n 1; echo "\${PIPESTATUS[0]}"`);
  const [frame, code] = stdout.trimEnd().split("\n");
  assert.equal(JSON.parse(frame).frame_id, 0);
  assert.equal(code, "0");
  assert.equal(stderr, "");
});

Deno.test("e2e: a reader that leaves a run at full speed is a success too", async () => {
  const run = `${KPP} run --speed max --for 100000s --rate 10`;
  const { stdout, stderr } = await bash(`${run} | head -n 1000 | wc -l; echo "\${PIPESTATUS[0]}"`);
  assert.deepEqual(stdout.trim().split(/\s+/), ["1000", "0"]);
  assert.equal(stderr, "");
});

Deno.test("e2e: rows at full speed stand at exact times and repeat bit by bit", async () => {
  const run = `${KPP} run --headless --preset kpp-01 --set injector.freeAirVolume=0.12 --for 60s ` +
    "--speed max --format csv --fields simulation_time,power,power.net,efficiency --rate 1";
  const [once, again] = await Promise.all([bash(run), bash(run)]);
  assert.equal(once.stderr, "");
  const [head, ...rows] = once.stdout.trimEnd().split("\n");
  assert.equal(head, "simulation_time,power,power.net,efficiency");
  assert.deepEqual(rows.map((row) => Number(row.split(",")[0])), Array.from(Array(61).keys()));
  assert.equal(again.stdout, once.stdout);
});

Deno.test({
  name: "e2e: jq reads the frames",
  ignore: !has("jq"),
  fn: async () => {
    const run = `${KPP} run --speed max --for 2s --rate 1`;
    const { code, stdout } = await bash(`set -o pipefail; ${run} | jq .power`);
    assert.equal(code, 0);
    assert.equal(stdout.trimEnd().split("\n").map(Number).filter(Number.isFinite).length, 3);
  },
});

Deno.test("e2e: a config file is read, and the command line wins", async () => {
  const config = await Deno.makeTempFile({ prefix: "kpp-test-", suffix: ".json" });
  try {
    await Deno.writeTextFile(config, `{ "preset": "teaching-10m", "for": "3s", "rate": 1 }`);
    const run = `${KPP} run --config '${config}' --for 2s --speed max --format csv`;
    const { code, stdout, stderr } = await bash(`${run} --fields simulation_time`);
    assert.equal(stderr, "");
    assert.equal(code, 0);
    assert.equal(stdout, "simulation_time\n0\n1\n2\n");
  } finally {
    await Deno.remove(config);
  }
});

for (
  const [args, words] of [
    ["run --fsp 30", ["--fsp", "--fps"]],
    ["run --fps 0", ["--fps", "0"]],
    ["run --preset kpp-02", ["kpp-02"]],
    ["rum", ["rum", "run"]],
    ["run --set chain.floaterCont=3", ["chain.floaterCount"]],
    ["run --config /nonexistent.json", ["/nonexistent.json"]],
  ] as const
) {
  Deno.test(`e2e: kpp ${args} is refused in one line`, async () => {
    const { code, stdout, stderr } = await bash(`${KPP} ${args}`);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^[^\n]+\n$/);
    for (const word of words) assert.ok(stderr.includes(word), stderr);
  });
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
  Deno.test(`e2e: ${signal} ends a run in a pipe with ${code}`, async () => {
    const child = new Deno.Command("bash", {
      args: ["-c", `exec ${KPP} run`],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    assert.ok((await reader.read()).value);
    child.kill(signal);
    while (!(await reader.read()).done);
    assert.equal((await child.status).code, code);
    assert.equal(await new Response(child.stderr).text(), "");
  });
}

Deno.test("e2e: the tasks of the README run the program", async () => {
  const task = `cd '${ROOT}' && '${Deno.execPath()}' task -q`;
  const { code, stdout } = await bash(`${task} start | head -n 1; ${task} kpp list presets --json`);
  assert.equal(code, 0);
  const [frame, ...presets] = stdout.split("\n");
  assert.equal(JSON.parse(frame).status, "starting");
  assert.ok(JSON.parse(presets.join("\n")).length >= 5);
});

Deno.test("e2e: --profile says at the end what each part of the program cost", async () => {
  const { code, stdout, stderr } = await bash(`${KPP} --speed max --for 60s --profile | wc -l`);
  assert.deepEqual([code, stdout.trim()], [0, "601"]);
  const [title, , ...rows] = stderr.trimEnd().split("\n");
  assert.match(title, /^Profile: \d+\.\d{3} s in all; per frame, in us$/);
  const parts = rows.map((row) => row.trim().split(/\s+/));
  assert.deepEqual(parts.map(([label]) => label), [
    "engine",
    "events",
    "sampling",
    "monitors",
    "publish",
    "encode",
  ]);
  const sum = parts.reduce((sum, [, part]) => sum + Number(part), 0);
  assert.ok(Math.abs(sum - 100) < 0.5, "all of the time goes somewhere");
  for (const [label, , , median, p99, largest] of parts) {
    assert.ok(Number(median) <= Number(p99) && Number(p99) <= Number(largest), label);
  }
});

Deno.test("e2e: --adapt eases a run that no machine can keep up with, and says so", async () => {
  const plant = "--preset claimed-25m --set chain.floaterCount=500 --mode accuracy --speed 1000";
  const { code, stdout } = await bash(
    `said=$(mktemp); ${KPP} ${plant} --adapt > /dev/null 2> $said & ` +
      "for i in {1..300}; do grep -q adapted $said && break; sleep 0.1; done; " +
      "kill -INT $!; wait $!; code=$?; grep adapted $said | head -n 1; rm $said; exit $code",
  );
  assert.equal(code, 130);
  assert.match(
    stdout,
    /^kpp: adapted to what this machine can do at \d+\.\d{3} s: mode balanced$/m,
  );
});
