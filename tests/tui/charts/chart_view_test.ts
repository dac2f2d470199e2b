import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  type ChartView,
  FIRST_VIEW,
  follow,
  hideCursor,
  isFrozen,
  moveCursor,
  pan,
  placeCursor,
  type Reach,
  SPANS,
  toggleFrozen,
  toggleScale,
  toggleStyle,
  windowOf,
  zoomIn,
  zoomOut,
} from "../../../tui/charts/mod.ts";

const RUN: Reach = { oldest: 0, newest: 600 };
const LATER: Reach = { oldest: 0, newest: 700 };
const NOTHING: Reach = { oldest: NaN, newest: NaN };

Deno.test("a view follows the run until it is frozen, and again when it is let go", () => {
  deepEqual(windowOf(FIRST_VIEW, RUN), { start: 540, end: 600 });
  deepEqual(windowOf(FIRST_VIEW, LATER), { start: 640, end: 700 });
  const frozen = toggleFrozen(FIRST_VIEW, RUN);
  ok(isFrozen(frozen, LATER));
  deepEqual(windowOf(frozen, LATER), { start: 540, end: 600 });
  deepEqual(toggleFrozen(frozen, LATER), FIRST_VIEW);
});

Deno.test("a new run is followed, whatever the view was frozen at", () => {
  const frozen = toggleFrozen(FIRST_VIEW, RUN);
  const begun = { oldest: 0, newest: 3 };
  ok(!isFrozen(frozen, begun));
  deepEqual(windowOf(frozen, begun), { start: -57, end: 3 });
});

Deno.test("zooming takes the next span and keeps the right edge, to either end", () => {
  equal(zoomIn(FIRST_VIEW, RUN).span, 30);
  equal(zoomOut(FIRST_VIEW, RUN).span, 120);
  equal(zoomIn(FIRST_VIEW, RUN).end, null);
  const back = pan(FIRST_VIEW, RUN, -1);
  equal(zoomOut(back, RUN).end, back.end);
  let view: ChartView = FIRST_VIEW;
  for (const _ of SPANS) view = zoomIn(view, RUN);
  equal(view.span, SPANS[0]);
  equal(zoomIn(view, RUN), view);
  for (const _ of SPANS) view = zoomOut(view, RUN);
  equal(view.span, SPANS.at(-1));
  equal(zoomOut(view, RUN), view);
});

Deno.test("with a cursor zooming keeps it at its place on the screen", () => {
  const view = placeCursor(pan(FIRST_VIEW, RUN, -2), RUN, 450);
  deepEqual(windowOf(view, RUN), { start: 420, end: 480 });
  deepEqual(windowOf(zoomIn(view, RUN), RUN), { start: 435, end: 465 });
  deepEqual(windowOf(zoomOut(view, RUN), RUN), { start: 390, end: 510 });
});

Deno.test("panning stops where there is nothing older, and follows again at the newest", () => {
  const back = pan(FIRST_VIEW, RUN, -0.5);
  deepEqual(windowOf(back, LATER), { start: 510, end: 570 });
  deepEqual(windowOf(pan(back, RUN, -100), RUN), { start: 0, end: 60 });
  deepEqual(pan(back, RUN, 0.5), FIRST_VIEW);
  // A run that is shorter than the window has no past to see.
  equal(pan(FIRST_VIEW, { oldest: 0, newest: 20 }, -1).end, null);
});

Deno.test("the cursor begins in the middle, freezes the view, and takes the window along", () => {
  const first = moveCursor(FIRST_VIEW, RUN, 1);
  deepEqual([first.cursor, first.end], [570, 600]);
  const next = moveCursor(first, LATER, 1);
  ok(Math.abs(next.cursor! - 570.6) < 1e-9);
  equal(next.end, 600);
  const far = moveCursor(first, LATER, -100);
  deepEqual([far.cursor, far.end], [510, 570]);
  const right = moveCursor(first, LATER, 1000);
  deepEqual([right.cursor, right.end], [700, 700]);
  equal(moveCursor(first, RUN, -10_000).cursor, 0);
  equal(hideCursor(first).cursor, null);
  equal(hideCursor(first).end, 600);
  deepEqual(follow(first), FIRST_VIEW);
});

Deno.test("a placed cursor is inside the window and the run", () => {
  equal(placeCursor(FIRST_VIEW, RUN, 10).cursor, 540);
  equal(placeCursor(FIRST_VIEW, RUN, 1000).cursor, 600);
  equal(placeCursor(FIRST_VIEW, { oldest: 590, newest: 600 }, 550).cursor, 590);
});

Deno.test("before the first sample there is nothing to freeze, pan or read", () => {
  equal(toggleFrozen(FIRST_VIEW, NOTHING), FIRST_VIEW);
  equal(pan(FIRST_VIEW, NOTHING, -1), FIRST_VIEW);
  equal(moveCursor(FIRST_VIEW, NOTHING, 1), FIRST_VIEW);
  equal(placeCursor(FIRST_VIEW, NOTHING, 1), FIRST_VIEW);
});

Deno.test("scale and style go there and back", () => {
  equal(toggleScale(FIRST_VIEW).scale, "fixed");
  equal(toggleStyle(FIRST_VIEW).style, "sweep");
  deepEqual(toggleScale(toggleScale(FIRST_VIEW)), FIRST_VIEW);
  deepEqual(toggleStyle(toggleStyle(FIRST_VIEW)), FIRST_VIEW);
});

Deno.test("whatever is pressed, the window touches the run and the cursor is in both", () => {
  const presses: Record<string, (view: ChartView, reach: Reach) => ChartView> = {
    zoomIn,
    zoomOut,
    toggleFrozen,
    back: (view, reach) => pan(view, reach, -0.5),
    forth: (view, reach) => pan(view, reach, 0.5),
    left: (view, reach) => moveCursor(view, reach, -10),
    right: (view, reach) => moveCursor(view, reach, 10),
  };
  const press = fc.constantFrom(...Object.keys(presses));
  fc.assert(
    fc.property(fc.array(press, { maxLength: 60 }), (names) => {
      let view = FIRST_VIEW;
      let reach = RUN;
      for (const name of names) {
        view = presses[name](view, reach);
        reach = { ...reach, newest: reach.newest + 0.5 };
        const { start, end } = windowOf(view, reach);
        ok(end <= reach.newest && end >= reach.oldest, `${name}: ${start} to ${end}`);
        const { cursor } = view;
        if (cursor === null) continue;
        const slack = 1e-6;
        ok(cursor >= start - slack && cursor <= end + slack, `${name}: ${cursor}`);
        ok(cursor >= reach.oldest && cursor <= reach.newest);
      }
    }),
    { seed: 5, endOnFailure: true },
  );
});
