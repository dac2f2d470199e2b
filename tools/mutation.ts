/**
 * `deno task mutation [--seconds 8] [file ...]`: changes the engine one place at a time and says
 * which changes no test notices, file by file. A file takes minutes; without names it is all of
 * engine/.
 *
 * Every change is compiled in at once, behind a switch (Stryker's instrumenter), and the tests run
 * again and again in one process: of those that come by a change the file's own, the golden ones
 * and the shortest, as many as take so many seconds on the unchanged engine. More seconds may show
 * that more is noticed, never less.
 *
 * Survivors that change nothing that can be seen are in tests/engine/SURVIVORS.md, with why.
 *
 * @module
 */

import { parseArgs } from "node:util";

const INSTRUMENTER = "npm:@stryker-mutator/instrumenter@10.1.1";
const ROOT = new URL("../", import.meta.url).pathname;
const TRIAL = new URL("mutation_trial.ts", import.meta.url).pathname;

/** Share of the changes that must be noticed in every file. */
const THRESHOLD = 0.85;

/**
 * Tests that are left out: they start programs, which would start the unchanged engine; are of
 * other parts; or take a quarter of a minute.
 */
const APART = [
  "tests/engine/heap_test.ts",
  "tests/engine/jitless_test.ts",
  "tests/engine/properties_test.ts",
  "tests/engine/residuals_test.ts",
  "tests/truth/reference_test.ts",
  "tests/truth/sky/",
];

/** Folders of the engine with a door of their own: no tests but their own enter there. */
const DOORS = ["point"];

/**
 * Time after which a change counts as noticed, in times of the tests on the unchanged engine. As
 * a switch that is asked too often ends its test, few changes come as far.
 */
const PATIENCE = 10;

/** Share of the time for a change beyond which a test is not even measured again. */
const LONG = 0.25;

/** One change of a file. */
interface Change {
  /** Its number; some numbers are missing. */
  readonly id: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** What the unchanged engine says of a test. */
export interface Measurement {
  /** How long it takes, ms. */
  readonly time: number;
  /** How often it asks each switch. */
  readonly asked: readonly number[];
}

/** What a process of its own is to try. */
export interface Plan {
  /** The copy of the repository that has the changes in it. */
  readonly tree: string;
  /** Path from there of the file that has them. */
  readonly file: string;
  /** Paths of the tests from there, those of the file's own name first. */
  readonly tests: readonly string[];
  /** One more than the largest number of a change. */
  readonly count: number;
  /** Those to try, by number. */
  readonly changes: readonly number[];
  /** Whether the one change to try is in force from the beginning. */
  readonly isAlone: boolean;
  /** Time that the tests of a change may take on the unchanged engine, s. */
  readonly seconds: number;
  /** Tests by name that are too long to be run, as known from other files. */
  readonly long: readonly string[];
  /** Tests by name that are measured already. */
  readonly measured: Readonly<Record<string, Measurement>>;
}

/** What became of a change; "alone" when it takes a process of its own to tell. */
type Verdict = "noticed" | "survived" | "alone";

/** A line of what a process says. */
export type Finding =
  | { readonly test: string; readonly measurement: Measurement }
  | { readonly trying: number }
  | { readonly change: number; readonly verdict: Verdict };

/** Copies what the tests need and compiles every change of the file in. */
async function instrument(file: string, tree: string): Promise<Map<number, Change>> {
  Deno.mkdirSync(`${tree}/tests`);
  for (const part of ["engine", "tests/engine", "tests/truth", "deno.json", "deno.lock"]) {
    const args = ["-R", ROOT + part, `${tree}/${part}`];
    const { success } = new Deno.Command("cp", { args }).outputSync();
    if (!success) throw new Error(`Cannot copy ${part} to ${tree}`);
  }
  const { Instrumenter } = await import(INSTRUMENTER);
  const silence = () => {};
  const log = { isDebugEnabled: () => false, debug: silence, info: silence, warn: console.error };
  const content = Deno.readTextFileSync(ROOT + file);
  const { files, mutants } = await new Instrumenter(log).instrument(
    [{ name: `${tree}/${file}`, mutate: true, content }],
    { plugins: null, ignorers: [], excludedMutations: [], noHeader: true },
  );
  const text = files[0].content
    .replaceAll(/stryMutAct_9fa48\("(\d+)"\)/g, "isChanged($1)")
    .replaceAll(/stryCov_9fa48\([^)]*\)/g, "0");
  Deno.writeTextFileSync(`${tree}/${file}`, `const { isChanged } = globalThis;\n${text}`);
  return new Map(mutants.map((change: Change) => [Number(change.id), change]));
}

