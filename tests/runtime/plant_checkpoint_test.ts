import assert from "node:assert/strict";
import { adaptive, Plant, PRESETS } from "../../engine/mod.ts";
import {
  type Checkpoint,
  createCheckpointBoard,
  readCheckpoint,
  writeCheckpoint,
} from "../../runtime/plant_checkpoint.ts";
import { DEFAULT_RULES, MOST_LOOK_BACK, type RulesDocument } from "../../monitor/mod.ts";
import { PlantWatch, type WatchMemory } from "../../runtime/plant_watch.ts";
import {
  createProfileBoard,
  createRecoveryBoard,
  createTrafficBoard,
  MAX_FLOATERS,
  parseFault,
} from "../../telemetry/mod.ts";

const { parameters } = PRESETS["kpp-01"];

/** Alarms by some rules, of a plant that has run for a second. */
function watchOf(rules: RulesDocument): WatchMemory {
  const plant = new Plant(parameters);
  const watch = new PlantWatch({
    rules,
    plant,
    faults: { commanded: parameters, spoil: () => {} },
    clock: undefined,
    profile: createProfileBoard(),
    recovery: createRecoveryBoard(),
    traffic: createTrafficBoard(),
    start: 0,
    tell: () => {},
  });
  for (let step = 1; step <= 240; step++) {
    plant.step(1 / 240);
    if (step % 24 === 0) watch.evaluate(plant.time);
  }
  return watch.memory;
}

const watch = watchOf(DEFAULT_RULES);

/** Rules that look back as far as rules may. */
const LONG_RULES: RulesDocument = {
  groups: [{
    name: "long",
    rules: Array.from({ length: MOST_LOOK_BACK / 3600 }, (_, index) => ({
      alert: `long${index}`,
      expr: "rate(power.net, 1h) > 1",
    })),
  }],
};

function checkpoint(more: Partial<Checkpoint> = {}): Checkpoint {
  return {
    snapshot: new Plant(parameters).snapshot(),
    parameters: { ...parameters, "floater.thermalTime": Infinity },
    dt: 1 / 240,
    integration: adaptive(1e-8),
    fps: 30,
    speed: Infinity,
    isHeld: true,
    time: 0.1 + 0.2,
    origin: -0,
    step: 72,
    rollback: { inRow: 2, failedAt: -Infinity },
    faults: {
      commanded: parameters,
      schedule: {
        numbered: 3,
        entries: [{ fault: parseFault("stuck:power.net"), stream: 2, state: "active" }],
      },
      held: [NaN],
    },
    watch,
    frames: 9,
    shownTime: NaN,
    ...more,
  };
}

Deno.test("checkpoint: it is read as it was written, numbers to the last bit", () => {
  const board = createCheckpointBoard();
  assert.equal(readCheckpoint(board), undefined);
  writeCheckpoint(board, checkpoint());
  assert.deepEqual(readCheckpoint(board), checkpoint());
});

Deno.test("checkpoint: one that is half written leaves the one before whole", () => {
  const board = createCheckpointBoard();
  for (let step = 1; step <= 5; step++) {
    writeCheckpoint(board, checkpoint({ step }));
    assert.equal(readCheckpoint(board)!.step, step);
    // All but the word that says which one is the newest, of a writer that ends before it.
    const memory = new Uint8Array(board.memory);
    const words = memory.slice(0, 64);
    writeCheckpoint(board, checkpoint({ step: 99 }));
    memory.set(words);
    assert.deepEqual(readCheckpoint(board), checkpoint({ step }));
  }
});

Deno.test("checkpoint: the largest plant there is has room, with the longest rules", () => {
  const most = {
    ...parameters,
    "chain.floaterCount": MAX_FLOATERS,
    "chain.straightHeight": 200,
    "water.depth": 210,
    "receiver.cutIn": 3e6,
    "receiver.cutOut": 3.2e6,
  };
  const plant = new Plant(most);
  for (let step = 0; step < 1000; step++) plant.step(1 / 240);
  const board = createCheckpointBoard();
  const largest = checkpoint({
    snapshot: plant.snapshot(),
    parameters: most,
    watch: watchOf(LONG_RULES),
  });
  writeCheckpoint(board, largest);
  assert.deepEqual(readCheckpoint(board)!.snapshot, plant.snapshot());
  assert.deepEqual(readCheckpoint(board)!.watch, largest.watch);
  const tooLarge = checkpoint({ snapshot: new Uint8Array(1 << 22) });
  assert.throws(() => writeCheckpoint(board, tooLarge), RangeError);
});
