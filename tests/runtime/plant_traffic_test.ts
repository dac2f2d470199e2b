import assert from "node:assert/strict";
import { type ChannelId, channelIndex, FRAME_SLOTS } from "../../telemetry/mod.ts";
import { type Outcome, play } from "./plant_scene.ts";

function course({ frames }: Outcome, id: ChannelId): number[] {
  return frames.map(({ values }) => values[channelIndex(id)]);
}

Deno.test("frames that nobody takes are counted as they gather, and never beyond the ring", () => {
  const outcome = play({ duration: 9 }, { slots: FRAME_SLOTS, closesAt: 4 });
  assert.deepEqual(
    course(outcome, "queue.frames"),
    Array.from({ length: FRAME_SLOTS }, (_, index) => index),
  );
  assert.ok(outcome.dropped > 0);
});

Deno.test("commands are counted in the frame after they waited, and in no other", () => {
  const outcome = play({ duration: 1 }, {
    commands: [[0.51, { kind: "hold" }], [0.52, { kind: "resume" }]],
  });
  const waited = course(outcome, "queue.commands").filter((bytes) => bytes > 0);
  assert.ok(waited.length === 1 || waited.length === 2, String(waited));
  for (const bytes of waited) assert.ok(bytes > '{"kind":"hold"}'.length && bytes < 64);
});

Deno.test("a run without a clock has nothing to say of what waits: its frames are the same", () => {
  const outcome = play({ duration: 1, rows: { rate: 10 } });
  for (const id of ["queue.frames", "queue.commands", "queue.journal"] as const) {
    assert.ok(course(outcome, id).every(Number.isNaN), id);
  }
});
