import { channelIndex, messageOf, MODES, PRESETS } from "../telemetry/mod.ts";
import { detectColors, detectSymbols } from "../tui/kit/mod.ts";
import { MIN_COLUMNS, MIN_ROWS } from "../tui/mod.ts";
import {
  fails,
  type Finding,
  limited,
  permissions,
  runtime,
  screen,
  type Verdict,
  works,
} from "./findings.ts";
import { screenPath } from "./kept_files.ts";
import type { Address } from "./options.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Trials } from "./trials.ts";
import type { World } from "./world.ts";

/** Lateness of a sleep above which ticks are noticeably late, s. */
const PUNCTUAL = 1e-3;

/** Size from which every panel has room, cells. */
const ROOMY = { columns: 120, rows: 40 };

/** Simulated time that the plant is tried for, s, and the residual that its ledger may have. */
const TRIAL = 1;
const RESIDUAL_LIMIT = 1e-10;

/**
 * What `kpp doctor` finds in these surroundings, by trying what a run may come to need, and of a
 * plant that runs for a moment.
 */
export async function diagnose(world: World, address: Address): Promise<readonly Finding[]> {
  const found = await world.lookAround();
  const path = probePath(world);
  const trials = await world.tryOut({ address, path: path ?? "/kpp" });
  return [
    runtime(found),
    packages(trials),
    terminal(found),
    size(found),
    colors(found),
    symbols(found),
    ...permissions(found),
    port(trials, address),
    disk(trials, path),
    cores(found),
    timer(trials),
    await plant(world),
  ].filter((finding) => finding !== undefined);
}

/** A file beside those that the program keeps, unless there is no place for them. */
function probePath(world: World): string | undefined {
  try {
    return `${screenPath(world)}.probe`;
  } catch {
    return undefined;
  }
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

function terminal(surroundings: Surroundings): Finding {
  const { terminals } = surroundings;
  if (!terminals.stdout) return works("terminal", "stdout is none: kpp writes frames into it");
  const drawn = screen(surroundings);
  if (drawn.verdict !== "works") return drawn;
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

function cores({ machine: { cores } }: Surroundings): Finding {
  if (cores > 1) return works("processor", `${cores} cores`);
  return limited("processor", "1 core", "plant and screen share it: a lower --fps helps");
}

function packages({ packages }: Trials): Finding {
  const broken = Object.entries(packages).filter(([, fault]) => fault !== undefined);
  if (broken.length === 0) return works("packages", Object.keys(packages).join(", "));
  const found = broken.map(([name, fault]) => `${name}: ${fault}`).join("; ");
  return limited("packages", found, "fetch them once while there is a network: deno install");
}

function port({ port: fault }: Trials, { host, port }: Address): Finding {
  const where = `${host}:${port}`;
  if (fault === undefined) return works("port", `a tap can be opened at ${where}`);
  return limited("port", `no tap at ${where}: ${fault}`, "another one: --tap [HOST:]PORT");
}

function disk({ file: fault }: Trials, path: string | undefined): Finding {
  if (path === undefined) {
    const advice = "set HOME, or XDG_STATE_HOME and XDG_CONFIG_HOME";
    return limited("disk", "no folder to keep screen and presets in", advice);
  }
  const folder = path.slice(0, path.lastIndexOf("/"));
  if (fault === undefined) return works("disk", `${folder} can be written`);
  return limited("disk", `${folder}: ${fault}`, "make room, or set XDG_STATE_HOME elsewhere");
}

function timer({ lateness }: Trials): Finding {
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
    return fails(subject, messageOf(error), REPORT);
  }
  const found = `ran ${TRIAL} s in its thread; the ledger closes to ${residual.toPrecision(1)}`;
  return residual <= RESIDUAL_LIMIT ? works(subject, found) : fails(subject, found, REPORT);
}

const RESIDUAL = channelIndex("ledger.relativeResidual");

const REPORT = "please report this with all that is printed here";
