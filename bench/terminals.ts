/**
 * The dashboard beside other programs that draw on a terminal: the same terminal of 120x40, the
 * same rate, the same measures. btop draws at most ten times a second, so all are measured there
 * too. ttyplot draws a single curve, the power of a plant; the plant in the pipe is not counted in.
 */

import config from "../deno.json" with { type: "json" };
import { type Figure, median, publish } from "./figures.ts";
import { PseudoTerminal, sleep } from "./pseudo_terminal.ts";

const RUNS = 3;
const SIZE = { columns: 120, rows: 40 };
const WARM_UP = 4;
const SPAN = 10;
const ROOT = new URL("../", import.meta.url).pathname;

/** The shortest time between two screens of btop, ms. */
const BTOP_PERIOD = 100;

/** What a program costs while it draws. */
interface Cost {
  /** Share of one core. */
  readonly processor: number;
  readonly memory: number;
  readonly bytesPerSecond: number;
}

/** A program to be measured, and how it is started to draw so many screens a second. */
interface Program {
  readonly name: string;
  readonly command: (fps: number) => readonly string[];
}

/** What `deno task kpp` runs, with the task itself out of the way. */
function kpp(...args: string[]): string[] {
  const [, run, ...words] = config.tasks.kpp.command.split(" ");
  const flags = words.map((word) => word === "main.ts" ? ROOT + word : word);
  return [Deno.execPath(), run, "--config", `${ROOT}deno.json`, ...flags, ...args];
}

const [, INK_VERSION] = config.imports.ink.match(/@([\d.]+)$/)!;

const KPP: Program = {
  name: "kpp",
  command: (fps) => kpp("run", "--fps", String(fps)),
};

const INK: Program = {
  name: `Ink ${INK_VERSION}, the same overview`,
  command: (fps) => {
    const flags = ["run", "-q", "--config", `${ROOT}deno.json`, "-A"];
    const program = `${ROOT}bench/ink_overview.ts`;
    return ["env", "NODE_ENV=production", Deno.execPath(), ...flags, program, String(fps)];
  },
};

const TTYPLOT: Program = {
  name: `ttyplot ${version("ttyplot")}, one curve`,
  command: (fps) => {
    const rate = ["--fps", String(fps), "--rate", String(fps)];
    const source = kpp("run", "--format", "plot", "--fields", "power", ...rate);
    const quoted = source.map((word) => `"${word}"`).join(" ");
    return ["bash", "-c", `exec ttyplot -t power -u W < <(exec ${quoted})`];
  },
};

/** btop, told its period in a home of its own. */
function btop(name: string, home: string): Program {
  const folder = `${home}/btop`;
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeTextFileSync(`${folder}/btop.conf`, `update_ms = ${BTOP_PERIOD}\n`);
  return { name, command: () => ["env", `XDG_CONFIG_HOME=${home}`, "btop", "--utf-force"] };
}

/** The version of an installed package, without what the packager adds. */
function version(name: string): string {
  const args = ["-W", "-f", "${Version}", name];
  const { success, stdout } = new Deno.Command("dpkg-query", { args }).outputSync();
  if (!success) throw new Error(`Cannot measure ${name}: apt-get install ${name}`);
  return new TextDecoder().decode(stdout).match(/^[\d.]+/)?.[0] ?? "";
}

async function measure({ name, command }: Program, fps: number): Promise<Cost> {
  await using terminal = new PseudoTerminal(command(fps), SIZE);
  await terminal.waitFor(() => true);
  await sleep(WARM_UP);
  const from = { chunks: terminal.chunks.length, time: terminal.elapsed, cpu: terminal.cpuTime() };
  await sleep(SPAN);
  const span = terminal.elapsed - from.time;
  const chunks = terminal.chunks.slice(from.chunks);
  if (chunks.length < SPAN) throw new Error(`Cannot measure ${name}: it does not draw`);
  return {
    processor: (terminal.cpuTime() - from.cpu) / span,
    memory: terminal.peakMemory(),
    bytesPerSecond: chunks.reduce((sum, { bytes }) => sum + bytes.length, 0) / span,
  };
}

/** Every program in turn, so that what the machine does besides meets all alike. */
async function compare(programs: readonly Program[], fps: number): Promise<Figure[]> {
  const costs = programs.map((): Cost[] => []);
  for (let run = 0; run < RUNS; run++) {
    for (const [i, program] of programs.entries()) costs[i].push(await measure(program, fps));
  }
  const figures = programs.flatMap(({ name }, i): Figure[] => [
    {
      what: `${fps} FPS: ${name}: processor, one core`,
      unit: "%",
      runs: costs[i].map((cost) => cost.processor * 100),
    },
    {
      what: `${fps} FPS: ${name}: peak resident memory`,
      unit: "MB",
      runs: costs[i].map((cost) => cost.memory / 1e6),
    },
    {
      what: `${fps} FPS: ${name}: bytes per second`,
      unit: "kB/s",
      runs: costs[i].map((cost) => cost.bytesPerSecond / 1e3),
    },
  ]);
  const ratio = (i: number, what: string, pick: (cost: Cost) => number): Figure => ({
    what: `${fps} FPS: ${programs[i].name}: ${what}, of kpp's`,
    unit: "x",
    runs: [median(costs[i].map(pick)) / median(costs[0].map(pick))],
  });
  const ratios = programs.slice(1).flatMap((_, i) => [
    ratio(i + 1, "processor", (cost) => cost.processor),
    ratio(i + 1, "memory", (cost) => cost.memory),
    ratio(i + 1, "bytes", (cost) => cost.bytesPerSecond),
  ]);
  return [...figures, ...ratios];
}

const home = Deno.makeTempDirSync({ prefix: "kpp-bench-" });
try {
  const btopProgram = btop(`btop ${version("btop")}`, home);
  publish([
    ...await compare([KPP, INK, TTYPLOT], 30),
    ...await compare([KPP, INK, TTYPLOT, btopProgram], 1000 / BTOP_PERIOD),
  ]);
} finally {
  Deno.removeSync(home, { recursive: true });
}
