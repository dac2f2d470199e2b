import type { PlantParameters } from "../../telemetry/mod.ts";
import type { Books } from "./books.ts";

/** One line of the cascade: what is left at some place, or what is lost before the next. */
export interface CascadeRow {
  readonly label: string;
  readonly kind: "left" | "lost";
  /** Energy in each of the books, J; a negative loss is a gain. */
  readonly joules: readonly number[];
}

/** A place on the way, and what is lost between the one before and it. */
interface Stage {
  readonly losses: readonly CascadeRow[];
  readonly left: CascadeRow;
}

/**
 * Where each joule of electricity goes, from the compressor to net. What is left at a place is an
 * account of the ledger; of what is lost before it, all but one line are accounts too, and that one
 * is the rest, so that the lines always add up.
 *
 * The work on air is what an isothermal compressor would have needed. Source: docs/PHYSICS.md
 * sections 5 and 7, with the efficiency of the compressor as it is now.
 *
 * @param books Books over one or several spans of time; each is a column of the table.
 * @param room Lines to have at most: the smallest losses of a place share one.
 */
export function cascade(
  books: readonly Books[],
  parameters: PlantParameters,
  room: number,
): readonly CascadeRow[] {
  const of = (read: (joules: Books["joules"]) => number) => books.map(({ joules }) => read(joules));
  const lost = (label: string, read: (joules: Books["joules"]) => number): CascadeRow => ({
    label,
    kind: "lost",
    joules: of(read),
  });
  const left = (label: string, read: (joules: Books["joules"]) => number): CascadeRow => ({
    label,
    kind: "left",
    joules: of(read),
  });
  const worse = 1 - parameters["compressor.isothermalEfficiency"];
  const charged = (j: Books["joules"]) =>
    j("compressorElectric") + j("auxiliary") + j("h1Supply") + j("heater");
  const taken = left("compressor, electric", (j) => j("compressorElectric"));
  const air = left("work of air on chain", (j) => j("chainWork"));
  const shaft = left("to the shaft", (j) => j("shaftWork"));
  const given = left("generator, electric", (j) => j("generatorElectric"));
  const net = left("net", (j) => j("generatorElectric") - charged(j));
  const stages = [
    stage(taken, air, "throttled, expanded, stored", [
      lost("motor heat", (j) => j("motorHeat")),
      lost("worse than isothermal", (j) => worse * j("compressorHeat")),
    ]),
    stage(air, shaft, "stored in chain", [
      lost("bubbles, outer force", (j) => -j("densityWork") - j("externalWork")),
      lost("drag", (j) => j("drag")),
      lost("friction", (j) => j("friction")),
      lost("brake", (j) => j("brake")),
      lost("water and air moved", (j) => j("accretion") + j("expelled")),
      lost("clutch", (j) => j("clutch")),
    ]),
    stage(shaft, given, "stored in flywheel", [
      lost("windage", (j) => j("windage")),
      lost("gearbox", (j) => j("gear")),
      lost("generator loss", (j) => j("generatorLoss")),
    ]),
    stage(given, net, "compressor, electric", [
      lost("auxiliary", (j) => j("auxiliary")),
      lost("nanobubbles", (j) => j("h1Supply")),
      lost("water heater", (j) => j("heater")),
    ]),
  ];
  return folded(taken, stages, room);
}

/** What of `before` does not arrive at a place: the losses that are, and the rest of them. */
function stage(
  before: CascadeRow,
  arrived: CascadeRow,
  restLabel: string,
  losses: readonly CascadeRow[],
): Stage {
  const rest = before.joules.map((joules, column) =>
    losses.reduce((known, loss) => known - loss.joules[column], joules - arrived.joules[column])
  );
  const all = [...losses, { label: restLabel, kind: "lost" as const, joules: rest }];
  return { losses: all.filter(({ joules }) => joules.some((each) => each !== 0)), left: arrived };
}

function folded(
  start: CascadeRow,
  stages: readonly Stage[],
  room: number,
): readonly CascadeRow[] {
  const kept = stages.map(({ losses }) => [...losses]);
  const count = () => kept.reduce((sum, losses) => sum + losses.length + 1, 1);
  while (count() > room) {
    // The two smallest losses of a stage share a line, where they are the smallest of all.
    const crowded = kept.filter((losses) => losses.length > 1);
    if (crowded.length === 0) break;
    const [{ losses, pair: [one, other] }] = crowded
      .map((losses) => ({ losses, pair: bySize(losses).slice(0, 2) }))
      .toSorted((first, second) => size(first.pair[1]) - size(second.pair[1]));
    const joules = one.joules.map((each, column) => each + other.joules[column]);
    const rest = losses.filter((each) => each !== one && each !== other);
    losses.splice(0, losses.length, ...rest, { label: "others", kind: "lost", joules });
  }
  return [start, ...stages.flatMap(({ left }, index) => [...kept[index], left])].slice(0, room);
}

/** Smallest first. */
function bySize(losses: readonly CascadeRow[]): readonly CascadeRow[] {
  return losses.toSorted((one, other) => size(one) - size(other));
}

function size({ joules }: CascadeRow): number {
  return Math.abs(joules[0]);
}

/** What is left above and below a line, in one of the books, J. */
export interface CascadeStep {
  readonly kind: CascadeRow["kind"];
  readonly above: number;
  readonly below: number;
}

/** What is left before and after each line; a place itself is reached from 0. */
export function steps(rows: readonly CascadeRow[], column: number): readonly CascadeStep[] {
  let rest = 0;
  return rows.map(({ kind, joules }) => {
    const above = kind === "left" ? 0 : rest;
    rest = kind === "left" ? joules[column] : rest - joules[column];
    return { kind, above, below: rest };
  });
}

/**
 * The numbers of the lines as multiples of `unit`, so that they add up as they are shown: a loss is
 * what the rounded rest falls by.
 */
export function shownNumbers(
  rows: readonly CascadeRow[],
  column: number,
  unit: number,
): readonly number[] {
  const round = (joules: number) => Math.round(joules / unit);
  return steps(rows, column).map(({ kind, above, below }) =>
    (kind === "left" ? round(below) : round(above) - round(below)) * unit
  );
}
