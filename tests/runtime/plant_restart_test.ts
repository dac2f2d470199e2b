import assert from "node:assert/strict";
import { FIXED, Observation, Plant, PRESETS } from "../../engine/mod.ts";
import type { JournalEntry } from "../../monitor/mod.ts";
import {
  type Outage,
  PlantThread,
  type Reply,
  type RunOptions,
  type ThreadSupervisor,
  type Verdict,
} from "../../runtime/plant_thread.ts";
import { channelIndex, CHANNELS, createRecoveryBoard, parseFault } from "../../telemetry/mod.ts";

const PARAMETERS = PRESETS["kpp-01"].parameters;
const LIVE: RunOptions = {
  parameters: PARAMETERS,
  dt: 1 / 240,
  integration: FIXED,
  fps: 60,
  speed: 1,
  duration: 2.5,
};

/** A plant thread that fails after so many sleeps. */
function failing(how: string, after: number): URL {
  return new URL(`./failing_plant.ts?${how}&after=${after}`, import.meta.url);
}

/** Starts what fails again, so many times. */
class Restarter implements ThreadSupervisor {
  readonly recovery = createRecoveryBoard();
  readonly failures: { readonly why: string; readonly from: number | undefined }[] = [];
  recoveries = 0;

  constructor(readonly times = Infinity) {}

  failed(why: string, from: number | undefined): Promise<Verdict> {
    this.failures.push({ why, from });
    const isTriedAgain = this.failures.length <= this.times;
    return Promise.resolve(isTriedAgain ? { isTriedAgain } : { isTriedAgain, reason: "enough" });
  }

  recovered(): void {
    this.recoveries++;
  }
}

interface Seen {
  readonly id: number;
  readonly time: number;
  readonly speed: number;
}

/** Takes all frames of a thread. */
async function takeAll(thread: PlantThread): Promise<Seen[]> {
  const seen: Seen[] = [];
  await thread.frames(({ frameId, simulationTime, values }) => {
    const speed = values[channelIndex("chain.speed")];
    seen.push({ id: frameId, time: simulationTime, speed });
  });
  return seen;
}

/** What a plant that nothing ever happened to would have shown at the same times. */
function assertAsIfNothingHappened(seen: readonly Seen[], plant = new Plant(PARAMETERS)): void {
  const observation = new Observation();
  let step = 0;
  seen.forEach(({ id, time, speed }, index) => {
    assert.equal(id, index, "numbers have no gaps");
    assert.ok(time >= (seen[index - 1]?.time ?? 0), `${time} s comes too late`);
    for (; step < Math.round(time * 240); step++) plant.step(LIVE.dt);
    plant.observe(observation);
    assert.equal(speed, observation.speed, `at ${time} s`);
  });
}

Deno.test("restart: a thread that throws goes on where it was, bit for bit", async () => {
  const supervisor = new Restarter();
  await using thread = PlantThread.start(LIVE, { program: failing("throw", 90), supervisor });
  const journal: JournalEntry[] = [];
  using _ = thread.journal.subscribe((entries) => journal.push(...entries));
  const seen = await takeAll(thread);
  assertAsIfNothingHappened(seen);
  assert.equal(seen.at(-1)!.time, LIVE.duration);
  assert.deepEqual(supervisor.failures.map(({ why }) => why), ["it was made to throw"]);
  assert.equal(supervisor.recoveries, 1);
  const { from } = supervisor.failures[0];
  assert.ok(from! >= 1, "a checkpoint a second");
  assert.ok(journal.every(({ kind }) => kind !== "restart"), "alarms do not begin anew");
});

Deno.test("restart: a thread that is blocked is ended, and goes on; frames are stale", async () => {
  const supervisor = new Restarter();
  await using thread = PlantThread.start(LIVE, { program: failing("block", 90), supervisor });
  const outages: Outage[] = [];
  using _ = thread.outages.subscribe((outage) => outages.push(outage));
  assertAsIfNothingHappened(await takeAll(thread));
  assert.deepEqual(supervisor.failures.map(({ why }) => why), ["it did not answer any more"]);
  const ages = outages.slice(0, outages.indexOf(undefined)) as number[];
  assert.ok(ages.length >= 3, "told while it lasts");
  ages.forEach((age, i) => assert.ok(age > (ages[i - 1] ?? 1), "ages grow"));
  assert.ok(outages.includes(undefined), "and when it is over");
});

Deno.test("restart: rows are neither lost nor sent twice", async () => {
  const options = { ...LIVE, duration: 200, rows: { rate: 10 } };
  const supervisor = new Restarter();
  const program = new URL("./failing_plant.ts?throw&beats=3000", import.meta.url);
  await using thread = PlantThread.start(options, { program, supervisor });
  const seen = await takeAll(thread);
  assert.equal(supervisor.failures.length, 1);
  assert.deepEqual(seen.map(({ time }) => time), seen.map((_, row) => row / 10));
  assert.equal(seen.length, 2001);
  assertAsIfNothingHappened(seen);
});

