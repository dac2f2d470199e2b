import assert from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import { Plant, type PlantParameters, PRESETS } from "../../engine/mod.ts";
import { murmur } from "../../engine/hash.ts";
import type { LastState } from "../../runtime/plant_thread.ts";
import { FakeWorld, type FakeWorldOptions } from "./fake_world.ts";

// kpp run --snapshot FILE, and --from FILE.

const STEPS = 480;

/** A plant after two seconds, as a run leaves it behind. */
function lastState(changed: Partial<PlantParameters> = {}): LastState {
  const parameters = { ...PRESETS["kpp-01"].parameters, ...changed };
  const plant = new Plant(parameters);
  for (let i = 0; i < STEPS; i++) plant.step(1 / 240);
  return { parameters, snapshot: plant.snapshot() };
}

/** What a command line comes to in a world whose plant ends at once. */
async function use(
  line: string,
  { files = {}, last }: Pick<FakeWorldOptions, "files"> & { last?: LastState } = {},
): Promise<FakeWorld & { readonly code: number }> {
  const plant = () => ({ frames: [], end: { reason: "done" } as const, ...(last && { last }) });
  const world = new FakeWorld({ files, plant });
  const code = await kpp(line.split(" "), world);
  return Object.assign(world, { code });
}

/** The file that a run writes. */
async function written(last: LastState, line = ""): Promise<Uint8Array> {
  const world = await use(`run --snapshot a.kpp ${line}`.trim(), { last });
  assert.deepEqual([world.code, world.lines], [0, []]);
  const file = world.files.get("a.kpp");
  assert.ok(file);
  return file;
}

Deno.test("snapshot: a run goes on from its file alone, as the same plant", async () => {
  const last = lastState({ "generator.gain": 20, "floater.thermalTime": Infinity });
  const file = await written(last);
  const world = await use("run --from a.kpp --for 3s", { files: { "a.kpp": file } });
  assert.deepEqual([world.code, world.lines], [0, []]);
  const [{ parameters, from, duration }] = world.started;
  assert.deepEqual(parameters, last.parameters);
  assert.deepEqual(from?.snapshot, last.snapshot);
  assert.ok(Math.abs(from!.time - 2) < 1e-12);
  assert.equal(duration, from!.time + 3);
});

Deno.test("snapshot: what a run is asked for besides stays as it is", async () => {
  const file = await written(lastState(), "--mode accuracy");
  const world = await use("run --from a.kpp --mode performance --speed 5", {
    files: { "a.kpp": file },
  });
  const [{ dt, speed, duration }] = world.started;
  assert.deepEqual({ dt, speed, duration }, { dt: 0.02, speed: 5, duration: undefined });
});

Deno.test("snapshot: a configuration file may name both files", async () => {
  const file = await written(lastState());
  const config = '{ "from": "a.kpp", "snapshot": "b.kpp" }';
  const last = lastState();
  const world = await use("--config run.json", {
    files: { "a.kpp": file, "run.json": config },
    last,
  });
  assert.deepEqual([world.code, world.lines], [0, []]);
  assert.deepEqual(world.started[0].from?.snapshot, last.snapshot);
  assert.deepEqual(world.files.get("b.kpp"), file);
});

