import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { type Command, PARAMETERS } from "../../telemetry/mod.ts";
import { type CommandReply, type Model, update } from "../../tui/mod.ts";
import { TEXT_LIMIT } from "../../tui/actions/text.ts";
import { parameterValue, PENDING_LIMIT, UNDO_LIMIT } from "../../tui/changes.ts";
import { lineOf } from "../../tui/dialog.ts";
import { NOTICE_TIME } from "../../tui/model.ts";
import { SPEEDS } from "../../tui/actions/run.ts";
import { FIRST_VIEW } from "../../tui/charts/mod.ts";
import { NUMERAL_RATE } from "../../tui/update.ts";
import { alarmed, dashboard, FPS, frameAt, press, running, withFrame } from "./fixtures.ts";

const AIR = "injector.freeAirVolume";

function set(value: number): Command {
  return { kind: "set", parameter: AIR, value };
}

function reply(model: Model, answer: CommandReply): Model {
  return update(model, { kind: "reply", reply: answer }).model;
}

function paste(model: Model, text: string): Model {
  return update(model, { kind: "paste", text }).model;
}

/** The model with the parameter called `name` selected. */
function select(model: Model, name: string): Model {
  return { ...model, selected: PARAMETERS.findIndex((row) => row.name === name) };
}

Deno.test("a frame is copied: the one who lent it may change it", () => {
  const frame = frameAt(0, dashboard().parameters);
  const { model } = update(dashboard(), { kind: "frame", frame });
  const [value, floater] = [frame.values[0], frame.floaters[0]];
  frame.values.fill(7);
  frame.floaters.fill(7);
  equal(model.frame?.values[0], value);
  equal(model.frame?.floaters[0], floater);
});

Deno.test("an update leaves the model before as it was", () => {
  const before = running(dashboard(), 2);
  // As text, since no two NaN in arrays are equal.
  const written = () => Deno.inspect(before, { depth: 9, iterableLimit: 1e4 });
  const copy = written();
  running(before, 1);
  press(before, "+", "space", "?", "down", "q", "enter", "5", "enter", "u", "r", ">");
  equal(written(), copy);
});

Deno.test("numerals are renewed four times a second, and the frame with every frame", () => {
  let model = dashboard();
  let renewed = 0;
  for (let index = 0; index < 10 * FPS; index++) {
    const before = model.numerals;
    model = update(model, { kind: "frame", frame: frameAt(index, model.parameters) }).model;
    if (model.numerals !== before) renewed++;
    equal(model.frame?.frameId, index);
  }
  equal(renewed, Math.ceil(10 * FPS / Math.round(FPS / NUMERAL_RATE)));
});

Deno.test("charts are renewed as often as their dots can show, and with the numerals", () => {
  const renewals = ({ span, columns }: { span: number; columns: number }) => {
    let model = running(dashboard({ columns, rows: 40 }), 1);
    model = { ...model, chartView: { ...FIRST_VIEW, span } };
    const column = span / (2 * columns);
    let renewed = 0;
    for (let index = 0; index < 2 * FPS; index++) {
      const { charted, numerals } = model;
      model = withFrame(model, {});
      if (model.charted !== charted) renewed++;
      if (model.numerals !== numerals) equal(model.charted, model.frame?.simulationTime);
      ok(model.frame!.simulationTime - model.charted <= Math.max(column, 1 / NUMERAL_RATE));
    }
    return renewed;
  };
  const numerals = Math.ceil(2 * FPS / Math.round(FPS / NUMERAL_RATE));
  equal(renewals({ span: 5, columns: 120 }), 2 * FPS);
  equal(renewals({ span: 60, columns: 120 }), numerals);
  const wide = renewals({ span: 60, columns: 300 });
  ok(wide >= 2 * 10 && wide < 2 * 14);
  equal(renewals({ span: 3600, columns: 300 }), numerals);
});

Deno.test("a key renews the numerals at once, and the frame after it as well", () => {
  const before = running(dashboard(), 1.2);
  notEqual(before.numerals, before.frame);
  const pressed = press(before, "+");
  equal(pressed.numerals, pressed.frame);
  const next = withFrame(pressed, {});
  equal(next.numerals, next.frame);
});

Deno.test("the history has a sample of each frame, none while held, and begins again", () => {
  const model = running(dashboard(), 3);
  equal(model.history.samples, 3 * FPS);
  const still = withFrame(model, {}, { simulationTime: model.frame!.simulationTime });
  equal(still.history.samples, 3 * FPS);
  const anew = withFrame(model, {}, { simulationTime: 0 });
  equal(anew.history.samples, 1);
  equal(anew.numerals?.simulationTime, 0);
});

Deno.test("a notice goes after its time, or with the next key", () => {
  const refused = press(dashboard(), "u");
  equal(refused.notice?.text, "Nothing to undo");
  ok(running(refused, NOTICE_TIME - 0.1).notice !== undefined);
  equal(running(refused, NOTICE_TIME).notice, undefined);
  equal(press(refused, "down").notice, undefined);
});

