/** What is broken in a plant, apart from its parameters. Floaters by number, from 0. */
export interface Impairments {
  /** Share of the receiver's air above ambient pressure that leaks out in a second, 1/s. */
  readonly receiverLeak: number;
  /** Share of a floater's air that leaks out in a second, 1/s; none where there is nothing. */
  readonly floaterLeaks: readonly number[];
  /** What the injector valve of a floater is stuck at; free where there is nothing. */
  readonly stuckValves: readonly ("free" | "open" | "shut")[];
}

/** Nothing is broken. */
export const SOUND: Impairments = Object.freeze({
  receiverLeak: 0,
  floaterLeaks: Object.freeze([]),
  stuckValves: Object.freeze([]),
});

/** What a valve is stuck at, as a number for arrays. */
export const STUCK = { free: 0, open: 1, shut: 2 } as const;

/** The lines that tell an impaired plant from a sound one; none for a sound one. */
export function impairmentLines(
  { receiverLeak, floaterLeaks, stuckValves }: Impairments,
): readonly string[] {
  const leaks = floaterLeaks.map((share, floater) => ["floaterLeak", floater, share] as const);
  const valves = stuckValves.map((state, floater) => ["stuckValve", floater, state] as const);
  const all = [["receiverLeak", "", receiverLeak] as const, ...leaks, ...valves];
  return all.filter(([, , value]) => value !== 0 && value !== "free")
    .map(([name, floater, value]) => `${name}${floater}=${value}\n`);
}
