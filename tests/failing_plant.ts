/**
 * A plant thread that fails, the way the query of its address says: `?throw`, `?block` or `?close`
 * after so many sleeps, in its first life only, or, with `&always`, in each.
 *
 * @module
 */

import "../plant_worker.ts";

const how = new URL(import.meta.url).searchParams;
const wait = Atomics.wait;
// The types of a main thread do not have a Worker's side of its port.
const port = globalThis as unknown as { onmessage: (event: MessageEvent) => void };
const run = port.onmessage;
let sleepsLeft = Infinity;

function sleep(...args: Parameters<typeof wait>): ReturnType<typeof wait> {
  if (--sleepsLeft === 0) fail();
  return wait(...args);
}

function fail(): void {
  if (how.has("throw")) throw new Error("it was made to throw");
  while (how.has("block"));
}

port.onmessage = (event) => {
  const isFirst = event.data.options.resumption === undefined;
  if (isFirst || how.has("always")) sleepsLeft = Number(how.get("after"));
  Atomics.wait = sleep as typeof wait;
  run(event);
};
