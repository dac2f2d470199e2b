import assert from "node:assert/strict";
import { type JournalEntry, spoil } from "../../monitor/mod.ts";
import {
  type Detection,
  DETECTIONS,
  detectionTable,
  PLANT_DETECTIONS,
  scenarioOf,
  Witness,
} from "../../simtest/mod.ts";
import { isWrong } from "../../simtest/reading_error.ts";
import { playScenario, type Trial } from "../../runtime/simtest_run.ts";
import {
  allGood,
  type ChannelId,
  channelIndex,
  CHANNELS,
  type Fault,
  FAULT_KIND_NAMES,
  type FaultKind,
  faultRow,
  FLOATER_COLUMNS,
  parseFault,
  PRESETS,
  RandomStream,
} from "../../telemetry/mod.ts";
import document from "../../docs/FAULTS.md" with { type: "text" };
import { JudgedPlant } from "../monitor/judged_plant.ts";

const SNAPSHOT = new JudgedPlant(PRESETS["kpp-01"].parameters).run(100).plant.snapshot();

const EMPTY_FRAME = {
  frameId: 0,
  timestamp: 0,
  status: "running",
  quality: allGood(CHANNELS.length),
  floaterCount: 0,
  floaters: new Float64Array(0),
} as const;

/** How long a fault is looked at, s. */
const LOOKED_AT = 8;

/** When a fault of a sensor was wrong first, and when its channel was not good first, s. */
function trialOf(fault: Fault): { readonly wrongAt: number; readonly foundAt: number } {
  const judged = new JudgedPlant(PRESETS["kpp-01"].parameters);
  judged.plant.restore(SNAPSHOT);
  judged.run(2);
  const place = channelIndex(fault.target as ChannelId);
  const faulty = { fault, chance: new RandomStream(4), held: judged.values[place] };
  let wrongAt = NaN;
  judged.tamper = (values, time) => {
    const truth = values.slice();
    spoil(values, [faulty], time);
    if (Number.isNaN(wrongAt) && isWrong(place, values, truth)) wrongAt = time;
  };
  judged.run(LOOKED_AT);
  const found = judged.entries.find(({ channel, quality }) =>
    channel === fault.target && quality !== "good"
  );
  return { wrongAt, foundAt: found?.time ?? NaN };
}

function faultOf({ kind }: Detection, channel: ChannelId): Fault {
  return { ...parseFault(`${kind}:${channel}:102s`), at: 102 };
}

Deno.test("docs/FAULTS.md: the detection table is the one that the tests hold to", () => {
  assert.ok(document.includes(detectionTable()), detectionTable());
});

Deno.test("detection: every kind of fault has a row", () => {
  const rows = new Set(DETECTIONS.map(({ kind }) => kind));
  assert.deepEqual(FAULT_KIND_NAMES.filter((kind) => !rows.has(kind)), []);
  for (const { kind, shownBy, within, then } of DETECTIONS) {
    assert.equal(shownBy === null, Number.isNaN(within), kind);
    assert.ok(then.length > 10, kind);
  }
});

for (const row of DETECTIONS.filter(({ kind }) => faultRow(kind).part === "sensor")) {
  const { kind, of, shownBy, within, channels = [] } = row;
  Deno.test(`detection: ${kind} of ${of} is ${shownBy === null ? "not " : ""}shown`, () => {
    assert.ok(channels.length > 0);
    for (const channel of channels) {
      const { wrongAt, foundAt } = trialOf(faultOf(row, channel));
      if (shownBy === null) {
        assert.ok(Number.isNaN(foundAt), `${channel} is found at ${foundAt}`);
        continue;
      }
      const from = kind === "drop" || kind === "nan" ? 102 : wrongAt;
      const took = foundAt - from;
      assert.ok(took <= within, `${channel} wrong from ${from}, found at ${foundAt}`);
    }
  });
}

