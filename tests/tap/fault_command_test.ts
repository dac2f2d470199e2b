import assert from "node:assert/strict";
import { parseCommand } from "../../tap/mod.ts";
import { commandMessage } from "../../tap/command_message.ts";
import { type Command, parseFault } from "../../telemetry/mod.ts";

Deno.test("faults through a tap: what is written of a command gives that command", () => {
  const commands: readonly Command[] = [
    { kind: "fault", fault: parseFault("bias=0.1:chain.speed:60s:30s:0.5") },
    { kind: "fault", fault: parseFault("receiver-leak") },
    { kind: "clear", faults: {} },
    { kind: "clear", faults: { kind: "stuck" } },
    { kind: "clear", faults: { kind: "stuck", target: "chain.speed" } },
  ];
  for (const command of commands) {
    assert.deepEqual(parseCommand(JSON.parse(JSON.stringify(commandMessage(command)))), command);
  }
});

Deno.test("faults through a tap: those of the program, and what is none, are refused", () => {
  for (const fault of ["throw::3s", "disk-full", "block=60", "dead-worker"]) {
    assert.throws(() => parseCommand({ kind: "fault", fault }), /must be of a sensor or the plant/);
  }
  assert.throws(() => parseCommand({ kind: "fault", fault: "stuk:power.net" }), {
    message: 'Cannot use fault as no fault is called "stuk"; did you mean "stuck"?',
  });
  assert.throws(() => parseCommand({ kind: "fault" }), TypeError);
  assert.throws(() => parseCommand({ kind: "clear", faults: "all" }), /no fault is called "all"/);
});
