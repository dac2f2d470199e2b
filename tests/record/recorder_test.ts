import assert from "node:assert/strict";
import { FRAME_ENTRIES, Recorder, type RecorderParts } from "../../record/mod.ts";
import { createEncoder, PRESETS, RECORDING_ENTRIES } from "../../telemetry/mod.ts";
import { frameAt } from "../tui/fixtures.ts";
import { contents, MemoryFile, readRecording } from "./memory_file.ts";

const START = { snapshot: Uint8Array.of(1, 2, 3), run: { dt: "0.004" }, simulationTime: 0 };

async function opened(parts: Partial<RecorderParts> = {}) {
  const file = new MemoryFile();
  const faults: string[] = [];
  const recorder = new Recorder({
    file,
    encoder: await createEncoder("ndjson"),
    rate: Infinity,
    fps: Infinity,
    wall: () => 1.7e9,
    failed: (why) => faults.push(why),
    ...parts,
  });
  return { file, faults, recorder };
}

const frame = (index: number) => frameAt(index, PRESETS["kpp-01"].parameters);

/** Lets what is under way come to its end, the loading of the library included. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 30; turns++) await new Promise((resolve) => setTimeout(resolve, 1));
}

const HOLD = {
  command: { kind: "hold" },
  outcome: "applied",
  simulationTime: 1,
  step: 240,
} as const;

Deno.test("a recording has its start, and every entry in order, as they were", async () => {
  const { file, recorder, faults } = await opened();
  recorder.begin(START);
  recorder.frame(frame(0));
  recorder.command(HOLD);
  recorder.command({ ...HOLD, command: { kind: "speed", speed: Infinity }, outcome: "refused" });
  recorder.state({ simulationTime: 1, step: 240, snapshot: Uint8Array.of(9) });
  recorder.journal([{ kind: "restart", time: 1 }]);
  recorder.frame(frame(1));
  await recorder.end();
  const read = readRecording(file.bytes);
  assert.deepEqual(read.run, { dt: 0.004 });
  assert.deepEqual(read.start, START.snapshot);
  assert.ok(read.isWhole);
  assert.deepEqual(
    read.entries.map(({ topic }) => topic),
    ["/frames", "/commands", "/commands", "/states", "/journal", "/frames"],
  );
  const [hold, speed] = contents(read, "/commands");
  const command = { kind: "hold" };
  assert.deepEqual(hold, { step: 240, simulation_time: 1, command, outcome: "applied" });
  assert.equal(speed.command.speed, "Infinity");
  assert.equal(contents(read, "/states")[0].hash.length, 16);
  const [first, second] = contents(read, "/frames");
  assert.equal(first.frame_id, 0);
  assert.equal(second.metadata["generator.power"], second.power);
  assert.deepEqual([faults, file.closed], [[], 1]);
  assert.deepEqual(recorder.counts, { frames: 2, commands: 2, dropped: 0 });
});

Deno.test("what came before the start is no part of a recording", async () => {
  const { file, recorder } = await opened();
  recorder.command(HOLD);
  for (let index = 0; index < 10; index++) recorder.frame(frame(index));
  recorder.begin({ ...START, simulationTime: frame(7).simulationTime });
  await recorder.end();
  const read = readRecording(file.bytes);
  assert.deepEqual(contents(read, "/frames").map((each) => each.frame_id), [7, 8, 9]);
  assert.deepEqual(contents(read, "/commands"), []);
});

Deno.test("frames are recorded at the rate, evenly, whatever their jitter", async () => {
  const { file, recorder } = await opened({ rate: 10, fps: 30 });
  recorder.begin(START);
  for (let index = 0; index < 300; index++) {
    const seen = frame(index);
    recorder.frame({ ...seen, timestamp: seen.timestamp + (index % 2 === 0 ? 4e-3 : -4e-3) });
  }
  await recorder.end();
  const ids = contents(readRecording(file.bytes), "/frames").map((each) => each.frame_id);
  assert.deepEqual(ids, Array.from({ length: 100 }, (_, index) => 3 * index));
});

Deno.test("a slow disk costs frames, counted and announced, and nothing else", async () => {
  const { file, recorder, faults } = await opened();
  file.stall();
  recorder.begin(START);
  const sent = FRAME_ENTRIES + 50;
  for (let index = 0; index < sent; index++) recorder.frame(frame(index));
  recorder.command(HOLD);
  assert.ok(recorder.full);
  assert.equal(recorder.waiting, FRAME_ENTRIES + 1);
  assert.equal(recorder.counts.dropped, 50);
  file.goOn();
  while (recorder.full) await settled();
  recorder.frame(frame(sent));
  await recorder.end();
  const read = readRecording(file.bytes);
  assert.deepEqual(contents(read, "/gaps"), [{ dropped: 50, before: sent }]);
  assert.equal(contents(read, "/commands").length, 1);
  const ids = contents(read, "/frames").map((each) => each.frame_id);
  assert.deepEqual(ids, [...Array(FRAME_ENTRIES).keys(), sent]);
  const place = read.entries.findIndex(({ topic }) => topic === "/gaps");
  assert.equal(read.entries[place + 1].content.frame_id, sent);
  assert.deepEqual([recorder.counts.frames, faults], [FRAME_ENTRIES + 1, []]);
});

Deno.test("a gap at the end of a recording is announced too", async () => {
  const { file, recorder } = await opened();
  file.stall();
  recorder.begin(START);
  for (let index = 0; index < FRAME_ENTRIES + 7; index++) recorder.frame(frame(index));
  file.goOn();
  await recorder.end();
  const read = readRecording(file.bytes);
  assert.deepEqual(read.entries.at(-1), { topic: "/gaps", content: { dropped: 7, before: null } });
});

Deno.test("a recording that would lack a command fails, and what waits stays bounded", async () => {
  const { file, recorder, faults } = await opened();
  file.stall();
  recorder.begin(START);
  for (let index = 0; index < RECORDING_ENTRIES + 10; index++) {
    recorder.command(HOLD);
    assert.ok(recorder.waiting <= RECORDING_ENTRIES);
  }
  assert.deepEqual(faults, [`the disk is too slow: ${RECORDING_ENTRIES} entries wait for it`]);
  assert.deepEqual([recorder.waiting, file.closed], [0, 1]);
});

Deno.test("a full disk is said once, and nothing is kept for it any more", async () => {
  const { file, recorder, faults } = await opened();
  file.full = new Error("No space left on device (os error 28)");
  recorder.begin(START);
  for (let index = 0; index < 10; index++) recorder.frame(frame(index));
  await settled();
  for (let index = 10; index < 20; index++) recorder.frame(frame(index));
  recorder.command(HOLD);
  await recorder.room();
  await recorder.end();
  assert.deepEqual(faults, ["No space left on device (os error 28)"]);
  assert.deepEqual([recorder.waiting, recorder.full, file.closed], [0, false, 1]);
});

Deno.test("whoever may wait goes on as soon as there is room", async () => {
  const { file, recorder } = await opened();
  recorder.begin(START);
  for (let index = 0; index < 3 * FRAME_ENTRIES; index++) {
    recorder.frame(frame(index));
    if (recorder.full) await recorder.room();
  }
  await recorder.end();
  assert.equal(contents(readRecording(file.bytes), "/frames").length, 3 * FRAME_ENTRIES);
  assert.equal(recorder.counts.dropped, 0);
});

Deno.test("a recording that was cut off can be read up to there", async () => {
  const { file, recorder } = await opened();
  recorder.begin(START);
  for (let index = 0; index < 200; index++) {
    recorder.frame(frame(index));
    if (index % 20 === 0) await settled();
  }
  await settled();
  const read = readRecording(file.bytes);
  assert.ok(!read.isWhole);
  assert.deepEqual(read.start, START.snapshot);
  const ids = contents(read, "/frames").map((each) => each.frame_id);
  assert.ok(ids.length > 150, String(ids.length));
  assert.deepEqual(ids, [...ids.keys()]);
});
