import assert from "node:assert/strict";
import { bash, KPP } from "./shell.ts";

// A run that is kept and gone on from, with the real program and real files.

const FIELDS = "simulation_time,chain.position,receiver.pressure,ledger.drag,efficiency";
const ROWS = `--headless --speed max --rate 1 --format csv --fields ${FIELDS}`;

const RUNS: readonly (readonly [string, string])[] = [
  ["fixed steps", "--preset kpp-01"],
  ["error control", "--preset kpp-01 --mode accuracy"],
  [
    "pulse and coast",
    "--preset claimed-25m --mode performance --set h3.enabled=true --set h2.enabled=true",
  ],
];

for (const [what, options] of RUNS) {
  Deno.test(`e2e: a run that is kept goes on bit for bit: ${what}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const file = `'${folder}/a.kpp'`;
      const whole = await bash(`${KPP} run ${options} ${ROWS} --for 30s`);
      const first = await bash(`${KPP} run ${options} ${ROWS} --for 13s --snapshot ${file}`);
      const rest = await bash(`${KPP} run ${options} ${ROWS} --for 17s --from ${file}`);
      for (const { code, stderr } of [whole, first, rest]) {
        assert.equal(code, 0, stderr);
      }
      const [head, ...rows] = whole.stdout.trimEnd().split("\n");
      assert.equal(rows.length, 31);
      assert.deepEqual(first.stdout.trimEnd().split("\n"), [head, ...rows.slice(0, 14)]);
      assert.deepEqual(rest.stdout.trimEnd().split("\n"), [head, ...rows.slice(13)]);
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["a.kpp"]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("e2e: a run that a signal ends is kept, and half a file is refused", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `'${folder}/a.kpp'`;
    // Its reader ends it once there is something to keep, however long that takes to come.
    const stopped = await bash(
      `exec 3< <(exec ${KPP} run --headless --format csv --fields power --snapshot ${file}); ` +
        "for row in {1..8}; do read -u 3; done; kill -INT $!; cat <&3 >/dev/null; wait $!; echo $?",
    );
    assert.deepEqual([stopped.stdout, stopped.stderr], ["130\n", ""]);
    const on = await bash(
      `${KPP} run --headless --format csv --fields simulation_time --speed max --from ${file} ` +
        "--for 1s",
    );
    assert.equal(on.code, 0, on.stderr);
    const times = on.stdout.trimEnd().split("\n").slice(1).map(Number);
    assert.ok(times[0] > 0.2, `it goes on at ${times[0]} s`);
    await bash(`head -c 3000 ${file} > ${file}2`);
    const half = await bash(`${KPP} run --from ${file}2 --for 1s`);
    assert.equal(half.code, 2);
    assert.equal(half.stdout, "");
    assert.match(
      half.stderr,
      /^kpp: Cannot restore as the checksum must be [^\n]+ corrupt[^\n]+\n$/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
