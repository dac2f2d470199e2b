/**
 * `deno task bench`: every benchmark in a process of its own, one after the other, written to
 * bench/RESULTS.md. Names given on the command line run only those, and print their tables too.
 */

import { type Figure, formatTable } from "./figures.ts";
import { describeMachine } from "./machine.ts";

const BENCHMARKS: Record<string, string> = {
  engine: "Engine",
  empty_floaters: "Empty floaters",
  solvers: "The engine beside plain objects and libraries",
  residuals: "Ten hours without a stop",
  point: "Steady operating point",
  frame: "One frame, without the terminal",
  alarms: "Alarms",
  charts: "Charts, without the terminal",
  lateness: "Lateness of ticks",
  tap: "Tap",
  profiler: "Profiler",
  sky: "Satellites",
  dashboard: "Dashboard in a terminal of 120x40",
  attach: "Attached dashboard over loopback, in a terminal of 120x40",
  terminals: "Dashboard beside other programs, in a terminal of 120x40",
};

const HERE = new URL("./", import.meta.url);

function measure(name: string): Figure[] {
  console.error(`${name} ...`);
  const args = ["run", "-q", "-A", new URL(`${name}.ts`, HERE).pathname, "--json"];
  const output = new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).outputSync();
  if (!output.success) throw new Error(`Cannot measure ${name}: exit code ${output.code}`);
  return JSON.parse(new TextDecoder().decode(output.stdout)) as Figure[];
}

const unknown = Deno.args.find((name) => !(name in BENCHMARKS));
if (unknown !== undefined) {
  console.error(`Cannot run ${unknown}: it must be one of ${Object.keys(BENCHMARKS).join(", ")}`);
  Deno.exit(2);
}

const RESULTS = new URL("RESULTS.md", HERE);

const HEAD = `# Results

Written by \`deno task bench\`. Each figure is the median of its runs, with the smallest and the
largest beside it. A budget that was missed says so. Each part says what it was measured with;
figures are compared within a part.
`;

/** The parts of the results as they are written, by their headings. */
function writtenParts(): Map<string, string> {
  let text = "";
  try {
    text = Deno.readTextFileSync(RESULTS);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const parts = text.split(/^## /m).slice(1);
  return new Map(parts.map((part) => [part.split("\n", 1)[0], `## ${part.trim()}`]));
}

const parts = writtenParts();
for (const name of Deno.args.length > 0 ? Deno.args : Object.keys(BENCHMARKS)) {
  const title = BENCHMARKS[name];
  const machine = describeMachine().join("\n");
  const part = `## ${title}\n\n${formatTable(measure(name))}\n\n${machine}`;
  parts.set(title, part);
  // Written after each, so that a run that is ended has not measured for nothing.
  const known = Object.values(BENCHMARKS).flatMap((each) => parts.get(each) ?? []);
  Deno.writeTextFileSync(RESULTS, `${[HEAD.trim(), ...known].join("\n\n")}\n`);
  if (Deno.args.length > 0) console.log(part);
}
