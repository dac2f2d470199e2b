import assert from "node:assert/strict";

// An evaluation in which nothing happens allocates nothing: measured in processes of their own,
// whose heaps nobody else uses.

/** A number that V8 keeps on the heap takes 16 bytes, and nothing takes less. */
const SMALLEST_OBJECT = 16;

/** Bytes per evaluation. */
async function bytesPerEvaluation(run: string, program = "heap_probe.ts"): Promise<number> {
  const flags = ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64"];
  const probe = new URL(program, import.meta.url).pathname;
  const args = ["run", "-q", "--no-check", `--v8-flags=${flags.join(",")}`, probe, run];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return Number(new TextDecoder().decode(stdout));
}

Deno.test("heap: an evaluation of 200 rules allocates nothing", async () => {
  const bytes = await bytesPerEvaluation("nothing besides");
  assert.ok(bytes < SMALLEST_OBJECT / 2, `${bytes} B`);
});

Deno.test("heap: one small object per evaluation would show", async () => {
  assert.ok(await bytesPerEvaluation("one small object per evaluation") >= SMALLEST_OBJECT);
});

Deno.test("heap: an evaluation of the quality of all channels allocates nothing", async () => {
  const program = "quality_heap_probe.ts";
  const bytes = await bytesPerEvaluation("nothing besides", program);
  assert.ok(bytes < SMALLEST_OBJECT / 2, `${bytes} B`);
  assert.ok(
    await bytesPerEvaluation("one small object per evaluation", program) >= SMALLEST_OBJECT,
  );
});
