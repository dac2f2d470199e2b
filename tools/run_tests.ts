/**
 * `deno task test`: every suite with the permissions it needs and no others, summed in one
 * closing line.
 *
 * @module
 */

/** Tests that share a set of permissions. */
interface Suite {
  readonly name: string;
  readonly flags: readonly string[];
  /** Paths below the root, or null for all that no other suite names. */
  readonly paths: readonly string[] | null;
}

const SUITES: readonly Suite[] = [
  // Examples in docstrings run here too.
  { name: "without permissions", flags: ["--doc", "--parallel"], paths: null },
  // The Worker's module is read, and so are the sources that the tidiness rules judge.
  {
    name: "threads and tree",
    flags: ["--allow-read"],
    paths: [
      "tests/runtime/plant_restart_test.ts",
      "tests/runtime/plant_thread_test.ts",
      "tests/runtime/plant_thread_determinism_test.ts",
      "tests/tui/checklist/elsewhere_test.ts",
      "tests/tidy_test.ts",
    ],
  },
  // A heap nobody else uses, other compilers, and an engine that may end its process.
  {
    name: "processes",
    flags: ["--allow-read", "--allow-run"],
    paths: [
      "tests/engine/heap_test.ts",
      "tests/engine/jitless_test.ts",
      "tests/monitor/heap_test.ts",
      "tests/tools/mutation_trial_test.ts",
    ],
  },
  // ws, and what Foxglove's client logs with, read the environment when they are loaded.
  {
    name: "tap over sockets",
    flags: [
      "--allow-net",
      "--allow-read",
      "--allow-env",
      "--parallel",
    ],
    paths: ["tests/tap/net"],
  },
  // yaml reads two environment variables when it parses.
  {
    name: "rules files",
    flags: ["--allow-env=LOG_STREAM,LOG_TOKENS", "--parallel"],
    paths: ["tests/cli/rules"],
  },
  // Programs are started as a user starts them, in a terminal or a pipe.
  {
    name: "e2e",
    flags: ["--allow-read", "--allow-write", "--allow-run", "--allow-env", "--allow-net"],
    paths: ["tests/e2e"],
  },
];

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Reads the last line of a `deno test` run, such as `ok | 3 passed (2 steps) | 0 failed (5ms)`. */
export function readSummary(output: string): Count | null {
  // deno-lint-ignore no-control-regex -- colours are escape sequences
  const plain = output.replace(/\x1b\[[0-9;]*m/g, "");
  const line = plain.split("\n").findLast((line) => /^(ok|FAILED) \| \d+ passed/.test(line));
  if (line === undefined) return null;
  const count = (what: string) => Number(line.match(`(\\d+) ${what}`)?.[1] ?? 0);
  return { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
}

/** Runs one suite, showing its output as it comes. */
async function run(suite: Suite): Promise<Count> {
  const others = SUITES.flatMap((other) => other.paths ?? []);
  const paths = suite.paths?.filter(exists) ?? [`--ignore=${others.join(",")}`];
  if (paths.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  console.log(`\n# ${suite.name}`);
  // `deno check` judges the types; here they would only be judged again, suite by suite.
  const args = ["test", "--no-check", "--no-prompt", ...suite.flags, ...paths];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "null", stdout: "piped" }).spawn();
  let output = "";
  const decoder = new TextDecoder();
  for await (const bytes of child.stdout) {
    await Deno.stdout.write(bytes);
    output += decoder.decode(bytes, { stream: true });
  }
  const { success } = await child.status;
  const count = readSummary(output) ?? { passed: 0, failed: 0, skipped: 0 };
  // A suite that died without a summary, or that failed outside any test, counts as one failure.
  if (!success && count.failed === 0) count.failed = 1;
  return count;
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

if (import.meta.main) {
  Deno.chdir(new URL("../", import.meta.url));
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of SUITES) {
    const count = await run(suite);
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  if (total.failed > 0 || total.passed === 0) Deno.exit(1);
}
