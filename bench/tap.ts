/**
 * What the tap costs and how soon frames arrive, at 1 to 3,000 readers, beside Node with ws and
 * with socket.io in the same run; and the bytes of a frame in each encoding. Readers are a process
 * of their own on the same machine, and cost as much again.
 */

import config from "../deno.json" with { type: "json" };
import { emptyReading } from "../clock/mod.ts";
import { Observation, Plant, PRESETS } from "../engine/mod.ts";
import {
  createFrameEncoder,
  ENCODINGS,
  JsonEncoder,
  type Selection,
  selectionOf,
  WHOLE_FRAME,
} from "../tap/mod.ts";
import { CHANNELS, emptyRuntime, type Frame, sample } from "../telemetry/mod.ts";
import { type Figure, publish } from "./figures.ts";

const FPS = 30;
const SPAN = 8;
/** The same for 1,000 readers of the tap, s. */
const LONG_SPAN = 60;
/** Simulated time that the bytes of the encodings are measured over, s. */
const RECORDED = 60;
const ROOT = new URL("../", import.meta.url).pathname;
const CLOCK_TICKS = 100;
const WS = config.imports.ws.replace("npm:", "");
const SOCKET_IO = "socket.io@4.8.4";

/** What one run of a server with its readers showed. */
interface Run {
  readonly p50: number;
  readonly p99: number;
  /** Frames that each reader got in a second. */
  readonly frames: number;
  readonly bytes: number;
  /** Share of one core that the server took. */
  readonly processor: number;
  /** Peak resident memory of the server, MB. */
  readonly memory: number;
}

/** A server that is measured: its process, and where readers find it. */
interface Served {
  readonly child: Deno.ChildProcess;
  readonly address: string;
}

/** A minute of a plant that runs, frame by frame. */
function* recording(): Generator<Frame> {
  const plant = new Plant(PRESETS["kpp-01"].parameters);
  const seen = new Observation();
  const source = { plant: seen, clock: emptyReading(), runtime: emptyRuntime() };
  const steps = 240 / FPS;
  for (let frameId = 0; frameId < RECORDED * FPS; frameId++) {
    plant.observe(seen);
    const values = new Float64Array(CHANNELS.length);
    sample(source, values);
    const simulationTime = frameId / FPS;
    const times = { timestamp: 1_700_000_000 + simulationTime, simulationTime };
    const { floaterCount, floaters } = seen;
    const rest = { floaterCount, floaters: floaters.slice() };
    yield { frameId, ...times, status: "running", values, ...rest };
    for (let step = 0; step < steps; step++) plant.step(1 / 240);
  }
}

/** Bytes of a frame in each encoding, of the mean of the recording. */
function measureEncodings(selection: Selection): Figure[] {
  const frames = [...recording()];
  const means = ENCODINGS.map((encoding) => {
    const encoder = createFrameEncoder(encoding, { selection, fps: FPS });
    let bytes = 0;
    for (const frame of frames) {
      encoder.advance(frame);
      bytes += (encoder.delta() ?? encoder.key()).bytes.length;
    }
    return bytes / frames.length;
  });
  const budgets: Record<string, number> = { "delta-f64": 20, "delta-f32": 10 };
  const what = selection.hasFloaters ? "frame with floaters" : "frame";
  return ENCODINGS.flatMap((encoding, i): Figure[] => [
    { what: `${encoding}: a ${what}`, unit: "B", runs: [means[i]] },
    {
      what: `${encoding}: a ${what}, of the bytes of json`,
      unit: "%",
      runs: [100 * means[i] / means[0]],
      ...(budgets[encoding] && { budget: { limit: budgets[encoding], side: "at most" } as const }),
    },
  ]);
}

/** Seconds of processor time that a process has taken. */
function processorTime(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
}

async function measure(
  { child, address }: Served,
  { readers, subprotocol = "-", span = SPAN }: {
    readonly readers: number;
    readonly subprotocol?: string;
    readonly span?: number;
  },
): Promise<Run> {
  const words = [address, String(readers), subprotocol, String(span)];
  const reading = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", `${ROOT}bench/tap_readers.ts`, ...words],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await reading.stderr.getReader().read();
  const before = processorTime(child.pid);
  const started = performance.now();
  const [line] = await Array.fromAsync(reading.stdout.pipeThrough(new TextDecoderStream()));
  const elapsed = (performance.now() - started) / 1000;
  const processor = (processorTime(child.pid) - before) / elapsed;
  const peak = /VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${child.pid}/status`));
  return { ...JSON.parse(line), processor, memory: Number(peak?.[1]) / 1024 };
}

/** The first match of a pattern in what a process writes. */
async function awaitWord(stream: ReadableStream<Uint8Array>, pattern: RegExp): Promise<string> {
  let text = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    text += part;
    const match = pattern.exec(text);
    if (match !== null) return match[1];
  }
  throw new Error(`Cannot measure a server as it must say where it is: it said ${text}`);
}

async function startTap(): Promise<Served> {
  const [, ...flags] = config.tasks.kpp.command.split(" ");
  const words = ["run", "--headless", "--tap", "0", "--fps", String(FPS), "--rate", String(FPS)];
  const child = new Deno.Command(Deno.execPath(), {
    args: [...flags, ...words],
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const host = await awaitWord(child.stderr, /open at http:\/\/([^/]+)/);
  return { child, address: `ws://${host}/ws` };
}

