import assert from "node:assert/strict";
import { has, KPP, ROOT } from "./shell.ts";
import { Tmux } from "./tmux.ts";

// The real program in a real terminal, driven with keys as a user drives it.

/** Marks what the shell prints after the program, so that its own echo is not taken for it. */
const LEFT = "echo left with $?";

/** A test in a terminal of a size, skipped where tmux is not here. */
function test(name: string, size: [number, number], drive: (tmux: Tmux) => Promise<void>) {
  Deno.test({
    name: `e2e: ${name}`,
    ignore: !has("tmux"),
    fn: async () => {
      await using tmux = await Tmux.start(...size);
      await drive(tmux);
    },
  });
}

/** A sequence that sets a colour. */
// deno-lint-ignore no-control-regex -- escape sequences are what is looked for
const COLOUR = /\x1b\[([0-9;]*;)?(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/;

const isRunning = (screen: string) => /● running/.test(screen) && /net power/.test(screen);
const hasLeft = (code: number) => (screen: string) =>
  screen.split("\n").includes(`left with ${code}`);

/** Asserts that the shell has its terminal back as it was. */
async function assertRestored(tmux: Tmux) {
  assert.equal(await tmux.state("#{alternate_on} #{cursor_flag}"), "0 1");
  await tmux.line("clear; stty -g; echo end");
  const screen = await tmux.waitFor((screen) => screen.split("\n").includes("end"));
  return screen.split("\n").find((line) => /^[0-9a-f:]{20,}$/.test(line));
}

/** Starts the dashboard in the shell; returns the settings of the terminal before. */
async function startDashboard(tmux: Tmux, args = "") {
  const before = await assertRestored(tmux);
  assert.ok(before);
  await tmux.line(`clear; echo before; ${KPP} ${args}; ${LEFT}`);
  await tmux.waitFor(isRunning);
  assert.equal(await tmux.state("#{alternate_on}"), "1");
  return before;
}

test("the dashboard starts, runs, and leaves the terminal as it was", [120, 40], async (tmux) => {
  const before = await startDashboard(tmux);
  const screen = await tmux.screen();
  for (const word of ["power", "torque", "efficiency", "ledger", "parameters", "RTF"]) {
    assert.ok(screen.includes(word), screen);
  }
  await tmux.press("q");
  const left = await tmux.waitFor(hasLeft(0));
  assert.ok(left.split("\n").includes("before"), left);
  assert.equal(await assertRestored(tmux), before);
});

test("`deno task start` opens the dashboard", [80, 24], async (tmux) => {
  await tmux.line(`cd '${ROOT}'; '${Deno.execPath()}' task start; ${LEFT}`);
  await tmux.waitFor(isRunning);
  await tmux.press("C-c");
  await tmux.waitFor((screen) => /^left with (0|130)$/m.test(screen));
  assert.equal(await tmux.state("#{alternate_on} #{cursor_flag}"), "0 1");
});

test("Ctrl-Z stops the whole job, `deno task` too, and fg goes on", [80, 24], async (tmux) => {
  await tmux.line(`cd '${ROOT}'; '${Deno.execPath()}' task -q start; ${LEFT}`);
  await tmux.waitFor(isRunning);
  await tmux.press("C-z");
  await tmux.waitFor((screen) => /stopped/i.test(screen));
  assert.equal(await tmux.state("#{alternate_on} #{cursor_flag}"), "0 1");
  await tmux.line("echo the shell hears; fg");
  await tmux.waitFor(isRunning);
  await tmux.press("q");
  await tmux.waitFor((screen) => screen.split("\n").includes("the shell hears"));
  assert.equal(await tmux.state("#{alternate_on} #{cursor_flag}"), "0 1");
});

test("a parameter is typed, undone and raised, and the plant obeys", [120, 40], async (tmux) => {
  await startDashboard(tmux);
  const friction = (text: string) => (screen: string) =>
    screen.split("\n").some((line) => line.includes("dry friction") && line.includes(text));
  // Down from the first parameter to chain.coulombFriction, the fifth.
  await tmux.press("Home", "j", "j", "j", "j");
  await tmux.waitFor((screen) => screen.includes("chain.coulombFriction"));
  await tmux.press("Enter");
  await tmux.waitFor((screen) => screen.includes("Enter set"));
  await tmux.press("5", "0", "0", "0", "0", "Enter");
  await tmux.waitFor((screen) => friction("50000.0 N")(screen) && /stuck/.test(screen));
  await tmux.press("u");
  await tmux.waitFor((screen) => friction("175.0 N")(screen) && isRunning(screen));
  await tmux.press("+");
  await tmux.waitFor((screen) => friction(" N")(screen) && !friction("175.0")(screen));
  await tmux.press("q");
  await tmux.waitFor(hasLeft(0));
});

test("space holds simulated time and the full stop advances it", [120, 40], async (tmux) => {
  await startDashboard(tmux);
  await tmux.press("Space");
  const held = await tmux.waitFor((screen) => screen.includes("held"));
  const speed = (screen: string) => screen.match(/RTF \S+/)?.[0];
  assert.ok(speed(held));
  await tmux.waitFor((screen) => speed(screen) === "RTF 0.00");
  await tmux.press(".");
  await tmux.press("Space");
  await tmux.waitFor(isRunning);
  await tmux.press("q");
  await tmux.waitFor(hasLeft(0));
});

test("the screen follows the size of the terminal", [120, 40], async (tmux) => {
  await startDashboard(tmux);
  const fills = (rows: number) => (screen: string) =>
    isRunning(screen) && /q quit/.test(screen.split("\n")[rows - 1]);
  for (const [columns, rows] of [[80, 24], [200, 60], [60, 16]] as const) {
    await tmux.resize(columns, rows);
    await tmux.waitFor(fills(rows));
  }
  await tmux.resize(60, 15);
  await tmux.waitFor((screen) => /needs 60 x 16/.test(screen) && /60 x 15/.test(screen));
  await tmux.resize(120, 40);
  await tmux.waitFor(fills(40));
  await tmux.press("q");
  await tmux.waitFor(hasLeft(0));
});

test("a terminal too small from the start says how large it must be", [60, 15], async (tmux) => {
  await tmux.line(`${KPP}; ${LEFT}`);
  await tmux.waitFor((screen) => /needs 60 x 16/.test(screen));
  await tmux.press("q");
  await tmux.waitFor(hasLeft(0));
  assert.equal(await tmux.state("#{alternate_on} #{cursor_flag}"), "0 1");
});

for (const [signal, code] of [["TERM", 143], ["INT", 130], ["HUP", 129]] as const) {
  test(
    `SIG${signal} leaves the terminal as it was and exits with ${code}`,
    [80, 24],
    async (tmux) => {
      const pidFile = await Deno.makeTempFile({ prefix: "kpp-test-" });
      try {
        const before = await assertRestored(tmux);
        await tmux.line(`clear; sh -c 'echo $$ >${pidFile}; exec "$@"' sh ${KPP}; ${LEFT}`);
        await tmux.waitFor(isRunning);
        Deno.kill(Number(await Deno.readTextFile(pidFile)), `SIG${signal}`);
        await tmux.waitFor(hasLeft(code));
        assert.equal(await assertRestored(tmux), before);
      } finally {
        await Deno.remove(pidFile);
      }
    },
  );
}

test("Ctrl-Z gives the terminal back until fg", [80, 24], async (tmux) => {
  await tmux.line(`bash --norc`);
  await tmux.line(`PS1='$ '; clear; ${KPP}; ${LEFT}`);
  await tmux.waitFor(isRunning);
  await tmux.press("C-z");
  await tmux.waitFor((screen) => screen.includes("Stopped"));
  assert.equal(await tmux.state("#{alternate_on} #{cursor_flag}"), "0 1");
  await tmux.line("fg");
  await tmux.waitFor(isRunning);
  await tmux.press("q");
  await tmux.waitFor((screen) => !isRunning(screen));
  assert.equal(await tmux.state("#{alternate_on} #{cursor_flag}"), "0 1");
});

test("NO_COLOR shows the same screen without colours", [80, 24], async (tmux) => {
  await tmux.line(`NO_COLOR=1 ${KPP}; ${LEFT}`);
  await tmux.waitFor(isRunning);
  assert.equal(COLOUR.test(await tmux.styledScreen()), false);
  await tmux.press("q");
  await tmux.waitFor(hasLeft(0));
});

test("a locale without UTF-8 is shown ASCII only", [80, 24], async (tmux) => {
  await tmux.line(`LC_ALL=C ${KPP}; ${LEFT}`);
  const screen = await tmux.waitFor((screen) => /running/.test(screen) && /net power/.test(screen));
  assert.match(screen, /^[\n -~]*$/);
  await tmux.press("q");
  await tmux.waitFor(hasLeft(0));
});

test("TERM=dumb shows text without colours", [80, 24], async (tmux) => {
  await tmux.line(`clear; TERM=dumb ${KPP}; ${LEFT}`);
  await tmux.waitFor((screen) => /running[^]*power/.test(screen));
  assert.equal(COLOUR.test(await tmux.styledScreen()), false);
  await tmux.press("C-c");
  await tmux.waitFor((screen) => /^left with (0|130)$/m.test(screen));
  assert.equal(await tmux.state("#{alternate_on} #{cursor_flag}"), "0 1");
});

Deno.test({
  name: "e2e: ttyplot draws the power",
  ignore: !has("tmux") || !has("ttyplot"),
  fn: async () => {
    await using tmux = await Tmux.start(100, 30);
    await tmux.line(`${KPP} run --format plot --fields power --for 3s | ttyplot; ${LEFT}`);
    await tmux.waitFor((screen) => /last|min|max/.test(screen));
    await tmux.press("C-c");
  },
});
