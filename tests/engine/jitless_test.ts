import assert from "node:assert/strict";

// The bits of a run do not depend on what compiles it. PHYSICS.md section 9.

/** Ways to compile: not at all, at once, and as it comes. */
const COMPILERS = [
  "--jitless",
  "--always-sparkplug,--no-turbofan",
  "--no-lazy-feedback-allocation",
];

/** All but the search for the best loads, which takes a minute without a compiler. */
const FILTER = "/^golden(:| point: [^l])/";

const GOLDEN = ["golden_test.ts", "point/golden_test.ts"]
  .map((name) => new URL(name, import.meta.url).pathname);

for (const flags of COMPILERS) {
  Deno.test(`golden hashes under --v8-flags=${flags}`, async () => {
    const args = [
      "test",
      "-q",
      "--no-check",
      `--v8-flags=${flags}`,
      `--filter=${FILTER}`,
      ...GOLDEN,
    ];
    const options = { args, env: { NO_COLOR: "1" } };
    const { success, stdout } = await new Deno.Command(Deno.execPath(), options).output();
    const output = new TextDecoder().decode(stdout);
    assert.ok(success, output);
    const [, passed] = /ok \| (\d+) passed/.exec(output) ?? [];
    assert.ok(Number(passed) >= 37, output);
  });
}
