import assert from "node:assert/strict";
import fc from "fast-check";
import { ACCOUNTS, RESIDUALS } from "../../engine/mod.ts";
import { LostThread } from "../../runtime/plant_faults.ts";
import {
  type ChannelId,
  channelIndex,
  FAULT_KIND_NAMES,
  type FaultKind,
  faultRow,
  faultTargets,
  MAX_FAULTS,
  parseFault,
} from "../../telemetry/mod.ts";
import { type Course, faultEntries, PARAMETERS, readings, run } from "./fault_scene.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 30, endOnFailure: true });

const PLANT = FAULT_KIND_NAMES.filter((kind) => faultRow(kind).part === "plant");

/** A run without faults, of 20 s. */
const SOUND = run([]);

/** Events of faults, short: `10 began stuck`. */
const told = (course: Course) =>
  faultEntries(course).map(({ time, event, fault }) => `${time} ${event} ${fault}`);

Deno.test("the same seed gives the same readings, entries and states, whatever the pace", () => {
  const faults = ["noise:chain.speed:1s", "drop:power.net:2s:8s:0.5", "load-rejection::3s:4s:0.5"];
  const runs = (seed: number) => [
    run(faults, { seed }),
    run(faults, { seed, rows: { rate: 30 } }),
    run(faults, { seed, speed: 7, fps: 70 }),
  ];
  for (const seed of [1, 2, 3]) {
    const [one, ...others] = runs(seed);
    for (const other of [run(faults, { seed }), ...others]) {
      assert.equal(other.hash, one.hash);
      assert.deepEqual(other.journal, one.journal);
      const speeds = new Map(
        other.rows.map(({ time }, row) =>
          [time.toFixed(6), readings(other, "chain.speed")[row]] as const
        ),
      );
      for (const [row, { time }] of one.rows.entries()) {
        const speed = speeds.get(time.toFixed(6));
        if (speed !== undefined) assert.equal(speed, readings(one, "chain.speed")[row], `${time}`);
      }
    }
  }
  const [one, other] = [1, 2].map((seed) => readings(run(faults, { seed }), "chain.speed"));
  assert.notDeepEqual(one, other);
});

Deno.test("chance lets as many faults happen as they are likely, and tells of the others", () => {
  const entries = Array.from({ length: 50 }, (_, seed) => {
    const faults = Array.from({ length: 20 }, () => "stuck:power.net:0.1s:inf:0.3");
    return faultEntries(run(faults, { seed, duration: 0.2 }));
  }).flat();
  assert.equal(entries.length, 1000);
  const missed = entries.filter(({ event }) => event === "missed").length;
  // Four standard deviations of a thousand throws.
  assert.ok(Math.abs(missed - 700) < 4 * Math.sqrt(1000 * 0.3 * 0.7), `${missed} were missed`);
});

Deno.test("a fault begins at the first step not before its time, in every mode and at 0", () => {
  const faults = ["stuck:power.net", "nan:power.net:3.0001s:2s", "bias:power.net:20s"];
  const commands = [[2, { kind: "mode", mode: "performance" }]] as const;
  const course = run(faults, { commands, duration: 20 });
  const times = faultEntries(course).map(({ time }) => time);
  assert.deepEqual(told(course).map((line) => line.split(" ").slice(1).join(" ")), [
    "began stuck",
    "began nan",
    "ended nan",
    "began bias",
  ]);
  assert.deepEqual(times, [0, 3.0001, 5.0001, 20]);
  assert.equal(readings(course, "faults.active")[30], 1, "not at 3 s");
  assert.equal(readings(course, "faults.active")[31], 2);
  assert.equal(readings(course, "faults.active").at(-1), 2, "and at the end");
});

/** A fault of a plant, from the fifth second for ten. */
function struck(kind: FaultKind): string {
  const { targets } = faultRow(kind);
  return `${kind}:${targets === "floater" ? "all" : faultTargets(kind)[0]}:5s:10s`;
}

for (const kind of PLANT) {
  Deno.test(`${kind}: the plant feels it, commands stay, and every joule is booked`, () => {
    const course = run([struck(kind)]);
    assert.notEqual(course.hash, SOUND.hash);
    assert.deepEqual(course.parameters, PARAMETERS);
    assert.deepEqual(course.inForce.slice(0, 50), Array(50).fill(PARAMETERS), "until it begins");
    assert.deepEqual(course.inForce.slice(151), Array(50).fill(PARAMETERS), "once it is over");
    assert.deepEqual(told(course), [`5 began ${kind}`, `15 ended ${kind}`]);
    checkBooks(course);
  });
}

/** Every residual at rounding, as docs/PHYSICS.md section 9 asks for. */
function checkBooks({ rows }: Course): void {
  for (const { time, values } of rows) {
    const read = (name: string) => values[channelIndex(`ledger.${name}` as ChannelId)];
    const turnover = ACCOUNTS.filter(({ unit }) => unit === "J")
      .reduce((sum, { name }) => sum + Math.abs(read(name)) / 2, 1);
    for (const { name, unit } of RESIDUALS) {
      const scale = unit === "J" ? turnover : 1;
      assert.ok(Math.abs(read(name)) <= 1e-10 * scale, `${name} is ${read(name)} at ${time} s`);
    }
    assert.equal(values[channelIndex("health.overUnity")], 0);
    assert.ok(Math.abs(values[channelIndex("health.airBalance")]) < 1e-9);
  }
}

