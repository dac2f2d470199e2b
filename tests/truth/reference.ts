import {
  type AccountName,
  ACCOUNTS,
  type Observation,
  type ParameterValue,
  type PresetName,
  STORED,
  type StoredName,
} from "../../engine/mod.ts";
import { account, stored } from "../engine/rig.ts";

/** Runs of an independent implementation, as kept in reference/*.json. */
export interface ReferenceFile {
  readonly origin: string;
  /** Ids of the numbers of a row. */
  readonly columns: readonly string[];
  readonly cases: readonly ReferenceCase[];
}

/** One plant over 120 s. */
export interface ReferenceCase {
  readonly name: string;
  readonly preset: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Full scale of every column, and of air mass, kg, and enthalpy, J, of a floater. */
  readonly scale: string;
  readonly floaterScale: readonly number[];
  readonly rows: readonly ReferenceRow[];
}

/** What was seen at one time, s; numbers separated by commas, "" for no data. */
export interface ReferenceRow {
  readonly t: number;
  readonly values: string;
  readonly floaters: string;
}

/** The case's parameters that differ from its preset; JSON has no Infinity. */
export function overridesOf({ parameters }: ReferenceCase): Record<string, ParameterValue> {
  const entries = Object.entries(parameters)
    .map(([name, value]) => [name, value === "Infinity" ? Infinity : value]);
  return Object.fromEntries(entries);
}

/** The case's preset. */
export function presetOf({ preset }: ReferenceCase): PresetName {
  return preset as PresetName;
}

/** Numbers of a row; NaN for no data. */
export function numbers(row: string): number[] {
  return row.split(",").map((text) => text === "" ? NaN : Number(text));
}

/** Kinds of column: how close the engine must come. PHYSICS.md section 9. */
export type ColumnKind = "state" | "account" | "power" | "count" | "running";

interface Column {
  readonly kind: ColumnKind;
  read(seen: Observation): number;
}

const OBSERVED: Readonly<Record<string, Column>> = {
  "chain.position": { kind: "state", read: (seen) => seen.position },
  "chain.speed": { kind: "state", read: (seen) => seen.speed },
  "shaft.speed": { kind: "state", read: (seen) => seen.shaftSpeed },
  "shaft.torque": { kind: "power", read: (seen) => seen.shaftTorque },
  "generator.power": { kind: "power", read: (seen) => seen.generatorPower },
  "compressor.power": { kind: "power", read: (seen) => seen.compressorPower },
  "power.net": { kind: "power", read: (seen) => seen.netPower },
  "receiver.pressure": { kind: "state", read: (seen) => seen.receiverPressure },
  "air.mass": { kind: "state", read: (seen) => seen.airMass },
  "air.enthalpy": { kind: "state", read: (seen) => seen.airEnthalpy },
  "air.volume": { kind: "state", read: (seen) => seen.airVolume },
  "air.fills": { kind: "count", read: (seen) => seen.fills },
  "air.shortFills": { kind: "count", read: (seen) => seen.shortFills },
  "clutch.locked": { kind: "count", read: (seen) => Number(seen.clutchLocked) },
  "chain.stuck": { kind: "count", read: (seen) => Number(seen.stuck) },
  "compressor.on": { kind: "count", read: (seen) => Number(seen.compressorOn) },
  "lap.count": { kind: "count", read: (seen) => seen.lap.count },
  "lap.electricEfficiency": { kind: "account", read: (seen) => seen.lap.electricEfficiency },
  "efficiency.running": { kind: "running", read: (seen) => seen.runningEfficiency },
  "exergy.destroyed": { kind: "account", read: (seen) => seen.exergyDestroyed },
  "starved": { kind: "count", read: (seen) => Number(seen.starved) },
  "cannotStart": { kind: "count", read: (seen) => Number(seen.cannotStart) },
  "headerPressure": { kind: "state", read: (seen) => seen.headerPressure },
  "openValves": { kind: "count", read: (seen) => seen.openValves },
};

/** How a column is read from an observation. */
export function columnOf(id: string): Column {
  const name = id.replace(/^ledger\./, "");
  if (ACCOUNTS.some((row) => row.name === name)) {
    return { kind: "account", read: (seen) => account(seen, name as AccountName) };
  }
  if (STORED.some((row) => row.name === name)) {
    return { kind: "account", read: (seen) => stored(seen, name as StoredName) };
  }
  return OBSERVED[id];
}
