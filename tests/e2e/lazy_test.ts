import assert from "node:assert/strict";
import { loadedAtOnce } from "./module_graph.ts";

/** All that makes a dashboard of which nothing is said. */
const PARTS = ["main.ts", "cli/dashboard.ts", "runtime/plant_worker.ts"];

Deno.test("e2e: a plain dashboard loads no parser, and nothing of Node", async () => {
  for (const part of PARTS) {
    const loaded = [...await loadedAtOnce(part)];
    const heavy = loaded.filter((each) =>
      /^(npm|node):/.test(each) && !each.includes("fastest-levenshtein")
    );
    assert.ok(loaded.length > 20, `${part} loads ${loaded.length} modules`);
    assert.deepEqual(heavy, [], part);
  }
  const parser = [...await loadedAtOnce("cli/command_line.ts")];
  assert.ok(parser.some((each) => each.includes("commander")), "it would be seen");
});

Deno.test("e2e: the thread of the screen does not load what computes a plant", async () => {
  const machine = /^engine\/(mod|plant|step|rates)\.ts$/;
  const evaluation = /^monitor\/(mod|alarm_monitor|quality|stability)\.ts$/;
  const isOfThePlant = (each: string) => machine.test(each) || evaluation.test(each);
  for (const part of ["main.ts", "cli/dashboard.ts"]) {
    assert.deepEqual([...await loadedAtOnce(part)].filter(isOfThePlant), [], part);
  }
  const plant = [...await loadedAtOnce("runtime/plant_worker.ts")];
  assert.equal(plant.filter(isOfThePlant).length, 8, "it would be seen");
});