Deno.test("a change counts at once, and for good when the plant has taken it", () => {
  const pressed = press(running(dashboard(), 1), "+");
  equal(parameterValue(pressed, AIR), 0.165);
  equal(pressed.parameters[AIR], 0.16);
  const taken = reply(pressed, { command: set(0.165), outcome: "applied" });
  equal(taken.parameters[AIR], 0.165);
  deepEqual(taken.pending, []);
});

Deno.test("a change that the plant refuses is gone, with its reason, and cannot be undone", () => {
  const twice = press(running(dashboard(), 1), "+", "+");
  const once = reply(twice, { command: set(0.165), outcome: "applied" });
  const refused = reply(once, {
    command: set(0.17),
    outcome: "refused",
    reason: `Cannot build plant as ${AIR} must be small: current value is 0.17`,
  });
  equal(parameterValue(refused, AIR), 0.165);
  equal(refused.notice?.text, `Refused: ${AIR} must be small`);
  equal(refused.notice?.kind, "refused");
  deepEqual(refused.changes.done.map(({ changes: [{ after }] }) => after), [0.165]);
});

Deno.test("what the optimiser has changed is said, and is what keys go on from", () => {
  const by = "optimiser";
  const changes: [Command, string][] = [
    [{ kind: "mode", mode: "performance" }, "mode performance"],
    [{ kind: "fps", fps: 15 }, "15 frames per second"],
    [{ kind: "speed", speed: 0.5 }, "speed 0.5"],
  ];
  let model = running(dashboard(), 1);
  for (const [command, words] of changes) {
    model = reply(model, { command, outcome: "applied", by });
    equal(model.notice?.text, `Adapted to this machine: ${words}`);
  }
  deepEqual([model.mode, model.speed], ["performance", 0.5]);
});

Deno.test("a restart is said", () => {
  const start = select(running(dashboard(), 1), "chain.floaterCount");
  const command: Command = { kind: "set", parameter: "chain.floaterCount", value: 30 };
  const restarted = reply(press(start, "+"), { command, outcome: "restarted" });
  equal(restarted.notice?.text, "chain.floaterCount is 30: the run restarted");
  equal(restarted.parameters["chain.floaterCount"], 30);
});

Deno.test("changes are undone in reverse, each to the value before it", () => {
  const start = running(dashboard(), 1);
  const changed = press(start, "+", "+", "down", "-");
  equal(changed.changes.done.length, 3);
  const values: unknown[] = [];
  let model = changed;
  for (let count = 0; count < 3; count++) {
    const { model: next, effects } = update(model, { kind: "key", key: "u" });
    values.push(...effects.map((effect) => effect.kind === "send" && effect.command));
    model = next;
  }
  deepEqual(values, [
    { kind: "set", parameter: "injector.conductance", value: 8e-7 },
    { kind: "set", parameter: AIR, value: 0.165 },
    { kind: "set", parameter: AIR, value: 0.16 },
  ]);
  equal(PARAMETERS[model.selected].name, AIR);
  equal(press(model, "u").notice?.text, "Nothing to undo");
});

Deno.test("an undo that the plant refuses can be tried again", () => {
  const undone = press(running(dashboard(), 1), "+", "u");
  const first = reply(undone, { command: set(0.165), outcome: "applied" });
  const second = reply(first, { command: set(0.16), outcome: "refused", reason: "busy" });
  equal(parameterValue(second, AIR), 0.165);
  equal(second.changes.done.length, 1);
});

Deno.test("undo and changes under way are bounded", () => {
  let model = running(dashboard(), 1);
  for (let count = 0; count < UNDO_LIMIT + 20; count++) {
    const value = parameterValue(model, AIR);
    model = press(model, count % 2 === 0 ? "+" : "-");
    notEqual(parameterValue(model, AIR), value);
    model = { ...model, pending: [] };
    model = { ...model, parameters: { ...model.parameters, [AIR]: count % 2 ? 0.16 : 0.165 } };
  }
  equal(model.changes.done.length, UNDO_LIMIT);
  let waiting = running(dashboard(), 1);
  for (let count = 0; count < PENDING_LIMIT; count++) waiting = press(waiting, "+");
  const { model: full, effects } = update(waiting, { kind: "key", key: "+" });
  equal(full.pending.length, PENDING_LIMIT);
  deepEqual(effects, []);
  match(full.notice?.text ?? "", new RegExp(`has not answered the last ${PENDING_LIMIT} changes`));
});

Deno.test("a key that cannot work now says why", () => {
  const start = running(dashboard(), 1);
  const says = (model: Model, key: string) => {
    const { model: after, effects } = update(model, { kind: "key", key });
    deepEqual(effects, []);
    equal(after.notice?.kind, "refused");
    return after.notice?.text;
  };
  equal(says(start, "."), "A single step needs a held run: press space first");
  equal(says(start, "u"), "Nothing to undo");
  equal(says({ ...start, speed: Infinity }, ">"), "It already runs as fast as it can");
  equal(says({ ...start, speed: SPEEDS[0] }, "<"), "0.1 is the lowest speed");
  equal(says(press(start, "home"), "up"), "This is the first parameter");
  equal(says(press(start, "home"), "left"), "This is the first group");
  equal(says(press(start, "end"), "down"), "This is the last parameter");
  equal(says(press(start, "end"), "right"), "This is the last group");
  equal(says(dashboard(), "v"), "No frame has come yet: nothing to judge");
  const least = select(start, "chain.externalForce");
  match(
    says({ ...least, parameters: { ...least.parameters, "chain.externalForce": -1e9 } }, "-")!,
    /goes no further/,
  );
  match(says(select(start, "chain.straightHeight"), "+")!, /^chain.straightHeight stays: /);
});

