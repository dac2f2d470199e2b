/** What the history of all channels costs with every frame, and a chart with every screen. */

import { Chart, type ChartProps, FIRST_VIEW, History, type Series } from "../tui/charts/mod.ts";
import { Cells, paint, THEMES } from "../tui/kit/mod.ts";
import { type Figure, publish, quantile } from "./figures.ts";

const RUNS = 5;
const CHANNELS = 130;
const FPS = 30;
const COLUMNS = 100;
const ROWS = 14;
const SCREENS = 2000;
const HOUR = 3600;

/** A day of samples: every size of bucket but the largest two is full. */
const SAMPLES = 24 * HOUR * FPS;

/** Samples that are timed together: one is too short for the clock. */
const BATCH = 1000;

const [THEME] = THEMES;

/** Appends a day of samples to a new history; time of each in us. */
function fill(): { history: History; times: Float64Array } {
  const history = new History(CHANNELS);
  const values = new Float64Array(CHANNELS);
  const times = new Float64Array(SAMPLES / BATCH);
  for (let batch = 0; batch < times.length; batch++) {
    const start = performance.now();
    for (let i = batch * BATCH; i < (batch + 1) * BATCH; i++) {
      for (let channel = 0; channel < CHANNELS; channel++) values[channel] = (i * channel) % 97;
      history.append(i / FPS, values);
    }
    times[batch] = ((performance.now() - start) / BATCH) * 1000;
  }
  return { history, times };
}

function series(channel: number): Series {
  return {
    label: `channel ${channel}`,
    channel,
    unit: "kW",
    format: (value) => value.toFixed(2),
    range: { min: 0, max: 100 },
    thresholds: [{ value: 90, side: "above", style: THEME.warning }],
  };
}

/** Times of one chart, us. */
function draw(history: History, count: number, span: number): Float64Array {
  const props: ChartProps = {
    history,
    series: Array.from({ length: count }, (_, channel) => series(channel + 1)),
    view: { ...FIRST_VIEW, span },
    theme: THEME,
    formatTime: (seconds, decimals) => seconds.toFixed(decimals),
  };
  const cells = new Cells(COLUMNS, ROWS);
  const times = new Float64Array(SCREENS);
  for (let i = -SCREENS; i < SCREENS; i++) {
    const start = performance.now();
    paint(Chart(props), cells);
    if (i >= 0) times[i] = (performance.now() - start) * 1000;
  }
  return times;
}

const runs = Array.from({ length: RUNS }, fill);
const perSample = runs.map(({ times }) => quantile(times, 0.5));
const figures: Figure[] = [
  { what: `${CHANNELS} channels: one sample into the history, p50`, unit: "us", runs: perSample },
  {
    what: `${CHANNELS} channels: history at ${FPS} samples a second, one core`,
    unit: "%",
    runs: perSample.map((time) => time * 1e-6 * FPS * 100),
    budget: { limit: 1, side: "at most" },
  },
];
for (const [span, words] of [[60, "a minute"], [10 * HOUR, "ten hours"]] as const) {
  for (const count of [1, 3]) {
    figures.push({
      what: `chart of ${COLUMNS}x${ROWS}, ${count} series over ${words}, p50`,
      unit: "us",
      runs: runs.map(({ history }) => quantile(draw(history, count, span), 0.5)),
    });
  }
}
publish(figures);
