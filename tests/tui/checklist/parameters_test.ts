import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { PARAMETERS } from "../../../telemetry/mod.ts";
import { update } from "../../../tui/mod.ts";
import { placeInRange } from "../../../tui/panels/parameter_detail.tsx";
import { press, running, withFrame } from "../fixtures.ts";
import { checklist, panelText, screenOf, sent, started, typed } from "./read_back.ts";

checklist({
  "parameters: a tree by group that folds, with search"() {
    const folded = press(started(), "o");
    match(panelText(folded, "parameters"), /▸ injector \(6\)/);
    ok(!panelText(folded, "parameters").includes("free air per fill"));
    const found = press(started(), "/", ..."depth", "enter");
    match(panelText(found, "parameters"), /parameters ─+ \/depth/);
    match(panelText(found, "parameters"), /water depth/);
    ok(!panelText(found, "parameters").includes("free air per fill"));
    ok(panelText(press(found, "escape"), "parameters").includes("free air per fill"));
  },
  "parameters: unit, range, default, mark of a change, bar in the range"() {
    const panel = panelText(press(started(), "+"), "parameters");
    match(panel, /\* free air per fill +0\.165 m3/);
    match(panel, /from 0 to 100000 m3/);
    match(panel, /preset 0\.160 m3/);
    match(panel, /─●─/);
    for (const row of PARAMETERS) {
      if (row.kind !== "number" && row.kind !== "integer") continue;
      equal(placeInRange(row, row.min), 0, row.name);
      equal(placeInRange(row, row.max), 1, row.name);
    }
  },
  "parameters: coarse and fine steps, live validation, undo and redo"() {
    match(screenOf(press(started(), "shift+up")), /0\.160 m3 → 0\.210 m3/);
    match(screenOf(press(started(), "enter", "-", "1")), /! .*from 0 to 100000/);
    const undone = press(started(), "+", "u");
    match(screenOf(undone), /Undone: injector/);
    match(screenOf(press(undone, "U")), /Redone: injector\.freeAirVolume 0\.160 m3 → 0\.165/);
  },
  "a baseline: the run before as a ghost line, and the difference in lap averages"() {
    const marked = press(started(), "b");
    const ghosts = running(press(marked, "f"), 10);
    notEqual(panelText(ghosts, "power"), panelText({ ...ghosts, baseline: undefined }, "power"));
    const later = withFrame(marked, { "lap.power": 2700, "lap.count": 2 });
    match(screenOf(press(later, "B")), /lap power +2\.500 kW +2\.700 kW +\+0\.200 kW/);
  },
  "what cannot be undone is confirmed"() {
    const asked = press(started(), "r");
    match(screenOf(asked), /\? The run would begin again from rest\. Reset it\? \(y or n\)/);
    deepEqual(sent(asked, "n"), []);
    deepEqual(sent(asked, "y"), [{ kind: "send", command: { kind: "reset" } }]);
    const restart = press(typed(started(), "goto chain.floaterCount"), "+");
    equal(restart.dialog?.kind, "confirm");
    equal(restart.pending.length, 0);
  },
  "parameters: typed entry, with or without its unit"() {
    for (const text of ["0.12", "0.12m3"]) {
      const model = press(started(), "enter", ...text, "enter");
      match(screenOf(model), /0\.160 m3 → 0\.120 m3/, text);
    }
  },
  "parameters: a named preset is saved with all of them, and loaded again as one step"() {
    const changed = press(started(), "+");
    const { effects } = update(press(changed, ":", ..."save", "space", ..."mine"), {
      kind: "key",
      key: "enter",
    });
    const [saved] = effects;
    ok(saved.kind === "savePreset" && saved.name === "mine" && !saved.isReplacing);
    equal(saved.parameters["injector.freeAirVolume"], 0.165);
    equal(Object.keys(saved.parameters).length, PARAMETERS.length);
    const asked = update(started(), { kind: "presetExists", name: "mine" }).model;
    match(screenOf(asked), /\? There is a preset mine already\. Replace it\? \(y or n\)/);
    const { parameters } = saved;
    const loaded = update(started(), { kind: "preset", name: "mine", parameters }).model;
    match(screenOf(loaded), /^ mine .*[^]*0\.160 m3 → 0\.165 m3/);
    match(screenOf(press(loaded, "u")), /Undone: /);
  },
});
