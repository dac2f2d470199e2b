import assert from "node:assert/strict";
import { ManualTime } from "../../clock/mod.ts";
import { Plant } from "../../engine/mod.ts";
import { encodeSnapshot } from "../../cli/snapshot_file.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import { Recorder } from "../../record/mod.ts";
import { createOwnRings } from "../../runtime/own_rings.ts";
import { type Command, createEncoder, MODES, PRESETS } from "../../telemetry/mod.ts";
import { contents, MemoryFile, type ReadRecording, readRecording } from "./memory_file.ts";
import { repeat } from "./repeat.ts";

const PRESET = "kpp-01";

/** What is done to the run, and when, s; the recording begins with the first request of a state. */
const DONE: readonly (readonly [at: number, command: Command])[] = [
  [1.01, { kind: "set", parameter: "injector.freeAirVolume", value: 0.12 }],
  [1.71, { kind: "state" }],
  [2.02, { kind: "set", parameter: "generator.gain", value: 30 }],
  [2.51, { kind: "state" }],
  [3.03, { kind: "mode", mode: "accuracy" }],
  [3.53, { kind: "state" }],
  [4.04, { kind: "hold" }],
  [4.54, { kind: "resume" }],
  [5.05, { kind: "state" }],
  [5.55, { kind: "reset" }],
  [6.06, { kind: "set", parameter: "floater.thermalTime", value: Infinity }],
  [6.56, { kind: "state" }],
];

/** A run of a real plant that is recorded from its first state on. */
async function recorded(): Promise<ReadRecording> {
  const file = new MemoryFile();
  const encoder = await createEncoder("ndjson");
  const failed = (why: string) => assert.fail(why);
  const parts = { file, encoder, rate: 10, fps: 30, wall: () => 1.7e9, failed };
  const recorder = new Recorder(parts);
  const { parameters } = PRESETS[PRESET];
  const { dt, integration } = MODES.balanced;
  const { parts: run, reader, sender } = createOwnRings({ maxFloaters: 40, slots: 512 });
  const time = new ManualTime(0);
  for (const [at, command] of DONE) time.schedule(at, () => sender.send(command));
  let hasBegun = false;
  runPlant({
    options: { parameters, dt, integration, fps: 30, speed: 1, duration: 9 },
    plant: new Plant(parameters, integration),
    time,
    ...run,
    reply: (reply) => {
      const { state, simulationTime } = reply;
      if (state === undefined) return recorder.command(reply);
      if (hasBegun) return recorder.state({ ...state, simulationTime });
      hasBegun = true;
      const { dt, origin, step, integration } = state;
      const said = Object.entries({ dt, origin, step, integration });
      const run = Object.fromEntries(said.map(([name, value]) => [name, JSON.stringify(value)]));
      recorder.begin({ snapshot: encodeSnapshot(PRESET, state), run, simulationTime });
    },
    journal: {
      add: (entry) => recorder.journal([entry]),
      send: () => {},
      flush: () => {},
      waiting: 0,
    },
  });
  for (let frame = reader.peek(); frame; frame = reader.peek()) {
    recorder.frame(frame);
    reader.release();
  }
  await recorder.end();
  return readRecording(file.bytes);
}

Deno.test("a recording repeats the run, bit for bit, from the state it starts with", async () => {
  const recording = await recorded();
  const states = contents(recording, "/states");
  assert.equal(states.length, DONE.filter(([, { kind }]) => kind === "state").length - 1);
  assert.equal(new Set(states.map(({ hash }) => hash)).size, states.length);
  assert.deepEqual(repeat(recording), states.map(({ hash }) => hash));
});

Deno.test("a command that is left out of a recording is missed by its hashes", async () => {
  const recording = await recorded();
  const isKept = ({ topic, content }: ReadRecording["entries"][number]) =>
    topic !== "/commands" || content.command.parameter !== "generator.gain";
  const without = { ...recording, entries: recording.entries.filter(isKept) };
  const said = contents(recording, "/states").map(({ hash }) => hash);
  assert.notEqual(repeat(without)[0], said[0]);
});
