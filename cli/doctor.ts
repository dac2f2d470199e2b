import { channelIndex, MODES, PRESETS } from "../telemetry/mod.ts";
import { detectColors, detectSymbols } from "../tui/kit/mod.ts";
import { MIN_COLUMNS, MIN_ROWS } from "../tui/mod.ts";
import type { Need, Surroundings } from "./surroundings.ts";
import type { World } from "./world.ts";

/** What a finding means for whoever wants to run the program here. */
export type Verdict =
  /** All is well. */
  | "works"
  /** It runs, with less. */
  | "limited"
  /** It cannot run. */
  | "fails";

/** One thing that was looked at. */
export interface Finding {
  readonly subject: string;
  readonly verdict: Verdict;
  /** What there is. */
  readonly found: string;
  /** What to do about it; "" where there is nothing to do. */
  readonly advice: string;
}

/** Version of Deno that everything is tested with. */
const TESTED_DENO = "2.9.6";

/** Lateness of a sleep above which ticks are noticeably late, s. */
const PUNCTUAL = 1e-3;

/** Size from which every panel has room, cells. */
const ROOMY = { columns: 120, rows: 40 };

/** Simulated time that the plant is tried for, s, and the residual that its ledger may have. */
const TRIAL = 1;
const RESIDUAL_LIMIT = 1e-10;

/** What does not work without a permission. */
const WITHOUT: Readonly<Record<Need, string>> = {
  files: "no thread can be started and no file read",
  network: "no tap can be opened",
  jobControl: "Ctrl-Z does not stop the program",
};

/** What `kpp doctor` finds in these surroundings, and of a plant that runs for a moment. */
export async function diagnose(world: World): Promise<readonly Finding[]> {
  const found = await world.lookAround();
  return [
    runtime(found),
    terminal(found),
    size(found),
    colors(found),
    symbols(found),
    ...permissions(found),
    cores(found),
    timer(found),
    await plant(world),
  ].filter((finding) => finding !== undefined);
}

/** The findings as a table, or as JSON. */
export function findingsText(findings: readonly Finding[], { json }: { json: boolean }): string {
  if (json) return `${JSON.stringify(findings, undefined, 2)}\n`;
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const lines = findings.flatMap(({ subject, verdict, found, advice }) => [
    `${MARKS[verdict]}  ${subject.padEnd(width)}  ${found}`,
    ...(advice === "" ? [] : [`${" ".repeat(MARKS[verdict].length + width + 4)}-> ${advice}`]),
  ]);
  return `${lines.join("\n")}\n`;
}

const MARKS: Readonly<Record<Verdict, string>> = {
  works: "ok     ",
  limited: "limited",
  fails: "FAILS  ",
};

function works(subject: string, found: string): Finding {
  return { subject, verdict: "works", found, advice: "" };
}

function limited(subject: string, found: string, advice: string): Finding {
  return { subject, verdict: "limited", found, advice };
}

function fails(subject: string, found: string, advice: string): Finding {
  return { subject, verdict: "fails", found, advice };
}

function runtime({ deno, v8, machine }: Surroundings): Finding {
  const found = `Deno ${deno}, V8 ${v8}, ${machine.os} ${machine.arch}`;
  if (deno === TESTED_DENO) return works("runtime", found);
  return limited("runtime", found, `tested with Deno ${TESTED_DENO}: npx -y deno@${TESTED_DENO}`);
}

function terminal({ terminals }: Surroundings): Finding {
  if (!terminals.stdout) return works("terminal", "stdout is none: kpp writes frames into it");
  if (terminals.stdin) return works("terminal", "stdin and stdout: kpp opens the dashboard");
  return limited(
    "terminal",
    "stdout only: the dashboard opens, and hears no keys",
    "give it the terminal's own input: kpp < /dev/tty",
  );
}

function size({ terminals, size }: Surroundings): Finding | undefined {
  if (!terminals.stdout || size === undefined) return undefined;
  const { columns, rows } = size;
  const found = `${columns} x ${rows} cells`;
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
    return fails("size", found, `make it ${MIN_COLUMNS} x ${MIN_ROWS} or larger`);
  }
  if (columns >= ROOMY.columns && rows >= ROOMY.rows) return works("size", found);
  return limited("size", found, `from ${ROOMY.columns} x ${ROOMY.rows} every panel has room`);
}

function colors({ environment }: Surroundings): Finding {
  const depth = detectColors(environment);
  if (depth === "truecolor") return works("colours", "truecolor");
  if (environment.NO_COLOR) {
    return limited("colours", "none: NO_COLOR is set", "unset NO_COLOR, or --colors truecolor");
  }
  const found = `${depth} by TERM=${environment.TERM ?? ""}`;
  const advice = "if it can show more: --colors truecolor (COLORTERM does not survive SSH)";
  return depth === "256" ? { ...works("colours", found), advice } : limited(
    "colours",
    found,
    advice,
  );
}

function symbols({ environment }: Surroundings): Finding {
  const set = detectSymbols(environment);
  if (set === "braille") return works("symbols", "braille");
  const advice = "set LANG to a UTF-8 locale such as C.UTF-8, or --symbols braille";
  return limited("symbols", `${set}, by TERM and locale`, advice);
}

function permissions({ granted }: Surroundings): Finding[] {
  const missing = (Object.keys(WITHOUT) as Need[]).filter((need) => !granted.has(need));
  if (missing.length === 0) return [works("permissions", "all that are needed")];
  const advice = "run it as the task does: deno task kpp, which grants what it needs";
  return missing.map((need) => {
    const found = `${need} not granted: ${WITHOUT[need]}`;
    return need === "files"
      ? fails("permissions", found, advice)
      : limited("permissions", found, advice);
  });
}

function cores({ machine: { cores } }: Surroundings): Finding {
  if (cores > 1) return works("processor", `${cores} cores`);
  return limited("processor", "1 core", "plant and screen share it: a lower --fps helps");
}

function timer({ lateness }: Surroundings): Finding {
  const median = lateness[Math.floor(lateness.length / 2)];
  const largest = lateness[lateness.length - 1];
  const found = `a sleep ends ${milliseconds(median)} late, at most ${milliseconds(largest)}`;
  if (median <= PUNCTUAL) return works("timer", found);
  return limited("timer", found, "this machine is busy: ticks will be late, and counted");
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1e3).toPrecision(2)} ms`;
}

/** Runs a plant for a moment in its thread. */
async function plant(world: World): Promise<Finding> {
  const subject = "plant";
  let residual = NaN;
  try {
    await using thread = world.startPlant({
      parameters: PRESETS["kpp-01"].parameters,
      ...MODES.balanced,
      fps: 1,
      speed: Infinity,
      duration: TRIAL,
      rows: { rate: 1 / TRIAL },
    });
    const end = await thread.frames((frame) => {
      residual = frame.values[RESIDUAL];
    });
    if (end.reason !== "done") return fails(subject, `it ended: ${end.reason}`, REPORT);
  } catch (error) {
    return fails(subject, error instanceof Error ? error.message : String(error), REPORT);
  }
  const found = `ran ${TRIAL} s in its thread; the ledger closes to ${residual.toPrecision(1)}`;
  return residual <= RESIDUAL_LIMIT ? works(subject, found) : fails(subject, found, REPORT);
}

const RESIDUAL = channelIndex("ledger.relativeResidual");

const REPORT = "please report this with all that is printed here";
