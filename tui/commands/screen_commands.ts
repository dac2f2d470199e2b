import { type ChannelId, CHANNELS, PARAMETERS } from "../../telemetry/mod.ts";
import { withChart } from "../actions/chart.ts";
import { FILE_ACTIONS } from "../actions/files.ts";
import { OVERLAY_ACTIONS } from "../actions/overlay.ts";
import { onPage } from "../actions/page.ts";
import { placeCursor } from "../charts/mod.ts";
import { clockTime, parseClockTime } from "../format.ts";
import { type Model, only, positionOf, refuse, say, type Update } from "../model.ts";
import { PAGE_IDS, PAGES } from "../pages/pages.ts";
import { CHART_LIMIT, SERIES_LIMIT } from "../saved_screen.ts";
import type { CommandRow } from "./command.ts";

/** Commands about what is seen. */
export const SCREEN_COMMANDS: readonly CommandRow[] = [
  {
    name: "goto",
    usage: "PLACE",
    help: "Show a page, a parameter, or the charts at a time such as 1:30",
    words: (_, before) =>
      before.length === 0 ? [...PAGE_IDS, ...PARAMETERS.map(({ name }) => name)] : [],
    run: (model, [place]) => go(model, place),
  },
  {
    name: "chart",
    usage: "CHANNEL ...",
    help: "Add a chart of channels",
    words: () => CHANNELS.map(({ id }) => id),
    run: chart,
  },
  {
    name: "theme",
    usage: "NAME",
    help: "Choose how things look",
    words: ({ themes }, before) => before.length === 0 ? themes.map(({ name }) => name) : [],
    run: (model, [name]) => {
      const theme = model.themes.find((each) => each.name === name);
      const names = model.themes.map((each) => each.name).join(", ");
      return theme === undefined
        ? refuse(model, `No theme is called "${name}": ${names}`)
        : only(say({ ...model, theme }, `Theme ${name}`));
    },
  },
  {
    name: "screenshot",
    usage: "",
    help: "Save the screen as text and as SVG",
    run: FILE_ACTIONS.screenshot,
  },
  {
    name: "verdict",
    usage: "",
    help: "What the air costs and gives",
    run: OVERLAY_ACTIONS.verdict,
  },
  {
    name: "compare",
    usage: "",
    help: "Compare the last lap with the baseline",
    run: OVERLAY_ACTIONS.comparison,
  },
  { name: "help", usage: "", help: "Show the list of keys", run: OVERLAY_ACTIONS.help },
];

function go(model: Model, place: string): Update {
  const page = PAGE_IDS.find((id) => id === place || PAGES[id].key === place);
  if (page !== undefined) return onPage(model, page);
  const row = PARAMETERS.find(({ name }) => name === place);
  if (row !== undefined) {
    const focus = { ...model.focus, overview: "parameters" as const };
    const selected = positionOf(row.name);
    return only({ ...model, page: "overview", focus, search: "", selected });
  }
  const time = parseClockTime(place);
  return Number.isNaN(time)
    ? refuse(model, `Cannot go to "${place}" as it must be a page, a parameter or a time`)
    : toTime(model, time);
}

/** The charts at a time, which the cursor reads. */
function toTime(model: Model, time: number): Update {
  const { history, chartView: { span } } = model;
  if (!(time >= history.oldest && time <= history.newest)) {
    const [first, last] = [history.oldest, history.newest].map((each) => clockTime(each));
    return refuse(
      model,
      `Cannot go to ${clockTime(time)} as what is kept goes from ${first} to ${last}`,
    );
  }
  const end = Math.max(time, Math.min(history.newest, time + span / 2));
  const chartView = placeCursor({ ...model.chartView, end }, history, time);
  const page = model.page === "overview" ? "overview" : "charts";
  return only(say({ ...model, page, chartView }, `Values at ${clockTime(time)}`));
}

function chart(model: Model, ids: readonly string[]): Update {
  const known = CHANNELS.map(({ id }) => id);
  const unknown = ids.find((id) => !known.some((each) => each === id));
  if (unknown !== undefined) {
    return refuse(model, `No channel is called "${unknown}"; / finds them`);
  }
  if (ids.length > SERIES_LIMIT) {
    return refuse(model, `A chart has at most ${SERIES_LIMIT} channels`);
  }
  const added = withChart(model, ids as readonly ChannelId[]);
  return added === undefined
    ? refuse(model, `There are at most ${CHART_LIMIT} charts`)
    : only(added);
}