Deno.test("restart: what was commanded stays, what waits is heard, all is answered", async () => {
  const supervisor = new Restarter();
  await using thread = PlantThread.start(
    { ...LIVE, duration: 3 },
    { program: failing("throw", 60), supervisor },
  );
  const replies: Reply[] = [];
  using _ = thread.replies.subscribe((reply) => replies.push(reply));
  thread.send({ kind: "set", parameter: "water.depth", value: 26 });
  thread.send({ kind: "limit", alarm: "chainSpeed.hi", limit: 7.5 });
  const journal: JournalEntry[] = [];
  using _journal = thread.journal.subscribe((entries) => journal.push(...entries));
  const failed = supervisor.failed.bind(supervisor);
  supervisor.failed = (why, from) => {
    thread.send({ kind: "set", parameter: "water.depth", value: 27 });
    return failed(why, from);
  };
  await takeAll(thread);
  const outcomes = replies.map(({ command, outcome }) => `${command.kind} ${outcome}`);
  assert.deepEqual(outcomes, ["set applied", "limit applied", "set applied"]);
  assert.equal(thread.last!.parameters["water.depth"], 27);
  const limits = journal.filter(({ kind }) => kind === "limit");
  assert.equal(limits.length, 1);
});

Deno.test("restart: a thread that fails again and again is given up with the reason", async () => {
  const supervisor = new Restarter(2);
  const program = failing("throw&always", 12);
  await using thread = PlantThread.start(LIVE, { program, supervisor });
  await assert.rejects(thread.frames(() => {}), /^Error: The plant thread died: enough$/);
  assert.equal(supervisor.failures.length, 3);
});

Deno.test("restart: a program that cannot be loaded is given up too", async () => {
  const supervisor = new Restarter(1);
  const program = new URL("./no_such_plant.ts", import.meta.url);
  await using thread = PlantThread.start(LIVE, { program, supervisor });
  await assert.rejects(thread.frames(() => {}), /enough/);
  assert.equal(supervisor.failures[0].from, undefined, "there was nothing to go on from");
});

/** Channels that a restart of the thread is not to be seen in. */
const TOLD = CHANNELS.map(({ id }) => id).filter((id) =>
  !/^(clock|profile|quality|recovery)\./.test(id)
);

/** Rows of a run without a clock, and what happened during it. */
async function rowsOf(faults: readonly string[], supervisor: Restarter) {
  const journal: JournalEntry[] = [];
  await using thread = PlantThread.start({
    ...LIVE,
    speed: Infinity,
    duration: 12,
    rows: { rate: 10 },
    faults: faults.map((text) => parseFault(text)),
  }, { supervisor });
  using _journal = thread.journal.subscribe((entries) => journal.push(...entries));
  const rows: { time: number; values: number[] }[] = [];
  await thread.frames(({ simulationTime, values }) => {
    rows.push({ time: simulationTime, values: TOLD.map((id) => values[channelIndex(id)]) });
  });
  return { rows, journal };
}

for (const death of ["throw", "dead-worker"]) {
  Deno.test(`after ${death} the other faults go on as they were`, async () => {
    const faults = [
      "stuck:chain.position:1s:10s",
      "noise:power.net:1s",
      "regulator-drift=-1000::1.5s:8s",
      "load-rejection::2s:6s",
      "floater-leak:all:2.5s:7s",
      "receiver-leak::3s",
      "nan:chain.speed:9s:1s:0.5",
    ];
    const sound = await rowsOf(faults, new Restarter(0));
    const supervisor = new Restarter(1);
    const { rows, journal } = await rowsOf([...faults, `${death}::4.3s`], supervisor);
    assert.equal(supervisor.failures.length, 1, "it does not strike again");
    assert.equal(rows.length, sound.rows.length);
    for (const [index, { time, values }] of rows.entries()) {
      const differs = values.findIndex((value, at) =>
        !Object.is(value, sound.rows[index].values[at])
      );
      assert.equal(
        differs,
        -1,
        `${TOLD[differs]} at ${time} s: ${values[differs]} ${sound.rows[index].values[differs]}`,
      );
    }
    const told = ({ journal }: { journal: readonly JournalEntry[] }) =>
      journal.filter((entry) => entry.kind !== "fault" || entry.fault !== death);
    assert.deepEqual(told({ journal }), told(sound), "each thing is told once");
  });
}

/** A thread that dies at once, with something that it had yet to tell. */
const UNTOLD: JournalEntry = { kind: "flood", time: 3, isFlood: true, count: 11 };
const DYING = new URL(`data:application/javascript,${
  encodeURIComponent(
    `onmessage = () =>
      postMessage({ kind: "death", message: "gone", untold: [${JSON.stringify(UNTOLD)}] })`,
  )
}`);

Deno.test("restart: what a thread had yet to tell is told once, by whoever is left", async () => {
  for (const times of [0, 2]) {
    const supervisor = new Restarter(times);
    await using thread = PlantThread.start(LIVE, { program: DYING, supervisor });
    const journal: JournalEntry[] = [];
    using _ = thread.journal.subscribe((entries) => journal.push(...entries));
    await assert.rejects(thread.frames(() => {}), /enough/);
    assert.equal(supervisor.failures.length, times + 1);
    assert.deepEqual(journal, [UNTOLD]);
  }
});

Deno.test("restart: it is told as well where the run is stopped in the pause", async () => {
  const supervisor = new Restarter();
  const failed = Promise.withResolvers<void>();
  supervisor.failed = () => {
    failed.resolve();
    return new Promise(() => {});
  };
  const journal: JournalEntry[] = [];
  {
    await using thread = PlantThread.start(LIVE, { program: DYING, supervisor });
    thread.journal.subscribe((entries) => journal.push(...entries));
    await failed.promise;
  }
  assert.deepEqual(journal, [UNTOLD]);
});
