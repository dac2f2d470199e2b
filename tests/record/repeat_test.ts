import assert from "node:assert/strict";
import { ManualTime } from "../../clock/mod.ts";
import { Plant, PlantFault } from "../../engine/mod.ts";
import { encodeSnapshot } from "../../cli/snapshot_file.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import { Recorder } from "../../record/mod.ts";
import { createOwnRings } from "../../runtime/own_rings.ts";
import {
  type Command,
  createEncoder,
  exactJson,
  MODES,
  parseFault,
  PRESETS,
} from "../../telemetry/mod.ts";
import { contents, MemoryFile, type ReadRecording, readRecording } from "./memory_file.ts";
import { repeat } from "./repeat.ts";

const PRESET = "kpp-01";

/** What is done to a run, and when, s; the recording begins with the first request of a state. */
type Deeds = readonly (readonly [at: number, command: Command])[];

const DONE: Deeds = [
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

/** What a run that is recorded has of its own. */
interface Course {
  readonly deeds?: Deeds;
  readonly faults?: readonly string[];
  readonly makePlant?: (...parts: ConstructorParameters<typeof Plant>) => Plant;
}

/** A run of a real plant that is recorded from its first state on. */
async function recorded(
  { deeds = DONE, faults = [], makePlant = (...parts) => new Plant(...parts) }: Course = {},
): Promise<ReadRecording> {
  const file = new MemoryFile();
  const encoder = await createEncoder("ndjson");
  const failed = (why: string) => assert.fail(why);
  const parts = { file, encoder, rate: 10, fps: 30, wall: () => 1.7e9, failed };
  const recorder = new Recorder(parts);
  const { parameters } = PRESETS[PRESET];
  const { dt, integration } = MODES.balanced;
  const { parts: run, reader, sender } = createOwnRings({ maxFloaters: 40, slots: 512 });
  const time = new ManualTime(0);
  for (const [at, command] of deeds) time.schedule(at, () => sender.send(command));
  let hasBegun = false;
  runPlant({
    options: {
      parameters,
      dt,
      integration,
      fps: 30,
      speed: 1,
      duration: 9,
      faults: faults.map((text) => parseFault(text)),
      seed: 5,
    },
    plant: makePlant(parameters, integration),
    time,
    ...run,
    reply: (reply) => {
      const { state, simulationTime } = reply;
      if (state === undefined) return recorder.command(reply);
      if (hasBegun) return recorder.state({ ...state, simulationTime });
      hasBegun = true;
      const { dt, origin, step, integration, faults, rollback, broken } = state;
      const { parameters, impairments } = broken ?? {};
      const said = Object.entries({
        dt,
        origin,
        step,
        integration,
        seed: 5,
        faults,
        rollback,
        ...(broken && { broken: { parameters, impairments } }),
      });
      const run = Object.fromEntries(said.map(([name, value]) => [name, exactJson(value)]));
      recorder.begin({
        snapshot: encodeSnapshot(PRESET, state),
        ...(broken && { broken: broken.snapshot }),
        run,
        simulationTime,
      });
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

const STATES: Deeds = [1.71, 2.51, 3.53, 4.2, 5.05, 6.56, 7.4]
  .map((at) => [at, { kind: "state" }]);

Deno.test("a recording of a broken plant repeats it, and has it in good order too", async () => {
  const faults = [
    "valve-open:all:1s:3s",
    "floater-leak=0.5:all:1.5s:5s",
    "regulator-drift=-5000:regulator:1s:4s",
    "receiver-leak=0.1:receiver:3s",
    "chain-jam:chain:3.2s:1s:0.5",
    "stuck:chain.speed:1s:5s",
  ];
  const deeds: Deeds = [
    ...STATES,
    [2.2, { kind: "set", parameter: "regulator.setpoint", value: 2.1e5 }],
    [4, { kind: "fault", fault: parseFault("valve-shut:all:4.5s") }],
    [5.5, { kind: "clear", faults: { kind: "receiver-leak" } }],
    [6, { kind: "reset" }],
  ];
  const recording = await recorded({ deeds, faults });
  const said = contents(recording, "/states").map(({ hash }) => hash);
  assert.equal(new Set(said).size, STATES.length - 1);
  assert.deepEqual(repeat(recording), said);
  // It is the faults that were repeated.
  const run = { ...recording.run, faults: (await recorded({ deeds: STATES })).run.faults };
  assert.notDeepEqual(repeat({ ...recording, run }), said);
  // The attachment is a plant as it would be in good order, as --from and --snapshot have it.
  const head = new TextDecoder().decode(recording.start).split("\n")[0];
  assert.deepEqual(JSON.parse(head), { preset: PRESET, parameters: {} });
});

/** A plant that cannot go on at some times, and can with smaller steps. */
class FailingPlant extends Plant {
  readonly #failures: number[];

  constructor(failures: readonly number[], ...parts: ConstructorParameters<typeof Plant>) {
    super(...parts);
    this.#failures = [...failures];
  }

  override step(dt: number): void {
    super.step(dt);
    if (this.time < this.#failures[0]) return;
    this.#failures.shift();
    throw new PlantFault("a plant that was made to fail", this.time);
  }
}

Deno.test("a recording of a plant that goes back repeats it, wherever it begins", async () => {
  // Before the recording begins, so soon after that it was marked before that, and later.
  const failures = [1.5, 1.9, 2.3, 4.8];
  const makePlant: Course["makePlant"] = (...parts) => new FailingPlant(failures, ...parts);
  const recording = await recorded({ deeds: STATES, makePlant });
  const backs = contents(recording, "/journal").filter(({ kind }) => kind === "recovery");
  assert.equal(backs.length, 3);
  const said = contents(recording, "/states").map(({ hash }) => hash);
  const later: Course["makePlant"] = (...parts) => new FailingPlant(failures.slice(1), ...parts);
  assert.deepEqual(repeat(recording, later), said);
  assert.notDeepEqual(repeat(recording), said);
});

Deno.test("a command that is left out of a recording is missed by its hashes", async () => {
  const recording = await recorded();
  const isKept = ({ topic, content }: ReadRecording["entries"][number]) =>
    topic !== "/commands" || content.command.parameter !== "generator.gain";
  const without = { ...recording, entries: recording.entries.filter(isKept) };
  const said = contents(recording, "/states").map(({ hash }) => hash);
  assert.notEqual(repeat(without)[0], said[0]);
});
