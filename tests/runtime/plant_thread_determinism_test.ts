import assert from "node:assert/strict";
import { adaptive, FIXED, type Integration, Plant, PRESETS } from "../../engine/mod.ts";
import { PlantThread, type RunOptions } from "../../runtime/plant_thread.ts";
import type { Command } from "../../telemetry/mod.ts";

// The state after so many steps is the same whatever happens around them. PHYSICS.md section 9.

const DURATION = 20;
const PARAMETERS = {
  ...PRESETS["kpp-01"].parameters,
  "drivetrain.clutch": "overrunning",
  "h3.enabled": true,
} as const;

const METHODS: readonly { readonly integration: Integration; readonly dt: number }[] = [
  { integration: FIXED, dt: 1 / 240 },
  { integration: adaptive(1e-7), dt: 1 / 60 },
];

/** The state of the plant without a thread around it. */
function alone({ integration, dt }: (typeof METHODS)[number]): Uint8Array {
  const plant = new Plant(PARAMETERS, integration);
  for (let i = 0; i < Math.round(DURATION / dt); i++) plant.step(dt);
  return plant.snapshot();
}

/** What a run leaves behind; commands are sent with its frames, one by one. */
async function runIn(
  options: Partial<RunOptions>,
  method: (typeof METHODS)[number],
  commands: readonly Command[] = [],
): Promise<Uint8Array | undefined> {
  await using thread = PlantThread.start({
    parameters: PARAMETERS,
    ...method,
    fps: 30,
    speed: 100,
    duration: DURATION,
    ...options,
  });
  let sent = 0;
  const end = await thread.frames(() => {
    if (sent < commands.length) thread.send(commands[sent++]);
  });
  assert.deepEqual(end, { reason: "done" });
  assert.equal(sent, commands.length);
  return thread.last?.snapshot;
}

const HOLDS: readonly Command[] = [
  { kind: "hold" },
  { kind: "step" },
  { kind: "step" },
  { kind: "resume" },
  { kind: "speed", speed: 50 },
  { kind: "hold" },
  { kind: "resume" },
  { kind: "speed", speed: 1000 },
];

for (const method of METHODS) {
  const { kind } = method.integration;
  const expected = alone(method);

  Deno.test(`threads, ${kind} steps: the same bits at every pace and frame rate`, async () => {
    for (const fps of [5, 17, 120]) {
      for (const speed of [40, 333, Infinity]) {
        assert.deepEqual(await runIn({ fps, speed }, method), expected, `${fps} FPS, ${speed} x`);
      }
    }
    for (const rate of [0.1, 7, 1000]) {
      assert.deepEqual(await runIn({ rows: { rate } }, method), expected, `${rate} rows/s`);
    }
  });

  Deno.test(`threads, ${kind} steps: the same bits whatever is held and resumed`, async () => {
    assert.deepEqual(await runIn({ fps: 60 }, method, HOLDS), expected);
  });

  Deno.test(`threads, ${kind} steps: the same bits in one thread and in five at once`, async () => {
    const runs = Array.from({ length: 5 }, (_, i) => runIn({ rows: { rate: 1 + i } }, method));
    for (const snapshot of await Promise.all(runs)) assert.deepEqual(snapshot, expected);
  });
}