/** Damages to a snapshot file: what is used, and what is said. */
const DAMAGES: Readonly<Record<string, readonly [(file: Uint8Array) => Uint8Array, RegExp]>> = {
  "an empty file": [() => new Uint8Array(0), /--from as it must be a snapshot of kpp: .*a\.kpp$/],
  "another file": [
    () => new TextEncoder().encode("#!/bin/sh\necho no snapshot\n"),
    /^a\.kpp:1: Cannot read the file as it must be JSON/,
  ],
  "a file without a snapshot": [
    (file) => file.subarray(0, file.indexOf(10) + 1),
    /the bytes must be a snapshot of kpp: they are 0 others$/,
  ],
  "half a file": [
    (file) => file.subarray(0, file.length >> 1),
    /the checksum must be [0-9a-f]{8}: the \d+ bytes are truncated or corrupt/,
  ],
  "one altered byte": [
    (file) => {
      file[file.length - 1000] ^= 4;
      return file;
    },
    /the checksum must be [0-9a-f]{8}: the \d+ bytes are truncated or corrupt/,
  ],
  "another version": [
    (file) => {
      const snapshot = file.subarray(file.indexOf(10) + 1);
      const view = new DataView(snapshot.buffer, snapshot.byteOffset, snapshot.length);
      const end = snapshot.length - 4;
      view.setUint32(4, 99, true);
      view.setUint32(end, murmur(snapshot.subarray(0, end), 0x6b707053), true);
      return file;
    },
    /^Cannot restore the snapshot as its version must be \d+: current value is 99$/,
  ],
};

for (const [what, [damage, says]] of Object.entries(DAMAGES)) {
  Deno.test(`snapshot: ${what} is refused in one line, and nothing is started`, async () => {
    const file = damage((await written(lastState())).slice());
    const world = await use("run --from a.kpp", { files: { "a.kpp": file } });
    assert.equal(world.code, 2);
    assert.equal(world.lines.length, 1);
    assert.match(world.lines[0], says);
    assert.ok(!world.lines[0].includes("\n"));
    assert.deepEqual(world.started, []);
  });
}

Deno.test("snapshot: another plant than the one it was taken of is refused by name", async () => {
  const file = await written(lastState());
  for (const other of ["--set water.depth=9.5", "--preset claimed-25m"]) {
    const world = await use(`run --from a.kpp ${other}`, { files: { "a.kpp": file } });
    assert.equal(world.code, 2);
    assert.match(
      world.lines.join("\n"),
      /^Cannot restore the snapshot as its plant must be the one that runs, [0-9a-f]{8}: .{22,}$/,
    );
  }
});

Deno.test("snapshot: a file that is not there is refused in one line", async () => {
  const { code, lines } = await use("run --from b.kpp");
  assert.equal(code, 2);
  assert.match(
    lines.join("\n"),
    /^Cannot use --from as it must be a file that can be read: .*b\.kpp/,
  );
});

Deno.test("snapshot: a path that is empty is refused", async () => {
  for (const option of ["from", "snapshot"]) {
    const { code, lines } = await use(`run --${option}=`);
    assert.equal(code, 2);
    assert.deepEqual(lines, [
      `Cannot use --${option} as it must be the path of a file: current value is nothing`,
    ]);
  }
});

Deno.test("snapshot: a plant that died leaves none, and the run says so and fails", async () => {
  const world = await use("run --snapshot a.kpp");
  assert.equal(world.code, 1);
  assert.match(world.lines.join("\n"), /^Cannot write --snapshot as the plant must end by itself/);
  assert.equal(world.files.size, 0);
});

Deno.test("snapshot: a file that cannot be written is a failure in one line", async () => {
  const world = new FakeWorld({
    plant: () => ({ frames: [], end: { reason: "done" }, last: lastState() }),
  });
  world.writeBytes = () => Promise.reject(new Deno.errors.PermissionDenied("no (os error 13)"));
  assert.equal(await kpp(["--snapshot", "/a.kpp"], world), 1);
  assert.deepEqual(world.lines, [
    "Cannot use --snapshot as it must be a file that can be written: current value is /a.kpp " +
    "(no (os error 13))",
  ]);
});

Deno.test("snapshot: a file that nobody could write is refused before the run", async () => {
  const { code, lines, started } = await use("run --snapshot /nowhere/a.kpp");
  assert.equal(code, 2);
  assert.deepEqual(lines, [
    "Cannot use --snapshot as it must be a file that can be written: current value is " +
    "/nowhere/a.kpp (No such file or directory (os error 2))",
  ]);
  assert.deepEqual(started, []);
});
