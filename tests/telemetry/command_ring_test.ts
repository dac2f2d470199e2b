import assert from "node:assert/strict";
import fc from "fast-check";
import { ManualTime } from "../../clock/mod.ts";
import type { ParameterName } from "../../engine/mod.ts";
import {
  type Command,
  COMMAND_BYTES,
  CommandReceiver,
  type CommandRing,
  CommandSender,
  createCommandRing,
  type Mode,
  MODE_NAMES,
  PARAMETERS,
} from "../../telemetry/mod.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 300 });

function setUp(ring: CommandRing = createCommandRing()) {
  return { sender: new CommandSender(ring), receiver: new CommandReceiver(ring) };
}

/** Objects as the program makes them. */
const PLAIN = { noNullPrototype: true };

const COMMAND: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("hold" as const, "resume", "step", "reset", "stop"),
  }, PLAIN) as fc.Arbitrary<Command>,
  fc.record({ kind: fc.constant("speed" as const), speed: fc.double() }, PLAIN),
  fc.record({ kind: fc.constant("fps" as const), fps: fc.double() }, PLAIN),
  fc.record({ kind: fc.constant("mode" as const), mode: fc.constantFrom(...MODE_NAMES) }, PLAIN),
  fc.record({
    kind: fc.constant("set" as const),
    parameter: fc.constantFrom(...PARAMETERS.map(({ name }) => name)),
    value: fc.oneof(
      fc.double(),
      fc.boolean(),
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(Infinity, -Infinity, NaN, -0, Number.MIN_VALUE, "rigid", "free"),
    ),
  }, PLAIN),
  fc.record({
    kind: fc.constant("alarm" as const),
    event: fc.constantFrom("acknowledge", "shelve", "restore"),
    alarm: fc.string(),
    note: fc.string({ unit: "binary", maxLength: 300 }),
    duration: fc.double(),
  }, { ...PLAIN, requiredKeys: ["kind", "event"] }),
  fc.record({ kind: fc.constant("limit" as const), alarm: fc.string(), limit: fc.double() }, PLAIN),
  fc.record({
    kind: fc.constant("rules" as const),
    text: fc.integer({ min: 0, max: COMMAND_BYTES / 64 }).map((length) => "é".repeat(length)),
  }, PLAIN),
);

Deno.test("commands arrive in order, bit by bit, however turns alternate", () => {
  const turns = fc.array(fc.oneof(COMMAND, fc.constant("receive" as const)), { maxLength: 60 });
  fc.assert(fc.property(turns, (turns) => {
    const { sender, receiver } = setUp();
    const waiting: Command[] = [];
    for (const turn of turns) {
      // deepStrictEqual tells -0 from 0 and takes NaN for NaN.
      if (turn === "receive") assert.deepStrictEqual(receiver.receive(), waiting.shift());
      else {
        sender.send(turn);
        waiting.push(turn);
      }
    }
    for (const command of waiting) assert.deepStrictEqual(receiver.receive(), command);
    assert.equal(receiver.receive(), undefined);
  }));
});

Deno.test("a full ring refuses a command aloud and loses none", () => {
  const { sender, receiver } = setUp();
  const speed = (speed: number): Command => ({ kind: "speed", speed });
  let sent = 0;
  while (!sender.full) sender.send(speed(sent++));
  assert.ok(sent > 4 * PARAMETERS.length);
  const long: Command = { kind: "rules", text: "x".repeat(1000) };
  assert.throws(() => sender.send(long), {
    name: "RangeError",
    message: /^Cannot send "rules" as it must have at most \d+ bytes, the room that is left: /,
  });
  for (let n = 0; n < sent; n++) assert.deepEqual(receiver.receive(), speed(n));
  assert.equal(receiver.receive(), undefined);
  sender.send(long);
  assert.deepEqual(receiver.receive(), long);
});

Deno.test("the longest command fills the ring to the last byte", () => {
  const { sender, receiver } = setUp();
  const rest = 4 + JSON.stringify({ kind: "rules", text: "" }).length;
  const longest: Command = { kind: "rules", text: "x".repeat(COMMAND_BYTES - rest) };
  sender.send({ kind: "hold" });
  assert.throws(() => sender.send(longest), RangeError);
  receiver.receive();
  sender.send(longest);
  assert.equal(sender.full, true);
  assert.deepEqual(receiver.receive(), longest);
  assert.throws(() => sender.send({ kind: "rules", text: `${longest.text}x` }), RangeError);
});

Deno.test("what means nothing is refused and nothing is sent", () => {
  const { sender, receiver } = setUp();
  const unknown = "floater.colour" as ParameterName;
  assert.throws(() => sender.send({ kind: "set", parameter: unknown, value: 1 }), {
    name: "RangeError",
    message: 'Cannot set "floater.colour" as no parameter is called that',
  });
  assert.throws(() => sender.send({ kind: "mode", mode: "swift" as Mode }), {
    name: "RangeError",
    message: 'Cannot take "swift" as no mode is called that',
  });
  assert.equal(receiver.receive(), undefined);
  sender.send({ kind: "hold" });
  assert.deepEqual(receiver.receive(), { kind: "hold" });
});

Deno.test("the counts of bytes may pass 2^31 and 2^32", () => {
  for (const count of [0x7fffffff - 300, -300]) {
    const ring = createCommandRing();
    new Int32Array(ring.memory).fill(count, 0, 2);
    const { sender, receiver } = setUp(ring);
    for (let n = 0; n < 100; n++) {
      sender.send({ kind: "speed", speed: n });
      assert.deepEqual(receiver.receive(), { kind: "speed", speed: n });
      assert.equal(receiver.receive(), undefined);
    }
  }
});

Deno.test("a command wakes a sleeper, and keeps waking it until received", () => {
  const { sender, receiver } = setUp();
  const time = new ManualTime();
  time.schedule(0.5, () => sender.send({ kind: "stop" }));
  assert.equal(time.sleepUntil(1, receiver), false);
  assert.equal(time.sleepUntil(1, receiver), false);
  assert.equal(time.now(), 0.5);
  receiver.receive();
  assert.equal(time.sleepUntil(1, receiver), true);
});
