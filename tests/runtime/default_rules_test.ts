import assert from "node:assert/strict";
import { ManualTime } from "../../clock/mod.ts";
import { ACCOUNT, Plant, type PlantParameters, type PresetName } from "../../engine/mod.ts";
import { createModel } from "../../engine/model.ts";
import { readSnapshot, takeSnapshot } from "../../engine/snapshot.ts";
import type { PlantState } from "../../engine/state.ts";
import { DEFAULT_RULES, type JournalEntry, watchedAlarms } from "../../monitor/mod.ts";
import { createOwnRings, type OwnRings } from "../../runtime/own_rings.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import {
  type Command,
  FRAME_SLOTS,
  type FrameWriter,
  MAX_FLOATERS,
  MODES,
  parseFault,
  PRESETS,
} from "../../telemetry/mod.ts";

/** A run, and what is done to it. */
interface Run {
  readonly preset?: PresetName;
  readonly parameters?: Partial<PlantParameters>;
  /** Simulated time, s. */
  readonly duration: number;
  /** Commands by the time at which they are sent, s. */
  readonly commands?: readonly (readonly [at: number, command: Command])[];
  /** Time that a step takes from some instant on, s. */
  readonly stepCost?: (now: number) => number;
  /** What is done to the books of the plant after three seconds. */
  readonly spoil?: (state: PlantState) => void;
  /** What is injected, as `--fault` would have it. */
  readonly faults?: readonly string[];
  readonly fps?: number;
  readonly speed?: number;
  /** Whether frames are taken as soon as they are there; without it nobody does. */
  readonly reads?: (now: number) => boolean;
}

/** The step after which books are spoilt: three seconds of the balanced mode. */
const SPOILT_AT = 3 * 240;

function spoilBooks(plant: Plant, spoil: (state: PlantState) => void): void {
  const model = createModel(plant.parameters);
  const state = readSnapshot(model, plant.snapshot());
  spoil(state);
  plant.restore(takeSnapshot(model, state));
}

/** Takes no frames, so that none is waited for. */
const NOBODY = {
  maxFloaters: 500,
  closed: false,
  reserve: () => undefined,
  commit: () => {},
  end: () => {},
} as unknown as FrameWriter;

/** A real ring, whose frames are taken while somebody reads. */
function readFrames(reads: () => boolean, { parts, reader }: OwnRings): FrameWriter {
  const writer = parts.frames;
  const reserve = writer.reserve.bind(writer);
  writer.reserve = (whenFull) => {
    while (reads() && reader.peek()) reader.release();
    return reserve(whenFull);
  };
  return writer;
}

/** What happens to the alarms of a real plant in manual time. */
function journalOf(run: Run): readonly JournalEntry[] {
  const { preset = "kpp-01", duration, stepCost = () => 0, spoil, fps = 30, speed = 1, reads } =
    run;
  const parameters = { ...PRESETS[preset].parameters, ...run.parameters };
  const faults = (run.faults ?? []).map((text) => parseFault(text));
  const time = new ManualTime(0);
  const rings = createOwnRings({ slots: FRAME_SLOTS, maxFloaters: MAX_FLOATERS });
  for (const [at, command] of run.commands ?? []) {
    time.schedule(at, () => rings.sender.send(command));
  }
  const plant = new Plant(parameters);
  const step = plant.step.bind(plant);
  let steps = 0;
  plant.step = (dt) => {
    time.advance(stepCost(time.now()));
    step(dt);
    if (spoil !== undefined && ++steps === SPOILT_AT) spoilBooks(plant, spoil);
  };
  const journal: JournalEntry[] = [];
  const { dt, integration } = MODES.balanced;
  runPlant({
    options: { parameters, dt, integration, fps, speed, duration, faults },
    plant,
    time,
    ...rings.parts,
    frames: reads ? readFrames(() => reads(time.now()), rings) : NOBODY,
    reply: ({ outcome, reason }) => assert.notEqual(outcome, "refused", reason),
    journal: { add: (entry) => journal.push(entry), send: () => {}, flush: () => {}, waiting: 0 },
  });
  return journal;
}

/** Alarms that came, in the order in which they came first. */
function raised(journal: readonly JournalEntry[]): readonly string[] {
  const names = journal.flatMap((entry) =>
    entry.kind === "transition" && entry.to === "unacknowledged" ? [entry.alarm] : []
  );
  return [...new Set(names)];
}

const set = (parameter: keyof PlantParameters, value: number): Command => {
  return { kind: "set", parameter, value } as Command;
};

