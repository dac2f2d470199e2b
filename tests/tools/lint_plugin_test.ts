import assert from "node:assert/strict";
import plugin from "../../tools/lint_plugin.ts";

/** Every message of one rule for `source` as the file `path` of the tree. */
function messages(rule: string, path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, path, source)
    .filter((found) => found.id === `kpp/${rule}`)
    .map((found) => found.message);
}

function assertAllowed(rule: string, cases: [path: string, source: string][]) {
  for (const [path, source] of cases) {
    assert.deepEqual(messages(rule, path, source), [], `${path}: ${source}`);
  }
}

function assertForbidden(rule: string, cases: [path: string, source: string][]) {
  for (const [path, source] of cases) {
    assert.equal(messages(rule, path, source).length, 1, `${path}: ${source}`);
  }
}

Deno.test("layers: the direction of imports holds", () => {
  assertAllowed("layers", [
    ["engine/plant.ts", `import { a } from "./constants.ts";`],
    ["telemetry/channels.ts", `import { a } from "../engine/mod.ts";`],
    ["telemetry/rows.ts", `import type { A } from "../clock/mod.ts";`],
    ["telemetry/deep/rows.ts", `import type { A } from "../../sky/mod.ts";`],
    ["monitor/audit.ts", `export { a } from "../telemetry/mod.ts";`],
    ["tui/view.tsx", `import { a } from "./kit/mod.ts";`],
    ["tui/kit/cells.ts", `import { a } from "./diff.ts";`],
    [
      "cli/run.ts",
      `import { a } from "../runtime/plant_thread.ts"; import { b } from "../tui/mod.ts";`,
    ],
    ["cli/version.ts", `import config from "../deno.json" with { type: "json" };`],
    ["main.ts", `import { a } from "./cli/mod.ts";`],
    ["runtime/plant_thread.ts", `import { a } from "./plant_worker.ts";`],
    ["tests/engine/plant_test.ts", `import { a } from "../../engine/plant.ts";`],
    ["bench/engine.ts", `import { a } from "../tests/fixture.ts";`],
  ]);
  assertForbidden("layers", [
    ["engine/plant.ts", `import { a } from "../clock/mod.ts";`],
    ["engine/plant.ts", `import type { A } from "../telemetry/mod.ts";`],
    ["engine/plant.ts", `let a: import("../telemetry/mod.ts").A;`],
    ["clock/clock.ts", `export * from "../engine/mod.ts";`],
    ["monitor/audit.ts", `export { a } from "../engine/mod.ts";`],
    ["telemetry/rows.ts", `const a = await import("../monitor/mod.ts");`],
    ["tui/view.tsx", `import { a } from "../engine/mod.ts";`],
    ["tui/kit/cells.ts", `import { a } from "../theme.ts";`],
    ["telemetry/rows.ts", `import { a } from "../cli/mod.ts";`],
    ["tui/view.tsx", `import { a } from "../runtime/plant_thread.ts";`],
  ]);
});

Deno.test("layers: a folder is entered through its mod.ts only", () => {
  assertForbidden("layers", [
    ["telemetry/rows.ts", `import { a } from "../engine/plant.ts";`],
    ["tui/view.tsx", `import { a } from "./kit/cells.ts";`],
    ["main.ts", `import { a } from "./cli/run.ts";`],
    ["cli/run.ts", `import { a } from "../tui/kit/terminal.ts";`],
  ]);
});

Deno.test("layers: nothing of the program imports tests, benchmarks or tools", () => {
  assertForbidden("layers", [
    ["main.ts", `import { a } from "./tests/fixture.ts";`],
    ["cli/run.ts", `import { a } from "../tools/schema.ts";`],
    ["engine/plant.ts", `import { a } from "../bench/seed.ts";`],
  ]);
});

Deno.test("layers: packages only where the table says so", () => {
  assertAllowed("layers", [
    ["telemetry/encode.ts", `import { encode } from "@msgpack/msgpack";`],
    ["cli/command.ts", `import { Command } from "commander";`],
  ]);
  assertForbidden("layers", [
    ["engine/plant.ts", `import { a } from "mathjs";`],
    ["clock/clock.ts", `import assert from "node:assert/strict";`],
    ["tui/view.tsx", `import { a } from "npm:ink@8.0.0";`],
    ["telemetry/encode.ts", `import { readFile } from "node:fs/promises";`],
    ["telemetry/rows.ts", `import { setTimeout } from "node:timers/promises";`],
  ]);
});

Deno.test("layers: an absolute path inside the tree is judged like a relative one", () => {
  const root = new URL("../../", import.meta.url).pathname;
  assertForbidden("layers", [[`${root}engine/a.ts`, `import { a } from "../clock/mod.ts";`]]);
  assertAllowed("layers", [["/elsewhere/engine/a.ts", `import { a } from "../clock/mod.ts";`]]);
});

Deno.test("purity: time and randomness only in clock/time.ts", () => {
  const uses = [
    `const t = Date.now();`,
    `const t = new Date();`,
    `const t = Date();`,
    `const t = performance.now();`,
    `const now = performance.now;`,
    `const { now } = performance;`,
    `const { now } = Date;`,
    `const f = (now = performance) => now;`,
    `const t = globalThis.performance.now();`,
    `const t = globalThis["performance"].now();`,
    `const { performance } = globalThis;`,
    `const t = Math.random();`,
    `const { random } = Math;`,
    `setTimeout(f, 1);`,
    `const wait = setInterval;`,
    `crypto.getRandomValues(a);`,
    `const id = crypto.randomUUID();`,
    `const t = Temporal.Now.instant();`,
    `f(AbortSignal.timeout(1));`,
  ];
  for (const source of uses) {
    assertForbidden("purity", [["telemetry/rows.ts", source], ["main.ts", source]]);
    assertAllowed("purity", [["clock/time.ts", source], ["tests/clock/time_test.ts", source]]);
  }
});

