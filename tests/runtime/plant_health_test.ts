import assert from "node:assert/strict";
import { ManualTime } from "../../clock/mod.ts";
import { ACCOUNT, adaptive, FIXED, type Integration, Plant, PlantFault } from "../../engine/mod.ts";
import { createModel } from "../../engine/model.ts";
import { readSnapshot, takeSnapshot } from "../../engine/snapshot.ts";
import { type PlantState, Y } from "../../engine/state.ts";
import type { JournalEntry } from "../../monitor/mod.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import type { RunOptions } from "../../runtime/plant_run_parts.ts";
import { createOwnRings } from "../../runtime/own_rings.ts";
import {
  type ChannelId,
  channelIndex,
  CHANNELS,
  type PlantParameters,
} from "../../telemetry/mod.ts";
import { OPTIONS, PARAMETERS } from "./plant_scene.ts";

// Every sign of ill health by its whole way: a defect put into a run on purpose, the channel that
// shows it, and the alarm that a rule makes of it.

/** Simulated time at which a plant is spoilt, s. */
const SPOILT_AT = 2;
const DURATION = 4;

/** A plant whose state somebody tampers with. */
class SpoiltPlant extends Plant {
  #left: number;

  constructor(
    readonly spoil: (state: PlantState) => void,
    { parameters, integration, dt }: Required<Pick<Case, "parameters" | "integration" | "dt">>,
    /** Whether it is spoilt with every step from then on, so that going back does not help. */
    readonly isStubborn = false,
  ) {
    super(parameters, integration);
    this.#left = Math.round(SPOILT_AT / dt);
  }

