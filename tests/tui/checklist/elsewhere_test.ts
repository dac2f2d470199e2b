import { ok } from "node:assert/strict";

// Sentences that need a terminal, a process or files, and where they are held: they are not driven
// here, but none of them may get lost.

const ROOT = new URL("../../../", import.meta.url);

const HELD: readonly (readonly [sentence: string, file: string, test: string])[] = [
  [
    "terminal stalled for 3 s: the simulation is never late because of it",
    "tests/e2e/robustness_test.ts",
    "a terminal stalled for 3 s holds nothing up, and is right afterwards",
  ],
  ["closed under us", "tests/e2e/robustness_test.ts", "a terminal that is closed ends the program"],
  [
    "resized 100 times a second",
    "tests/e2e/robustness_test.ts",
    "resized a hundred times a second, the screen is right in the end",
  ],
  [
    "garbage and partial escape sequences on stdin",
    "tests/e2e/robustness_test.ts",
    "garbage and sequences that break off leave screen and keys alone",
  ],
  ["paste", "tests/e2e/robustness_test.ts", "a paste presses no keys, however long it is"],
  ["Ctrl-Z and back", "tests/e2e/dashboard_test.ts", "Ctrl-Z gives the terminal back until fg"],
  [
    "Ctrl-C during start-up: the terminal is restored",
    "tests/e2e/robustness_test.ts",
    "s after the start leaves the terminal as it was",
  ],
  [
    "exception in a view: the screen is right again, or the terminal is restored",
    "tests/cli/screen_failure_test.ts",
    "a screen that throws for once is drawn again, and the run goes on",
  ],
  [
    "exception in a view again and again: the terminal is restored",
    "tests/cli/screen_failure_test.ts",
    "a screen that cannot be drawn is left, and the run goes on",
  ],
  [
    "mouse by --mouse, focus events",
    "tests/e2e/robustness_test.ts",
    "mouse and focus are asked for, used, and given back",
  ],
  [
    "random diffs replayed in @xterm/headless equal the model",
    "tests/tui/replay_test.ts",
    "whatever happens, a terminal sent the differences shows the screen",
  ],
  [
    "asciichart in the summary at the end of a run",
    "tests/cli/summary_test.ts",
    "a run is summed up as its length, its power and its last lap",
  ],
  [
    "asciichart in --plain",
    "tests/cli/summary_test.ts",
    "a plain run ends with its summary, and rows do not",
  ],
  ["Text snapshots of every page at four sizes", "tests/tui/pages_test.ts", "page ${page} at"],
  ["key table exhaustive: a test", "tests/tui/keys_test.ts", "does ${binding.action}"],
  [
    "key table exhaustive: a line of help",
    "tests/tui/keys_test.ts",
    "every binding has a line of help and a key that nothing else has",
  ],
  [
    "record and snapshot from a running dashboard",
    "tests/e2e/recording_test.ts",
    "what is recorded and kept from the dashboard repeats the run, and goes on",
  ],
];

for (const [sentence, file, test] of HELD) {
  Deno.test(`checklist, elsewhere: ${sentence}`, async () => {
    const text = await Deno.readTextFile(new URL(file, ROOT));
    ok(text.includes(test), `${file} has no "${test}"`);
  });
}