Deno.test("purity: the same names as data, types or keys are no use of the clock", () => {
  assertAllowed("purity", [
    ["telemetry/rows.ts", `const day = new Date(ms).toISOString();`],
    ["telemetry/rows.ts", `const mode = { performance: 5, now: 1 };`],
    ["telemetry/rows.ts", `const { performance } = mode; f(({ fetch }) => 1);`],
    ["telemetry/rows.ts", `let at: Date; let x = mode.performance;`],
    ["telemetry/rows.ts", `const digest = crypto.subtle.digest("SHA-256", bytes);`],
  ]);
});

Deno.test("purity: engine/ calculates only what every runtime calculates alike", () => {
  const uses = [
    `const y = Math.sin(x);`,
    `const y = Math["exp"](x);`,
    `const { log } = Math;`,
    `const y = Math.hypot(a, b);`,
    `const y = x ** 2;`,
    `x **= 2;`,
  ];
  for (const source of uses) {
    assertForbidden("purity", [["engine/series.ts", source]]);
    assertAllowed("purity", [["telemetry/rows.ts", source]]);
  }
  assertAllowed("purity", [
    ["engine/series.ts", `const y = Math.sqrt(x * x) + Math.max(0, -x) / Math.PI;`],
  ]);
});

Deno.test("purity: each door is open to its files and shut to all others", () => {
  const doors: [source: string, open: string, shut: string][] = [
    [`Deno.exit(1);`, "main.ts", "cli/run.ts"],
    [`globalThis.Deno["exit"](1);`, "main.ts", "runtime/plant_worker.ts"],
    [`Deno.stdout.writeSync(bytes);`, "tui/kit/terminal.ts", "tui/kit/diff.ts"],
    [`Deno.consoleSize();`, "cli/run.ts", "tui/view.tsx"],
    [`console.log(1);`, "cli/list.ts", "engine/plant.ts"],
    [`Deno.readTextFileSync(path);`, "cli/config.ts", "telemetry/rows.ts"],
    [`const { open } = Deno;`, "record/writer.ts", "tui/view.tsx"],
    [`const r = await fetch(url);`, "tap/client/transports.ts", "tap/mod.ts"],
    [`new WebSocket(url);`, "tap/client/transports.ts", "tui/view.tsx"],
    [`Deno.env.get("TERM");`, "cli/colors.ts", "tui/kit/terminal.ts"],
    [`new Worker(url);`, "runtime/plant_life.ts", "main.ts"],
  ];
  for (const [source, open, shut] of doors) {
    assertAllowed("purity", [[open, source], ["tests/e2e/run_test.ts", source]]);
    assertForbidden("purity", [[shut, source]]);
  }
  assertForbidden("purity", [
    ["main.ts", `new Deno.Command("ls");`],
    ["main.ts", `Deno.dlopen(path, {});`],
  ]);
  assertAllowed("purity", [["telemetry/rows.ts", `Deno.inspect(a); f(Deno.errors.NotFound);`]]);
});

Deno.test("no-default-export: everything exported has a name", () => {
  assertForbidden("no-default-export", [
    ["engine/plant.ts", `export default class Plant {}`],
    ["tests/plant_test.ts", `export default 1;`],
    ["engine/plant.ts", `const a = 1; export { a as default };`],
    ["engine/mod.ts", `export { default } from "./plant.ts";`],
  ]);
  assertAllowed("no-default-export", [
    ["engine/plant.ts", `export class Plant {}`],
    ["tools/lint_plugin.ts", `export default plugin;`],
  ]);
});

Deno.test("no-enum: unions of string literals instead", () => {
  assertForbidden("no-enum", [
    ["engine/plant.ts", `export enum Clutch { Rigid }`],
    ["tests/plant_test.ts", `const enum Clutch { Rigid }`],
  ]);
  assertAllowed("no-enum", [["engine/plant.ts", `export type Clutch = "rigid" | "overrunning";`]]);
});

Deno.test("plain-words: a name says what the thing is", () => {
  assertForbidden("plain-words", [
    ["engine/plant_manager.ts", `const a = 1;`],
    ["engine/utils.ts", `const a = 1;`],
    ["engine/plant.ts", `class PlantManager {}`],
    ["engine/plant.ts", `function pathHelper() {}`],
    ["engine/plant.ts", `interface ClockInfo { a: 1 }`],
    ["engine/plant.ts", `type KeyHandlers = 1;`],
  ]);
  assertAllowed("plain-words", [
    ["engine/plant.ts", `class Information {} function utility() {} interface Handle { a: 1 }`],
  ]);
});

Deno.test("short-functions: 70 lines, counted with the signature", () => {
  const body = (lines: number) => "{" + "\n".repeat(lines - 1) + "}";
  assertAllowed("short-functions", [
    ["engine/plant.ts", `function f() ${body(70)}`],
    ["tests/plant_test.ts", `f(() => ${body(70)}); class A { m() ${body(70)} }`],
    ["engine/plant.ts", `const table = [${"\n".repeat(100)}];`],
  ]);
  assertForbidden("short-functions", [
    ["engine/plant.ts", `function f() ${body(71)}`],
    ["engine/plant.ts", `class A { m() ${body(71)} }`],
    ["tests/plant_test.ts", `f(() => ${body(71)});`],
  ]);
});
