import assert from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import { adaptive, FIXED } from "../../engine/mod.ts";
import { DEFAULT_RULES } from "../../monitor/mod.ts";
import { type Frame, MODES, type Stepping } from "../../telemetry/mod.ts";
import { frameOf } from "../telemetry/fixtures.ts";
import { FakeWorld } from "./fake_world.ts";

/** Frames of a run at 30 frames per second whose power is their number. */
function* framesUpTo(count: number): Generator<Frame> {
  for (let frameId = 0; frameId < count; frameId++) {
    yield frameOf({ "generator.power": frameId }, { frameId, simulationTime: frameId / 30 });
  }
}

const DONE = { reason: "done" } as const;

function words(text: string): string[] {
  return text.split(" ");
}

/** Resolves after every promise that can settle now has settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    let left = 100;
    const turn = () => left-- > 0 ? queueMicrotask(turn) : resolve();
    turn();
  });
}

/** Resolves once `condition` holds, which must not need more than promises to settle. */
function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => condition() ? resolve() : queueMicrotask(look);
    look();
  });
}

const RATES: readonly [string, number[]][] = [
  ["", [0, 3, 6, 9, 12, 15, 18, 21, 24, 27]],
  ["--rate 30", Array.from({ length: 30 }, (_, index) => index)],
  ["--rate 1", [0]],
  ["--rate 4", [0, 8, 15, 23]],
  ["--mode performance", [0, 6, 12, 18, 24]],
  ["--mode accuracy", [0, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 20, 21, 23, 24, 26, 27, 29]],
  ["--mode accuracy --tolerance 1e-4 --rate 1", [0]],
  ["--mode accuracy --fps 10", Array.from({ length: 30 }, (_, index) => index)],
  ["--rate 20", [0, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 20, 21, 23, 24, 26, 27, 29]],
];

for (const [options, ids] of RATES) {
  Deno.test(`pipe: rows keep the bus's ids: 30 frames ${options}`, async () => {
    const world = new FakeWorld({ plant: () => ({ frames: framesUpTo(30), end: DONE }) });
    const line = `--format csv --fields frame_id ${options}`.trim();
    assert.equal(await kpp(words(line), world), 0);
    assert.equal(world.output, `frame_id\n${ids.map((id) => `${id}\n`).join("")}`);
    assert.equal(world.stopped, 1);
  });
}

Deno.test("pipe: frames as fast as rows are never more than asked for", async () => {
  const world = new FakeWorld({ plant: () => ({ frames: framesUpTo(4), end: DONE }) });
  assert.equal(await kpp(words("--fps 2 --fields frame_id"), world), 0);
  assert.equal(world.output, '{"frame_id":0}\n{"frame_id":1}\n{"frame_id":2}\n{"frame_id":3}\n');
});

Deno.test("pipe: what is started is what was asked for", async () => {
  const world = new FakeWorld({ plant: () => ({ frames: [], end: DONE }) });
  await kpp(words("--fps 60 --speed 2 --for 1m --rate 20 --set water.depth=9.5m"), world);
  const [{ parameters, ...options }] = world.started;
  assert.equal(parameters["water.depth"], 9.5);
  assert.deepEqual(options, {
    rules: DEFAULT_RULES,
    faults: [],
    seed: 1,
    dt: 1 / 240,
    integration: FIXED,
    fps: 60,
    speed: 2,
    duration: 60,
  });
});

