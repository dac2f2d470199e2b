/**
 * A tap's thread that fails, the way the query of its address says: `?throw` or `?block`, after so
 * many signs of life (`&after=`), four of which come in a second.
 *
 * @module
 */

import "../../runtime/tap_worker.ts";

/** How long it is blocked, ms: a thread that is blocked for ever keeps its port for ever. */
const BLOCKED = 7000;

const how = new URL(import.meta.url).searchParams;
const { add } = Atomics;
let left = Number(how.get("after"));

function fail(): never {
  throw new Error("it was made to throw");
}

Atomics.add = ((...args: Parameters<typeof add>) => {
  // Every other word that is added to is one of the ring of frames.
  if (args[0].length === 1 && --left === 0) {
    const end = performance.now() + BLOCKED;
    while (how.has("block") && performance.now() < end);
    // What a turn of the loop throws nobody catches.
    if (how.has("throw")) queueMicrotask(fail);
  }
  return add(...args);
}) as typeof add;