/**
 * A trial of kpp-01 with one fault of the plant from 200 s on: the compressor runs, the chain is
 * fast. And when each alarm came first, s.
 */
function trialWith(kind: FaultKind): Trial & { readonly raised: ReadonlyMap<string, number> } {
  const target = faultRow(kind).targets === "floater" ? "all" : "";
  const fault = parseFault(`${kind}:${target}:200s:20s`);
  const raised = new Map<string, number>();
  const tell = (entry: JournalEntry) => {
    if (entry.kind !== "transition" || entry.event !== "raise") return;
    if (!raised.has(entry.alarm)) raised.set(entry.alarm, entry.time);
  };
  const trial = playScenario({
    seed: 1,
    preset: "kpp-01",
    mode: "performance",
    parameters: PRESETS["kpp-01"].parameters,
    faults: [fault],
    commands: [],
    quietFrom: 220,
    duration: 320,
  }, { tell });
  return { ...trial, raised };
}

/** How long it takes in that trial until a fault can be seen, s: what must happen first does. */
const SEEN_AFTER: Readonly<Partial<Record<FaultKind, number>>> = {
  "chain-jam": 3,
  "load-rejection": 1,
  "regulator-drift": 10,
  "valve-shut": 4,
  "valve-open": 4,
};

for (
  const { kind, of, within } of DETECTIONS.filter((row) => faultRow(row.kind).part === "plant")
) {
  Deno.test(`detection: ${kind} of ${of} raises its alarm within ${within} s`, () => {
    const { violations, raised } = trialWith(kind);
    assert.deepEqual(violations, []);
    const { alarm } = PLANT_DETECTIONS.find((each) => each.kind === kind)!;
    const took = raised.get(alarm)! - 200;
    assert.ok(took >= 0 && took <= (SEEN_AFTER[kind] ?? 0) + within, `${took} s`);
  });
}

/** A row of a floater of which a fault shows: place, mass, enthalpy, temperature, volume, valve. */
const BROKEN_FLOATERS: Readonly<Partial<Record<FaultKind, readonly number[]>>> = {
  "valve-shut": [0.5, 0, 0, NaN, 0, 0],
  "valve-open": [0.5, 1, 3e5, 293, 0.4, 1],
  "floater-leak": [4, 0.1, 3e4, 293, 0.05, 0],
};

Deno.test("detection: a fault of the plant that shows and that no alarm tells of is found", () => {
  for (const { kind } of PLANT_DETECTIONS) {
    const parameters = PRESETS["kpp-01"].parameters;
    const fault = parseFault(`${kind}:${BROKEN_FLOATERS[kind] ? "0" : ""}:0s:60s`);
    const scenario = { ...scenarioOf(1, 900), faults: [fault], parameters };
    const truth = new Float64Array(CHANNELS.length);
    // A chain that is stuck, a compressor that is on, a fast generator and a low header.
    const shown = ["chain.stuck", "chain.hasMoved", "compressor.on"] as const;
    for (const id of shown) truth[channelIndex(id)] = 1;
    truth[channelIndex("receiver.pressure")] = 8e5;
    truth[channelIndex("generator.speed")] = 100;
    const floaters = BROKEN_FLOATERS[kind] ?? [];
    const witness = new Witness(scenario);
    for (let time = 1; time < 10; time++) {
      const frame = {
        ...EMPTY_FRAME,
        simulationTime: time,
        values: truth.slice(),
        floaterCount: floaters.length / FLOATER_COLUMNS.length,
        floaters: Float64Array.from(floaters),
      };
      witness.see(frame, truth, parameters);
    }
    const found = witness.violations.filter(({ invariant }) => invariant === "faultsDetected");
    assert.equal(found.length, 1, kind);
  }
});

Deno.test("detection: what is called not shown of counts is no number of channels", () => {
  for (const { channels = [] } of DETECTIONS) {
    for (const id of channels) assert.ok(CHANNELS.some((channel) => channel.id === id), id);
  }
});
