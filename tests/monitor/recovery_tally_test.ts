import assert from "node:assert/strict";
import { RecoveryTally } from "../../monitor/mod.ts";
import {
  channelIndex,
  CHANNELS,
  createRecoveryBoard,
  emptyRuntime,
  RECOVERIES,
} from "../../telemetry/mod.ts";

/** Channels of a kind of recovery, as a frame shows them. */
function shown(board: ReturnType<typeof createRecoveryBoard>, kind: "tap" | "plant") {
  const runtime = emptyRuntime(undefined, board);
  const read = (end: "Count" | "SuccessRate" | "Time") => {
    const channel = CHANNELS[channelIndex(`recovery.${kind}${end}`)];
    // Only what watches a run is read.
    return channel.read({ runtime } as Parameters<typeof channel.read>[0]);
  };
  return [read("Count"), read("SuccessRate"), read("Time")];
}

Deno.test("recovery: no data until there was one, and every kind has its own row", () => {
  const board = createRecoveryBoard();
  assert.deepEqual(shown(board, "tap"), [NaN, NaN, NaN]);
  const tally = new RecoveryTally(board, "tap");
  tally.begin();
  assert.deepEqual(shown(board, "tap"), [1, NaN, NaN], "it is not over");
  tally.succeed(0.5);
  assert.deepEqual(shown(board, "tap"), [1, 1, 0.5]);
  assert.deepEqual(shown(board, "plant"), [NaN, NaN, NaN]);
});

Deno.test("recovery: the success rate is of those that are over", () => {
  const board = createRecoveryBoard();
  const tally = new RecoveryTally(board, "plant");
  for (const time of [1, 2, 3]) {
    tally.begin();
    tally.succeed(time);
  }
  tally.begin();
  assert.deepEqual(shown(board, "plant"), [4, 1, 3]);
  tally.giveUp();
  assert.deepEqual(shown(board, "plant"), [4, 0.75, 3]);
});

Deno.test("recovery: every kind has its channels", () => {
  const ids = CHANNELS.map(({ id }) => id).filter((id) => id.startsWith("recovery."));
  assert.equal(ids.length, 3 * RECOVERIES.length);
});
