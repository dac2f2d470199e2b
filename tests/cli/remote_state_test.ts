import assert from "node:assert/strict";
import { commandsBetween, type RemoteState, stateAfter } from "../../cli/remote_state.ts";
import { type Command, PRESETS } from "../../telemetry/mod.ts";

const { parameters } = PRESETS["kpp-01"];
const FIRST: RemoteState = { parameters, speed: 1, isHeld: false };

const COMMANDS: Command[] = [
  { kind: "set", parameter: "water.depth", value: 12 },
  { kind: "set", parameter: "floater.thermalTime", value: Infinity },
  { kind: "speed", speed: Infinity },
  { kind: "hold" },
];

Deno.test("what happened meanwhile is the commands that lead there, and no others", () => {
  const told = COMMANDS.reduce(stateAfter, FIRST);
  const commands = commandsBetween({ before: FIRST, now: FIRST, told });
  assert.deepEqual(new Set(commands), new Set(COMMANDS));
  assert.deepEqual(commands.reduce(stateAfter, FIRST), told);
  assert.deepEqual(commandsBetween({ before: told, now: told, told }), []);
  const [back] = commandsBetween({ before: { ...FIRST, isHeld: true }, now: told, told: FIRST });
  assert.deepEqual(back, { kind: "resume" }, "a plant that was begun anew is not held");
});

Deno.test("what was heard while the answer was on its way is newer than the answer", () => {
  const now = COMMANDS.reduce(stateAfter, FIRST);
  assert.deepEqual(commandsBetween({ before: FIRST, now, told: FIRST }), []);
  const older = stateAfter(FIRST, { kind: "set", parameter: "water.depth", value: 7 });
  assert.deepEqual(commandsBetween({ before: FIRST, now, told: older }), []);
});

Deno.test("commands that change nothing of it leave it as it is", () => {
  for (const command of [{ kind: "step" }, { kind: "reset" }] as const) {
    assert.equal(stateAfter(FIRST, command), FIRST);
  }
});
