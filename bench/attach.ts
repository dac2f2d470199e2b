/** What a dashboard attached over loopback costs, and how soon a key shows by way of the plant. */

import config from "../deno.json" with { type: "json" };
import xterm from "@xterm/headless";
import { TappedProgram } from "../tests/e2e/tapped_program.ts";
import { type Budget, type Figure, publish, quantile } from "./figures.ts";
import { type Chunk, PseudoTerminal, sleep } from "./pseudo_terminal.ts";

const RUNS = 3;
const SIZE = { columns: 120, rows: 40 };
const WARM_UP = 5;
const SPAN = 20;
const KEY_PRESSES = 200;
const ROOT = new URL("../", import.meta.url).pathname;

/** End of a synchronized update: the last bytes of every frame. */
const FRAME_END = "\x1b[?2026l";

/** Rows of the charts and of the loop: what moves with time alone. Above them stand numerals. */
const PICTURE = { top: 3, bottom: 30 };

/** Time between two screens, s. */
const SCREEN_INTERVAL = 1 / 30;

/** One run of the attached dashboard. */
interface Run {
  /** Share of one core. */
  readonly processor: number;
  readonly memory: number;
  /** Screens that show a later time than the one before. */
  readonly paintsPerSecond: number;
  /** From a key to the cell that changed because the plant did, s; one for each press. */
  readonly keyToCell: readonly number[];
}

/** `kpp attach` with the flags of the task, with the task itself out of the way. */
function command(host: string, rate: number): string[] {
  const [, run, ...words] = config.tasks.kpp.command.split(" ");
  const args = words.map((word) => word === "main.ts" ? ROOT + word : word);
  const attach = ["attach", host, "--rate", String(rate)];
  return [Deno.execPath(), run, "--config", `${ROOT}deno.json`, ...args, ...attach];
}

const latin = new TextDecoder("latin1");

/** A terminal that shows what a program has written. */
class Mirror {
  readonly #screen = new xterm.Terminal({
    cols: SIZE.columns,
    rows: SIZE.rows,
    allowProposedApi: true,
  });

  take({ bytes }: Chunk): Promise<void> {
    return new Promise((resolve) => this.#screen.write(bytes, resolve));
  }

  line(y: number): string {
    return this.#screen.buffer.active.getLine(y)?.translateToString() ?? "";
  }

  get picture(): string {
    const { top, bottom } = PICTURE;
    return Array.from({ length: bottom - top }, (_, index) => this.line(top + index)).join("\n");
  }
}

/**
 * Counts the screens from chunk `from` on whose picture is another than before. What is written in
 * two pieces within half the time of a screen is one screen.
 */
async function countPaints(chunks: readonly Chunk[], from: number): Promise<number> {
  const mirror = new Mirror();
  let [picture, paintedAt, count] = ["", -Infinity, 0];
  for (const [index, chunk] of chunks.entries()) {
    await mirror.take(chunk);
    const shown = mirror.picture;
    if (shown === picture) continue;
    picture = shown;
    if (chunk.time - paintedAt < SCREEN_INTERVAL / 2) continue;
    paintedAt = chunk.time;
    if (index >= from) count++;
  }
  return count;
}

/**
 * Times single steps of a plant that is held: the time in the header changes by nothing but a
 * frame that the plant has made after the step.
 */
async function timeKeys(terminal: PseudoTerminal): Promise<number[]> {
  const screen = new Mirror();
  let next = 0;
  const takeNext = () => screen.take(terminal.chunks[next++]);
  const clock = () => /held +(\d+:\d\d:\d\d\.\d{4})/.exec(screen.line(0))?.[1];
  /** Applies what comes until the clock is another, and returns when that came. */
  const until = async (isExpected: () => boolean): Promise<number> => {
    for (;;) {
      const time = await terminal.waitFor(() => true, next);
      await takeNext();
      if (isExpected()) return time;
    }
  };
  await terminal.type(" ");
  await until(() => clock() !== undefined);
  await sleep(1);
  const times: number[] = [];
  for (let press = 0; press < KEY_PRESSES; press++) {
    // Not in step with the frames, or every press would meet the same phase.
    await sleep(0.1 + press % 20 * 0.007);
    while (next < terminal.chunks.length) await takeNext();
    const before = clock();
    const pressed = terminal.elapsed;
    await terminal.type(".");
    times.push(await until(() => clock() !== before) - pressed);
  }
  await terminal.type(" ");
  return times;
}

async function measure(host: string, rate: number, isTimed: boolean): Promise<Run> {
  await using terminal = new PseudoTerminal(command(host, rate), SIZE);
  await terminal.waitFor(({ bytes }) => latin.decode(bytes).includes(FRAME_END));
  await sleep(WARM_UP);
  const from = { chunks: terminal.chunks.length, time: terminal.elapsed, cpu: terminal.cpuTime() };
  await sleep(SPAN);
  const span = terminal.elapsed - from.time;
  const processor = (terminal.cpuTime() - from.cpu) / span;
  const paintsPerSecond = await countPaints([...terminal.chunks], from.chunks) / span;
  const memory = terminal.peakMemory();
  const keyToCell = isTimed ? await timeKeys(terminal) : [];
  await terminal.type("q");
  const code = await terminal.end();
  if (code !== 0) throw new Error(`Cannot measure the dashboard: it ended with ${code}`);
  return { processor, memory, paintsPerSecond, keyToCell };
}

function describe(rate: number, runs: readonly Run[]): Figure[] {
  const figure = (what: string, unit: string, pick: (run: Run) => number, budget?: Budget) => ({
    what: `${rate} frames/s in: ${what}`,
    unit,
    runs: runs.map(pick),
    ...(budget && { budget }),
  });
  const most = (limit: number): Budget => ({ limit, side: "at most" });
  const keys = [0.5, 0.99].map((part) => {
    const name = `key press to changed cell by way of the plant, p${part * 100}`;
    const pick = ({ keyToCell }: Run) => quantile(keyToCell, part) * 1000;
    return figure(name, "ms", pick, part === 0.99 ? most(100) : undefined);
  });
  return [
    figure("processor, one core", "%", (run) => run.processor * 100, most(6)),
    figure("peak resident memory", "MB", (run) => run.memory / 1e6, most(95)),
    // A tick or two of the screen may fall on either side of the span.
    figure("screens that show a later time", "/s", (run) => run.paintsPerSecond, {
      limit: 29.5,
      side: "at least",
    }),
    ...(runs.some(({ keyToCell }) => keyToCell.length > 0) ? keys : []),
  ];
}

await using program = await TappedProgram.start("--control", "--rate", "1");
const figures: Figure[] = [];
for (const rate of [30, 10]) {
  const runs: Run[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measure(program.host, rate, rate === 30));
  figures.push(...describe(rate, runs));
}
await program.end();
publish(figures);
