import assert from "node:assert/strict";
import { loadedAtOnce } from "./module_graph.ts";
import { bash, KPP, ROOT } from "./shell.ts";

const ELEMENTS = `'${ROOT}tests/truth/sky/iss_2026_tles.txt'`;

/** A command line of `kpp sky`, or of one of its commands. */
function sky(command = ""): string {
  return `${KPP} sky ${command} --elements ${ELEMENTS} --station 49.8711,8.6225,145`;
}

Deno.test("e2e: frames of a satellite go into a pipe, and old elements are told of", async () => {
  const fields = "frame_id,sky.time,sky.elementAge";
  const { code, stdout, stderr } = await bash(
    `${sky()} --at 2026-08-20T00:00:00Z --for 2s --rate 5 --fields ${fields} 2>&1 >/dev/null; ` +
      `${sky()} --at 2026-08-08T00:00:00Z --for 1s --rate 5 --fields ${fields}`,
  );
  assert.equal(code, 0);
  assert.equal(stderr.includes("elementAge"), false);
  const [warning, ...rows] = stdout.trim().split("\n").filter((line) => !/overrun|late/.test(line));
  assert.match(warning, /^kpp: warning: elements old \(elementAge\.hi\)\./);
  const frames = rows.map((row) => JSON.parse(row));
  assert.ok(frames.length >= 2 && frames.length <= 6, `${frames.length} rows`);
  for (const frame of frames) {
    const age = frame["sky.time"] - (Date.UTC(2026, 7, 7, 0, 30, 49) / 1e3 + 0.879);
    assert.ok(Math.abs(frame["sky.elementAge"] - age) < 0.01);
  }
});

Deno.test("e2e: a reader that has enough, and a signal, end a satellite like a plant", async () => {
  const read = await bash(`${sky()} --rate 20 | head -1; exit \${PIPESTATUS[0]}`);
  assert.equal(read.code, 0);
  assert.equal(JSON.parse(read.stdout).frame_id, 0);
  // Its first row has been written when it is told to end.
  const ended = await bash(
    `coproc ${sky()}; read -r row <&"\${COPROC[0]}"; kill -TERM $COPROC_PID; wait $COPROC_PID`,
  );
  assert.equal(ended.code, 143);
});

Deno.test("e2e: positions and passes into a pipe", async () => {
  const at = "--at 2026-08-08T00:00:00Z";
  const positions = await bash(`${sky("positions")} ${at} --for 10m`);
  assert.equal(positions.stdout.trim().split("\n").length, 12);
  const passes = await bash(`${sky("passes")} ${at} --for 24h --json`);
  const list: { aos: { elevationDeg: number } }[] = JSON.parse(passes.stdout);
  assert.ok(list.length > 3);
  for (const { aos } of list) assert.ok(Math.abs(aos.elevationDeg - 5) < 1e-3);
  assert.equal(positions.code + passes.code, 0);
});

Deno.test("e2e: what runs and shows a plant loads nothing that carries satellites", async () => {
  for (const module of ["main.ts", "runtime/plant_worker.ts", "runtime/tap_worker.ts"]) {
    const loaded = [...await loadedAtOnce(module)];
    assert.ok(loaded.length > 20, `${module} loads ${loaded.length} modules`);
    assert.deepEqual(loaded.filter((each) => /satellite\.js|^sky\/|^sky_/.test(each)), []);
  }
  const sky = [...await loadedAtOnce("cli/sky.ts")];
  assert.ok(sky.some((each) => each.includes("satellite.js")), "it would be seen");
});
