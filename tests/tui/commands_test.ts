import { deepEqual, equal, match, ok } from "node:assert/strict";
import { parseFault, PRESETS } from "../../telemetry/mod.ts";
import { COMMANDS, completions } from "../../tui/commands/table.ts";
import { type Effect, type Model, update } from "../../tui/mod.ts";
import { lineOf } from "../../tui/dialog.ts";
import { Cells, paint } from "../../tui/kit/mod.ts";
import { view } from "../../tui/mod.ts";
import { alarmed, dashboard, faulty, press, running } from "./fixtures.ts";

const started = () => running(dashboard(), 120);

/** Types a line after `:` and presses Enter. */
function type(model: Model, line: string): { model: Model; effects: readonly Effect[] } {
  const keys = [...line].map((character) => character === " " ? "space" : character);
  return update(press(model, ":", ...keys), { kind: "key", key: "enter" });
}

function says(line: string, from = started()): string {
  return type(from, line).model.notice?.text ?? "";
}

function sent(line: string, from = started()): unknown {
  return type(from, line).effects.map((effect) => effect.kind === "send" ? effect.command : effect);
}

function screenOf(model: Model): string {
  const cells = new Cells(model.columns, model.rows, model.options.symbols);
  paint(view(model), cells);
  return cells.toString();
}

const AIR = "injector.freeAirVolume";

/** What each command does: one without a case is a failure. */
const CASES: Readonly<Record<string, () => void>> = {
  set: () => {
    deepEqual(sent("set injector.freeAirVolume 0.12 m3"), [
      { kind: "set", parameter: AIR, value: 0.12 },
    ]);
    match(says("set injector.freeAirVolum 1"), /did you mean "injector\.freeAirVolume"/);
    match(says(`set ${AIR} much`), /stays: /);
    match(says("set chain"), /^Cannot use :set like that: write :set PARAMETER VALUE$/);
  },
  preset: () => {
    const asked = type(started(), "preset kpp-01-matched").model;
    equal(asked.dialog?.kind, "confirm");
    equal(press(asked, "n").preset.name, "kpp-01");
    const taken = press(asked, "y");
    ok(taken.pending.length > 0);
    equal(taken.preset.name, "kpp-01-matched");
    equal(press(taken, "u", "y").preset.name, "kpp-01");
    match(says("preset ../etc/passwd"), /^Cannot use the name/);
    deepEqual(type(started(), "preset mine").effects, [{ kind: "loadPreset", name: "mine" }]);
  },
  save: () => {
    const [effect] = type(press(started(), "+"), "save mine").effects;
    ok(effect.kind === "savePreset" && !effect.isReplacing);
    equal(effect.parameters[AIR], 0.165);
    match(says("save kpp-01"), /is built in/);
  },
  undo: () => match(says("undo", press(started(), "+")), /^Undone: /),
  redo: () => match(says("redo", press(started(), "+", "u")), /^Redone: /),
  baseline: () => match(says("baseline"), /^Baseline: the run up to 0:01:59/),
  speed: () => {
    deepEqual(sent("speed 2.5"), [{ kind: "speed", speed: 2.5 }]);
    deepEqual(sent("speed max"), [{ kind: "speed", speed: Infinity }]);
    for (const text of ["0", "-1", "fast", "1001"]) match(says(`speed ${text}`), /^Cannot run at/);
  },
  mode: () => {
    deepEqual(sent("mode accuracy"), [{ kind: "mode", mode: "accuracy" }]);
    match(says("mode best"), /performance, balanced, accuracy/);
  },
  hold: () => {
    deepEqual(sent("hold"), [{ kind: "hold" }]);
    equal(says("hold", press(started(), "space")), "The run is held");
  },
  resume: () => {
    deepEqual(sent("resume", press(started(), "space")), [{ kind: "resume" }]);
    equal(says("resume"), "The run goes on");
  },
  step: () => match(says("step"), /needs a held run/),
  reset: () => equal(type(started(), "reset").model.dialog?.kind, "confirm"),
  quit: () => deepEqual(sent("quit"), [{ kind: "quit" }]),
  record: () => {
    const record = { kind: "record", path: "a run.mcap", isReplacing: false } as const;
    deepEqual(type(started(), "record a run.mcap").effects, [record]);
    match(says("record stop"), /^Nothing is being recorded/);
    match(says("record"), /write :record FILE/);
  },
  snapshot: () => {
    const snapshot = { kind: "snapshot", path: "day.kpp", isReplacing: false } as const;
    deepEqual(type(started(), "snapshot day.kpp").effects, [snapshot]);
    match(says("snapshot"), /write :snapshot FILE/);
  },
  fault: () => {
    const fault = parseFault("bias=0.5:chain.speed:60s:30s");
    deepEqual(sent("fault bias=0.5:chain.speed:60s:30s"), [{ kind: "fault", fault }]);
    match(says("fault bias=0.5:chain.speed:60s"), /^Fault bias=0\.5:chain\.speed:60s/);
    match(says("fault stuk:chain.speed"), /no fault is called "stuk"; did you mean "stuck"\?/);
    deepEqual(sent("fault clear"), [{ kind: "clear", faults: {} }]);
    deepEqual(sent("fault clear bias:chain.speed"), [
      { kind: "clear", faults: { kind: "bias", target: "chain.speed" } },
    ]);
    match(says("fault clear byas"), /did you mean "bias"\?/);
    const words = completions(started(), "fault ");
    for (const word of ["clear", "stuck:chain.speed", "chain-jam:chain", "throw:plant"]) {
      ok(words.includes(word), word);
    }
    deepEqual(completions(faulty(started()), "fault clear "), ["bias:chain.speed"]);
  },
  alarm: () => {
    const from = alarmed(started(), "starved");
    deepEqual(sent("alarm ack starved", from), [
      { kind: "alarm", event: "acknowledge", alarm: "starved" },
    ]);
    match(says("alarm eat starved", from), /must be ack, reset, shelve/);
    match(says("alarm ack hunger", from), /No alarm is called "hunger"/);
    deepEqual(sent("alarm set chainSpeed.hi=0.5", from), [
      { kind: "limit", alarm: "chainSpeed.hi", limit: 0.5 },
    ]);
    match(says("alarm set chainSpeed.hi=0.5", from), /chainSpeed\.hi set to 0\.5 m\/s/);
    match(says("alarm set chainSpeed.hi=fast", from), /must be a number: current value is fast/);
    match(says("alarm set chainSpeed.hi=", from), /must be a number/);
    match(says("alarm set starved=1", from), /No limit is called "starved"/);
  },
  goto: () => {
    equal(type(started(), "goto energy").model.page, "energy");
    equal(type(started(), "goto 4").model.page, "floaters");
    const { model } = type(press(started(), "2"), "goto water.depth");
    match(screenOf(model), /▸ parameters/);
    match(screenOf(model), /^.*water\.depth ─/m);
    const { chartView, page } = type(press(started(), "3"), "goto 1:10").model;
    deepEqual([page, chartView.cursor, chartView.end], ["charts", 70, 100]);
    match(says("goto 9:00:00"), /what is kept goes from 0:00:00/);
    match(says("goto nowhere"), /must be a page, a parameter or a time/);
  },
  chart: () => {
    const { model } = type(started(), "chart chain.speed shaft.speed");
    deepEqual(model.charts.at(-1), ["chain.speed", "shaft.speed"]);
    match(screenOf(model), /chain speed/);
    match(says("chart chain.colour"), /No channel is called/);
  },
  theme: () => {
    equal(type(started(), "theme monochrome").model.theme.name, "monochrome");
    match(says("theme pink"), /dark, light, high-contrast, monochrome/);
  },
  screenshot: () => deepEqual(type(started(), "screenshot").effects, [{ kind: "screenshot" }]),
  verdict: () => equal(type(started(), "verdict").model.overlay, "verdict"),
  compare: () => match(says("compare"), /There is no baseline/),
  help: () => equal(type(started(), "help").model.overlay, "help"),
};

