import type { Propagator } from "./propagator.ts";
import { lookAt } from "./sighting.ts";
import type { LookAngles, Station } from "./station.ts";

/** A satellite in the sky of a station at an instant. */
export interface Instant {
  /** Unix time, s. */
  readonly time: number;
  readonly look: LookAngles;
}

/** A satellite above the mask of a station, from acquisition to loss of signal. */
export interface Pass {
  /** Where it comes above the mask, or the begin of the window. */
  readonly aos: Instant;
  /** Where it is highest. */
  readonly tca: Instant;
  /** Where it goes below the mask, or the end of the window. */
  readonly los: Instant;
  /** Whether it was above the mask when the window began, or is when it ends. */
  readonly isClipped: { readonly start: boolean; readonly end: boolean };
}

/** Where passes are looked for. */
export interface PassWindow {
  /** Unix time, s. */
  readonly from: number;
  /** Unix time, s, above `from`. */
  readonly to: number;
  /** Least elevation. */
  readonly maskDeg: number;
}

/** Uncertainty of AOS, TCA and LOS, s, far below that of any element set. */
const PRECISION = 1e-4;

/** Half of the time over which it is seen whether a satellite rises, s. */
const SLOPE = 0.1;

/**
 * Time between two looks at whether a satellite rises, s. The quickest turns, of an eccentric orbit
 * near its perigee, are four minutes apart.
 */
const STEP = 30;

/**
 * The passes of a satellite over a station, in their order.
 *
 * Between two instants at which the elevation turns, it only rises or only falls, so each crossing
 * of the mask has one such stretch to itself; whether it rises is looked at often enough to see
 * every turn. None is missed, however low or short.
 *
 * @throws {PropagationFault} The theory gives no position within the window.
 */
export function findPasses(
  satellite: Propagator,
  station: Station,
  { from, to, maskDeg }: PassWindow,
): readonly Pass[] {
  const at = (time: number): Instant => ({ time, look: lookAt(satellite, station, time) });
  const isUp = ({ look }: Instant) => look.elevationDeg >= maskDeg;
  const passes: Pass[] = [];
  let [before] = [at(from)];
  let aos: Instant | undefined = isUp(before) ? before : undefined;
  let tca = before;
  for (const turn of turnsOf(at, { from, to })) {
    if (isUp(turn) !== isUp(before)) {
      const crossing = at(
        bisect([before.time, turn.time], (time) => isUp(at(time)) === isUp(turn)),
      );
      if (isUp(turn)) [aos, tca] = [crossing, crossing];
      else passes.push(passOf({ aos: aos!, tca, los: crossing }, { from, to }));
    }
    if (turn.look.elevationDeg > tca.look.elevationDeg) tca = turn;
    before = turn;
  }
  if (isUp(before)) passes.push(passOf({ aos: aos!, tca, los: before }, { from, to }));
  return passes;
}

function passOf(
  instants: Pick<Pass, "aos" | "tca" | "los">,
  { from, to }: Pick<PassWindow, "from" | "to">,
): Pass {
  const { aos, los } = instants;
  return { ...instants, isClipped: { start: aos.time === from, end: los.time === to } };
}

/** The instants at which the elevation turns, and the end of the window. */
function* turnsOf(
  at: (time: number) => Instant,
  { from, to }: Pick<PassWindow, "from" | "to">,
): Generator<Instant> {
  // By positions alone: velocities of SGP4 leave the drift of the elements out.
  const elevation = (time: number) => at(time).look.elevationDeg;
  const rises = (time: number) => elevation(time + SLOPE) > elevation(time - SLOPE);
  let [before, wasRising] = [from, rises(from)];
  for (let index = 1; before < to; index++) {
    const next = Math.min(from + index * STEP, to);
    const isRising = rises(next);
    if (isRising !== wasRising) {
      yield at(bisect([before, next], (time) => rises(time) === isRising));
    }
    [before, wasRising] = [next, isRising];
  }
  yield at(to);
}

/** The instant within {@linkcode PRECISION} before which something does not hold and then does. */
function bisect(
  [before, after]: readonly [before: number, after: number],
  holds: (time: number) => boolean,
): number {
  while (after - before > PRECISION) {
    const middle = (before + after) / 2;
    if (holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}