/** For each default alarm a run that really causes it. */
const CAUSES: Readonly<Record<string, Run>> = {
  // Exergy that was destroyed is there again.
  energyViolation: { duration: 5, spoil: (state) => state.exergyPeak += 1e6 },
  // A joule that nobody has paid for.
  "residual.hi": { duration: 5, spoil: ({ accounts }) => accounts[ACCOUNT.generatorElectric] += 1 },
  "stability.lo": { duration: 5, spoil: ({ accounts }) => accounts[ACCOUNT.drag] += 100 },
  "chainSpeed.hi": { duration: 30, commands: [[2, set("chain.externalForce", 1e6)]] },
  "chainAcceleration.hi": { duration: 4, commands: [[2, set("chain.externalForce", 1e6)]] },
  stuck: { duration: 30, commands: [[15, set("brake.torque", 1e6)]] },
  cannotStart: { duration: 20, parameters: { "brake.torque": 1e6 } },
  starved: { duration: 30, commands: [[15, set("regulator.setpoint", 1.1e5)]] },
  "receiverLow.lo": { duration: 120, parameters: { "compressor.freeAirDelivery": 0.001 } },
  fillMissed: { duration: 60, commands: [[30, set("injector.conductance", 1e-8)]] },
  compressorTrip: { duration: 120, faults: ["compressor-trip:compressor:100s"] },
  loadLost: { duration: 60, faults: ["load-rejection:generator:50s"] },
  regulator: { duration: 60, faults: ["regulator-drift:regulator:30s"] },
  receiverLeak: { duration: 60, faults: ["receiver-leak:receiver:30s"] },
  floaterLeak: { duration: 60, faults: ["floater-leak:all:30s"] },
  valveShut: { duration: 60, faults: ["valve-shut:all:30s"] },
  valveOpen: { duration: 60, faults: ["valve-open:all:30s"] },
  framesWait: { duration: 10, reads: (now) => now < 3 || now > 5 },
  // The same joule on the books of one of two channels that are proportional.
  sensor: { duration: 5, spoil: ({ accounts }) => accounts[ACCOUNT.motorHeat] += 1 },
  "efficiency.lo": { duration: 95 },
  "frameRate.lo": { duration: 30, stepCost: (now) => now > 2 ? 0.3 : 0 },
  "lateness.hi": { duration: 30, stepCost: (now) => now > 2 ? 0.06 : 0 },
  overrun: { duration: 10, stepCost: (now) => now > 2 && now < 2.1 ? 0.05 : 0 },
};

Deno.test("defaults: each alarm has a run that causes it", () => {
  const names = watchedAlarms(DEFAULT_RULES).map(({ alarm }) => alarm.name);
  assert.deepEqual(Object.keys(CAUSES).toSorted(), names.toSorted());
});

for (const [name, run] of Object.entries(CAUSES)) {
  Deno.test(`defaults: ${name} comes in a run that causes it`, () => {
    const came = raised(journalOf(run));
    assert.ok(came.includes(name), came.join(" "));
  });
}

Deno.test("defaults: no preset raises anything but its efficiency", () => {
  for (const preset of Object.keys(PRESETS) as PresetName[]) {
    const others = raised(journalOf({ preset, duration: 250 }))
      .filter((name) => name !== "efficiency.lo");
    assert.deepEqual(others, [], preset);
  }
});

Deno.test("defaults: the same run twice gives the same journal, whatever its frames", () => {
  const commands: Run["commands"] = [
    [5, set("injector.conductance", 1e-8)],
    [20, { kind: "alarm", event: "acknowledge", note: "seen" }],
    [25, set("brake.torque", 1e6)],
    [32, { kind: "alarm", event: "shelve", alarm: "stuck", duration: 4 }],
    [35, set("brake.torque", 0)],
  ];
  const journal = journalOf({ duration: 60, commands });
  assert.ok(journal.length > 8);
  assert.deepEqual(journalOf({ duration: 60, commands }), journal);
  // At another pace a command is heard at another step, so there are none; and what the clock
  // says of itself is of that pace.
  const clock = DEFAULT_RULES.groups.find(({ name }) => name === "clock")!.rules;
  const ofPlant = (entries: readonly JournalEntry[]) =>
    entries.filter((entry) =>
      !("alarm" in entry && clock.some((rule) => entry.alarm.startsWith(rule.alert)))
    );
  const plain = ofPlant(journalOf({ duration: 95 }));
  assert.ok(plain.length > 3);
  assert.deepEqual(ofPlant(journalOf({ duration: 95, fps: 120 })), plain);
  assert.deepEqual(ofPlant(journalOf({ duration: 95, speed: 50 })), plain);
});
