import { Cells, type MousePress, paint } from "../../../tui/kit/mod.ts";
import { rectOf } from "../../../tui/layout.ts";
import { type Effect, type Model, update, view } from "../../../tui/mod.ts";
import { dashboard, press, running, withFrame } from "../fixtures.ts";

// What the dashboard is to be, sentence by sentence: driven by keys and read back from cells.

/** One test for each sentence, by its words. */
export function checklist(items: Readonly<Record<string, () => void>>): void {
  for (const [sentence, check] of Object.entries(items)) {
    Deno.test(`checklist: ${sentence}`, check);
  }
}

/** The cells of the screen. */
export function cellsOf(model: Model): Cells {
  const cells = new Cells(model.columns, model.rows, model.options.symbols);
  paint(view(model), cells);
  return cells;
}

/** The screen as text. */
export const screenOf = (model: Model): string => cellsOf(model).toString();

/** The lines of the screen. */
export const linesOf = (model: Model): string[] => screenOf(model).split("\n");

/** A dashboard that has run for some time. */
export const started = (seconds = 100): Model => running(dashboard(), seconds);

/** The model after a command was typed, or something else was. */
export function typed(model: Model, line: string): Model {
  return press(model, ":", ...[...line].map((key) => key === " " ? "space" : key), "enter");
}

/** What a key asks the world outside to do. */
export function sent(model: Model, key: string): readonly Effect[] {
  return update(model, { kind: "key", key }).effects;
}

/** The model after a press of the mouse. */
export function pressed(model: Model, press: Partial<MousePress>): Model {
  const whole = {
    kind: "mouse",
    button: "left",
    x: 0,
    y: 0,
    ctrl: false,
    alt: false,
    shift: false,
  };
  return update(model, { kind: "mouse", press: { ...whole, ...press } as MousePress }).model;
}

/** What stands in the rectangle of a panel. */
export function panelText(model: Model, panel: Parameters<typeof rectOf>[1]): string {
  const { x, y, width, height } = rectOf(model, panel)!;
  return linesOf(model).slice(y, y + height)
    .map((line) => [...line].slice(x, x + width).join("")).join("\n");
}

/** The model after some more frames in each of which power is what `powerAt` says, W. */
export function powered(
  model: Model,
  count: number,
  powerAt: (index: number) => number,
): Model {
  let known = model;
  for (let index = 0; index < count; index++) {
    known = withFrame(known, { "generator.power": powerAt(index) });
  }
  return known;
}
