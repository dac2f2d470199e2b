import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_FPS, MAX_SPEED, MIN_FPS, MIN_SPEED } from "../../clock/mod.ts";
import {
  type Effort,
  type EffortCommand,
  Optimiser,
  PATIENCE,
  stepDown,
  stepUp,
} from "../../monitor/mod.ts";
import { MODE_NAMES } from "../../telemetry/mod.ts";

fc.configureGlobal({ seed: 20261121, numRuns: 200, endOnFailure: true });

const WANTED: Effort = { mode: "accuracy", fps: 30, speed: 1 };

const EFFORTS: fc.Arbitrary<Effort> = fc.record({
  mode: fc.constantFrom(...MODE_NAMES, undefined),
  fps: fc.double({ min: MIN_FPS, max: MAX_FPS, noNaN: true }),
  speed: fc.double({ min: MIN_SPEED, max: MAX_SPEED, noNaN: true }),
});

function applied(effort: Effort, command: EffortCommand): Effort {
  const { kind: _, ...change } = command;
  return { ...effort, ...change };
}

/** Every effort on the way down, the first included. */
function ladder(from: Effort): Effort[] {
  const efforts = [from];
  for (;;) {
    const command = stepDown(efforts.at(-1)!);
    if (command === undefined) return efforts;
    efforts.push(applied(efforts.at(-1)!, command));
  }
}

Deno.test("optimiser: down by mode, then by frames, then by speed", () => {
  const names = ladder(WANTED).map(({ mode, fps, speed }) => `${mode} ${fps} ${speed}`);
  assert.deepEqual(names, [
    "accuracy 30 1",
    "balanced 30 1",
    "performance 30 1",
    "performance 15 1",
    "performance 7.5 1",
    "performance 5 1",
    "performance 5 0.5",
    "performance 5 0.25",
    "performance 5 0.125",
    "performance 5 0.1",
  ]);
});

Deno.test("optimiser: steps that are those of no mode are left alone", () => {
  for (const { mode } of ladder({ ...WANTED, mode: undefined })) assert.equal(mode, undefined);
});

Deno.test("optimiser: each step asks for less of one thing, and up again leads to what was", () => {
  fc.assert(fc.property(EFFORTS, fc.nat(20), (wanted, depth) => {
    const down = ladder(wanted);
    down.slice(1).forEach((effort, i) => {
      const changed = (Object.keys(effort) as (keyof Effort)[])
        .filter((name) => effort[name] !== down[i][name]);
      assert.equal(changed.length, 1);
      assert.ok(effort.fps <= down[i].fps && effort.speed <= down[i].speed);
    });
    let now = down[Math.min(depth, down.length - 1)];
    for (let steps = 0;; steps++) {
      const command = stepUp(now, wanted);
      if (command === undefined) break;
      assert.ok(steps < 30);
      now = applied(now, command);
      assert.ok(now.fps <= wanted.fps && now.speed <= wanted.speed);
    }
    assert.deepEqual({ ...now }, { ...wanted });
  }));
});

/** What a second of simulated time takes in each mode, s of work. */
type Costs = Readonly<Record<(typeof MODE_NAMES)[number], number>>;

/** A machine that runs ticks under an optimiser. */
class Machine {
  costs: Costs = { performance: 0.01, balanced: 0.03, accuracy: 0.1 };
  /** What a frame takes, s. */
  frameCost = 1e-4;
  held = false;
  now: Effort;
  readonly commands: { readonly time: number; readonly command: EffortCommand }[] = [];
  readonly optimiser: Optimiser;
  time = 0;
  overruns = 0;

  constructor(wanted: Effort) {
    this.now = wanted;
    this.optimiser = new Optimiser(wanted);
  }

  get load(): number {
    const { mode, fps, speed } = this.now;
    return this.costs[mode ?? "balanced"] * speed + this.frameCost * fps;
  }

  /** Runs for so many seconds; `isLate` makes single ticks overrun. */
  run(seconds: number, isLate: (tick: number) => boolean = () => false): this {
    const end = this.time + seconds;
    for (let tick = 0; this.time < end; tick++) {
      this.time += 1 / this.now.fps;
      if (this.load > 1 || isLate(tick)) this.overruns++;
      const { overruns, load, held } = this;
      const command = this.optimiser.tick(this.time, { overruns, load, held });
      if (command === undefined) continue;
      this.commands.push({ time: this.time, command });
      this.now = applied(this.now, command);
    }
    return this;
  }
}

const HEAVY: Costs = { performance: 0.7, balanced: 2, accuracy: 8 };

