/**
 * `deno task mutation [file ...]`: changes the engine one place at a time and says which changes
 * no test notices, file by file. A file takes minutes; without names it is all of engine/.
 *
 * Survivors that change nothing that can be seen are in tests/engine/SURVIVORS.md, with why.
 *
 * @module
 */

const STRYKER = "npm:@stryker-mutator/core@10.1.1/stryker";
const ROOT = new URL("../", import.meta.url).pathname;

/** Share of the changes that must be noticed in every file. */
const THRESHOLD = 0.85;

/** Tests that notice most changes in a second. */
const FAST = [
  "golden_test.ts",
  "elementary_test.ts",
  "hash_test.ts",
  "integration_test.ts",
  "path_test.ts",
  "checks_test.ts",
  "fault_test.ts",
  "health_test.ts",
].map((name) => `tests/engine/${name}`);

/** Tests that start programs, which would start the unchanged engine. */
const APART = ["tests/engine/heap_test.ts", "tests/engine/jitless_test.ts"];

/** Folders of the engine with a door of their own: no tests but their own enter there. */
const DOORS = ["point"];

/**
 * Time of the processor after which a stage's tests are ended, s: ten times what they need. A
 * change that makes a loop endless is noticed by it alone, however busy the machine is.
 */
const LIMITS = { fast: 40, rest: 900 };

/** Longest that Stryker waits, ms: of time that passes, so that it is never the first. */
const PATIENCE = 3_600_000;

/** What Stryker reports of one change. */
interface Mutant {
  readonly status: "Killed" | "Timeout" | "Survived" | "NoCoverage" | "CompileError" | "Ignored";
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

/** What was noticed in one file. */
interface Score {
  readonly noticed: number;
  readonly all: number;
  readonly survivors: readonly Mutant[];
}

/** Every test that can notice a change of the file, those first that notice most in a second. */
function testCommand(file: string): string {
  // The change in force is told by an environment variable.
  const run = (seconds: number, tests: string) =>
    `(ulimit -St ${seconds}; deno test -q --no-check --allow-env --fail-fast ${tests})`;
  const [, folder, name] = file.match(/^engine\/(?:(\w+)\/)?(\w+)\.ts/)!;
  if (DOORS.includes(folder)) {
    const golden = `tests/engine/${folder}/golden_test.ts`;
    const rest = `--ignore=${golden} tests/engine/${folder}`;
    return `${run(LIMITS.fast, golden)} && ${run(LIMITS.rest, rest)}`;
  }
  const own = [...Deno.readDirSync(`${ROOT}tests/engine`)]
    .filter((entry) => entry.name === `${name}_test.ts`)
    .map((entry) => `tests/engine/${entry.name}`);
  const first = [...new Set([...own, ...FAST])];
  const rest = `--ignore=${[...first, ...APART].join(",")} tests/engine tests/truth`;
  return `${run(LIMITS.fast, first.join(" "))} && ${run(LIMITS.rest, rest)}`;
}

/** Runs Stryker on one file, in a copy of the tree outside of it. */
function mutate(file: string, folder: string): Score {
  const report = `${folder}/report.json`;
  const options = {
    testRunner: "command",
    commandRunner: { command: testCommand(file) },
    mutate: [file],
    plugins: [],
    checkers: [],
    concurrency: 1,
    reporters: ["json"],
    jsonReporter: { fileName: report },
    tempDirName: `${folder}/tree`,
    disableTypeChecks: "{engine,tests}/**/*.ts",
    timeoutMS: PATIENCE,
  };
  Deno.writeTextFileSync(`${folder}/stryker.json`, JSON.stringify(options));
  const args = ["run", "-q", "-A", "--no-lock", STRYKER, "run", `${folder}/stryker.json`];
  const command = new Deno.Command(Deno.execPath(), { args, cwd: ROOT, stdout: "null" });
  if (!command.outputSync().success) throw new Error(`Stryker failed on ${file}`);
  return scoreOf(JSON.parse(Deno.readTextFileSync(report)));
}

function scoreOf({ files }: Report): Score {
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const survivors = mutants.filter(({ status }) => status === "Survived");
  const noticed = mutants.filter(({ status }) => status === "Killed" || status === "Timeout");
  return { noticed: noticed.length, all: noticed.length + survivors.length, survivors };
}

function* sourceFiles(folder = "engine"): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(ROOT + folder)) {
    if (isDirectory) yield* sourceFiles(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}

if (import.meta.main) {
  const files = Deno.args.length > 0 ? Deno.args : [...sourceFiles()].sort();
  const folder = Deno.makeTempDirSync({ prefix: "kpp-mutation-" });
  let isEnough = true;
  for (const file of files) {
    const { noticed, all, survivors } = mutate(file, folder);
    const share = all === 0 ? 1 : noticed / all;
    if (share < THRESHOLD) isEnough = false;
    console.log(`${file}: ${noticed} of ${all}, ${(100 * share).toFixed(1)} %`);
    for (const { location: { start }, mutatorName, replacement } of survivors) {
      const change = replacement.replaceAll(/\s+/g, " ").slice(0, 80);
      console.log(`  ${file}:${start.line}:${start.column} ${mutatorName}: ${change}`);
    }
  }
  Deno.removeSync(folder, { recursive: true });
  if (!isEnough) Deno.exit(1);
}
