import assert from "node:assert/strict";
import fc from "fast-check";
import { ManualTime } from "../../clock/mod.ts";
import { FIXED, Plant, PRESETS } from "../../engine/mod.ts";
import {
  confirmTaken,
  createOutboxWord,
  type JournalEntry,
  JournalOutbox,
  type RulesDocument,
} from "../../monitor/mod.ts";
import { createCheckpointBoard, readCheckpoint } from "../../runtime/plant_checkpoint.ts";
import { impairmentsIn } from "../../runtime/plant_faults.ts";
import { runPlant } from "../../runtime/plant_loop.ts";
import type { RunOptions } from "../../runtime/plant_run_parts.ts";
import {
  CHANNELS,
  type Command,
  CommandReceiver,
  CommandSender,
  createCommandRing,
  createFrameRing,
  createHeartbeat,
  createProfileBoard,
  createRecoveryBoard,
  createTrafficBoard,
  FrameReader,
  FrameWriter,
  parseFault,
} from "../../telemetry/mod.ts";

// A run whose thread dies tells what one tells that lives: each thing once.

const RULES: RulesDocument = {
  groups: [{
    name: "way",
    rules: [
      { alert: "far", signal: "chain.position", limits: { hi: 0.9 } },
      { alert: "gone", expr: "chain.position > 2" },
      { alert: "rising", signal: "chain.position", limits: { rate: 0.2 }, over: "5s" },
    ],
  }, {
    name: "faults",
    rules: [
      { alert: "silent", signal: "chain.speed", limits: { stale: 2 } },
      { alert: "faulty", expr: "faults.active > 0", latch: true, for: "1s" },
      { alert: "wrong", expr: "quality.stale + quality.bad > 0", keep_firing_for: "3s" },
    ],
  }],
};

const OTHER_RULES = JSON.stringify({
  defaults: false,
  groups: [{
    name: "way",
    rules: [
      { alert: "far", signal: "chain.position", limits: { hi: 3 }, for: "1s" },
      { alert: "gone", expr: "chain.position > 2" },
      { alert: "rising", signal: "chain.position", limits: { rate: 0.2 }, over: "5s" },
    ],
  }],
});

const operate = (event: string, alarm: string, more: object = {}): Command =>
  ({ kind: "alarm", event, alarm, ...more }) as Command;

/** By the simulated time from which they wait, s. */
const COMMANDS: readonly (readonly [at: number, command: Command])[] = [
  [4.2, operate("remove", "gone", { note: "until the shift ends" })],
  [5, operate("shelve", "rising", { duration: 6.5, note: "known" })],
  [5.5, operate("acknowledge", "far", { note: "it goes" })],
  [6, { kind: "limit", alarm: "silent.stale", limit: 1.5 }],
  [7, { kind: "fault", fault: parseFault("nan:chain.speed:0s:4s") }],
  [10, operate("acknowledge", "faulty")],
  [14, operate("reset", "faulty")],
  [16, operate("shelve", "far", { duration: 9 })],
  [17, { kind: "rules", text: OTHER_RULES }],
  [19, operate("restore", "gone")],
  [20, { kind: "set", parameter: "water.depth", value: 25 }],
];

const OPTIONS: RunOptions = {
  parameters: PRESETS["kpp-01"].parameters,
  dt: 1 / 240,
  integration: FIXED,
  fps: 30,
  speed: 1,
  duration: 30,
  rows: { rate: 10 },
  rules: RULES,
  faults: [
    parseFault("bias=0.3:shaft.torque:8s:3s"),
    parseFault("stuck:power.net:20s:2s"),
    parseFault("floater-leak:all:15s:8s"),
  ],
};

/** Places of the channels that say nothing of the program. */
const SHOWN = CHANNELS.flatMap(({ id }, place) =>
  /^(clock|profile|queue|recovery)\./.test(id) ? [] : [place]
);

/** A program whose plant thread dies, and what it tells. */
class Program {
  readonly journal: JournalEntry[] = [];
  /** What became of each command. */
  readonly outcomes: string[] = [];
  /** Simulated time of every row, s, and what it shows that no restart is to be seen in. */
  readonly rows: { readonly time: number; readonly values: readonly number[] }[] = [];
  #waiting = [...COMMANDS];
  readonly #time = new ManualTime(0);
  readonly #stepCost: number;

  /** @param stepCost How long a step takes, s. */
  constructor(stepCost: number) {
    this.#stepCost = stepCost;
  }

