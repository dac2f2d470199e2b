import {
  type ChartView,
  follow,
  isFrozen,
  moveCursor,
  pan,
  toggleFrozen,
  toggleScale,
  toggleStyle,
  zoomIn,
  zoomOut,
} from "../charts/mod.ts";
import { clockTime } from "../format.ts";
import type { Action } from "../keys/table.ts";
import { focusedPanel } from "../layout.ts";
import { chartedIn, type Model, only, refuse, say, type Update } from "../model.ts";
import type { PanelId } from "../panels/panel.ts";
import { NO_TEXT } from "../dialog.ts";
import { CHART_LIMIT, type ChartedChannels } from "../saved_screen.ts";

/** What a key moves the charts by, in windows. */
const PAN = 0.5;

/** What the keys of a chart do. All charts show the same stretch of time. */
export const CHART_ACTIONS = {
  zoomIn: (model: Model): Update =>
    viewed(model, zoomIn(model.chartView, model.history), "This is the shortest window"),
  zoomOut: (model: Model): Update =>
    viewed(model, zoomOut(model.chartView, model.history), "This is the longest window"),
  cursorBack: (model: Model): Update => cursorMoved(model, -1),
  cursorOn: (model: Model): Update => cursorMoved(model, 1),
  panBack: (model: Model): Update => panned(model, -PAN, "This is the oldest that is kept"),
  panOn: (model: Model): Update => panned(model, PAN, "This is the newest"),
  panStart: (model: Model): Update => panned(model, -Infinity, "This is the oldest that is kept"),
  follow: (model: Model): Update =>
    viewed(model, follow(model.chartView), "The charts follow the run"),
  freeze: (model: Model): Update => {
    const next = toggleFrozen(model.chartView, model.history);
    if (next === model.chartView) return refuse(model, NOTHING);
    const isFreezing = isFrozen(next, model.history);
    const text = isFreezing ? "Charts frozen: the run goes on" : "The charts follow the run";
    return only(say({ ...model, chartView: next }, text));
  },
  axes: (model: Model): Update => {
    const chartView = toggleScale(model.chartView);
    const text = chartView.scale === "auto" ? "Axes fit what is shown" : "Axes stay as they are";
    return only(say({ ...model, chartView }, text));
  },
  sweep: (model: Model): Update => {
    const chartView = toggleStyle(model.chartView);
    return only(say({ ...model, chartView }, `Charts ${chartView.style}`));
  },
  channels: (model: Model): Update =>
    chartedIn(model, focusedPanel(model)) === undefined
      ? refuse(model, "The charts of this page have channels of their own: 3 shows any")
      : only({ ...model, dialog: { kind: "channels", line: NO_TEXT, selected: 0 } }),
  newChart: (model: Model): Update => {
    if (model.page !== "charts") return refuse(model, "Charts are added on page 3");
    const added = withChart(model, []);
    if (added === undefined) return refuse(model, `There are at most ${CHART_LIMIT} charts`);
    return only({ ...added, dialog: { kind: "channels", line: NO_TEXT, selected: 0 } });
  },
  closeChart: (model: Model): Update => {
    const panel = focusedPanel(model);
    if (chartedIn(model, panel) === undefined) {
      return refuse(model, "The charts of this page stay: 3 has those that can be taken away");
    }
    if (model.charts.length === 1) return refuse(model, "The last chart stays");
    const charts = model.charts.filter((_, index) => `chart${index + 1}` !== panel);
    return only({ ...model, charts });
  },
} satisfies Partial<Record<Action, (model: Model) => Update>>;

const NOTHING = "No frame has come yet: nothing to show";

/** The model with one more chart, which has the focus; `undefined` where there is no room. */
export function withChart(model: Model, channels: ChartedChannels): Model | undefined {
  if (model.charts.length >= CHART_LIMIT) return undefined;
  const charts = [...model.charts, channels];
  const focus = { ...model.focus, charts: `chart${charts.length}` as PanelId };
  return { ...model, page: "charts", charts, focus };
}

function viewed(model: Model, chartView: ChartView, otherwise: string): Update {
  if (Number.isNaN(model.history.newest)) return refuse(model, NOTHING);
  const { span, end, cursor } = model.chartView;
  const isSame = chartView.span === span && chartView.end === end && chartView.cursor === cursor;
  return isSame ? refuse(model, otherwise) : only({ ...model, chartView });
}

function panned(model: Model, windows: number, otherwise: string): Update {
  // Beyond any run: the ends of it stop the window.
  const lengths = Number.isFinite(windows) ? windows : Math.sign(windows) * Number.MAX_SAFE_INTEGER;
  return viewed(model, pan(model.chartView, model.history, lengths), otherwise);
}

function cursorMoved(model: Model, steps: number): Update {
  const update = viewed(
    model,
    moveCursor(model.chartView, model.history, steps),
    steps < 0 ? "This is the oldest that is kept" : "This is the newest",
  );
  const { cursor } = update.model.chartView;
  return cursor === null || update.model.notice?.kind === "refused"
    ? update
    : only(say(update.model, `Values at ${clockTime(cursor)}`));
}
