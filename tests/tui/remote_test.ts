import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import type { Command } from "../../telemetry/mod.ts";
import { Playout, withFloaterPlaces } from "../../tap/client/mod.ts";
import { boardOf } from "../../monitor/mod.ts";
import { Cells, paint } from "../../tui/kit/mod.ts";
import { type LinkReading, type Model, update, view } from "../../tui/mod.ts";
import { dashboard, FPS, frameAt, press, running } from "./fixtures.ts";

const LINK: LinkReading = {
  transport: "websocket",
  grade: "good",
  roundTrip: 0.0123,
  age: 0.02,
  isStale: false,
  missed: 0,
};

function screenText(model: Model): string {
  const cells = new Cells(model.columns, model.rows, model.options.symbols);
  paint(view(model), cells);
  return cells.toString();
}

function foreign(model: Model, command: Command, outcome: "applied" | "refused" = "applied") {
  const reply = { command, outcome, origin: "c2 10.0.0.2:5" };
  return update(model, { kind: "reply", reply }).model;
}

Deno.test("what somebody else sets is in force here too, and said with who it was", () => {
  const before = running(dashboard(), 1);
  const after = foreign(before, { kind: "set", parameter: "water.depth", value: 12 });
  equal(after.parameters["water.depth"], 12);
  equal(after.notice?.text, "c2 10.0.0.2:5: water.depth 9.00 m → 12.00 m");
  deepEqual(after.changes.done, [], "nobody undoes what others did by mistake");
});

Deno.test("a change of one's own stays under way when somebody else changes the same", () => {
  const pressed = press(running(dashboard(), 1), "+");
  const [{ change }] = pressed.pending;
  const after = foreign(pressed, { kind: "set", parameter: change.parameter, value: 0.5 });
  equal(after.pending.length, 1);
  equal(after.parameters[change.parameter], 0.5);
});

Deno.test("who holds a plant elsewhere holds it here, so that space lets it go on", () => {
  const held = foreign(running(dashboard(), 1), { kind: "hold" });
  equal(held.isHeld, true);
  const { effects } = update(held, { kind: "key", key: "space" });
  deepEqual(effects, [{ kind: "send", command: { kind: "resume" } }]);
  equal(foreign(held, { kind: "resume" }).isHeld, false);
});

Deno.test("speed and mode follow others; what they were refused is not told", () => {
  const model = running(dashboard(), 1);
  equal(foreign(model, { kind: "speed", speed: 4 }).speed, 4);
  equal(foreign(model, { kind: "mode", mode: "accuracy" }).mode, "accuracy");
  const refused = foreign(model, { kind: "speed", speed: 4 }, "refused");
  deepEqual([refused.speed, refused.notice], [model.speed, model.notice]);
});

Deno.test("the header says by which way and how well, or how old what is shown is", () => {
  const model = running(dashboard(), 1);
  const shown = (link: LinkReading) => screenText(update(model, { kind: "link", link }).model);
  match(shown(LINK), /link websocket good 12 ms/);
  match(shown({ ...LINK, roundTrip: NaN, transport: "sse", grade: "fair" }), /link sse fair /);
  match(
    screenText(update({ ...model, mode: undefined }, { kind: "link", link: LINK }).model),
    /mode no data/,
  );
  match(shown({ ...LINK, transport: undefined, age: 12.3, isStale: true }), /link lost, 12 s old/);
});

Deno.test("a frame that is stale is called so at once", () => {
  const model = running(dashboard(), 1);
  const link = { ...LINK, transport: undefined, age: 3, isStale: true };
  const told = update(model, { kind: "link", link }).model;
  const frame = { ...told.frame!, status: "stale" } as const;
  for (const isHeld of [false, true]) {
    match(screenText(update({ ...told, isHeld }, { kind: "frame", frame }).model), /▲ stale/);
  }
});

Deno.test("a plant that is silent is stale, with the age of its last frame", () => {
  const model = running(dashboard(), 1);
  const silent = update(model, { kind: "outage", age: 2.46 }).model;
  match(screenText(silent), /stale/);
  match(screenText(silent), /plant 2\.5 s old/);
  deepEqual([...silent.frame!.values], [...model.frame!.values], "the last that was known");
  const told = update(silent, { kind: "outage", age: undefined }).model;
  const frame = frameAt(told.frames, told.parameters);
  const back = screenText(update(told, { kind: "frame", frame }).model);
  doesNotMatch(back, /stale|s old/);
});

Deno.test("a frame that is passed is in the charts, and no screen of its own", () => {
  const before = running(dashboard(), 1);
  const frame = frameAt(before.frames, before.parameters);
  const { model: after } = update(before, { kind: "frame", frame, isPassed: true });
  equal(after.history.newest, frame.simulationTime);
  deepEqual([after.frames, after.isStale], [before.frames, before.isStale]);
  equal(after.numerals, before.numerals);
});

Deno.test("10 frames a second in are 30 screens a second, each another one", () => {
  const playout = new Playout(1 / FPS);
  let model = dashboard();
  let [text, different] = ["", 0];
  for (let paint = 0; paint < 20 * FPS; paint++) {
    // Every third frame comes, and screens lie between those of the source.
    const now = (paint + 0.4) / FPS;
    if (paint % 3 === 0) playout.push(frameAt(paint, model.parameters), now - 0.02);
    const due = playout.take(now).map((frame) => withFloaterPlaces(frame, model.parameters));
    due.forEach((frame, index) => {
      const isPassed = index < due.length - 1;
      model = update(model, { kind: "frame", frame, isPassed }).model;
    });
    const shown = screenText(model);
    if (paint >= 10 * FPS && shown !== text) different++;
    text = shown;
  }
  equal(different, 10 * FPS);
});

Deno.test("what floaters hold is not known where it is not told, and nothing is said of it", () => {
  const model = press(running(dashboard(), 1), "4");
  const frame = withFloaterPlaces({ ...model.frame!, floaterCount: 0 }, model.parameters);
  const floater = screenText(update({ ...model, isStale: true }, { kind: "frame", frame }).model)
    .split("\n").find((line) => /^ +0 /.test(line));
  match(floater ?? "", /ing +no data +no data +- +no data/);
});

Deno.test("alarms stand as they do there, and go on from there", () => {
  const [first] = dashboard().alarms.alarms;
  const view = { ...first, state: "unacknowledged", since: 3, count: 1 } as const;
  const board = boardOf({ alarms: [view], isFlood: false, lost: 0, faults: [] });
  const model = update(running(dashboard(), 1), { kind: "board", board }).model;
  deepEqual(model.alarms.active.map(({ name }) => name), [first.name]);
});
