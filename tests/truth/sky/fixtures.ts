import assert from "node:assert/strict";
import { type ElementSet, readElementFile } from "../../../sky/mod.ts";
import issTles from "./iss_2026_tles.txt" with { type: "text" };
import passRows from "./passes.csv" with { type: "text" };
import stationRows from "./stations.csv" with { type: "text" };
import tles from "./tles.txt" with { type: "text" };
import verification from "./sgp4_verification.txt" with { type: "text" };
import verificationTles from "./sgp4_verification_tles.txt" with { type: "text" };

// Open reference data: real element sets of the satellite-js catalogue and the International Space
// Station, passes of Skyfield with fine root finding, and the verification of SGP4 that goes with
// AIAA 2006-6753, as the Python package sgp4 2.27 publishes it.

type Row = Readonly<Record<string, string>>;

function rowsOf(text: string): Row[] {
  const [head, ...lines] = text.trim().split(/\r?\n/).map((line) => line.split(","));
  return lines.map((cells) =>
    Object.fromEntries(head.map((name, column) => [name, cells[column]]))
  );
}

function setsOf(text: string): readonly ElementSet[] {
  const { sets, faults } = readElementFile(text);
  assert.deepEqual(faults, []);
  return sets;
}

/** Seven satellites of 2022-08-09. */
export const SATELLITES = setsOf(tles);

/** The International Space Station on six days within nine. */
export const ISS = setsOf(issTles);

/** Passes of those satellites on 2022-08-11, from 12:00 on for 12 h. */
export const PASSES = rowsOf(passRows);

/** What they pass over. */
export const STATIONS = new Map(
  rowsOf(stationRows).map(({ name, lat_deg, lon_deg, height_m }) => [name, {
    latitudeDeg: Number(lat_deg),
    longitudeDeg: Number(lon_deg),
    height: Number(height_m),
  }]),
);

/** What SGP4 must make of one element set. */
export interface Verification {
  readonly set: ElementSet;
  /** Minutes since the epoch, position, km, and velocity, km/s; shape: [rows x 7]. */
  readonly rows: readonly (readonly number[])[];
  /** The first instant at which it gives an error, minutes since the epoch, if there is one. */
  readonly failsAt: number | undefined;
}

/** A line of elements made by hand for the verification has no checksum of its own. */
function withChecksum(line: string): string {
  const digits = [...line.slice(0, 68)].map((each) => each === "-" ? 1 : Number(each) || 0);
  return line.slice(0, 68) + digits.reduce((sum, digit) => sum + digit) % 10;
}

/** From, to and step of each verification, minutes, behind the second line of its elements. */
const SPANS = [...verificationTles.matchAll(/^2 .{67}(.*)$/gm)].map(([, span]) =>
  span.trim().split(/ +/).map(Number)
);

/** Everything that SGP4 is verified with. */
export const VERIFICATIONS: readonly Verification[] = setsOf(
  verificationTles.replace(/^[12] .*$/gm, withChecksum),
).map((set, index) => {
  const [, ...lines] = verification.split("satellite ")[index + 1].trim().split("\n");
  const rows = lines.map((line) => line.split(" ").map(Number));
  const [from, to, step] = SPANS[index];
  const next = rows.length === 0 ? from : rows.at(-1)![0] + step;
  return { set, rows, failsAt: next <= to ? next : undefined };
});