Deno.test("speeds go up to max and down to a tenth, from any between", () => {
  let model = running(dashboard({ speed: 3 }), 1);
  equal(press(model, ">").speed, 5);
  equal(press(model, "<").speed, 2);
  for (const speed of SPEEDS.slice(5)) equal((model = press(model, ">")).speed, speed);
  equal(model.speed, Infinity);
});

Deno.test("space holds and resumes; a refusal leaves it as it was", () => {
  const held = press(running(dashboard(), 1), "space");
  equal(held.isHeld, true);
  equal(press(held, "space").isHeld, false);
  equal(reply(held, { command: { kind: "hold" }, outcome: "refused" }).isHeld, false);
});

Deno.test("m goes round the modes as the plant takes them; a refusal leaves it in its own", () => {
  let model = running(dashboard(), 1);
  const seen = [];
  for (let turn = 0; turn < 4; turn++) {
    const { model: pressed, effects: [effect] } = update(model, { kind: "key", key: "m" });
    if (effect?.kind !== "send" || effect.command.kind !== "mode") throw new Error("no mode sent");
    const { command } = effect;
    equal(pressed.mode, model.mode, "until the plant has it");
    match(pressed.notice?.text ?? "", new RegExp(`^Mode ${command.mode}: `));
    const refused = reply(pressed, { command, outcome: "refused", reason: "busy" });
    equal(refused.mode, model.mode);
    equal(refused.notice?.text, "Refused: busy");
    model = reply(pressed, { command, outcome: "applied" });
    equal(model.mode, command.mode);
    seen.push(command.mode);
  }
  deepEqual(seen, ["accuracy", "performance", "balanced", "accuracy"]);
});

Deno.test("a typed value is checked as it is typed, and set only when it is right", () => {
  const typed = (text: string) => press(running(dashboard(), 1), "enter", ...text);
  for (const wrong of ["x", "0.1 kg", "-1", "1e99"]) {
    const { model, effects } = update(typed(wrong), { kind: "key", key: "enter" });
    deepEqual(effects, [], wrong);
    ok(model.notice?.text.startsWith("Not set: "), wrong);
    equal(lineOf(model.dialog)?.text, wrong);
  }
  const { model, effects } = update(typed("0.12 m3"), { kind: "key", key: "enter" });
  deepEqual(effects, [{ kind: "send", command: set(0.12) }]);
  equal(model.dialog, undefined);
  deepEqual(update(typed("  "), { kind: "key", key: "enter" }).effects, []);
});

Deno.test("a value that no plant can have together with the others is not sent", () => {
  const start = select(running(dashboard(), 1), "water.depth");
  const { model, effects } = update(press(start, "enter", "5"), { kind: "key", key: "enter" });
  deepEqual(effects, []);
  match(model.notice?.text ?? "", /^Not set: water.depth must be at least/);
});

Deno.test("Enter takes the next choice where there is nothing to type", () => {
  const start = select(running(dashboard(), 1), "drivetrain.clutch");
  deepEqual(update(start, { kind: "key", key: "enter" }).effects, [{
    kind: "send",
    command: { kind: "set", parameter: "drivetrain.clutch", value: "overrunning" },
  }]);
});

Deno.test("what is pasted is typed, but only into a value and only so much", () => {
  const start = running(dashboard(), 1);
  equal(paste(start, "9").notice?.kind, "refused");
  const typing = press(start, "enter");
  equal(lineOf(paste(typing, "0.12\x1b\n m³").dialog)?.text, "0.12 m³");
  const long = paste(typing, "1".repeat(TEXT_LIMIT + 1));
  equal(lineOf(long.dialog)?.text, "");
  equal(long.notice?.kind, "refused");
});

Deno.test("alarms come with the journal, and a new run forgets those of the last", () => {
  const starved = alarmed(running(dashboard(), 1), "starved", "overrun");
  deepEqual(starved.alarms.active.map(({ name }) => name), ["starved", "overrun"]);
  const anew = update(starved, { kind: "journal", entries: [{ kind: "restart", time: 0 }] }).model;
  deepEqual(anew.alarms.active, []);
});

Deno.test("a new size renews the numerals", () => {
  const model = running(dashboard({ columns: 200, rows: 60 }), 60.1);
  notEqual(model.numerals, model.frame);
  const small = update(model, { kind: "resize", columns: 80, rows: 24 }).model;
  equal(small.columns, 80);
  equal(small.numerals, small.frame);
});
