/**
 * The dashboard's overview drawn by Ink instead of tui/kit, to be measured beside it: the same
 * plant thread, the same model, the same view, and the same cells, which Ink gets as finished rows
 * of styled runs. That spares it the layout, and so flatters it.
 */

import { render, Text } from "ink";
import { createElement, type ReactElement } from "react";
import { FIXED } from "../engine/mod.ts";
import { PlantThread } from "../runtime/plant_thread.ts";
import { DEFAULT_MODE, MODES, PRESETS } from "../telemetry/mod.ts";
import { ATTRIBUTES, Cells, paint } from "../tui/kit/mod.ts";
import { initialModel, type Model, update, view } from "../tui/mod.ts";

const NAME = "kpp-01";

const fps = Number(Deno.args[0]);
const { columns, rows } = Deno.consoleSize();
const preset = PRESETS[NAME];
const { parameters } = preset;
// Ink ends a screen with a line feed, so that the last row would scroll it.
const cells = new Cells(columns, rows - 1);
let model: Model = initialModel({
  name: NAME,
  preset,
  parameters,
  mode: DEFAULT_MODE,
  fps,
  speed: 1,
  columns,
  rows: rows - 1,
  symbols: "braille",
  alarms: [],
});

/** One row as text, with an element inside for each run of cells that look alike. */
function rowOf(y: number): ReactElement {
  const runs: ReactElement[] = [];
  const end = (y + 1) * cells.width;
  for (let first = y * cells.width, last = first; first < end; first = last) {
    while (last < end && isAlike(first, last)) last++;
    runs.push(runOf(first, last));
  }
  return createElement(Text, { key: y, wrap: "truncate" }, ...runs);
}

function isAlike(i: number, k: number): boolean {
  return cells.foregrounds[i] === cells.foregrounds[k] &&
    cells.backgrounds[i] === cells.backgrounds[k] && cells.attributes[i] === cells.attributes[k];
}

function runOf(first: number, last: number): ReactElement {
  const attributes = cells.attributes[first];
  const color = hex(cells.foregrounds[first]);
  const backgroundColor = hex(cells.backgrounds[first]);
  return createElement(Text, {
    key: first,
    ...(color !== undefined && { color }),
    ...(backgroundColor !== undefined && { backgroundColor }),
    bold: (attributes & ATTRIBUTES.bold) !== 0,
    dimColor: (attributes & ATTRIBUTES.dim) !== 0,
    inverse: (attributes & ATTRIBUTES.inverse) !== 0,
  }, String.fromCodePoint(...cells.codePoints.subarray(first, last)));
}

function hex(color: number): string | undefined {
  return color < 0 ? undefined : `#${color.toString(16).padStart(6, "0")}`;
}

function screen(): ReactElement {
  paint(view(model), cells);
  const lines = Array.from({ length: cells.height }, (_, y) => rowOf(y));
  return createElement("ink-box", { style: { flexDirection: "column" } }, ...lines);
}

await using plant = PlantThread.start({
  parameters,
  dt: MODES[DEFAULT_MODE].dt,
  integration: FIXED,
  fps,
  speed: 1,
});
// Its own limit of frames would beat against the plant's.
const options = { maxFps: 1000, incrementalRendering: true, alternateScreen: true } as const;
const ink = render(screen(), options);
await plant.frames((frame) => {
  model = update(model, { kind: "frame", frame }).model;
  ink.rerender(screen());
});