Deno.test("any faults of the plant together leave the books closed", () => {
  const some = fc.subarray(PLANT, { minLength: 2 });
  const settings = fc.record({
    some,
    at: fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 8, maxLength: 8 }),
  });
  fc.assert(
    fc.property(settings, ({ some, at }) => {
      const faults = some.map((kind, index) => {
        const { targets } = faultRow(kind);
        const target = targets === "floater" ? "all" : faultTargets(kind)[0];
        return `${kind}:${target}:${at[index] / 10}s:5s`;
      });
      const course = run(faults);
      checkBooks(course);
      assert.deepEqual(course.parameters, PARAMETERS);
    }),
    { numRuns: 20 },
  );
});

Deno.test("compressor trip: neither air nor power, and both again after it", () => {
  const parameters = { ...PARAMETERS, "receiver.initialPressure": 6.5e5 };
  const course = run(["compressor-trip::5s:5s"], { parameters });
  const power = readings(course, "compressor.power");
  for (const [row, { time }] of course.rows.entries()) {
    assert.equal(power[row] > 0, time < 5 || time >= 10, `at ${time} s`);
  }
  const compressed = readings(course, "ledger.airCompressed");
  assert.equal(compressed[99], compressed[50]);
  assert.ok(compressed[110] > compressed[99]);
});

Deno.test("load rejection: no torque, and the chain runs away", () => {
  const course = run(["load-rejection::5s:5s"]);
  const torque = readings(course, "generator.torque");
  const speed = readings(course, "chain.speed");
  const sound = readings(SOUND, "chain.speed");
  for (let row = 51; row < 100; row++) assert.equal(torque[row], 0);
  assert.ok(speed[99] > 1.1 * sound[99], `${speed[99]} m/s instead of ${sound[99]}`);
});

Deno.test("chain jam: the chain stands still, and goes on after it", () => {
  const course = run(["chain-jam::5s:5s"]);
  const speed = readings(course, "chain.speed");
  assert.ok(speed[50] > 0);
  assert.equal(speed[90], 0);
  assert.ok(speed[200] > 0);
});

Deno.test("valves stuck shut: no air is let in, and it is again after that", () => {
  const injected = readings(run(["valve-shut:all:5s:10s"]), "ledger.airInjected");
  assert.ok(injected[49] > 0);
  assert.equal(injected[150], injected[51]);
  assert.ok(injected[200] > injected[150]);
});

Deno.test("valves stuck open: more air is let in than was meant, and it spills", () => {
  const course = run(["valve-open:all"]);
  const more = readings(course, "ledger.airInjected").at(-1)!;
  const meant = readings(SOUND, "ledger.airInjected").at(-1)!;
  assert.ok(more > 1.2 * meant, `${more} kg instead of ${meant} kg`);
  assert.equal(readings(course, "air.fills").at(-1), 0);
});

Deno.test("floaters that leak lift less, and what they lose is vented", () => {
  const course = run(["floater-leak=0.5:all:5s"]);
  const last = (of: Course, id: ChannelId) => readings(of, id).at(-1)!;
  assert.ok(last(course, "air.mass") < 0.5 * last(SOUND, "air.mass"));
  assert.ok(last(course, "ledger.airVented") > last(SOUND, "ledger.airVented"));
  assert.ok(last(course, "chain.speed") < last(SOUND, "chain.speed"));
});

Deno.test("a receiver that leaks loses its share of overpressure every second", () => {
  // Nothing else comes or goes: compressor and valves stand still.
  const course = run(["receiver-leak=0.01", "compressor-trip", "valve-shut:all"]);
  const pressure = readings(course, "receiver.pressure");
  const ambient = PARAMETERS["ambient.pressure"];
  for (const second of [5, 10, 20]) {
    const left = (pressure[0] - ambient) * Math.exp(-0.01 * second);
    assert.ok(Math.abs(pressure[10 * second] - ambient - left) < 1e-6 * left, `at ${second} s`);
  }
});

Deno.test("regulator drift: the header creeps away from its setpoint, a second at a time", () => {
  const course = run(["regulator-drift=-2000::5s:10s"]);
  const setpoints = course.inForce.map((each) => each["regulator.setpoint"]);
  const { "regulator.setpoint": setpoint } = PARAMETERS;
  for (const second of [0, 1, 5, 9]) {
    assert.ok(Math.abs(setpoints[55 + 10 * second] - (setpoint - 2000 * second)) < 1e-6);
  }
  assert.equal(readings(course, "header.pressure")[200], setpoint);
});

Deno.test("what is commanded during a fault is kept, and in force after it", () => {
  const set = { kind: "set", parameter: "generator.gain", value: 50 } as const;
  const course = run(["load-rejection::2s:5s"], { commands: [[3, set]], duration: 10 });
  assert.equal(course.replies[0].outcome, "applied");
  assert.equal(course.inForce[60]["generator.gain"], 0);
  assert.equal(course.inForce[75]["generator.gain"], 50);
  assert.deepEqual(course.parameters, { ...PARAMETERS, "generator.gain": 50 });
});

