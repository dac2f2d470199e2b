import { ACCOUNTS, type PlantParameters, RESIDUALS } from "../engine/mod.ts";
import {
  type BestLoads,
  findBestLoads,
  findPoint,
  type LoadedPoint,
  type SteadyPoint,
} from "../engine/point/mod.ts";
import type { PointRequest } from "./point_request.ts";

/** A number of a steady point. */
interface Quantity {
  /** Channel that shows the same in a run, or what it would be called. */
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  /** null is "no data". */
  readonly value: number | null;
}

/** Digits of a number in the table; `--json` has them all. */
const DIGITS = 7;

/** Relative deficit of the compressor that is not worth a note. */
const DEFICIT = 1e-6;

/**
 * What `kpp point` prints: tables, or JSON.
 *
 * @throws {NoSteadyPoint} the plant runs steadily at no speed
 */
export function pointText(
  { preset, parameters }: { preset: string; parameters: PlantParameters },
  request: PointRequest,
): string {
  if (request.bestLoad) {
    const loads = findBestLoads(parameters, request);
    const notes = [supplyNote(parameters, loads.power.point)];
    return request.json ? loadsJson(preset, loads, notes) : loadsTable(loads, notes);
  }
  const point = findPoint(parameters, request);
  const quantities = quantitiesOf(point);
  const ledger = ledgerOf(point);
  const notes = [supplyNote(parameters, point), ...notesOf(point)];
  if (request.json) return json({ preset, quantities, ledger, notes });
  return [
    table(["STEADY POINT", "VALUE", "UNIT"], [quantities]),
    table(["LEDGER PER SECOND", "VALUE", "UNIT"], [ledger]),
    paragraph(notes),
  ].join("\n");
}

function loadsJson(preset: string, { power, efficiency }: BestLoads, notes: string[]): string {
  const object = ({ gain, point, isAtLimit }: LoadedPoint) => ({
    quantities: [gainOf(gain), ...quantitiesOf(point)],
    ledger: ledgerOf(point),
    isAtLimit,
    notes: notesOf(point),
  });
  return json({
    preset,
    power: object(power),
    efficiency: efficiency === null ? null : object(efficiency),
    notes,
  });
}

function loadsTable({ power, efficiency }: BestLoads, notes: string[]): string {
  const columns = [{ name: "MOST POWER", load: power }];
  if (efficiency !== null) columns.push({ name: "MOST EFFICIENCY", load: efficiency });
  else notes.push("most efficiency: no data without compressed air");
  for (const { name, load } of columns) {
    const limit = load.isAtLimit ? ["at the last of the gains tried: more may lie beyond"] : [];
    for (const note of [...limit, ...notesOf(load.point)]) {
      notes.push(`${name.toLowerCase()}: ${note}`);
    }
  }
  const names = columns.map(({ name }) => name);
  return [
    table(
      ["BEST LOAD", ...names, "UNIT"],
      columns.map(({ load }) => [gainOf(load.gain), ...quantitiesOf(load.point)]),
    ),
    table(
      ["LEDGER PER SECOND", ...names, "UNIT"],
      columns.map(({ load }) => ledgerOf(load.point)),
    ),
    paragraph(notes),
  ].join("\n");
}

function gainOf(gain: number): Quantity {
  return { id: "generator.gain", label: "generator gain", unit: "N m s/rad", value: gain };
}

function quantitiesOf(point: SteadyPoint): Quantity[] {
  const row = (id: string, label: string, unit: string, value: number): Quantity => ({
    id,
    label,
    unit,
    value: Number.isFinite(value) ? value : null,
  });
  return [
    row("chain.speed", "chain speed", "m/s", point.speed),
    row("chain.lowestSpeed", "lowest speed in a pitch", "m/s", point.lowestSpeed),
    row("chain.highestSpeed", "highest speed in a pitch", "m/s", point.highestSpeed),
    row("lap.time", "time per lap", "s", point.lapTime),
    row("lap.rpm", "sprocket speed", "rpm", point.rpm),
    row("generator.speed", "generator speed", "rad/s", point.generatorSpeed),
    row("lap.power", "generator power", "W", point.power),
    row("lap.mechanical", "power from chain to shaft", "W", point.mechanical),
    row("lap.compressor", "compressor power", "W", point.compressor),
    row("lap.net", "net power", "W", point.net),
    row("lap.electricEfficiency", "electric efficiency", "", point.electricEfficiency),
    row("lap.chainEfficiency", "chain efficiency", "", point.chainEfficiency),
    row("ceiling", "ceiling of electric efficiency", "", point.ceiling),
    row("air.passes", "floaters passing the dock", "1/s", point.passRate),
    row("receiver.pressure", "receiver pressure", "Pa", point.receiverPressure),
    row("header.pressure", "header pressure", "Pa", point.headerPressure),
    row("compressor.share", "air used / air delivered", "", point.compressorShare),
  ];
}

function ledgerOf({ accounts, residuals }: SteadyPoint): Quantity[] {
  const rows = (names: typeof ACCOUNTS | typeof RESIDUALS, values: Float64Array) =>
    names.map(({ name, label, unit }, i) => ({
      id: `ledger.${name}`,
      label,
      unit: unit === "J" ? "W" : "kg/s",
      value: values[i],
    }));
  return [...rows(ACCOUNTS, accounts), ...rows(RESIDUALS, residuals)];
}

/** At which receiver pressure the point was found. */
function supplyNote(parameters: PlantParameters, point: SteadyPoint): string {
  if (!point.isCycling) return `receiver held at ${point.receiverPressure} Pa`;
  const { "receiver.cutIn": low, "receiver.cutOut": high } = parameters;
  return `compressor power is the mean while the receiver rises from ${low} to ${high} Pa`;
}

/** What else a reader must know of a point, and whether the plant gets and stays there. */
function notesOf(point: SteadyPoint): string[] {
  const { isCycling, receiverPressure, headerPressure, compressorShare } = point;
  const notes = [];
  if (isCycling && headerPressure === receiverPressure) {
    notes.push("the receiver is below the regulator's setpoint: header held at its mean pressure");
  }
  if (compressorShare > 1 + DEFICIT) {
    const percent = Number((100 * compressorShare).toPrecision(6));
    notes.push(
      `the floaters take ${percent} % of what the compressor delivers: the receiver would sink`,
    );
  }
  if (!point.isFilled) notes.push("floaters leave the window without their fill");
  if (!point.startsFromRest) notes.push("does not start from rest: it must be brought to speed");
  return notes;
}

/** Columns of the same quantities side by side. */
function table(headings: readonly string[], columns: readonly (readonly Quantity[])[]): string {
  const rows = columns[0].map(({ label, unit }, i) => [
    label,
    ...columns.map((column) => shown(column[i].value)),
    unit === "" ? "-" : unit,
  ]);
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const isNumber = (column: number) => column > 0 && column < headings.length - 1;
  const lines = all.map((row) =>
    row.map((cell, column) =>
      isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])
    ).join("  ").trimEnd()
  );
  return `${lines.join("\n")}\n`;
}

function shown(value: number | null): string {
  return value === null ? "no data" : String(Number(value.toPrecision(DIGITS)));
}

function paragraph(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

function json(object: unknown): string {
  return `${JSON.stringify(object, null, 2)}\n`;
}
