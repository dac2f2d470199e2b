import { EVERY_FLOATER, type Fault, type Impairments } from "../telemetry/mod.ts";

/** What is broken in a plant of so many floaters while these faults are there. */
export function impairmentsOf(faults: readonly Fault[], floaters: number): Impairments {
  const leaks = new Array<number>(floaters).fill(0);
  const valves = new Array<"free" | "open" | "shut">(floaters).fill("free");
  let receiverLeak = 0;
  for (const { kind, target, magnitude = NaN } of faults) {
    const [first, end] = target === EVERY_FLOATER
      ? [0, floaters]
      : [Number(target), Number(target) + 1];
    if (kind === "receiver-leak") receiverLeak += magnitude;
    if (kind === "valve-shut") valves.fill("shut", first, end);
    if (kind === "valve-open") valves.fill("open", first, end);
    if (kind !== "floater-leak") continue;
    for (let floater = first; floater < end; floater++) leaks[floater] += magnitude;
  }
  return {
    receiverLeak,
    floaterLeaks: leaks.some((share) => share > 0) ? leaks : [],
    stuckValves: valves.some((state) => state !== "free") ? valves : [],
  };
}
