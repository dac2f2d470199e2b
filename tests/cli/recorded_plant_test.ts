import assert from "node:assert/strict";
import { Plant } from "../../engine/mod.ts";
import { type Command, MODES, PRESETS } from "../../telemetry/mod.ts";
import { contents, readRecording } from "../record/memory_file.ts";
import { type HandPlant, opened, ScreenWorld, turn } from "./screen_world.ts";

const { parameters } = PRESETS["kpp-01"];
const STATE = {
  parameters,
  snapshot: new Plant(parameters).snapshot(),
  ...MODES.balanced,
  origin: 0,
  step: 0,
  faults: { commanded: parameters, schedule: { numbered: 0, entries: [] }, held: [] },
  rollback: { inRow: 0, failedAt: -Infinity },
};

/** A world in which no patience ends. */
const timeless = () => new ScreenWorld({ isTimeless: true });

/** A dashboard of a plant that says its state whenever it is asked. */
async function recordable(world = timeless(), { record }: { record?: string } = {}) {
  const answer = (plant: HandPlant) => (command: Command) => {
    const reply = { command, outcome: "applied", simulationTime: 0, step: 0 } as const;
    if (command.kind === "state") plant.reply({ ...reply, state: STATE });
  };
  world.plant.obey = answer(world.plant);
  const dashboard = await opened(record === undefined ? {} : { record }, world);
  dashboard.plant.frame(0);
  return dashboard;
}

/** Waits until the recording is under way: time in these tests passes at once. */
async function begun(world: ScreenWorld, path: string): Promise<void> {
  while ((world.files.get(path)?.length ?? 0) < 100) await turn();
}

function type(terminal: ScreenWorld["terminal"], line: string): void {
  terminal.press(`:${line}`);
  terminal.press("\r");
}

Deno.test(":record records what follows, says so, and :record stop ends it", async () => {
  const { world, terminal, plant, code } = await recordable();
  type(terminal, "record run.mcap");
  await terminal.shows(/Recording to run\.mcap/);
  await terminal.shows(/starting .* rec /);
  terminal.press("+");
  await terminal.shows(/0\.160 m3 → 0\.165 m3/);
  const command = plant.commands.at(-1)!;
  assert.equal(command.kind, "set");
  plant.reply({ command, outcome: "applied", simulationTime: 0.1, step: 24 });
  for (let index = 1; index < 31; index++) plant.frame(index);
  type(terminal, "record other.mcap");
  await terminal.shows(/! run\.mcap is being recorded: :record stop ends it/);
  type(terminal, "record stop");
  await terminal.shows(/Recorded \d+ frames and 1 commands in run\.mcap/);
  assert.doesNotMatch(terminal.screen, / rec /);
  const read = readRecording(world.files.get("run.mcap")!);
  assert.ok(read.isWhole);
  assert.deepEqual(contents(read, "/commands")[0].step, 24);
  assert.equal(contents(read, "/states").length, 1);
  assert.equal(read.run.preset, "kpp-01");
  type(terminal, "record stop");
  await terminal.shows(/! Nothing is being recorded/);
  terminal.press("q");
  assert.equal(await code, 0);
});

Deno.test("a file that is there is recorded over only when that was asked", async () => {
  const world = timeless();
  world.files.set("run.mcap", Uint8Array.of(7));
  const { terminal, code } = await recordable(world);
  type(terminal, "record run.mcap");
  await terminal.shows(/\? There is a file run\.mcap already\. Replace it\? \(y or n\)/);
  terminal.press("n");
  await terminal.shows(/Left as it was/);
  assert.deepEqual(world.files.get("run.mcap"), Uint8Array.of(7));
  type(terminal, "record run.mcap");
  await terminal.shows(/Replace it\?/);
  terminal.press("y");
  await terminal.shows(/Recording to run\.mcap/);
  await begun(world, "run.mcap");
  terminal.press("q");
  assert.equal(await code, 0);
  assert.ok(readRecording(world.files.get("run.mcap")!).isWhole);
});

Deno.test("--record has the run from its first frame to its end", async () => {
  const { world, terminal, plant, code } = await recordable(timeless(), { record: "all.mcap" });
  await terminal.shows(/running|starting/);
  plant.frame(1);
  await begun(world, "all.mcap");
  plant.end({ reason: "done" });
  assert.equal(await code, 0);
  const read = readRecording(world.files.get("all.mcap")!);
  assert.ok(read.isWhole);
  assert.equal(contents(read, "/frames")[0].frame_id, 0);
});

