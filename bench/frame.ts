/** What one frame costs on one thread: the plant's share of it, and the screen's. */

import { Observation, Plant, PRESETS } from "../engine/mod.ts";
import { emptyReading } from "../clock/mod.ts";
import { Stability } from "../monitor/mod.ts";
import { CHANNELS, emptyRuntime, type Frame, sample } from "../telemetry/mod.ts";
import { Cells, paint, PaintMemory, ScreenDiff } from "../tui/kit/mod.ts";
import { initialModel, update, view } from "../tui/mod.ts";
import { type Budget, type Figure, publish, quantile } from "./figures.ts";

const RUNS = 5;
const STEP = 1 / 240;
const COLUMNS = 120;
const ROWS = 40;
/** Frames of one run, and those before the first that counts. */
const FRAMES = 3000;
const WARM_UP = 1500;

/** Times of the frames of one run, us. */
interface Times {
  readonly plant: Float64Array;
  readonly screen: Float64Array;
}

/** Runs a plant and its dashboard at 60 FPS of simulated time and times each frame. */
function measure(name: "kpp-01" | "claimed-25m"): Times {
  const preset = PRESETS[name];
  const plant = new Plant(preset.parameters);
  const seen = new Observation();
  const clock = emptyReading();
  const runtime = emptyRuntime();
  const stability = new Stability();
  const cells = new Cells(COLUMNS, ROWS, "braille");
  const painted = new PaintMemory();
  const diff = new ScreenDiff("truecolor");
  let model = initialModel({
    name,
    preset,
    parameters: preset.parameters,
    mode: "balanced",
    fps: 60,
    speed: 1,
    columns: COLUMNS,
    rows: ROWS,
    symbols: "braille",
    alarms: [],
  });
  const times: Times = { plant: new Float64Array(FRAMES), screen: new Float64Array(FRAMES) };
  for (let i = -WARM_UP; i < FRAMES; i++) {
    const values = new Float64Array(CHANNELS.length);
    const start = performance.now();
    for (let j = 0; j < 4; j++) plant.step(STEP);
    plant.observe(seen);
    stability.assess(seen, runtime);
    sample({ plant: seen, clock, runtime }, values);
    const middle = performance.now();
    const frame: Frame = {
      frameId: i + WARM_UP,
      timestamp: plant.time,
      simulationTime: plant.time,
      status: "running",
      values,
      floaterCount: seen.floaterCount,
      floaters: seen.floaters.slice(),
    };
    const drawing = performance.now();
    model = update(model, { kind: "frame", frame }).model;
    paint(view(model), cells, painted);
    diff.encode(cells);
    const end = performance.now();
    if (i < 0) continue;
    times.plant[i] = (middle - start) * 1000;
    times.screen[i] = (end - drawing) * 1000;
  }
  return times;
}

function describe(name: "kpp-01" | "claimed-25m", floaters: number): Figure[] {
  const runs = Array.from({ length: RUNS }, () => measure(name));
  const figure = (part: keyof Times, what: string, q: number, budget?: Budget): Figure => ({
    what: `${floaters} floaters: ${what}, p${q * 100}`,
    unit: "us",
    runs: runs.map((times) => quantile(times[part], q)),
    ...(budget && { budget }),
  });
  const plant = "plant, 1/60 s and its sample";
  const screen = `screen of ${COLUMNS}x${ROWS}, update to bytes`;
  return [
    figure("plant", plant, 0.5, floaters === 66 ? { limit: 20, side: "at most" } : undefined),
    figure("plant", plant, 0.99),
    figure("screen", screen, 0.5),
    figure("screen", screen, 0.99),
  ];
}

publish([...describe("kpp-01", 29), ...describe("claimed-25m", 66)]);
