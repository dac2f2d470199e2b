import { equal, ok } from "node:assert/strict";
import { type Frame, PRESETS } from "../../telemetry/mod.ts";
import { Cells, type Rect, THEMES } from "../../tui/kit/mod.ts";
import { drawChain, drawFloaters, type FloatersLook } from "../../tui/panels/schematic.ts";

const { parameters } = PRESETS["kpp-01"];
const LENGTH = 2 * parameters["chain.straightHeight"] +
  2 * Math.PI * parameters["chain.sprocketRadius"];
const RECT = { x: 0, y: 0, width: 24, height: 41 };

function drawLoop(cells: Cells, rect: Rect, look: FloatersLook): void {
  drawChain(cells, rect, look);
  drawFloaters(cells, rect, look);
}

/** The loop with floaters at path coordinates, each so full and its valve shut or open. */
function loopOf(floaters: readonly { sigma: number; filled?: number; valve?: number }[]): Cells {
  const cells = new Cells(RECT.width, RECT.height);
  const frame = {
    floaterCount: floaters.length,
    floaters: Float64Array.from(floaters.flatMap(({ sigma, filled = 0, valve = 0 }) => [
      sigma,
      0,
      0,
      NaN,
      filled * parameters["floater.volume"],
      valve,
    ])),
  } as unknown as Frame;
  drawLoop(cells, RECT, { frame, parameters, theme: THEMES[0] });
  return cells;
}

/** Cells of a row that the bare chain does not have. */
function drawnIn(cells: Cells, row: number): number[] {
  const bare = loopOf([]);
  return Array.from({ length: cells.width }, (_, column) => column)
    .filter((column) => cells.get(column, row) !== bare.get(column, row));
}

/** Rows in which something differs from the bare chain. */
function rowsOf(cells: Cells): number[] {
  return Array.from({ length: cells.height }, (_, row) => row)
    .filter((row) => drawnIn(cells, row).length > 0);
}

Deno.test("the surface is above, and the chain a closed loop below it", () => {
  const lines = loopOf([]).toString().split("\n");
  equal(lines[0], "≈".repeat(RECT.width));
  for (const line of lines.slice(1)) ok(/[⠁-⣿]/.test(line), line);
});

Deno.test("a floater reaches out as far as it holds air", () => {
  const middle = parameters["chain.straightHeight"] / 2;
  const lengths = [0.25, 0.5, 1].map((filled) => {
    const cells = loopOf([{ sigma: middle, filled }]);
    return Math.max(...rowsOf(cells).map((row) => drawnIn(cells, row).length));
  });
  ok(lengths[0] < lengths[1] && lengths[1] < lengths[2], `${lengths}`);
  equal(Math.round(lengths[2] / lengths[1]), 2);
});

Deno.test("floaters rise on the left and sink on the right", () => {
  const half = LENGTH / 2;
  for (const [from, to] of [[1, 7], [half + 7, half + 1]]) {
    const [low, high] = [from, to].map((sigma) => loopOf([{ sigma, filled: 0.5 }]));
    ok(Math.min(...rowsOf(low)) > Math.max(...rowsOf(high)));
  }
  const rising = loopOf([{ sigma: 4, filled: 0.5 }]);
  const sinking = loopOf([{ sigma: half + 4, filled: 0.5 }]);
  ok(Math.max(...drawnIn(rising, rowsOf(rising)[0])) < RECT.width / 2);
  ok(Math.min(...drawnIn(sinking, rowsOf(sinking)[0])) > RECT.width / 2);
});

Deno.test("a valve that is open is marked at its floater, and no other is", () => {
  const marks = (cells: Cells) =>
    Array.from({ length: cells.height }, (_, row) => row)
      .filter((row) => cells.get(0, row) === "»".codePointAt(0));
  const cells = loopOf([{ sigma: 1, filled: 0.5, valve: 1 }, { sigma: 6, filled: 0.5 }]);
  equal(marks(cells).length, 1);
  ok(marks(cells)[0] > RECT.height / 2);
  equal(marks(loopOf([{ sigma: 1, filled: 0.5 }])).length, 0);
});

Deno.test("the whole path can be drawn, in any room, and deeper water shows above it", () => {
  for (const size of [[1, 1], [3, 2], [16, 15], [48, 60]]) {
    const cells = new Cells(size[0], size[1]);
    for (let sigma = 0; sigma < LENGTH; sigma += 0.1) {
      const frame = {
        floaterCount: 1,
        floaters: Float64Array.of(sigma, 0, 0, NaN, 0.1, 0),
      } as unknown as Frame;
      const deep = { ...parameters, "water.depth": 30 };
      drawLoop(cells, { x: 0, y: 0, width: size[0], height: size[1] }, {
        frame,
        parameters: deep,
        theme: THEMES[0],
      });
    }
    if (size[1] < 10) continue;
    const lines = cells.toString().split("\n");
    equal(lines.slice(1, Math.floor(size[1] / 2)).join(""), "");
    ok(lines.at(-2) !== "");
  }
});

Deno.test("the surface bubbles above a floater that tips with air in it, and nowhere else", () => {
  const height = parameters["chain.straightHeight"];
  const bubbles = (sigma: number, filled: number) =>
    loopOf([{ sigma, filled }]).toString().split("\n")[0].includes("°");
  equal(bubbles(height + 0.1, 0.5), true);
  equal(bubbles(height + 0.1, 0), false);
  equal(bubbles(height - 0.1, 0.5), false);
});
