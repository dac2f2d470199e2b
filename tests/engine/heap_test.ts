import assert from "node:assert/strict";

// The step allocates nothing: measured in processes of their own, whose heaps nobody else uses.

/** A number that V8 keeps on the heap takes 16 bytes, and nothing takes less. */
const SMALLEST_OBJECT = 16;

/** Runs of heap_probe.ts, and the bytes per step that must not be reached. */
const RUNS: Readonly<Record<string, number>> = {
  // What is left is the look at the heap itself.
  "fixed, without events": 1,
  "error control, without events": 1,
  // A boundary that is searched for makes some numbers: far from one object per step.
  "fixed, with events": SMALLEST_OBJECT / 2,
  "fixed, with every claim": SMALLEST_OBJECT / 2,
  "error control, with events": SMALLEST_OBJECT / 2,
};

/** Bytes per step of one run. */
async function bytesPerStep(run: string): Promise<number> {
  const flags = ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64"];
  const probe = new URL("heap_probe.ts", import.meta.url).pathname;
  const args = ["run", "-q", "--no-check", `--v8-flags=${flags.join(",")}`, probe, run];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const bytes = Number(new TextDecoder().decode(stdout));
  console.log(`${run}: ${bytes.toFixed(2)} B per step`);
  return bytes;
}

for (const [run, limit] of Object.entries(RUNS)) {
  Deno.test(`heap: a step allocates nothing: ${run}`, async () => {
    // When V8 compiles is chance and can leave numbers on the heap; an allocation is in every run.
    let least = Infinity;
    for (let i = 0; i < 4 && !(least < limit); i++) {
      least = Math.min(least, await bytesPerStep(run));
    }
    assert.ok(least < limit);
  });
}

Deno.test("heap: one small object per step would show", async () => {
  assert.ok(await bytesPerStep("one small object per step") >= SMALLEST_OBJECT);
});
