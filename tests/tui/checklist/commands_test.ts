import { deepEqual, equal, match, ok } from "node:assert/strict";
import { parseScreen, screenText, update } from "../../../tui/mod.ts";
import { dashboard, press, running } from "../fixtures.ts";
import { checklist, linesOf, screenOf, sent, started, typed } from "./read_back.ts";

checklist({
  "the command line is opened by : and does what is typed"() {
    match(screenOf(press(started(), ":", ..."spe")), /^ :spe/m);
    equal(typed(started(), "goto energy").page, "energy");
    equal(typed(started(), "speed 5").speed, 5);
    match(screenOf(typed(started(), "mode accuracy")), /Mode accuracy/);
    match(screenOf(typed(started(), "set water.depth 9.5")), /water\.depth 9\.00 m → 9\.50 m/);
    match(screenOf(typed(started(), "preset ideal")), /preset ideal: \d+ parameters/);
  },
  "commands: Tab completes, and shows what there is"() {
    const completed = press(started(), ":", ..."sna", "tab");
    match(screenOf(completed), /^ :snapshot/m);
    match(screenOf(press(started(), ":", ..."s")), /save screenshot set snapshot speed step/);
    match(
      screenOf(press(started(), ":", ..."set", "space", ..."injector.f", "tab")),
      /:set injector\.freeAirVolume/,
    );
  },
  "commands: history by Up and Down, kept from one run to the next"() {
    const once = typed(typed(started(), "speed 5"), "speed 2");
    match(screenOf(press(once, ":", "up")), /^ :speed 2/m);
    match(screenOf(press(once, ":", "up", "up")), /^ :speed 5/m);
    match(screenOf(press(once, ":", "up", "up", "down")), /^ :speed 2/m);
    deepEqual(parseScreen(screenText(once))?.commands, ["speed 5", "speed 2"]);
  },
  "commands: record and snapshot keep the run, and say when they cannot"() {
    const record = { kind: "record", path: "run.mcap", isReplacing: false };
    deepEqual(sent(press(started(), ":", ..."record", "space", ..."run.mcap"), "enter"), [record]);
    const snapshot = { kind: "snapshot", path: "day.kpp", isReplacing: false };
    deepEqual(sent(press(started(), ":", ..."snapshot", "space", ..."day.kpp"), "enter"), [
      snapshot,
    ]);
    match(screenOf(typed(started(), "record stop")), /! Nothing is being recorded/);
    const remote = running(dashboard({ isRemote: true }), 10);
    match(screenOf(typed(remote, "record run.mcap")), /! The plant runs elsewhere/);
    match(screenOf(typed(remote, "snapshot day.kpp")), /! The plant runs elsewhere/);
  },
  "commands: while the run is recorded the header says so, and toasts what came of it"() {
    const text = "Recording to run.mcap";
    const begun = { kind: "recording", path: "run.mcap", text, isRefused: false } as const;
    const model = update(started(), begun).model;
    match(linesOf(model)[0], /0:01:39\.\d {2}rec /);
    ok(screenOf(model).includes(text));
    match(screenOf(typed(model, "record other")), /! run\.mcap is being recorded/);
    const why = "The recording to run.mcap has ended: No space left on device";
    const failed = { kind: "recording", path: undefined, text: why, isRefused: true } as const;
    const after = update(model, failed).model;
    ok(!linesOf(after)[0].includes(" rec "));
    match(screenOf(after), /! The recording to run\.mcap has ended/);
  },
  "commands: a file that would be written over is asked for first"() {
    const effect = { kind: "snapshot", path: "day.kpp", isReplacing: false } as const;
    const asked = update(started(), { kind: "fileExists", effect }).model;
    match(screenOf(asked), /\? There is a file day\.kpp already\. Replace it\? \(y or n\)/);
    deepEqual(sent(asked, "y"), [{ ...effect, isReplacing: true }]);
    deepEqual(sent(asked, "n"), []);
  },
  "commands: one that is not there is refused with the nearest that is"() {
    match(screenOf(typed(started(), "spede 5")), /! No command is called "spede".*"speed"/);
  },
});