for (const { name, help } of COMMANDS) {
  Deno.test(`:${name}`, () => {
    ok(help.length > 0);
    CASES[name]();
  });
}

Deno.test("a command that is not there, or nothing at all", () => {
  match(says("quti"), /^No command is called "quti"; did you mean "quit"\?$/);
  equal(type(started(), "  ").model.dialog, undefined);
});

Deno.test("Tab completes names, words and values as far as they are certain", () => {
  const lineAfter = (...keys: readonly string[]) =>
    lineOf(press(started(), ":", ...keys, "tab").dialog)?.text;
  equal(lineAfter(..."the"), "theme ");
  equal(lineAfter(..."s"), "s");
  equal(lineAfter(..."set", "space", ..."inj"), "set injector.");
  equal(lineAfter(..."set", "space", ..."drivetrain.cl"), "set drivetrain.clutch ");
  equal(lineAfter(..."mode", "space", ..."b"), "mode balanced ");
  equal(
    lineAfter(..."set", "space", ..."drivetrain.clutch", "space", ..."o"),
    "set drivetrain.clutch overrunning ",
  );
  equal(press(started(), ":", ..."zz", "tab").notice?.text, "Nothing begins like that");
  match(screenOf(press(started(), ":", ..."preset", "space")), /:preset NAME {3}kpp-01/);
});

Deno.test("commands are remembered once each, the newest last, and recalled", () => {
  let model = started();
  for (const line of ["hold", "resume", "hold", "speed 2"]) model = type(model, line).model;
  deepEqual(model.commands, ["resume", "hold", "speed 2"]);
  const lineAfter = (...keys: readonly string[]) => lineOf(press(model, ":", ...keys).dialog)?.text;
  equal(lineAfter("up"), "speed 2");
  equal(lineAfter("up", "up", "up"), "resume");
  match(press(model, ":", "up", "up", "up", "up").notice?.text ?? "", /is remembered/);
  equal(lineAfter("up", "up", "down"), "speed 2");
});

Deno.test("every built-in preset can be reached from every other, and back in one step", () => {
  for (const from of Object.keys(PRESETS)) {
    for (const to of Object.keys(PRESETS)) {
      const name = from as keyof typeof PRESETS;
      const start = running(
        dashboard({ name, preset: PRESETS[name], parameters: PRESETS[name].parameters }),
        1,
      );
      const asked = type(start, `preset ${to}`).model;
      const model = asked.dialog?.kind === "confirm" ? press(asked, "y") : asked;
      const parameters = { ...model.parameters };
      for (const { change } of model.pending) {
        Object.assign(parameters, { [change.parameter]: change.after });
      }
      deepEqual(parameters, PRESETS[to as keyof typeof PRESETS].parameters, `${from} ${to}`);
      equal(model.changes.done.length, from === to ? 0 : 1);
    }
  }
});
