import { equal, match } from "node:assert/strict";
import { type Model, update } from "../../tui/mod.ts";
import { FIRST_PAINTING, isPainted, painted, type Painting } from "../../tui/painting.ts";
import { dashboard, running } from "./fixtures.ts";

function paintsOf(painting: Painting, seconds: number, fps: number): number {
  return Array.from({ length: seconds * fps }, (_, frames) => frames)
    .filter((frames) => isPainted(painting, { frames, fps })).length;
}

Deno.test("every frame is painted, two a second unseen, fewer on a slow terminal", () => {
  for (const fps of [1, 10, 30, 60, 120]) {
    equal(paintsOf(FIRST_PAINTING, 4, fps), 4 * fps);
    equal(paintsOf({ ...FIRST_PAINTING, isSeen: false }, 4, fps), Math.min(8, 4 * fps));
    equal(paintsOf({ ...FIRST_PAINTING, every: 4 }, 4, fps), fps);
  }
});

Deno.test("a terminal that is always busy gets fewer and fewer frames, but some", () => {
  let painting = FIRST_PAINTING;
  const rates = new Set<number>();
  for (let count = 0; count < 200; count++) rates.add((painting = painted(painting, true)).every);
  equal([...rates].join(), "1,2,4,8,16");
});

Deno.test("a busy paint now and then changes nothing, and a calm time gives frames back", () => {
  let painting = FIRST_PAINTING;
  for (let count = 0; count < 900; count++) painting = painted(painting, count % 5 === 0);
  equal(painting.every, 1);
  let slow: Painting = { ...FIRST_PAINTING, every: 4 };
  for (let count = 0; count < 30 * 10; count++) slow = painted(slow, false);
  equal(slow.every, 2);
  for (let count = 0; count < 30 * 10; count++) slow = painted(slow, count % 29 === 0);
  equal(slow.every, 2);
});

Deno.test("a change of the rate is a toast and stands in the journal", () => {
  let model: Model = running(dashboard(), 1);
  for (let count = 0; count < 8; count++) {
    model = update(model, { kind: "painted", isBusy: true }).model;
  }
  match(
    model.toasts[0].text,
    /^The terminal cannot keep up: 15 of 30 frames a second are painted$/,
  );
  match(model.journal.at(-1)?.text ?? "", /cannot keep up/);
  for (let count = 0; count < 300; count++) {
    model = update(model, { kind: "painted", isBusy: false }).model;
  }
  match(model.toasts.at(-1)?.text ?? "", /^The terminal keeps up again: 30 frames a second/);
});
