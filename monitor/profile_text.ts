import { COMPONENTS, type ProfileBoard, profileRow, STATISTIC } from "../telemetry/mod.ts";

const HEADINGS = ["part", "median", "99 %", "largest", "timed"];
const LABEL_WIDTH = 10;
const NUMBER_WIDTH = 12;

/**
 * What the components of a run cost, in plain lines: the part of all their time that each took, its
 * time per frame, us, and how many of its frames were timed. What has no data is left out.
 */
export function profileText(board: ProfileBoard): string {
  const known = COMPONENTS.map(({ id, label }) => ({ label, row: profileRow(board, id) }))
    .filter(({ row }) => row[STATISTIC.timed] > 0);
  if (known.length === 0) return "Profile: no frame was timed.";
  const total = known.reduce((sum, { row }) => sum + row[STATISTIC.time], 0);
  return [
    `Profile: ${total.toFixed(3)} s in all; per frame, in us`,
    line("", HEADINGS),
    ...known.map(({ label, row }) =>
      line(label, [
        total > 0 ? `${(100 * row[STATISTIC.time] / total).toFixed(1)} %` : "no data",
        microseconds(row[STATISTIC.p50]),
        microseconds(row[STATISTIC.p99]),
        microseconds(row[STATISTIC.max]),
        `${row[STATISTIC.timed]}/${row[STATISTIC.frames]}`,
      ])
    ),
  ].join("\n");
}

function line(label: string, columns: readonly string[]): string {
  const numbers = columns.map((column) => column.padStart(NUMBER_WIDTH)).join("");
  return `${label.padEnd(LABEL_WIDTH)}${numbers}`;
}

function microseconds(seconds: number): string {
  return (seconds * 1e6).toFixed(1);
}