Deno.test("a run that ends during a fault leaves the plant as it was commanded to be", () => {
  const course = run(["load-rejection::2s", "chain-jam::3s"], { duration: 5 });
  assert.deepEqual(course.parameters, PARAMETERS);
});

Deno.test("a fault can be injected and called off while the run goes on", () => {
  const fault = parseFault("bias=1:chain.position:1s:60s");
  const course = run([], {
    commands: [
      [3, { kind: "fault", fault }],
      [5, { kind: "fault", fault: parseFault("stuck:power.net:60s") }],
      [7, { kind: "clear", faults: { kind: "bias" } }],
      [8, { kind: "clear", faults: {} }],
      [9, { kind: "clear", faults: {} }],
    ],
  });
  const [began, ...rest] = faultEntries(course);
  assert.ok(began.time > 2.9 && began.time <= 3.11, `it began at ${began.time} s`);
  assert.deepEqual(
    [began, ...rest].map(({ event, fault }) => `${event} ${fault}`),
    ["began bias", "cleared bias", "cleared stuck"],
  );
  assert.deepEqual(course.replies.map(({ outcome }) => outcome), [
    "applied",
    "applied",
    "applied",
    "applied",
    "refused",
  ]);
  assert.equal(
    course.replies[4].reason,
    "Cannot clear all faults as there must be such a fault: there is none",
  );
  assert.equal(course.hash, SOUND.hash);
});

Deno.test("a run that begins again has its faults ahead of it again", () => {
  const course = run(["load-rejection::2s:3s"], {
    commands: [[8, { kind: "reset" }]],
    duration: 10,
  });
  assert.deepEqual(told(course), [
    "2 began load-rejection",
    "5 ended load-rejection",
    "2 began load-rejection",
    "5 ended load-rejection",
  ]);
  assert.equal(course.hash, run(["load-rejection::2s:3s"], { duration: 10 }).hash);
});

Deno.test("a run that begins again during a fault begins with a sound plant", () => {
  const reset = [[3, { kind: "reset" }]] as const;
  const course = run(["chain-jam::2s:3s"], { commands: reset, duration: 10 });
  assert.equal(course.hash, run(["chain-jam::2s:3s"], { duration: 10 }).hash);
});

Deno.test("a run that goes on from a moment has the faults that last beyond it", () => {
  const from = { time: 5, snapshot: new Uint8Array() };
  const faults = [
    "nan:power.net:1s:2s",
    "stuck:power.net:2s:5s",
    "bias:power.net:5s:1s",
    "dead-worker::4s",
  ];
  const course = run(faults, { from, duration: 10 });
  assert.deepEqual(told(course), [
    "5 began stuck",
    "5 began bias",
    "6 ended bias",
    "7 ended stuck",
  ]);
});

Deno.test("what a fault is to strike must be there, before the run and in it", () => {
  const fault = parseFault("valve-shut:29");
  const fewer = { kind: "set", parameter: "chain.floaterCount", value: 20 } as const;
  const course = run(["valve-shut:28:60s"], {
    commands: [[1, { kind: "fault", fault }], [2, fewer]],
    duration: 5,
  });
  const line = (spec: string, last: number, target: number) =>
    `Cannot inject ${spec} as its target must be a floater from 0 to ${last}: ` +
    `current value is ${target}`;
  assert.deepEqual(course.replies.map(({ reason }) => reason), [
    line("valve-shut:29:0s", 28, 29),
    line("valve-shut:28:60s", 19, 28),
  ]);
});

Deno.test("a run has a limit of faults, and says so", () => {
  const faults = Array.from({ length: MAX_FAULTS }, () => "stuck:power.net:60s");
  const commands = [[1, { kind: "fault", fault: parseFault("nan:power.net") }]] as const;
  const { replies } = run(faults, { commands, duration: 2 });
  assert.match(replies[0].reason ?? "", /at most 256 faults: clear those that are over$/);
  const tooMany = "Cannot inject faults as there must be at most 256: current value is 257";
  assert.equal((run([...faults, "nan:power.net"]).error as Error).message, tooMany);
});

Deno.test("throw and dead-worker: the thread dies of it, and the journal has it", () => {
  const thrown = run(["throw::3s"]);
  assert.equal((thrown.error as Error).message, "the fault throw:plant was injected");
  assert.deepEqual(told(thrown), ["3 began throw", "3 ended throw"]);
  const lost = run(["dead-worker::3s"]);
  assert.ok(lost.error instanceof LostThread);
  assert.deepEqual(told(lost), ["3 began dead-worker", "3 ended dead-worker"]);
});

Deno.test("slow step: every step takes longer, and comes to the same", () => {
  const course = run(["slow-step=0.01:plant:5s:1s"]);
  assert.ok(Math.abs(course.elapsed - 240 * 0.01) < 1e-6, `${course.elapsed} s`);
  assert.equal(course.hash, SOUND.hash);
});
