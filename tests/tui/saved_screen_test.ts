import { deepEqual, equal } from "node:assert/strict";
import { initialModel } from "../../tui/mod.ts";
import {
  CHART_LIMIT,
  COMMAND_LIMIT,
  parseScreen,
  screenText,
  SERIES_LIMIT,
} from "../../tui/saved_screen.ts";
import { dashboard, press, running } from "./fixtures.ts";

const LEFT = press(
  running(dashboard(), 70),
  ...["3", "f", "n", ..."chain.sp", "enter", "escape", "+", "w", "a", "1", "o"],
  ...[":", ..."theme", "space", ..."light", "enter", "5", "f"],
);

Deno.test("a screen is opened as it was left", () => {
  const screen = parseScreen(screenText(LEFT))!;
  const model = initialModel({ ...LEFT.options, screen });
  equal(model.page, "alarms");
  deepEqual(model.focus, LEFT.focus);
  equal(model.theme.name, "light");
  deepEqual(model.folded, ["injector"]);
  deepEqual(model.charts, [...dashboard().charts, ["chain.speed"]]);
  deepEqual(model.chartView, { span: 30, end: null, cursor: null, scale: "fixed", style: "sweep" });
  deepEqual(model.commands, ["theme light"]);
  equal(screenText(model), screenText(LEFT));
});

Deno.test("what is no screen, or of another version, is nothing", () => {
  for (const text of ["", "{", "null", "[]", "7", `{}`, `{"version":2,"page":"energy"}`]) {
    equal(parseScreen(text), undefined, text);
  }
});

Deno.test("what is not known any more is left out, and the rest is kept", () => {
  const saved = JSON.parse(screenText(LEFT));
  const odd = {
    ...saved,
    page: "weather",
    focus: { overview: "loop", weather: "sun", energy: "moon" },
    parameter: "chain.colour",
    charts: [["chain.speed", "chain.colour"], ["chain.colour"], 7],
    chart: { span: 17, scale: "auto", style: "scroll" },
    folded: [7],
    commands: ["hold"],
  };
  deepEqual(parseScreen(JSON.stringify(odd)), {
    focus: { overview: "loop" },
    themeName: "light",
    charts: [["chain.speed"]],
    commands: ["hold"],
  });
});

Deno.test("what is read is bounded", () => {
  const saved = JSON.parse(screenText(LEFT));
  const large = {
    ...saved,
    charts: Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => "chain.speed")),
    commands: Array.from({ length: 500 }, (_, index) => `speed ${index}`),
  };
  const screen = parseScreen(JSON.stringify(large))!;
  equal(screen.charts?.length, CHART_LIMIT);
  equal(screen.charts?.[0].length, SERIES_LIMIT);
  equal(screen.commands?.length, COMMAND_LIMIT);
  equal(screen.commands?.at(-1), "speed 499");
});
