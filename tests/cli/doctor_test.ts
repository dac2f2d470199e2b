import assert from "node:assert/strict";
import { kpp, type Surroundings, type Trials } from "../../cli/mod.ts";
import type { Finding } from "../../cli/findings.ts";
import type { Need } from "../../cli/surroundings.ts";
import { frameOf } from "../telemetry/fixtures.ts";
import { type FakeRun, FakeWorld, HEALTHY } from "./fake_world.ts";

/** Trials that went well. */
const PASSED: Trials = {
  port: undefined,
  file: undefined,
  packages: { ws: undefined, yaml: undefined },
  lateness: [1e-5, 2e-5, 3e-5],
};

const HOME = { HOME: "/home/me" };

const CLOSED: FakeRun = {
  frames: [frameOf({ "ledger.relativeResidual": 1e-14 })],
  end: { reason: "done" },
};

interface Place {
  readonly surroundings?: Surroundings;
  readonly trials?: Trials;
  readonly variables?: Readonly<Record<string, string>>;
  readonly run?: FakeRun;
  readonly options?: readonly string[];
}

/** What kpp doctor prints in such a place, with its exit code. */
async function examined(
  { surroundings = HEALTHY, trials = PASSED, variables = HOME, run = CLOSED, options = [] }: Place,
) {
  const world = new FakeWorld({ surroundings, trials, variables, plant: () => run });
  const code = await kpp(["doctor", "--json", ...options], world);
  assert.deepEqual(world.lines, []);
  assert.equal(world.stopped, world.started.length);
  return {
    code,
    findings: JSON.parse(world.output) as Finding[],
    started: world.started,
    tried: world.tried,
  };
}