  override step(dt: number): void {
    super.step(dt);
    this.#left--;
    if (this.isStubborn ? this.#left > 0 : this.#left !== 0) return;
    const model = createModel(this.parameters);
    const state = readSnapshot(model, this.snapshot());
    this.spoil(state);
    this.restore(takeSnapshot(model, state));
  }
}

interface Case {
  readonly channel: ChannelId;
  /** What a healthy run keeps below or at. */
  readonly limit: number;
  readonly spoil?: (state: PlantState) => void;
  readonly isStubborn?: boolean;
  readonly parameters?: PlantParameters;
  readonly integration?: Integration;
  readonly dt?: number;
  readonly pace?: Partial<Pick<RunOptions, "fps" | "speed" | "rows">>;
}

const CHATTERING: PlantParameters = {
  ...PARAMETERS,
  "receiver.volume": 1e-3,
  "receiver.cutIn": 7.99e5,
  "compressor.freeAirDelivery": 1,
  "chain.coulombFriction": 1e9,
};

/** Sub-steps that are all too long for their tolerance, and can be no shorter. */
const COLLAPSING = adaptive(1e-12, { shortest: 1 / 120, longest: 1 / 120 });
/** On a grid so wide that events leave sub-steps which are too long. */
const REJECTING = { integration: adaptive(1e-11), dt: 1 / 20 } as const;

const CASES: readonly Case[] = [
  {
    channel: "health.fault",
    limit: 0,
    spoil: (state) => state.y[Y.receiver] = NaN,
    isStubborn: true,
  },
  {
    channel: "health.airBalance",
    limit: 1e-9,
    spoil: (state) => state.accounts[ACCOUNT.airVented] += 1e-6,
  },
  {
    channel: "health.overfill",
    limit: 0.2,
    spoil: ({ enthalpy }) => enthalpy.forEach((value, slot) => enthalpy[slot] = 4 * value),
    parameters: { ...PARAMETERS, "floater.spillTime": 1 },
  },
  { channel: "health.defect", limit: 1e-3, spoil: (state) => state.accounts[ACCOUNT.drag] += 1 },
  {
    channel: "ledger.relativeResidual",
    limit: 1e-9,
    spoil: (state) => state.accounts[ACCOUNT.drag] += 1,
  },
  {
    channel: "health.failedSteps",
    limit: 0,
    spoil: (state) => state.accounts[ACCOUNT.drag] += 1,
    integration: adaptive(1e-8),
  },
  { channel: "health.chatter", limit: 10, parameters: CHATTERING },
  { channel: "health.collapsed", limit: 0, integration: COLLAPSING, dt: 1 / 120 },
  { channel: "health.rejected", limit: 0, ...REJECTING },
  {
    channel: "health.overUnity",
    limit: 0,
    spoil: (state) => state.accounts[ACCOUNT.generatorElectric] += 1e9,
  },
  {
    channel: "exergy.violation",
    limit: 0,
    spoil: (state) => state.accounts[ACCOUNT.generatorElectric] += 1e9,
  },
];

/** Runs a case under one rule on its channel; what the channel said last, and the journal. */
function run({ channel, limit, pace, ...rest }: Case) {
  const settings = { parameters: PARAMETERS, integration: FIXED, dt: 1 / 240, ...rest };
  const { parameters, integration, dt, spoil = () => {}, isStubborn } = settings;
  const { parts, reader } = createOwnRings({ maxFloaters: 40, slots: 256 });
  const journal: JournalEntry[] = [];
  const rule = { alert: "sign", signal: channel, limits: { hi: limit } };
  const end = runPlant({
    options: {
      ...OPTIONS,
      ...{ parameters, integration, dt, ...pace },
      duration: DURATION,
      rules: { groups: [{ name: "test", rules: [rule] }] },
    },
    plant: new SpoiltPlant(spoil, { parameters, integration, dt }, isStubborn),
    time: new ManualTime(),
    ...parts,
    reply: () => {},
    journal: { add: (entry) => journal.push(entry), send: () => {}, flush: () => {}, waiting: 0 },
  });
  const seen: number[] = [];
  const stability: number[] = [];
  const times: number[] = [];
  for (let frame = reader.peek(); frame; frame = reader.peek()) {
    seen.push(frame.values[channelIndex(channel)]);
    stability.push(frame.values[channelIndex("stability")]);
    times.push(frame.simulationTime);
    reader.release();
  }
  const raised = journal.filter((entry) => entry.kind === "transition" && entry.event === "raise");
  return { end, seen, stability, times, raised };
}

for (const each of CASES) {
  Deno.test(`health: ${each.channel} is raised by its defect, shown, and an alarm`, () => {
    const { end, seen, stability, raised } = run(each);
    assert.equal(end.reason, each.channel === "health.fault" ? "fault" : "done");
    assert.ok(seen.some((value) => value > each.limit), `at most ${Math.max(...seen)}`);
    assert.equal(raised.length > 0, true, "no alarm came");
    assert.ok(Math.min(...stability) < 1, "and the run is trusted less");
  });

  Deno.test(`health: ${each.channel} keeps quiet in a run without it`, () => {
    const { end, seen, raised } = run({ channel: each.channel, limit: each.limit });
    assert.equal(end.reason, "done");
    assert.ok(seen.every((value) => value <= each.limit), `${Math.max(...seen)}`);
    assert.deepEqual(raised, []);
  });
}

Deno.test("health: stability is the same at the same times, whatever pace and frames", () => {
  const scores = (pace: Case["pace"] = {}) => {
    const each: Case = { channel: "stability", limit: 2, ...REJECTING, pace };
    const { times, stability } = run(each);
    return new Map(times.map((time, i) => [time.toFixed(6), stability[i]]));
  };
  const usual = scores();
  assert.ok(new Set(usual.values()).size > 10, "it moves");
  for (const pace of [{ fps: 10, speed: 2 }, { fps: 60 }, { speed: 6 }, { rows: { rate: 5 } }]) {
    const others = [...scores(pace)].filter(([time]) => usual.has(time));
    assert.ok(others.length > 15);
    for (const [time, score] of others) assert.equal(score, usual.get(time), `at ${time} s`);
  }
});

Deno.test("health: every sign of the engine has its defect here", () => {
  const signs = CHANNELS.map(({ id }) => id).filter((id) => id.startsWith("health."));
  // Those two name what another one counts; the estimate has a test of its own.
  const named = ["health.chatterEvent", "health.failedCheck", "health.estimatedError"];
  const covered = new Set<string>([...CASES.map(({ channel }) => channel), ...named]);
  assert.deepEqual(signs.filter((id) => !covered.has(id)), []);
});

Deno.test("health: a plant that is spoilt beyond going on says where", () => {
  const spoil = (state: PlantState) => state.y[Y.receiver] = NaN;
  const plant = new SpoiltPlant(spoil, { parameters: PARAMETERS, integration: FIXED, dt: 0.01 });
  assert.throws(() => {
    for (let i = 0; i < 400; i++) plant.step(0.01);
  }, PlantFault);
});