/** Every test that can notice a change of the file, those of its own name first. */
function testsOf(file: string): string[] {
  const [, folder, name] = file.match(/^engine\/(?:(\w+)\/)?(\w+)\.ts/)!;
  const folders = DOORS.includes(folder)
    ? [`tests/engine/${folder}`]
    : ["tests/engine", "tests/truth"];
  const tests = folders.flatMap((folder) => [...filesOf(folder)])
    .filter((path) => path.endsWith("_test.ts") && !APART.some((part) => path.startsWith(part)))
    .sort();
  const isOwn = (path: string) => path.endsWith(`/${name}_test.ts`);
  return [...tests.filter(isOwn), ...tests.filter((path) => !isOwn(path))];
}

/** Has a process of its own try what is planned, until it ends or takes too long over one. */
async function* attempt(plan: Plan): AsyncGenerator<Finding> {
  const { tree } = plan;
  const args = ["run", "-q", "--no-check", `--config=${tree}/deno.json`, `--allow-read=${tree}`];
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args, TRIAL],
    cwd: tree,
    stdin: "piped",
    stdout: "piped",
    // A change that is there from the beginning may well end in an error.
    stderr: plan.isAlone ? "null" : "inherit",
  }).spawn();
  await new Blob([JSON.stringify(plan)]).stream().pipeTo(child.stdin);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rest = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const finding: Finding = JSON.parse(line);
      clearTimeout(timer);
      if ("trying" in finding) {
        timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE * plan.seconds * 1000);
      }
      yield finding;
    }
  }
  clearTimeout(timer);
  await child.status;
}

/** Tries every change of a file and says, in order, which nobody notices. */
async function survivorsOf(
  plan: Omit<Plan, "isAlone" | "measured">,
  times: Map<string, number>,
): Promise<number[]> {
  const verdicts = new Map<number, Verdict>();
  const measured: Record<string, Measurement> = {};
  const all = plan.changes;
  for (;;) {
    const left = all.filter((change) => !verdicts.has(change));
    const alone = all.filter((change) => verdicts.get(change) === "alone").slice(0, 1);
    const isAlone = left.length === 0;
    const changes = isAlone ? alone : left;
    if (changes.length === 0) return all.filter((change) => verdicts.get(change) === "survived");
    let isTried = false;
    for await (const finding of attempt({ ...plan, changes, isAlone, measured })) {
      if ("measurement" in finding) {
        measured[finding.test] = finding.measurement;
        times.set(finding.test, finding.measurement.time);
        continue;
      }
      isTried = true;
      // What ends the process, or is ended with it, is noticed.
      if ("trying" in finding) verdicts.set(finding.trying, "noticed");
      else verdicts.set(finding.change, finding.verdict);
    }
    if (!isTried) throw new Error("Cannot try changes as every test must pass without them");
  }
}

/** Tries every change of a file and says what was noticed; whether it was enough. */
async function judge(file: string, seconds: number, times: Map<string, number>): Promise<boolean> {
  const tree = Deno.makeTempDirSync({ prefix: "kpp-mutation-" });
  const changes = await instrument(file, tree);
  const long = [...times].filter(([, time]) => time > LONG * 1000 * seconds).map(([test]) => test);
  const numbers = [...changes.keys()];
  const count = Math.max(0, ...numbers) + 1;
  const plan = { tree, file, tests: testsOf(file), count, changes: numbers, seconds, long };
  const survivors = await survivorsOf(plan, times);
  Deno.removeSync(tree, { recursive: true });
  const noticed = changes.size - survivors.length;
  const share = changes.size === 0 ? 1 : noticed / changes.size;
  console.log(`${file}: ${noticed} of ${changes.size}, ${(100 * share).toFixed(1)} %`);
  for (const survivor of survivors) {
    const { location: { start }, mutatorName, replacement } = changes.get(survivor)!;
    const change = replacement.replaceAll(/\s+/g, " ").slice(0, 80);
    console.log(`  ${file}:${start.line + 1}:${start.column + 1} ${mutatorName}: ${change}`);
  }
  return share >= THRESHOLD;
}

function* filesOf(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(ROOT + folder)) {
    if (isDirectory) yield* filesOf(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: "string", default: "8" } },
  });
  const files = positionals.length > 0 ? positionals : [...filesOf("engine")].sort();
  const times = new Map<string, number>();
  let isEnough = true;
  for (const file of files) {
    if (!await judge(file, Number(values.seconds), times)) isEnough = false;
  }
  if (!isEnough) Deno.exit(1);
}
