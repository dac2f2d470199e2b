/** What the dashboard costs in a terminal of 120x40, and how soon it shows anything. */

import config from "../deno.json" with { type: "json" };
import xterm from "@xterm/headless";
import { type Figure, median, publish } from "./figures.ts";
import { type Chunk, PseudoTerminal, sleep } from "./pseudo_terminal.ts";

const RUNS = 3;
const SIZE = { columns: 120, rows: 40 };
const WARM_UP = 5;
const SPAN = 20;
const KEY_PRESSES = 20;
const ROOT = new URL("../", import.meta.url).pathname;

/** End of a synchronized update: the last bytes of every frame. */
const FRAME_END = "\x1b[?2026l";
/** A line of the help page and of no other. */
const HELP = "Leave kpp";

/** One run of the dashboard. */
interface Run {
  /** Share of one core. */
  readonly processor: number;
  readonly memory: number;
  readonly bytesPerFrame: number;
  readonly framesPerSecond: number;
  readonly firstFrame: number;
  /** From a key to the screen that shows its effect, in frame periods. */
  readonly keyToCell: number;
}

/** Frames per second of a run of which nothing is said. */
const PLAIN_FPS = 30;

/** What `deno task start` runs, with the task itself out of the way. */
function command(fps: number): string[] {
  const [, run, ...words] = config.tasks.start.command.split(" ");
  const args = words.map((word) => word === "main.ts" ? ROOT + word : word);
  const options = fps === PLAIN_FPS ? [] : ["--fps", String(fps)];
  return [Deno.execPath(), run, "--config", `${ROOT}deno.json`, ...args, ...options];
}

const latin = new TextDecoder("latin1");
const endsFrame = ({ bytes }: Chunk): boolean => latin.decode(bytes).includes(FRAME_END);

/** Frames and bytes of a range of chunks. */
function countFrames(chunks: readonly Chunk[]): { frames: number; bytes: number } {
  const text = chunks.map(({ bytes }) => latin.decode(bytes)).join("");
  return { frames: text.split(FRAME_END).length - 1, bytes: text.length };
}

/** Median time from `?` to the help page, s. */
async function timeKeys(terminal: PseudoTerminal): Promise<number> {
  const screen = new xterm.Terminal({
    cols: SIZE.columns,
    rows: SIZE.rows,
    allowProposedApi: true,
  });
  const write = (bytes: Uint8Array) =>
    new Promise<void>((resolve) => screen.write(bytes, () => resolve()));
  const shows = () => {
    const lines = Array.from(
      { length: SIZE.rows },
      (_, y) => screen.buffer.active.getLine(y)?.translateToString() ?? "",
    );
    return lines.some((line) => line.includes(HELP));
  };
  let next = 0;
  /** Applies what comes until the help page is there, or gone, and returns when that came. */
  const until = async (shown: boolean): Promise<number> => {
    for (;;) {
      const time = await terminal.waitFor(() => true, next);
      await write(terminal.chunks[next++].bytes);
      if (shows() === shown) return time;
    }
  };
  await until(false);
  const times: number[] = [];
  for (let i = 0; i < KEY_PRESSES; i++) {
    // Not in step with the frames, or every press would meet the same phase.
    await sleep(0.1 + i * 0.007);
    while (next < terminal.chunks.length) await write(terminal.chunks[next++].bytes);
    const pressed = terminal.elapsed;
    await terminal.type("?");
    times.push(await until(true) - pressed);
    await terminal.type("\x1b");
    await until(false);
  }
  return median(times);
}

async function measure({ fps, page }: { fps: number; page: number }): Promise<Run> {
  await using terminal = new PseudoTerminal(command(fps), SIZE);
  const firstFrame = await terminal.waitFor(endsFrame);
  if (page > 1) await terminal.type(String(page));
  await sleep(WARM_UP);
  const from = { chunks: terminal.chunks.length, time: terminal.elapsed, cpu: terminal.cpuTime() };
  await sleep(SPAN);
  const span = terminal.elapsed - from.time;
  const processor = (terminal.cpuTime() - from.cpu) / span;
  const { frames, bytes } = countFrames(terminal.chunks.slice(from.chunks));
  const memory = terminal.peakMemory();
  const keyToCell = await timeKeys(terminal) * fps;
  await terminal.type("q");
  const code = await terminal.end();
  if (code !== 0) throw new Error(`Cannot measure the dashboard: it ended with ${code}`);
  return {
    processor,
    memory,
    bytesPerFrame: bytes / frames,
    framesPerSecond: frames / span,
    firstFrame,
    keyToCell,
  };
}

/** What is measured of a run; the budgets are for 30 FPS. */
const COSTS: readonly [what: string, unit: string, pick: (run: Run) => number, limit?: number][] = [
  ["processor, one core", "%", (run) => run.processor * 100, 5],
  ["peak resident memory", "MB", (run) => run.memory / 1e6, 90],
  ["bytes per frame", "B", (run) => run.bytesPerFrame, 1200],
  ["frames drawn", "/s", (run) => run.framesPerSecond],
  ["first frame after start", "ms", (run) => run.firstFrame * 1000, 200],
  ["key press to changed cell", "frames", (run) => run.keyToCell, 1],
];

function describe(runs: Run[], { fps, page, costs }: typeof LOOKS[number]): Figure[] {
  return costs.map(([what, unit, pick, limit]) => ({
    what: `${fps} FPS, page ${page}: ${what}`,
    unit,
    runs: runs.map(pick),
    ...(limit !== undefined && fps === PLAIN_FPS &&
      { budget: { limit, side: "at most" as const } }),
  }));
}

/** The first page, at two rates, in full; every other page once, and of it what it takes. */
const LOOKS = [
  { fps: PLAIN_FPS, page: 1, costs: COSTS, runs: RUNS },
  ...[2, 3, 4, 5, 6].map((page) => ({
    fps: PLAIN_FPS,
    page,
    costs: COSTS.slice(0, 3),
    runs: 1,
  })),
  { fps: 60, page: 1, costs: COSTS, runs: RUNS },
];

const figures: Figure[] = [];
for (const look of LOOKS) {
  const runs: Run[] = [];
  for (let i = 0; i < look.runs; i++) runs.push(await measure(look));
  figures.push(...describe(runs, look));
}
publish(figures);
