import assert from "node:assert/strict";
import fc from "fast-check";
import { PAUSES, type Remedy, RESTART_INTENSITY, Supervisor } from "../../monitor/mod.ts";

const PARTS = [
  { name: "plant", retries: 0, isNeeded: true },
  { name: "tap", retries: 0, isNeeded: false, revisit: 30 },
  { name: "journal", retries: 2, isNeeded: false, revisit: 30 },
  { name: "screen", retries: 1, isNeeded: false },
] as const;

type Name = (typeof PARTS)[number]["name"];

/** What happened: a part failed, or works, so long after what happened before. */
interface Happening {
  readonly kind: "fail" | "recover";
  readonly name: Name;
  readonly after: number;
}

/** Without chance a pause is as long as it can be at least. */
const NO_CHANCE = () => 0;

function supervisor(chance = NO_CHANCE): Supervisor<Name> {
  return new Supervisor({ parts: PARTS, chance });
}

/** What a slow and obvious supervisor says, which looks at all that has happened each time. */
function expectedRemedy(happened: readonly (Happening & { at: number })[]): string {
  const last = happened[happened.length - 1];
  for (const name of ["plant", "tap", "journal", "screen"] as const) {
    const said = remediesOf(name, happened.filter((each) => each.name === name));
    const stopped = said.find(({ remedy }) => remedy === "stop");
    if (stopped !== undefined && stopped.at <= last.at) return "stop";
  }
  return remediesOf(last.name, happened.filter(({ name }) => name === last.name)).at(-1)!.remedy;
}

/** What is said of one part, failure by failure. */
function remediesOf(
  name: Name,
  happened: readonly (Happening & { at: number })[],
): { at: number; remedy: string }[] {
  const part = PARTS.find((each) => each.name === name)!;
  const said: { at: number; remedy: string }[] = [];
  let restartsAt: number[] = [];
  let inRow = 0;
  let isDown = false;
  let isGivenUp = false;
  let upSince = -Infinity;
  for (const { kind, at } of happened) {
    if (kind === "recover") {
      if (isGivenUp) restartsAt = [];
      if (isDown) upSince = at;
      isDown = false;
      isGivenUp = false;
      continue;
    }
    if (isGivenUp) {
      said.push({ at, remedy: "degrade" });
      continue;
    }
    if (!isDown && at - upSince >= 30) inRow = 0;
    isDown = true;
    if (inRow < part.retries) {
      inRow++;
      said.push({ at, remedy: "retry" });
      continue;
    }
    restartsAt.push(at);
    if (restartsAt.filter((each) => at - each <= 30).length <= 5) {
      inRow = 0;
      said.push({ at, remedy: "restart" });
    } else if (part.isNeeded) said.push({ at, remedy: "stop" });
    else {
      isGivenUp = true;
      said.push({ at, remedy: "degrade" });
    }
  }
  return said;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom("fail", "fail", "recover"),
  name: fc.constantFrom("plant", "tap", "journal", "screen"),
  // Whole and half seconds, so that a restart lies exactly a period ago now and then.
  after: fc.constantFrom(0, 0.5, 1, 2, 4, 7, 30),
});

Deno.test("supervisor: it says what a slow and obvious one says", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      const fast = supervisor();
      const happened: (Happening & { at: number })[] = [];
      let at = 0;
      for (const each of happenings) {
        at += each.after;
        happened.push({ ...each, at });
        if (each.kind === "recover") fast.recover(each.name, at);
        else {
          const remedy = fast.fail(each.name, "why", at);
          assert.equal(remedy.kind, expectedRemedy(happened), JSON.stringify(happened));
          if (remedy.kind === "stop") return;
        }
      }
    }),
    { seed: 8, numRuns: 2000, endOnFailure: true },
  );
});

/** Fails so often, each time as soon as it was tried again. */
function failOften(times: number, name: Name, chance?: () => number): Remedy[] {
  const watcher = supervisor(chance);
  let now = 0;
  return Array.from({ length: times }, () => {
    const remedy = watcher.fail(name, "it does not work", now);
    if (remedy.kind !== "stop" && remedy.at < Infinity) now = remedy.at;
    return remedy;
  });
}

Deno.test("supervisor: a needed part is restarted five times, then the run ends", () => {
  const remedies = failOften(7, "plant");
  assert.deepEqual(remedies.map(({ kind }) => kind), [
    ...Array(RESTART_INTENSITY.restarts).fill("restart"),
    "stop",
    "stop",
  ]);
  assert.deepEqual(remedies[5], {
    kind: "stop",
    reason: "plant failed more than 5 times in 30 s: it does not work",
  });
});

Deno.test("supervisor: retries come first, and others are gone on without", () => {
  const kinds = failOften(20, "journal").map(({ kind }) => kind);
  const round = ["retry", "retry", "restart"];
  assert.deepEqual(kinds.slice(0, 6), [...round, ...round]);
  assert.equal(kinds.indexOf("degrade"), 17, "after five restarts with two retries before each");
  const [last] = failOften(20, "screen").slice(-1);
  assert.equal(last.kind === "degrade" && last.at, Infinity, "a screen does not come back");
});

Deno.test("supervisor: pauses double, and chance takes half of them at most", () => {
  const pauses = (chance: () => number) => {
    const remedies = failOften(5, "plant", chance);
    const instants = remedies.map((remedy) => remedy.kind === "restart" ? remedy.at : NaN);
    return instants.map((at, i) => at - (instants[i - 1] ?? 0));
  };
  assert.deepEqual(pauses(() => 1), [0.25, 0.5, 1, 2, 4]);
  assert.deepEqual(pauses(() => 0), [0.125, 0.25, 0.5, 1, 2]);
  assert.equal(PAUSES.longest, 4);
});

Deno.test("supervisor: what never works is escalated within 30 s", () => {
  for (const { name } of PARTS) {
    const remedies = failOften(30, name, () => 0.999);
    const last = remedies.findIndex(({ kind }) => kind === "degrade" || kind === "stop");
    const before = remedies[last - 1];
    assert.ok(before.kind === "restart" || before.kind === "retry", name);
    assert.ok(before.at < RESTART_INTENSITY.period, `${name} after ${before.at} s`);
  }
});

Deno.test("supervisor: a part that is back after it was given up has a clean slate", () => {
  const watcher = supervisor();
  let now = 0;
  const fail = () => {
    const remedy = watcher.fail("tap", "no port", now);
    if (remedy.kind !== "stop") now = remedy.at;
    return remedy.kind;
  };
  for (let i = 0; i < 5; i++) assert.equal(fail(), "restart");
  assert.equal(fail(), "degrade");
  assert.equal(watcher.stateOf("tap"), "degraded");
  assert.equal(fail(), "degrade", "it was tried again, in vain");
  watcher.recover("tap", now);
  assert.equal(watcher.stateOf("tap"), "up");
  assert.equal(fail(), "restart");
});

Deno.test("supervisor: one part's failures are no other part's", () => {
  const watcher = supervisor();
  for (let i = 0; i < 5; i++) watcher.fail("tap", "no port", i);
  assert.equal(watcher.fail("plant", "it died", 5).kind, "restart");
  assert.equal(watcher.stateOf("journal"), "up");
});
