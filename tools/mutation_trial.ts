/**
 * Tries changes of the engine in one process, for tools/mutation.ts: reads a plan, runs the tests
 * on the unchanged engine, then on one change after another, and says what it finds, line by line.
 *
 * @module
 */

import type { Finding, Measurement, Plan } from "./mutation.ts";

/** How many times as often as on the unchanged engine a switch may be asked in a test. */
const LONGER = 20;

/** How many others a test is worth that is of the file's own name, or sees every number. */
const FAVOUR = 100;

interface Test extends Measurement {
  readonly name: string;
  readonly run: (context: unknown) => unknown;
  readonly snapshots: Readonly<Record<string, string>>;
  /** Changes it noticed. */
  noticed: number;
}

const plan: Plan = await new Response(Deno.stdin.readable).json();

const NONE = -1;
const asked = new Uint32Array(plan.count);
let active = plan.isAlone ? plan.changes[0] : NONE;
let left = Infinity;

/** The switch of every change. */
function isChanged(change: number): boolean {
  asked[change]++;
  if (change !== active) return false;
  if (--left < 0) throw new Error("The change makes the engine go on for ever");
  return true;
}

/** Gathers the tests instead of running them. */
async function load(): Promise<Test[]> {
  const tests: Test[] = [];
  for (const path of plan.tests) {
    const snapshots = await snapshotsOf(path);
    const gather = (name: string, run: Test["run"]) => {
      tests.push({ name: `${path}: ${name}`, run, snapshots, noticed: 0, time: 0, asked: [] });
    };
    Object.assign(Deno, { test: gather });
    await import(`file://${plan.tree}/${path}`);
  }
  return tests;
}

async function snapshotsOf(path: string): Promise<Record<string, string>> {
  const file = `${plan.tree}/${path.replace(/[^/]+$/, "__snapshots__/$&.snap")}`;
  try {
    const text = Deno.readTextFileSync(file);
    return (await import(`data:text/javascript,${encodeURIComponent(text)}`)).snapshot;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

async function passes({ name, run, snapshots }: Test): Promise<boolean> {
  const key = name.replace(/^\S+: /, "");
  const assertSnapshot = (value: unknown) => {
    if (snapshots[`${key} 1`] !== JSON.stringify(value)) throw new Error("Another snapshot");
  };
  try {
    await run({ name: key, assertSnapshot });
    return left >= 0;
  } catch {
    return false;
  }
}

/** Runs a test on the unchanged engine, for its time and what it asks. */
async function measure(test: Test): Promise<void> {
  asked.fill(0);
  const begin = performance.now();
  if (!await passes(test)) throw new Error(`Cannot try changes as a test must pass: ${test.name}`);
  const measurement = { time: performance.now() - begin, asked: [...asked] };
  Object.assign(test, measurement);
  say({ test: test.name, measurement });
}

/** The tests that come by a change, the shortest that together take the time given. */
function choose(change: number, tests: readonly Test[]): Test[] {
  const rank = ({ name, time }: Test) => isFavoured(name) ? time / FAVOUR : time;
  const chosen: Test[] = [];
  let room = 1000 * plan.seconds;
  for (const test of [...tests].sort((a, b) => rank(a) - rank(b))) {
    if (!comesBy(test, change) || test.time >= room) continue;
    room -= test.time;
    chosen.push(test);
  }
  return chosen;
}

/** Whether a test can notice a change: what is there from the beginning, if it asks for any. */
function comesBy({ asked }: Test, change: number): boolean {
  if (!plan.isAlone) return asked[change] > 0;
  return !isAsked || asked.some((times) => times > 0);
}

function isFavoured(name: string): boolean {
  return name.startsWith(`${plan.tests[0]}: `) || name.includes("/golden_test.ts: ");
}

/** The test that notices the change. */
async function firstToNotice(change: number, tests: readonly Test[]): Promise<Test | undefined> {
  const worth = ({ noticed, time }: Test) => (noticed + 0.05) / (time + 1);
  for (const test of choose(change, tests).sort((a, b) => worth(b) - worth(a))) {
    [active, left] = [change, plan.isAlone ? Infinity : LONGER * (test.asked[change] + 50)];
    const isUnnoticed = await passes(test);
    [active, left] = [NONE, Infinity];
    if (!isUnnoticed) return test;
  }
  return undefined;
}

/** Tries one change after another; ends early where the engine is no longer what it was. */
async function tryAll(changes: readonly number[], tests: readonly Test[]): Promise<void> {
  for (const change of changes) {
    say({ trying: change });
    const test = await firstToNotice(change, tests);
    if (test === undefined) say({ change, verdict: "survived" });
    else if (plan.isAlone || await passes(test)) {
      test.noticed++;
      say({ change, verdict: "noticed" });
    } else return say({ change, verdict: "alone" });
  }
}

function say(finding: Finding): void {
  console.log(JSON.stringify(finding));
}

Object.assign(globalThis, { isChanged });
// A change that is there from the beginning may end the process while the engine is loaded.
if (plan.isAlone) say({ trying: plan.changes[0] });
// What a table holds is there before a test begins.
await import(`file://${plan.tree}/${plan.file}`);
await import(`file://${plan.tree}/engine/mod.ts`);
const early = plan.isAlone ? [] : plan.changes.filter((change) => asked[change] > 0);
const tests = (await load()).filter(({ name }) => !plan.long.includes(name));
for (const test of tests) {
  if (test.name in plan.measured) Object.assign(test, plan.measured[test.name]);
  else await measure(test);
}
const isAsked = tests.some((test) => test.asked.some((times) => times > 0));
for (const change of early) say({ change, verdict: "alone" });
await tryAll(plan.changes.filter((change) => !early.includes(change)), tests);
