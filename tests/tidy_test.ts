import assert from "node:assert/strict";

// Rules on the text of the tree that neither the formatter, the linter nor the compiler holds.

const ROOT = new URL("../", import.meta.url).pathname;
const FILE_LINES = 400;
const LINE_CHARACTERS = 100;

/** Paths of all files below the root, without what git and tools keep there. */
function* files(folder = ""): Generator<string> {
  for (const entry of Deno.readDirSync(ROOT + folder)) {
    const path = folder + entry.name;
    if (entry.name === ".git" || entry.name === "node_modules" || entry.name === "coverage") {
      continue;
    }
    if (entry.isDirectory) yield* files(path + "/");
    else yield path;
  }
}

const PATHS = [...files()].sort();
const CODE = PATHS.filter((path) => /\.tsx?$/.test(path));
const PROSE = PATHS.filter((path) => path.endsWith(".md"));
const SCRIPTS = PATHS.filter((path) => path.startsWith(".ci/"));

const read = (path: string): string => Deno.readTextFileSync(ROOT + path);

/** Every line of the files that is against a rule, as "path:line: text". */
function findLines(paths: string[], isFault: (line: string) => boolean): string[] {
  return paths.flatMap((path) =>
    read(path).split("\n").flatMap((line, i) => isFault(line) ? [`${path}:${i + 1}: ${line}`] : [])
  );
}

Deno.test("tidy: the tree is there", () => {
  assert.ok(CODE.includes("main.ts") && CODE.includes("tests/tidy_test.ts"), CODE.join(" "));
});

Deno.test("tidy: a file has at most 400 lines", () => {
  const long = CODE.filter((path) => read(path).split("\n").length - 1 > FILE_LINES);
  assert.deepEqual(long, []);
});

Deno.test("tidy: a line has at most 100 characters", () => {
  assert.deepEqual(findLines(CODE, (line) => [...line].length > LINE_CHARACTERS), []);
});

Deno.test("tidy: files and folders are named in snake_case", () => {
  const name = /^\.?[a-z0-9]+(_[a-z0-9]+)*(\.[a-z0-9]+)*$/;
  const wellKnown = /^(README\.md|LICENSE|\.gitignore|__snapshots__|[A-Z]+\.md)$/;
  const odd = PATHS.filter((path) =>
    !path.split("/").every((part) => name.test(part) || wellKnown.test(part))
  );
  assert.deepEqual(odd, []);
});

Deno.test("tidy: no file is the twin of another", () => {
  const twin = /_(v\d+|fixed|backup|bak|old|new|copy|final|tmp|orig)\b|\.(orig|rej|bak|swp)$|~$/;
  assert.deepEqual(PATHS.filter((path) => twin.test(path)), []);
});

Deno.test("tidy: nothing is left to do in a comment", () => {
  // Split, or this file would break its own rule.
  const marks = new RegExp(
    "\\b(" + ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"].join("|") + ")\\b",
  );
  assert.deepEqual(findLines([...CODE, ...PROSE, ...SCRIPTS], (line) => marks.test(line)), []);
});

Deno.test("tidy: whoever silences a lint rule says why", () => {
  const silent = (line: string) => line.includes("deno-lint-ignore") && !/-- \w/.test(line);
  const code = CODE.filter((path) => path !== "tests/tidy_test.ts");
  assert.deepEqual(findLines(code, silent), []);
});

Deno.test("tidy: no whitespace at the end of a line, no tab, no carriage return", () => {
  const trailing = (line: string) => /[ \t\r]$|\t/.test(line);
  assert.deepEqual(findLines([...CODE, ...PROSE, ...SCRIPTS], trailing), []);
});

Deno.test("tidy: every file ends with one newline", () => {
  const paths = [...CODE, ...PROSE, ...SCRIPTS].filter((path) => !/[^\n]\n$/.test(read(path)));
  assert.deepEqual(paths, []);
});

Deno.test("tidy: packages are pinned to one version", () => {
  const { imports } = JSON.parse(read("deno.json")) as { imports: Record<string, string> };
  const loose = Object.values(imports).filter((target) =>
    !/^(\.\/|npm:.+@\d+\.\d+\.\d+(\/.+)?$)/.test(target)
  );
  assert.deepEqual(loose, []);
});

Deno.test("tidy: every folder of the program has a door, mod.ts", () => {
  // Whoever starts a run loads the files of runtime/ that it needs, and no others.
  const free = ["tests", "bench", "tools", "docs", ".ci", "runtime"];
  const folders = new Set(
    CODE.filter((path) => path.includes("/")).map((path) => path.split("/")[0]),
  );
  const shut = [...folders].filter((folder) =>
    !free.includes(folder) && !CODE.includes(`${folder}/mod.ts`)
  );
  assert.deepEqual(shut, []);
});

Deno.test("tidy: links in prose lead to files of the tree", () => {
  const dead = PROSE.flatMap((path) =>
    [...read(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map((link) => new URL(link[1], `file://${ROOT}${path}`).pathname.slice(ROOT.length))
      .filter((target) => !PATHS.some((file) => file === target || file.startsWith(target)))
      .map((target) => `${path}: ${target}`)
  );
  assert.deepEqual(dead, []);
});