const STEPPINGS: readonly [string, Stepping, rate: number][] = [
  ["", { dt: 1 / 240, integration: FIXED }, 10],
  ["--mode balanced", { dt: 1 / 240, integration: FIXED }, 10],
  ["--mode performance", { dt: 0.02, integration: FIXED }, 5],
  ["--mode accuracy", { dt: 1 / 60, integration: adaptive(1e-8) }, 20],
  ["--mode accuracy --plain", { dt: 1 / 60, integration: adaptive(1e-8) }, 1],
  ["--mode accuracy --fps 10", { dt: 1 / 60, integration: adaptive(1e-8) }, 20],
  ["--dt 1e-5", { dt: 1e-5, integration: FIXED }, 10],
  ["--dt 0.1 --mode accuracy", { dt: 0.1, integration: adaptive(1e-8) }, 20],
  ["--tolerance 1e-12", { dt: 1 / 240, integration: adaptive(1e-12) }, 10],
  ["--mode performance --tolerance 1e-3", { dt: 0.02, integration: adaptive(1e-3) }, 5],
  ["--mode accuracy --tolerance 1e-5", { dt: 1 / 60, integration: adaptive(1e-5) }, 20],
  [
    "--mode accuracy --dt-min 1e-4 --dt-max 1e-4",
    { dt: 1 / 60, integration: adaptive(1e-8, { shortest: 1e-4, longest: 1e-4 }) },
    20,
  ],
];

for (const [line, stepping, rate] of STEPPINGS) {
  Deno.test(`pipe: steps and rate of kpp --speed max ${line}`, async () => {
    const world = new FakeWorld({ plant: () => ({ frames: [], end: DONE }) });
    await kpp(words(`--speed max ${line}`.trim()), world);
    const [{ dt, integration, rows }] = world.started;
    assert.deepEqual({ dt, integration }, stepping);
    assert.deepEqual(rows, { rate });
  });
}

Deno.test("pipe: the modes of the table can all be asked for", async () => {
  for (const [mode, { dt, integration }] of Object.entries(MODES)) {
    const world = new FakeWorld({ plant: () => ({ frames: [], end: DONE }) });
    assert.equal(await kpp(["--mode", mode], world), 0);
    assert.deepEqual([world.started[0].dt, world.started[0].integration], [dt, integration]);
  }
});

Deno.test("pipe: while a write is under way only the newest row is kept", async () => {
  const write = Promise.withResolvers<void>();
  let writes = 0;
  const world = new FakeWorld({
    plant: () => ({ frames: framesUpTo(10), end: DONE }),
    write: () => writes++ === 1 ? write.promise : Promise.resolve(),
  });
  const run = kpp(words("--rate 30 --fields frame_id"), world);
  await settled();
  write.resolve();
  assert.equal(await run, 0);
  const ids = world.output.trim().split("\n").map((line) => JSON.parse(line).frame_id);
  assert.equal(ids.at(-1), 9);
  assert.ok(ids.length < 10);
  assert.deepEqual(world.lines, [
    `the reader was slow: ${10 - ids.length} of 10 rows were left out`,
  ]);
});

Deno.test("pipe: at full speed the plant waits for the reader and nothing is lost", async () => {
  const writes: PromiseWithResolvers<void>[] = [];
  let given = 0;
  const world = new FakeWorld({
    plant: () => ({
      frames: (function* () {
        for (const frame of framesUpTo(2000)) {
          given++;
          yield frame;
        }
      })(),
      end: DONE,
    }),
    write: () => {
      writes.push(Promise.withResolvers<void>());
      return writes.at(-1)!.promise;
    },
  });
  const run = kpp(words("--speed max"), world);
  await until(() => writes.length > 0);
  await settled();
  assert.ok(given < 100, `${given} frames were taken while the first batch was not`);
  for (let index = 0; given < 2000 || index < writes.length; index++) {
    writes[index].resolve();
    await settled();
    while (given < 2000 && writes.length === index + 1) await settled();
  }
  assert.equal(await run, 0);
  const ids = world.output.trim().split("\n").map((line) => JSON.parse(line).frame_id);
  assert.deepEqual(ids, Array.from({ length: 2000 }, (_, index) => index));
  assert.deepEqual(world.lines, []);
  assert.ok(writes.length < 200, `${writes.length} writes for 2000 rows`);
});

Deno.test("pipe: a reader that goes away is a silent success", async () => {
  for (const speed of ["1", "max"]) {
    const world = new FakeWorld({
      plant: () => ({ frames: framesUpTo(1000), end: DONE }),
      write: () => Promise.reject(new Deno.errors.BrokenPipe("os error 32")),
    });
    assert.equal(await kpp(words(`--speed ${speed}`), world), 0);
    assert.deepEqual(world.lines, []);
    assert.equal(world.stopped, 1);
  }
});

