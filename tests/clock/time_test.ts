import assert from "node:assert/strict";
import { LOOP_TIME, ManualTime, THREAD_TIME, type Wake } from "../../clock/mod.ts";

function wakeWord(): Wake & { expected: number } {
  return { words: new Int32Array(new SharedArrayBuffer(8)), index: 1, expected: 0 };
}

Deno.test("a thread sleeps until the deadline, never less", () => {
  for (const sleep of [0, 1e-4, 2e-3, 5e-3]) {
    const deadline = THREAD_TIME.now() + sleep;
    assert.equal(THREAD_TIME.sleepUntil(deadline), true);
    assert.ok(THREAD_TIME.now() >= deadline);
  }
});

Deno.test("a wake word that has changed ends a thread's sleep at once", () => {
  const wake = wakeWord();
  wake.expected = 3;
  const deadline = THREAD_TIME.now() + 60;
  assert.equal(THREAD_TIME.sleepUntil(deadline, wake), false);
  assert.ok(THREAD_TIME.now() < deadline);
});

Deno.test("the wall clock counts microseconds and agrees with the system", () => {
  for (let i = 0; i < 100; i++) {
    const before = Date.now() / 1e3;
    const wall = THREAD_TIME.wall();
    assert.equal(wall, Math.round(wall * 1e6) / 1e6);
    assert.ok(Math.abs(wall - before) < 1);
  }
});

Deno.test("an event loop sleeps until the deadline, never less", async () => {
  const deadline = LOOP_TIME.now() + 3e-3;
  assert.equal(await LOOP_TIME.sleepUntil(deadline), true);
  assert.ok(LOOP_TIME.now() >= deadline);
});

Deno.test("an aborted signal ends a sleep of the event loop", async () => {
  const abort = new AbortController();
  const sleep = LOOP_TIME.sleepUntil(LOOP_TIME.now() + 60, abort.signal);
  abort.abort();
  assert.equal(await sleep, false);
  assert.equal(await LOOP_TIME.sleepUntil(LOOP_TIME.now() + 60, abort.signal), false);
});

Deno.test("a turn lets timers that are due run first", async () => {
  const order: string[] = [];
  const timer = new Promise<void>((resolve) => {
    setTimeout(() => {
      order.push("timer");
      resolve();
    }, 0);
  });
  while (order.length === 0) await LOOP_TIME.turn();
  await timer;
  assert.deepEqual(order, ["timer"]);
});

Deno.test("manual time moves only when told to", () => {
  const time = new ManualTime(1000);
  assert.deepEqual([time.now(), time.wall()], [0, 1000]);
  time.advance(0.25);
  assert.deepEqual([time.now(), time.wall()], [0.25, 1000.25]);
  assert.equal(time.sleepUntil(1), true);
  assert.equal(time.now(), 1);
  assert.equal(time.sleepUntil(0.5), true);
  assert.equal(time.now(), 1);
});

Deno.test("manual time oversleeps once", () => {
  const time = new ManualTime();
  time.oversleep = 0.5;
  time.sleepUntil(1);
  assert.equal(time.now(), 1.5);
  time.sleepUntil(2);
  assert.equal(time.now(), 2);
});

Deno.test("what is scheduled in manual time happens at its instant, in order", () => {
  const time = new ManualTime();
  const seen: [string, number][] = [];
  for (const [name, at] of [["b", 2], ["a", 1], ["c", 9]] as const) {
    time.schedule(at, () => seen.push([name, time.now()]));
  }
  time.sleepUntil(3);
  assert.deepEqual(seen, [["a", 1], ["b", 2]]);
  assert.equal(time.now(), 3);
});

Deno.test("what changes the wake word ends a sleep in manual time", () => {
  const time = new ManualTime();
  const wake = wakeWord();
  time.schedule(1, () => wake.words[0] = 1);
  time.schedule(2, () => wake.words[1] = 1);
  assert.equal(time.sleepUntil(3, wake), false);
  assert.equal(time.now(), 2);
  wake.expected = 1;
  assert.equal(time.sleepUntil(3, wake), true);
  assert.equal(time.now(), 3);
});
