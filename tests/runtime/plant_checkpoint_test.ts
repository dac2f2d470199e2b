import assert from "node:assert/strict";
import { adaptive, Plant, PRESETS } from "../../engine/mod.ts";
import {
  type Checkpoint,
  createCheckpointBoard,
  readCheckpoint,
  writeCheckpoint,
} from "../../runtime/plant_checkpoint.ts";
import { MAX_FLOATERS, parseFault } from "../../telemetry/mod.ts";

const { parameters } = PRESETS["kpp-01"];

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

Deno.test("checkpoint: the largest plant there is has room", () => {
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
  writeCheckpoint(board, checkpoint({ snapshot: plant.snapshot(), parameters: most }));
  assert.deepEqual(readCheckpoint(board)!.snapshot, plant.snapshot());
  const tooLarge = checkpoint({ snapshot: new Uint8Array(1 << 20) });
  assert.throws(() => writeCheckpoint(board, tooLarge), RangeError);
});
