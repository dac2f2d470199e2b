/**
 * A plant thread that fails, the way the query of its address says: `?throw` or `?block`, after so
 * many sleeps (`&after=`) or signs of life (`&beats=`), in its first life only, or, with `&always`,
 * in each.
 *
 * @module
 */

import "../../runtime/plant_worker.ts";

const how = new URL(import.meta.url).searchParams;

/** Counts calls down to the one that fails. */
class Countdown {
  left = Infinity;

  count(): void {
    if (--this.left > 0) return;
    this.left = Infinity;
    if (how.has("throw")) throw new Error("it was made to throw");
    while (how.has("block"));
  }
}

const sleeps = new Countdown();
const beats = new Countdown();
const { wait, add } = Atomics;

Atomics.wait = ((...args: Parameters<typeof wait>) => {
  sleeps.count();
  return wait(...args);
}) as typeof wait;

Atomics.add = ((...args: Parameters<typeof add>) => {
  beats.count();
  return add(...args);
}) as typeof add;

// The types of a main thread do not have a Worker's side of its port.
const port = globalThis as unknown as { onmessage: (event: MessageEvent) => void };
const run = port.onmessage;
port.onmessage = (event) => {
  const isFirst = event.data.options.resumption === undefined;
  if (isFirst || how.has("always")) {
    sleeps.left = Number(how.get("after") ?? Infinity);
    beats.left = Number(how.get("beats") ?? Infinity);
  }
  run(event);
};
