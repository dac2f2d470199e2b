import assert from "node:assert/strict";
import { runSimtest } from "../../cli/simtest.ts";
import type { JournalEntry } from "../../monitor/mod.ts";
import { type Invariant, INVARIANTS, scenarioOf, Witness } from "../../simtest/mod.ts";
import { playScenario } from "../../runtime/simtest_run.ts";
import { allGood, CHANNELS, formatFault, type Frame, parseFault } from "../../telemetry/mod.ts";

/** Shortest trial. */
const DURATION = 900;

Deno.test("simtest: a seed gives one scenario for ever, and others give others", () => {
  const scenarios = Array.from({ length: 40 }, (_, seed) => scenarioOf(seed, 7200));
  assert.deepEqual(scenarioOf(7, 7200), scenarios[7]);
  const texts = scenarios.map((scenario) => JSON.stringify(scenario));
  assert.equal(new Set(texts).size, texts.length);
  assert.equal(new Set(scenarios.map(({ preset }) => preset)).size, 5);
  assert.equal(new Set(scenarios.map(({ mode }) => mode)).size, 3);
  const kinds = new Set(scenarios.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
  assert.ok(kinds.size >= 11, [...kinds].join(" "));
  for (const { faults, quietFrom } of scenarios) {
    assert.ok(faults.length > 20);
    for (const fault of faults) {
      assert.ok(fault.at + fault.for <= quietFrom);
      assert.deepEqual(parseFault(formatFault(fault)), fault);
    }
  }
});

Deno.test("simtest: what is well is said to be, twice the same", async () => {
  const lines: string[] = [];
  const request = { first: 3, last: 4, duration: DURATION };
  assert.equal(await runSimtest(request, { write: (line) => void lines.push(line) }), 0);
  assert.match(lines[0], /^seed 3: ok: kpp-01-matched, performance, \d+ faults, .* [0-9a-f]{16}$/);
  assert.equal(lines.at(-1), "2 seeds, all well");
});

/** What a program with a defect would show. */
const DEFECTS: Readonly<Partial<Record<Invariant, (frame: Frame) => Frame>>> = {
  // A quality that never says bad.
  noBadShownAsGood: (frame) => ({ ...frame, quality: allGood(CHANNELS.length) }),
  // One that never says good again.
  noGoodShownAsBad: (frame) => {
    const quality = allGood(CHANNELS.length);
    quality.quality[3] = 2;
    return { ...frame, quality: { ...quality, bad: 1 } };
  },
  // Values that nobody has measured.
  quietEnd: (frame) => {
    const quality = allGood(CHANNELS.length);
    quality.quality[5] = 1;
    return { ...frame, quality: { ...quality, stale: 1 } };
  },
};

for (const [invariant, defect] of Object.entries(DEFECTS)) {
  Deno.test(`simtest: a break of ${invariant} is found, and how to repeat it is said`, async () => {
    const lines: string[] = [];
    const code = await runSimtest({ first: 3, last: 3, duration: DURATION }, {
      write: (line) => void lines.push(line),
      play: (scenario) => playScenario(scenario, { defect }),
    });
    assert.equal(code, 1);
    assert.match(lines[0], /^seed 3: FAILED: /);
    assert.ok(lines.some((line) => line.endsWith(INVARIANTS[invariant as Invariant])));
    assert.equal(lines.at(-2), `  again: kpp simtest --seeds 3 --for ${DURATION}s`);
    assert.equal(lines.at(-1), "1 of 1 seeds failed");
  });
}

Deno.test("simtest: a run that does not repeat itself fails", async () => {
  let played = 0;
  const lines: string[] = [];
  const code = await runSimtest({ first: 3, last: 3, duration: DURATION }, {
    write: (line) => void lines.push(line),
    play: (scenario) => ({ scenario, violations: [], hash: `${played++}`, entries: 0 }),
  });
  assert.equal(code, 1);
  assert.ok(lines[1].endsWith(INVARIANTS.repeatable), lines[1]);
});

/** A transition of the alarm of sensors. */
function transition(event: string, from: string, to: string): JournalEntry {
  return {
    kind: "transition",
    time: 1,
    alarm: "sensor",
    level: "warning",
    value: 1,
    worst: 1,
    count: 1,
    activeTime: 0,
    isFirstOut: true,
    event,
    from,
    to,
  } as JournalEntry;
}

Deno.test("simtest: a transition that the table does not have is found", () => {
  const broken: readonly (readonly JournalEntry[])[] = [
    [transition("raise", "normal", "acknowledged")],
    [transition("acknowledge", "normal", "normal")],
    // It was normal before, so it cannot come from elsewhere.
    [transition("lose", "normal", "noData"), transition("clear", "acknowledged", "normal")],
  ];
  for (const entries of broken) {
    const witness = new Witness(scenarioOf(1, DURATION));
    entries.forEach((entry) => witness.read(entry));
    assert.deepEqual(witness.violations.map(({ invariant }) => invariant), ["legalTransitions"]);
  }
  const witness = new Witness(scenarioOf(1, DURATION));
  witness.read(transition("raise", "normal", "unacknowledged"));
  witness.read(transition("acknowledge", "unacknowledged", "acknowledged"));
  assert.deepEqual(witness.violations, []);
});

Deno.test("simtest: an alarm of a leak without a leak is found, one with it is well", () => {
  const scenario = { ...scenarioOf(1, DURATION), faults: [parseFault("receiver-leak::100s:10s")] };
  const raises = (time: number) => {
    const witness = new Witness(scenario);
    const raised = transition("raise", "normal", "unacknowledged");
    witness.read({ ...raised, time, alarm: "receiverLeak" } as JournalEntry);
    return witness.violations.map(({ invariant }) => invariant);
  };
  assert.deepEqual([100, 112].map(raises), [[], []]);
  assert.deepEqual([99, 116].map(raises), [["noFalseAlarm"], ["noFalseAlarm"]]);
});

Deno.test("simtest: entries that were lost, and books that do not close, are found", () => {
  const scenario = scenarioOf(1, DURATION);
  const witness = new Witness(scenario);
  witness.read({ kind: "lost", time: 5, count: 3 });
  const truth = new Float64Array(CHANNELS.length);
  const at = (id: string) => CHANNELS.findIndex((channel) => channel.id === id);
  truth[at("ledger.relativeResidual")] = 1e-8;
  truth[at("exergy.violation")] = 1;
  const frame: Frame = {
    frameId: 0,
    timestamp: 0,
    simulationTime: 3,
    status: "running",
    values: truth.slice(),
    quality: allGood(CHANNELS.length),
    floaterCount: 0,
    floaters: new Float64Array(0),
  };
  witness.see(frame, truth, scenario.parameters);
  const found = witness.violations.map(({ invariant }) => invariant);
  assert.deepEqual(found, ["boundedQueues", "books", "books"]);
});
