import assert from "node:assert/strict";
import { sleep } from "../../bench/pseudo_terminal.ts";
import { has } from "./shell.ts";
import { waitForEnd, WatchedTerminal } from "./watched_terminal.ts";

// What a terminal can do to the program that shows itself on it. The real program, a real terminal
// driver, and an emulator that knows nothing of the program.

const SIZE = { columns: 120, rows: 40 };

/** A test of the dashboard once it runs, skipped where there is no `script`. */
function test(name: string, drive: (terminal: WatchedTerminal) => Promise<void>, args = "") {
  Deno.test({
    name: `e2e: ${name}`,
    ignore: !has("script"),
    fn: async () => {
      await using terminal = new WatchedTerminal(SIZE, args);
      await terminal.waitFor(isRunning);
      await drive(terminal);
    },
  });
}

const isRunning = (screen: string) => /● running +\d:\d\d:\d\d\.[1-9]/.test(screen);

/** Simulated time on the screen, s. */
function timeOn(screen: string): number {
  const [, hours, minutes, seconds] = screen.match(/(\d+):(\d\d):(\d\d\.\d)/) ?? [];
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
}

/**
 * A screen without its digits, as the clock goes on while the plant is held, and without the toast
 * at the right end of the line above the last, which goes by itself.
 */
function shapeOf(screen: string): string {
  const lines = screen.split("\n").map((line) => line.replaceAll(/\d/g, "0").trimEnd());
  return lines.with(-2, lines.at(-2)!.replace(/ {3,}.*$/, "")).join("\n");
}

/** Asserts that what differences have made of the screen is what the whole screen would be. */
async function assertScreenRight(terminal: WatchedTerminal) {
  await terminal.type(" ");
  await terminal.waitFor((screen) => /■ held/.test(screen));
  const shown = shapeOf(await terminal.settled());
  const before = terminal.output.length;
  Deno.kill(await terminal.program, "SIGWINCH");
  const isPaintedWhole = () => terminal.output.indexOf("\x1b[2J", before) !== -1;
  await terminal.waitFor(isPaintedWhole);
  assert.equal(shapeOf(await terminal.settled()), shown);
}

test("a terminal stalled for 3 s holds nothing up, and is right afterwards", async (terminal) => {
  const before = timeOn(await terminal.screen());
  await terminal.stall(true);
  // Whole screens until the driver takes no more: then a write of the program is under way.
  const program = await terminal.program;
  for (let i = 0; i < 60; i++) {
    Deno.kill(program, "SIGWINCH");
    await sleep(0.05);
  }
  const chunks = terminal.chunks;
  await sleep(0.2);
  assert.equal(terminal.chunks, chunks, "nothing is read while it is stalled");
  await terminal.stall(false);
  const screen = await terminal.waitFor((screen) => timeOn(screen) >= before + 2.5);
  assert.match(screen, /● running/);
  await assertScreenRight(terminal);
  await terminal.type("q");
  assert.equal(await terminal.exitCode(), 0);
  await terminal.assertRestored();
});

test("a stalled terminal does not hold up who asks the program to end", async (terminal) => {
  const program = await terminal.program;
  await terminal.stall(true);
  for (let i = 0; i < 40; i++) {
    Deno.kill(program, "SIGWINCH");
    await sleep(0.02);
  }
  Deno.kill(program, "SIGTERM");
  await waitForEnd(program);
  await terminal.stall(false);
  assert.equal(await terminal.exitCode(), 143);
});

test("a terminal that is closed ends the program", async (terminal) => {
  const program = await terminal.program;
  await terminal.close();
  await waitForEnd(program);
});

test("resized a hundred times a second, the screen is right in the end", async (terminal) => {
  const sizes = Array.from({ length: 150 }, (_, i) => ({
    columns: 60 + (i * 37) % 90,
    rows: 16 + (i * 13) % 40,
  }));
  await terminal.resize([...sizes, { columns: 100, rows: 30 }], 0.008);
  const isWhole = (screen: string) =>
    isRunning(screen) && /q quit/.test(screen.split("\n")[29] ?? "");
  await terminal.waitFor(isWhole);
  await assertScreenRight(terminal);
  await terminal.type("q");
  await terminal.assertRestored();
});

test("garbage and sequences that break off leave screen and keys alone", async (terminal) => {
  const garbage = [
    "\x1b[",
    "\x1b[<0;3;",
    "\x1b[1;5",
    "\x1b[M",
    "\x1bO",
    "\x1b]11;rgb:00",
    "\x1bPnever ended",
    "\x1b_never ended",
    "\x80\xff\xc3\x28\xed\xa0\x80",
    `\x1b[${"9;".repeat(5000)}`,
    "\x1b[<99999999;99999999;99999999M",
    "\x1b[200~\x1b[20",
    "\x1b[201~",
  ];
  for (const bytes of garbage) {
    await terminal.type(bytes);
    await sleep(0.1);
  }
  // Some of it is a key on its own (Alt-O); none of it may have opened or typed anything.
  await terminal.waitFor(isRunning);
  await terminal.type("?");
  await terminal.waitFor((screen) => /Leave kpp/.test(screen));
  await terminal.type("\x1b");
  await terminal.waitFor((screen) => isRunning(screen) && !/Leave kpp/.test(screen));
  await assertScreenRight(terminal);
  await terminal.type("q");
  await terminal.assertRestored();
});

test("a paste presses no keys, however long it is", async (terminal) => {
  await terminal.type(`\x1b[200~${"q\r\x1b[A".repeat(50_000)}\x1b[201~`);
  await terminal.waitFor((screen) => /before pasting/.test(screen));
  await assertScreenRight(terminal);
  await terminal.type("q");
  assert.equal(await terminal.exitCode(), 0);
  await terminal.assertRestored();
});

test("mouse and focus are asked for, used, and given back", async (terminal) => {
  assert.ok(terminal.output.includes("\x1b[?1006h") && terminal.output.includes("\x1b[?1004h"));
  await terminal.type("\x1b[O\x1b[I\x1b[<0;20;8M\x1b[<65;20;8M");
  await terminal.waitFor((screen) => /2 min to/.test(screen));
  await terminal.type("q");
  assert.equal(await terminal.exitCode(), 0);
  await terminal.assertRestored();
}, "--mouse");

test("Ctrl-C ends a paste that never ends", async (terminal) => {
  await terminal.type("\x1b[200~no end");
  await terminal.type("\x03");
  assert.ok([0, 130].includes(await terminal.exitCode()));
  await terminal.assertRestored();
});

for (const delay of [0, 0.03, 0.06, 0.09, 0.12, 0.15, 0.2, 0.3, 0.5]) {
  Deno.test({
    name: `e2e: Ctrl-C ${delay} s after the start leaves the terminal as it was`,
    ignore: !has("script"),
    fn: async () => {
      await using terminal = new WatchedTerminal(SIZE);
      await terminal.program;
      await sleep(delay);
      await terminal.type("\x03");
      assert.ok([0, 130].includes(await terminal.exitCode()));
      await terminal.assertRestored();
    },
  });
}
