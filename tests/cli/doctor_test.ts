import assert from "node:assert/strict";
import { kpp, type Surroundings } from "../../cli/mod.ts";
import type { Finding } from "../../cli/doctor.ts";
import { frameOf } from "../telemetry/fixtures.ts";
import { type FakeRun, FakeWorld } from "./fake_world.ts";

/** A terminal and machine on which everything works. */
const HEALTHY: Surroundings = {
  terminals: { stdin: true, stdout: true },
  size: { columns: 120, rows: 40 },
  environment: { TERM: "xterm-256color", COLORTERM: "truecolor", LANG: "en_GB.UTF-8" },
  granted: new Set(["files", "network", "jobControl"]),
  deno: "2.9.6",
  v8: "15.0",
  machine: { arch: "x86_64", os: "linux", cores: 2 },
  lateness: [1e-5, 2e-5, 3e-5],
};

const CLOSED: FakeRun = {
  frames: [frameOf({ "ledger.relativeResidual": 1e-14 })],
  end: { reason: "done" },
};

/** What kpp doctor prints in these surroundings, with its exit code. */
async function examined(surroundings: Surroundings, run: FakeRun = CLOSED) {
  const world = new FakeWorld({ surroundings, plant: () => run });
  const code = await kpp(["doctor", "--json"], world);
  assert.deepEqual(world.lines, []);
  assert.equal(world.stopped, world.started.length);
  return { code, findings: JSON.parse(world.output) as Finding[], started: world.started };
}

Deno.test("doctor: says of each thing that it works, and tries a plant", async () => {
  const { code, findings, started } = await examined(HEALTHY);
  assert.equal(code, 0);
  const subjects = findings.map(({ subject }) => subject).join(" ");
  assert.equal(
    subjects,
    "runtime terminal size colours symbols permissions processor timer plant",
  );
  for (const { subject, verdict, advice } of findings) {
    assert.deepEqual([subject, verdict, advice], [subject, "works", ""]);
  }
  assert.equal(started.length, 1);
  assert.deepEqual(started[0].rows, { rate: 1 });
});

const NO_PLANT: FakeRun = { frames: [], end: new Error("no memory") };
const FAULT: FakeRun = { frames: [], end: { reason: "fault", message: "chain.speed" } };
const OPEN_LEDGER: FakeRun = {
  frames: [frameOf({ "ledger.relativeResidual": 1e-6 })],
  end: { reason: "done" },
};
const NO_DATA: FakeRun = { frames: [frameOf({})], end: { reason: "done" } };

/** What is wrong, and what must be said of it: subject, verdict, and words of it or its advice. */
const CASES: readonly (readonly [Partial<Surroundings>, string, Finding["verdict"], RegExp])[] = [
  [{ deno: "2.8.0" }, "runtime", "limited", /2\.8\.0.*npx -y deno@2\.9\.6/s],
  [{ terminals: { stdin: false, stdout: false } }, "terminal", "works", /frames/],
  [{ terminals: { stdin: false, stdout: true } }, "terminal", "limited", /\/dev\/tty/],
  [{ size: { columns: 80, rows: 24 } }, "size", "limited", /80 x 24.*120 x 40/s],
  [{ size: { columns: 59, rows: 24 } }, "size", "fails", /60 x 16/],
  [{ size: { columns: 80, rows: 15 } }, "size", "fails", /60 x 16/],
  [{ environment: { TERM: "xterm-256color", LANG: "C.UTF-8" } }, "colours", "works", /256/],
  [{ environment: { TERM: "xterm", LANG: "C.UTF-8" } }, "colours", "limited", /--colors/],
  [{ environment: { ...HEALTHY.environment, NO_COLOR: "1" } }, "colours", "limited", /unset/],
  [{ environment: { ...HEALTHY.environment, LANG: "C" } }, "symbols", "limited", /C\.UTF-8/],
  [{ granted: new Set(["network", "jobControl"]) }, "permissions", "fails", /thread/],
  [{ granted: new Set(["files", "jobControl"]) }, "permissions", "limited", /no tap/],
  [{ granted: new Set(["files", "network"]) }, "permissions", "limited", /Ctrl-Z/],
  [{ machine: { ...HEALTHY.machine, cores: 1 } }, "processor", "limited", /--fps/],
  [{ lateness: [0, 2e-3, 3e-3] }, "timer", "limited", /2\.0 ms late, at most 3\.0 ms.*late/s],
];

for (const [change, subject, verdict, words] of CASES) {
  const cause = Deno.inspect(change, { compact: true });
  Deno.test(`doctor: ${subject} ${verdict} with ${cause}`, async () => {
    const { code, findings } = await examined({ ...HEALTHY, ...change });
    const found = findings.find((each) => each.subject === subject);
    assert.ok(found);
    assert.equal(found.verdict, verdict);
    assert.match(`${found.found}\n${found.advice}`, words);
    assert.equal(code, verdict === "fails" ? 1 : 0);
    const others = findings.filter((each) => each.subject !== subject);
    assert.ok(others.every((each) => each.verdict === "works"), Deno.inspect(others));
  });
}

Deno.test("doctor: a plant that cannot run, ends early or does not balance fails", async () => {
  for (const run of [NO_PLANT, FAULT, OPEN_LEDGER, NO_DATA]) {
    const { code, findings } = await examined(HEALTHY, run);
    const plant = findings.find(({ subject }) => subject === "plant");
    assert.deepEqual([code, plant?.verdict], [1, "fails"]);
  }
});

Deno.test("doctor: a table for people, with what to do below what is found", async () => {
  const world = new FakeWorld({
    surroundings: { ...HEALTHY, size: { columns: 50, rows: 10 } },
    plant: () => CLOSED,
  });
  assert.equal(await kpp(["doctor"], world), 1);
  assert.match(world.output, /^ok {7}runtime +Deno 2\.9\.6/m);
  assert.match(world.output, /^FAILS {4}size +50 x 10 cells\n +-> make it 60 x 16 or larger$/m);
});