Deno.test("doctor: says of each thing that it works, and tries a plant", async () => {
  const { code, findings, started } = await examined({});
  assert.equal(code, 0);
  const subjects = findings.map(({ subject }) => subject).join(" ");
  assert.equal(
    subjects,
    "runtime packages terminal size colours symbols permissions port disk processor timer plant",
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
  [
    { granted: new Set(["environment", "network", "jobControl"]) },
    "permissions",
    "fails",
    /thread/,
  ],
  [
    { granted: new Set(["environment", "files", "jobControl"]) },
    "permissions",
    "limited",
    /no tap/,
  ],
  [{ granted: new Set(["files", "network", "jobControl"]) }, "permissions", "limited", /not known/],
  [{ granted: new Set(["environment", "files", "network"]) }, "permissions", "limited", /Ctrl-Z/],
  [{ machine: { ...HEALTHY.machine, cores: 1 } }, "processor", "limited", /--fps/],
];

const TRIED: readonly (readonly [Partial<Trials>, string, RegExp])[] = [
  [{ lateness: [0, 2e-3, 3e-3] }, "timer", /2\.0 ms late, at most 3\.0 ms.*late/s],
  [{ port: "Address in use" }, "port", /127\.0\.0\.1:9200: Address in use.*--tap/s],
  [{ file: "No space left" }, "disk", /\/home\/me\/.*kpp: No space left.*room/s],
  [{ packages: { ws: "not found", yaml: undefined } }, "packages", /^ws: not found\n.*install/],
];

for (const [change, subject, verdict, words] of CASES) {
  const cause = Deno.inspect(change, { compact: true });
  Deno.test(`doctor: ${subject} ${verdict} with ${cause}`, async () => {
    const { code, findings } = await examined({ surroundings: { ...HEALTHY, ...change } });
    const found = findings.find((each) => each.subject === subject);
    assert.ok(found);
    assert.equal(found.verdict, verdict);
    assert.match(`${found.found}\n${found.advice}`, words);
    assert.equal(code, verdict === "fails" ? 1 : 0);
    const others = findings.filter((each) => each.subject !== subject);
    assert.ok(others.every((each) => each.verdict === "works"), Deno.inspect(others));
  });
}

for (const [change, subject, words] of TRIED) {
  Deno.test(`doctor: ${subject} with ${Deno.inspect(change, { compact: true })}`, async () => {
    const { code, findings } = await examined({ trials: { ...PASSED, ...change } });
    const limited = findings.filter(({ verdict }) => verdict !== "works");
    assert.deepEqual(limited.map((each) => [each.subject, each.verdict]), [[subject, "limited"]]);
    assert.match(`${limited[0].found}\n${limited[0].advice}`, words);
    assert.equal(code, 0);
  });
}

Deno.test("doctor: tries the address that is given, and a file beside those it keeps", async () => {
  const { tried, findings } = await examined({ options: ["--tap", "[::1]:1234"] });
  const [{ address, path }] = tried;
  assert.deepEqual(address, { host: "::1", port: 1234 });
  assert.equal(path, "/home/me/.local/state/kpp/screen.json.probe");
  assert.ok(findings.some(({ found }) => found === "a tap can be opened at ::1:1234"));
});

Deno.test("doctor: without a home there is no place to keep files", async () => {
  const { findings } = await examined({ variables: {} });
  const disk = findings.find(({ subject }) => subject === "disk");
  assert.equal(disk?.verdict, "limited");
  assert.match(disk.advice, /HOME/);
});

Deno.test("run: refuses where no thread can start, warns where less is missing", async () => {
  const granted = (...needs: Need[]) => ({ ...HEALTHY, granted: new Set(needs) });
  const run = async (surroundings: Surroundings, ...args: string[]) => {
    const world = new FakeWorld({ surroundings, plant: () => CLOSED });
    return { code: await kpp(["--for", "1s", ...args], world), world };
  };
  const refused = await run(granted("environment", "network", "jobControl"));
  assert.equal(refused.code, 1);
  assert.equal(refused.world.started.length, 0);
  assert.match(refused.world.lines.join("\n"), /^Cannot run here: files not granted: .*deno task/);
  const old = await run({ ...HEALTHY, deno: "2.1.0" });
  assert.equal(old.code, 0);
  assert.match(old.world.lines.join("\n"), /^warning: Deno 2\.1\.0.*2\.9\.6$/);
  // A pipe without a tap needs neither the network nor job control.
  assert.deepEqual((await run(granted("environment", "files"))).world.lines, []);
});

Deno.test("run: lines of text where no screen can be drawn, with a word of it", async () => {
  const surroundings = { ...HEALTHY, environment: { TERM: "dumb" } };
  const world = new FakeWorld({
    surroundings,
    isTerminal: true,
    variables: { TERM: "dumb" },
    plant: () => CLOSED,
  });
  assert.equal(await kpp(["run", "--for", "1s"], world), 0);
  assert.match(world.lines[0], /^warning: TERM=dumb: lines of text.*xterm-256color$/);
  assert.match(world.output, /^simulation_time .* running /);
  const { code, findings } = await examined({ surroundings });
  const terminal = findings.find(({ subject }) => subject === "terminal");
  assert.deepEqual([code, terminal?.verdict], [0, "limited"]);
  assert.match(terminal!.advice, /xterm-256color/);
});

Deno.test("doctor: a plant that cannot run, ends early or does not balance fails", async () => {
  for (const run of [NO_PLANT, FAULT, OPEN_LEDGER, NO_DATA]) {
    const { code, findings } = await examined({ run });
    const plant = findings.find(({ subject }) => subject === "plant");
    assert.deepEqual([code, plant?.verdict], [1, "fails"]);
  }
});

Deno.test("doctor: a table for people, with what to do below what is found", async () => {
  const world = new FakeWorld({
    surroundings: { ...HEALTHY, size: { columns: 50, rows: 10 } },
    trials: PASSED,
    plant: () => CLOSED,
  });
  assert.equal(await kpp(["doctor"], world), 1);
  assert.match(world.output, /^ok {7}runtime +Deno 2\.9\.6/m);
  assert.match(world.output, /^FAILS {4}size +50 x 10 cells\n +-> make it 60 x 16 or larger$/m);
});