async function startPeer(library: "ws" | "socket.io", folder: string): Promise<Served> {
  const child = new Deno.Command("node", {
    args: [`${ROOT}bench/tap_peer.mjs`, library, `${folder}/frame.json`],
    cwd: folder,
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const port = await awaitWord(child.stdout, /(\d+)\n/);
  const path = library === "ws" ? "" : "socket.io/?EIO=4&transport=websocket";
  return { child, address: `ws://127.0.0.1:${port}/${path}` };
}

async function withServer<Result>(
  start: () => Promise<Served>,
  use: (served: Served) => Promise<Result>,
): Promise<Result> {
  const served = await start();
  try {
    return await use(served);
  } finally {
    served.child.kill("SIGKILL");
    await served.child.status;
  }
}

function figures(name: string, run: Run, isBudgeted = false): Figure[] {
  const figure = (what: string, unit: string, value: number, limit?: number): Figure => ({
    what: `${name}: ${what}`,
    unit,
    runs: [value],
    ...(limit !== undefined && { budget: { limit, side: "at most" } as const }),
  });
  return [
    figure("published to received, p50", "ms", run.p50),
    figure("published to received, p99", "ms", run.p99, isBudgeted ? 50 : undefined),
    figure("frames to each reader", "/s", run.frames),
    figure("bytes of a frame", "B", run.bytes / run.frames),
    figure("processor, one core", "%", 100 * run.processor),
    figure("peak resident memory", "MB", run.memory),
  ];
}

/** Lateness of the plant's ticks while it was tapped. */
async function lateness({ address }: Served): Promise<Figure[]> {
  const url = address.replace("ws://", "http://").replace("/ws", "/frame/latest");
  const { metadata } = await (await fetch(url)).json();
  const name = "tap, 1,000 readers, json: ticks of the plant";
  return [
    { what: `${name}: late, p99`, unit: "ms", runs: [1000 * metadata["clock.latenessP99"]] },
    { what: `${name}: overruns`, unit: "", runs: [metadata["clock.overruns"]] },
  ];
}

/** The peers, installed by npm as their users do, and the frame they send. */
async function installPeers(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "kpp-bench-" });
  const encoder = new JsonEncoder({ selection: WHOLE_FRAME, fps: FPS });
  for (const frame of recording()) encoder.advance(frame);
  await Deno.writeFile(`${folder}/frame.json`, encoder.key().bytes);
  const args = [
    "install",
    "--silent",
    "--no-audit",
    "--no-fund",
    "--prefix",
    folder,
    WS,
    SOCKET_IO,
  ];
  const { success } = await new Deno.Command("npm", { args, stdout: "null" }).output();
  if (!success) throw new Error(`Cannot install ${WS} and ${SOCKET_IO}`);
  return folder;
}

async function measureServers(): Promise<Figure[]> {
  const all: Figure[] = [];
  const folder = await installPeers();
  for (const readers of [1, 100, 1000]) {
    const count = `${readers.toLocaleString("en")} readers, json`;
    await withServer(startTap, async (served) => {
      const run = await measure(served, { readers, span: readers === 1000 ? LONG_SPAN : SPAN });
      all.push(...figures(`tap, ${count}`, run, readers === 1000));
      if (readers === 1000) all.push(...await lateness(served));
    });
    for (const library of ["ws", "socket.io"] as const) {
      await withServer(() => startPeer(library, folder), async (served) => {
        const run = await measure(served, { readers });
        all.push(...figures(`Node with ${library}, ${count}`, run));
      });
    }
  }
  for (const readers of [1000, 3000]) {
    await withServer(startTap, async (served) => {
      const run = await measure(served, { readers, subprotocol: "kpp.v1.delta-f64" });
      all.push(...figures(`tap, ${readers.toLocaleString("en")} readers, delta-f64`, run));
    });
  }
  await Deno.remove(folder, { recursive: true });
  return all;
}

publish([
  ...measureEncodings(WHOLE_FRAME),
  ...measureEncodings(selectionOf({ floaters: true })),
  ...await measureServers(),
]);