Deno.test("optimiser: a machine that keeps up is left alone", () => {
  assert.deepEqual(new Machine(WANTED).run(600).commands, []);
});

Deno.test("optimiser: a few late ticks are no reason", () => {
  assert.deepEqual(new Machine(WANTED).run(600, (tick) => tick % 10 === 0).commands, []);
});

Deno.test("optimiser: eases within seconds until ticks are in time, and no further", () => {
  const machine = new Machine(WANTED);
  machine.costs = HEAVY;
  machine.run(10);
  assert.deepEqual(machine.now, { mode: "performance", fps: 30, speed: 1 });
  assert.deepEqual(machine.commands.map(({ command }) => command.kind), ["mode", "mode"]);
  assert.ok(machine.commands[1].time < 3);
  const { overruns } = machine;
  machine.run(100);
  assert.equal(machine.overruns, overruns);
  assert.equal(machine.commands.length, 2, "with so little room it does not try more");
});

Deno.test("optimiser: dear frames cost frames, and where nothing helps it takes all", () => {
  const dear = new Machine({ ...WANTED, mode: "performance" });
  dear.frameCost = 0.06;
  assert.deepEqual(dear.run(20).now, { mode: "performance", fps: 15, speed: 1 });
  const hopeless = new Machine(WANTED);
  hopeless.costs = { performance: 1e3, balanced: 1e3, accuracy: 1e3 };
  assert.deepEqual(hopeless.run(60).now, ladder(WANTED).at(-1));
  assert.equal(hopeless.commands.length, ladder(WANTED).length - 1);
});

Deno.test("optimiser: gives back what it took once the machine can, step by step", () => {
  const machine = new Machine(WANTED);
  machine.costs = { performance: 4, balanced: 8, accuracy: 16 };
  machine.run(30);
  assert.ok(machine.now.speed < 1);
  machine.costs = new Machine(WANTED).costs;
  const steps = ladder(WANTED).findIndex((effort) => effort.speed === machine.now.speed);
  machine.run(steps * (PATIENCE.least + 2));
  assert.deepEqual(machine.now, WANTED);
  assert.equal(machine.commands.length, 2 * steps);
});

Deno.test("optimiser: a step up that fails again and again is tried ever more seldom", () => {
  const machine = new Machine(WANTED);
  // Room enough for more, it seems; but the next mode is ten times as dear.
  machine.costs = { performance: 0.2, balanced: 2, accuracy: 8 };
  machine.run(3600);
  const ups = machine.commands.filter(({ command }) =>
    command.kind === "mode" && command.mode === "balanced"
  ).slice(1);
  const gaps = ups.slice(1).map(({ time }, i) => time - ups[i].time);
  gaps.slice(1).forEach((gap, i) => assert.ok(gap >= Math.min(PATIENCE.most, 1.5 * gaps[i])));
  assert.ok(ups.length >= 5 && ups.length <= 5 + 3600 / PATIENCE.most, `${ups.length} trials`);
});

Deno.test("optimiser: what somebody else sets is what is wanted from then on", () => {
  const machine = new Machine(WANTED);
  machine.costs = HEAVY;
  machine.run(10);
  machine.optimiser.want({ kind: "speed", speed: 0.5 });
  machine.now = applied(machine.now, { kind: "speed", speed: 0.5 });
  machine.costs = { performance: 0.01, balanced: 0.03, accuracy: 0.1 };
  machine.run(60);
  assert.deepEqual(machine.now, { mode: "accuracy", fps: 30, speed: 0.5 });
  machine.optimiser.want({ kind: "mode", mode: "performance" });
  machine.now = applied(machine.now, { kind: "mode", mode: "performance" });
  assert.deepEqual(machine.run(60).now, { mode: "performance", fps: 30, speed: 0.5 });
});

Deno.test("optimiser: held, or as fast as it goes, there is nothing to be late with", () => {
  const held = new Machine(WANTED);
  held.costs = HEAVY;
  held.held = true;
  assert.deepEqual(held.run(100).commands, []);
  const free = new Machine({ ...WANTED, speed: Infinity });
  assert.deepEqual(free.run(100, () => true).commands, []);
});

Deno.test("optimiser: the same ticks give the same commands", () => {
  fc.assert(fc.property(fc.array(fc.boolean(), { minLength: 300, maxLength: 900 }), (late) => {
    const run = () => new Machine(WANTED).run(20, (tick) => late[tick % late.length]).commands;
    assert.deepEqual(run(), run());
  }));
});