/** Lets the disk of a world take so many bytes at most. */
function fullAfter(world: ScreenWorld, room: number): { room: number } {
  const disk = { room };
  const { createFile } = world;
  world.createFile = (...asked) => {
    const file = createFile.apply(world, asked);
    return {
      write(bytes) {
        const taken = Math.min(bytes.length, disk.room);
        if (taken === 0) return Promise.reject(new Error("No space left on device (os error 28)"));
        disk.room -= taken;
        return file.write(bytes.subarray(0, taken));
      },
      close: () => file.close(),
    };
  };
  return disk;
}

Deno.test("a disk that fails is told on the screen, and once more when that is gone", async () => {
  const world = new ScreenWorld();
  fullAfter(world, 0);
  const { terminal, plant, code } = await recordable(world);
  type(terminal, "record run.mcap");
  await terminal.shows(/! The recording to run\.mcap has ended: No space left on device/);
  for (let index = 1; index < 5; index++) plant.frame(index);
  await turn();
  terminal.press("q");
  assert.equal(await code, 0);
  const said = world.lines.filter((line) => /^The recording .*No space left/.test(line));
  assert.equal(said.length, 1);
  const steps = world.lines.filter((line) => line.startsWith("recorder: "));
  assert.deepEqual(steps.map((line) => line.split("; ")[1]), [
    "trying again",
    "starting it again",
    "going on without it",
  ]);
});

Deno.test("a recording goes on where it was once the disk has room again", async () => {
  const world = timeless();
  const disk = fullAfter(world, 2000);
  const { terminal, plant, code } = await recordable(world);
  type(terminal, "record run.mcap");
  await begun(world, "run.mcap");
  for (let index = 1; index < 31; index++) plant.frame(index);
  await terminal.shows(/recorder: No space left on device .*; trying again/);
  disk.room = Infinity;
  for (let index = 31; index < 61; index++) plant.frame(index);
  type(terminal, "record stop");
  await terminal.shows(/Recorded \d+ frames/);
  const read = readRecording(world.files.get("run.mcap")!);
  assert.ok(read.isWhole);
  const ids = contents(read, "/frames").map(({ frame_id }) => Number(frame_id));
  assert.deepEqual(ids.slice(1), ids.slice(0, -1).map((id) => id + 3), "ten of thirty, no gap");
  assert.equal(ids.at(-1), 58);
  assert.deepEqual(contents(read, "/gaps"), []);
  terminal.press("q");
  assert.equal(await code, 0);
  assert.match(world.lines.join("\n"), /recorder: No space left .*; it works again/);
});

Deno.test(":snapshot keeps the plant as it is, so that --from goes on there", async () => {
  const { world, terminal, code } = await recordable();
  type(terminal, "snapshot day.kpp");
  await terminal.shows(/Kept the plant at 0\.000 s: kpp --from day\.kpp goes on there/);
  const bytes = world.files.get("day.kpp")!;
  const end = bytes.indexOf(10);
  assert.equal(JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))).preset, "kpp-01");
  new Plant(parameters).restore(bytes.subarray(end + 1));
  type(terminal, "snapshot day.kpp");
  await terminal.shows(/\? There is a file day\.kpp already/);
  terminal.press("n");
  terminal.press("q");
  assert.equal(await code, 0);
});

Deno.test("a file that cannot be written is refused by its name", async () => {
  const { terminal, code } = await recordable();
  type(terminal, "record /nowhere/run.mcap");
  await terminal.shows(
    /! Cannot write \/nowhere\/run\.mcap: No such file or directory/,
  );
  await turn();
  terminal.press("q");
  assert.equal(await code, 0);
});

Deno.test("whoever else commands the plant never sees that its state was asked for", async () => {
  const { terminal, plant, code } = await recordable();
  type(terminal, "record run.mcap");
  await terminal.shows(/Recording to/);
  assert.ok(plant.commands.some(({ kind }) => kind === "state"));
  assert.doesNotMatch(terminal.screen, /state/);
  terminal.press("q");
  assert.equal(await code, 0);
});