Deno.test("pipe: a disk that is full is a failure", async () => {
  for (const speed of ["1", "max"]) {
    const world = new FakeWorld({
      plant: () => ({ frames: framesUpTo(1000), end: DONE }),
      write: () => Promise.reject(new Error("No space left on device (os error 28)")),
    });
    assert.equal(await kpp(words(`--speed ${speed}`), world), 1);
    assert.deepEqual(world.lines, ["No space left on device (os error 28)"]);
    assert.equal(world.stopped, 1);
  }
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
  for (const speed of ["1", "max"]) {
    Deno.test(`pipe: ${signal} ends a run at speed ${speed} with ${code}`, async () => {
      const world = new FakeWorld({
        plant: () => ({ frames: framesUpTo(4), end: new Promise<never>(() => {}) }),
      });
      const run = kpp(words(`--speed ${speed} --rate 30 --fields frame_id`), world);
      await settled();
      assert.equal(world.signal(signal), true);
      assert.equal(await run, code);
      assert.equal(world.output, [0, 1, 2, 3].map((id) => `{"frame_id":${id}}\n`).join(""));
      assert.equal(world.stopped, 1);
      assert.equal(world.signal(signal), false);
    });
  }
}

Deno.test("pipe: a signal never makes two writes at once, so that rows stay whole", async () => {
  const first = Promise.withResolvers<void>();
  let writing = 0;
  const world = new FakeWorld({
    isTimeless: true,
    plant: () => ({ frames: framesUpTo(2000), end: new Promise<never>(() => {}) }),
    write: async () => {
      assert.equal(++writing, 1);
      await first.promise;
      writing--;
    },
  });
  const run = kpp(words("--speed max"), world);
  await until(() => writing === 1);
  world.signal("SIGINT");
  await settled();
  first.resolve();
  assert.equal(await run, 130);
  const ids = world.output.trim().split("\n").map((line) => JSON.parse(line).frame_id);
  assert.deepEqual(ids, ids.map((_, index) => index));
});

Deno.test("pipe: a signal ends a run whose reader has stopped reading", async () => {
  for (const speed of ["1", "max"]) {
    const world = new FakeWorld({
      plant: () => ({ frames: framesUpTo(1000), end: DONE }),
      write: () => new Promise(() => {}),
    });
    const run = kpp(words(`--speed ${speed}`), world);
    await settled();
    world.signal("SIGINT");
    assert.equal(await run, 130);
    assert.equal(world.stopped, 1);
  }
});

Deno.test("pipe: a fault is written with its status, said and a failure", async () => {
  const fault = frameOf({}, { frameId: 1, status: "fault" });
  const message = "Cannot go on as chain.speed must be finite: it is not at 0.004167 s";
  for (const speed of ["1", "max"]) {
    const world = new FakeWorld({
      plant: () => ({ frames: [...framesUpTo(1), fault], end: { reason: "fault", message } }),
    });
    assert.equal(await kpp(words(`--rate 1 --fields status,power --speed ${speed}`), world), 1);
    assert.equal(
      world.output,
      '{"status":"running","power":0}\n{"status":"fault","power":null}\n',
    );
    assert.deepEqual(world.lines, [message]);
  }
});

Deno.test("pipe: a plant thread that dies is a failure", async () => {
  const world = new FakeWorld({
    plant: () => ({
      frames: framesUpTo(1),
      end: new Error("The plant thread died: out of memory"),
    }),
  });
  assert.equal(await kpp([], world), 1);
  assert.deepEqual(world.lines, ["The plant thread died: out of memory"]);
  assert.equal(world.stopped, 1);
});

Deno.test("pipe: an odd plant is one line of warning each, and the run goes on", async () => {
  const world = new FakeWorld({ plant: () => ({ frames: framesUpTo(1), end: DONE }) });
  const line = "--set floater.volume=0.8 --set regulator.setpoint=1.5e5 --fields power";
  assert.equal(await kpp(words(line), world), 0);
  assert.equal(world.lines.length, 2);
  assert.match(world.lines[0], /^warning: floaters overlap: /);
  assert.match(world.lines[1], /^warning: the plant can never fill a floater: /);
  assert.equal(world.output, '{"power":0}\n');
});

Deno.test("pipe: a plant with a claim is audited at the end, and no other", async () => {
  for (const [preset, audits] of [["claimed-25m", 1], ["kpp-01", 0]] as const) {
    for (const speed of ["1", "max"]) {
      const world = new FakeWorld({ plant: () => ({ frames: framesUpTo(8), end: DONE }) });
      assert.equal(await kpp(words(`--preset ${preset} --speed ${speed}`), world), 0);
      assert.equal(world.reports.length, audits);
      if (audits === 0) continue;
      assert.match(world.reports[0], /advertised[\s\S]*530\.00 kW/);
      // The last frame of all, not the last that made a row.
      assert.match(world.reports[0], /after 0\.2 s/);
    }
  }
});

Deno.test("pipe: plain is one line of words a second", async () => {
  const world = new FakeWorld({
    isTerminal: true,
    plant: () => ({ frames: framesUpTo(61), end: DONE }),
  });
  assert.equal(await kpp(["--plain"], world), 0);
  assert.equal(
    world.output,
    [0, 30, 60].map((id) =>
      `simulation_time ${(id / 30).toFixed(1)} s  running  power ${
        id.toFixed(1)
      } W  power.net -  ` +
      "efficiency.running -  efficiency -\n"
    ).join(""),
  );
});

Deno.test("pipe: a terminal gets frames when asked for", async () => {
  for (const option of ["--headless", "--format=ndjson"]) {
    const world = new FakeWorld({
      isTerminal: true,
      plant: () => ({ frames: framesUpTo(1), end: DONE }),
    });
    assert.equal(await kpp([option, "--fields", "power"], world), 0);
    assert.equal(world.output, '{"power":0}\n');
  }
});

Deno.test("pipe: --profile says at the end what was timed, with or without a clock", async () => {
  for (const [line, timed] of [["--profile", true], ["", false]] as const) {
    for (const speed of ["", "--speed max"]) {
      const world = new FakeWorld({ plant: () => ({ frames: framesUpTo(4), end: DONE }) });
      await kpp(words(`${line} ${speed} --rate 30`.replace(/ +/g, " ").trim()), world);
      assert.equal(world.started[0].profile, timed ? true : undefined);
      assert.equal(world.reports.length, timed ? 1 : 0);
      if (timed) assert.match(world.reports[0], /^Profile: .*\n.*\nencode .* 4\/4$/);
    }
  }
});

Deno.test("pipe: a run may be eased where that was asked for, and says when it was", async () => {
  const reply = { outcome: "applied", simulationTime: 12.5 } as const;
  const world = new FakeWorld({
    plant: () => ({
      frames: framesUpTo(3),
      end: DONE,
      replies: [
        { ...reply, command: { kind: "mode", mode: "balanced" }, by: "optimiser" },
        { ...reply, command: { kind: "fps", fps: 15 }, by: "optimiser" },
        { ...reply, command: { kind: "speed", speed: 0.5 }, by: "optimiser" },
        { ...reply, command: { kind: "speed", speed: 2 } },
      ],
    }),
  });
  await kpp(words("--adapt --mode accuracy"), world);
  assert.deepEqual(world.started[0].adapt, { mode: "accuracy" });
  const said = "adapted to what this machine can do at 12.500 s: ";
  const efforts = ["mode balanced", "15 frames per second", "speed 0.5"];
  assert.deepEqual(world.lines, efforts.map((effort) => said + effort));
});

Deno.test("pipe: steps that are those of no mode are not the optimiser's to change", async () => {
  const world = new FakeWorld({ plant: () => ({ frames: [], end: DONE }) });
  await kpp(words("--adapt --dt 0.01"), world);
  assert.deepEqual(world.started[0].adapt, { mode: undefined });
});