  /** Runs to the end; each thread but the last dies at the time given, s of simulated time. */
  run(deaths: readonly number[]): this {
    let options: RunOptions = OPTIONS;
    for (const death of [...deaths, Infinity]) {
      const next = this.#live(options, death);
      if (next === undefined) break;
      options = next;
    }
    return this;
  }

  /** One life. Returns what the next one goes on with. */
  #live(options: RunOptions, death: number): RunOptions | undefined {
    const ring = createFrameRing({ channelCount: CHANNELS.length, maxFloaters: 70, slots: 512 });
    const commands = createCommandRing();
    const sender = new CommandSender(commands);
    const checkpoints = createCheckpointBoard();
    const word = createOutboxWord();
    const plant = new Plant(options.parameters);
    if (options.resumption) plant.impair(impairmentsIn(options.resumption.faults));
    if (options.from) plant.restore(options.from.snapshot);
    let sent = 0;
    const step = plant.step.bind(plant);
    plant.step = (dt) => {
      if (plant.time >= death) throw new Error("it was made to throw");
      while (sent < this.#waiting.length && this.#waiting[sent][0] <= plant.time + 1e-9) {
        sender.send(this.#waiting[sent++][1]);
      }
      step(dt);
      this.#time.advance(this.#stepCost);
    };
    const reader = new FrameReader(ring);
    const journal = new JournalOutbox({
      word,
      post: (entries) => {
        this.journal.push(...entries);
        confirmTaken(word);
      },
      whenFull: "wait",
    });
    let isDead = false;
    try {
      runPlant({
        options,
        plant,
        time: this.#time,
        frames: new FrameWriter(ring, options.resumption?.firstFrameId),
        commands: new CommandReceiver(commands),
        lifeline: { heart: createHeartbeat(), checkpoints },
        profile: createProfileBoard(),
        recovery: createRecoveryBoard(),
        traffic: createTrafficBoard(),
        reply: ({ command, outcome }) => {
          this.outcomes.push(`${command.kind} ${outcome}`);
          this.#waiting.shift();
          sent--;
        },
        journal,
      });
      journal.flush();
    } catch (error) {
      isDead = true;
      assert.equal((error as Error).message, "it was made to throw");
    }
    for (let frame = reader.peek(); frame; frame = reader.peek()) {
      const { simulationTime: time, values } = frame;
      this.rows.push({ time, values: SHOWN.map((place) => values[place]) });
      reader.release();
    }
    return isDead ? this.#resumed(options, readCheckpoint(checkpoints)!) : undefined;
  }

  #resumed(options: RunOptions, checkpoint: NonNullable<ReturnType<typeof readCheckpoint>>) {
    const { snapshot, time, shownTime, frames, ...rest } = checkpoint;
    return {
      ...options,
      parameters: rest.parameters,
      from: { snapshot, time },
      resumption: {
        ...rest,
        shownTime: this.rows.at(-1)?.time ?? shownTime,
        firstFrameId: Math.max(frames, this.rows.length),
      },
    };
  }
}

const SOUND = new Program(1e-3).run([]);

Deno.test("resume: what is tried goes through every kind of entry and state", () => {
  assert.deepEqual(
    new Set(SOUND.journal.map(({ kind }) => kind)),
    new Set(["transition", "quality", "fault", "limit", "rules"]),
  );
  const states = new Set(SOUND.journal.flatMap((each) => "to" in each ? [each.to] : []));
  for (
    const state of [
      "unacknowledged",
      "acknowledged",
      "latchedAcknowledged",
      "shelved",
      "outOfService",
      "noData",
      "normal",
    ] as const
  ) assert.ok(states.has(state), state);
  assert.deepEqual(
    SOUND.outcomes.map((outcome, index) => `${index} ${outcome}`),
    COMMANDS.map(([, { kind }], index) => `${index} ${kind} applied`),
  );
});

Deno.test("resume: whenever threads die, the journal is that of one that lives", () => {
  const death = fc.double({ min: 0, max: 30, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(death, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(1e-5, 3e-4, 1e-3, 2e-2),
      (deaths, stepCost) => {
        const { journal, outcomes, rows } = new Program(stepCost).run(
          deaths.toSorted((one, other) => one - other),
        );
        assert.deepEqual(journal, SOUND.journal);
        assert.deepEqual(outcomes, SOUND.outcomes);
        assert.deepEqual(rows, SOUND.rows);
      },
    ),
    { seed: 8, numRuns: 40, endOnFailure: true },
  );
});
